/** The editor's frame, before its workflow is there and before the page is live. */
import { Skeleton } from "@/components/ui/skeleton";

export function EditorFrame() {
  return (
    <div aria-busy aria-label="Opening the workflow" className="flex h-dvh flex-col" role="status">
      <div className="flex h-12 flex-none items-center gap-3 border-b bg-surface px-3.5">
        <Skeleton className="size-[22px]" />
        <Skeleton className="h-4 w-40" />
        <span className="flex-1" />
        <Skeleton className="h-8 w-24" />
      </div>
      <div className="flex min-h-0 flex-1">
        <div className="w-13 flex-none border-r bg-surface max-md:hidden" />
        <div className="dot-grid flex-1" />
        <div className="w-84 flex-none border-l bg-surface p-4 max-md:hidden">
          <Skeleton className="h-4 w-44" />
          <Skeleton className="mt-6 h-24 w-full" />
        </div>
      </div>
      <div className="h-9 flex-none border-t bg-surface" />
    </div>
  );
}
