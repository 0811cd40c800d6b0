/** The shape of a table page while its rows are fetched. */
import { Skeleton } from "@/components/ui/skeleton";

const widths = ["w-1/4", "w-1/3", "w-1/5", "w-2/5", "w-1/4", "w-1/3", "w-1/4", "w-1/5", "w-1/3", "w-1/4"];

export function TableSkeleton({ label }: { readonly label: string }) {
  return (
    <div aria-busy="true" role="status">
      <span className="sr-only">{label}</span>
      <Skeleton className="mb-5 h-7 w-24" />
      <Skeleton className="mb-3 h-8 w-full max-w-lg" />
      {widths.map((width, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows of a skeleton never move
        <div className="flex h-[38px] items-center gap-6 border-b px-3" key={index}>
          <Skeleton className="h-3 w-20" />
          <Skeleton className={`h-3 ${width}`} />
        </div>
      ))}
    </div>
  );
}
