/** What stands where something of a run is still on its way, or could not be had. */
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";

export function LoadingLines({ label }: { readonly label: string }) {
  return (
    <div aria-busy aria-label={label} className="flex flex-col gap-2 py-1" role="status">
      <Skeleton className="h-4 w-2/3" />
      <Skeleton className="h-4 w-full" />
      <Skeleton className="h-4 w-5/6" />
    </div>
  );
}

export function FailedToLoad({ message, onRetry }: { readonly message: string; readonly onRetry: () => void }) {
  return (
    <ErrorState
      actions={
        <Button onClick={onRetry} size="sm" variant="secondary">
          Try again
        </Button>
      }
      className="py-6"
      title="This could not be loaded"
    >
      {message}
    </ErrorState>
  );
}
