/** The shape of a page of cards while they are fetched. */
import { Skeleton } from "@/components/ui/skeleton";

export function CardsSkeleton({ label }: { readonly label: string }) {
  return (
    <div aria-busy="true" role="status">
      <span className="sr-only">{label}</span>
      <div className="mb-5 flex items-center justify-between">
        <Skeleton className="h-7 w-40" />
        <Skeleton className="h-8 w-32" />
      </div>
      <div className="grid grid-cols-1 gap-4 sm:grid-cols-2 sm:gap-5 lg:grid-cols-3">
        {["a", "b", "c", "d", "e", "f"].map((key) => (
          <div className="rounded-card border bg-surface" key={key}>
            <div className="dot-grid-fine h-[136px] rounded-t-[9px] border-b" />
            <div className="flex flex-col gap-2.5 px-3.5 py-3">
              <Skeleton className="h-4 w-2/5" />
              <Skeleton className="h-3 w-4/5" />
              <Skeleton className="mt-1 h-3 w-3/5" />
            </div>
          </div>
        ))}
      </div>
    </div>
  );
}
