/** The frame of a run while its journal is read. */
import { Skeleton } from "@/components/ui/skeleton";

export default function RunLoading() {
  return (
    <div aria-busy className="flex h-dvh flex-col" role="status">
      <span className="sr-only">Loading the run</span>
      <div className="flex h-12 flex-none items-center gap-3 border-b bg-surface px-4">
        <Skeleton className="size-6" />
        <Skeleton className="h-4 w-56" />
      </div>
      <div className="flex h-11 flex-none items-center gap-5 border-b bg-surface px-4">
        <Skeleton className="h-4 w-24" />
        <Skeleton className="h-4 w-40" />
        <Skeleton className="h-4 w-32" />
      </div>
      <div className="dot-grid min-h-0 flex-1" />
      <div className="flex h-[276px] flex-none flex-col gap-3 border-t bg-surface p-4">
        <Skeleton className="h-4 w-2/3" />
        <Skeleton className="h-4 w-1/2" />
        <Skeleton className="h-4 w-3/4" />
      </div>
    </div>
  );
}
