/** Brings the rest of a text that was cut. */
import { Button } from "@/components/ui/button";
import { formatCount } from "@/lib/projection/format";

export function ShowAll({ hidden, onShow }: { readonly hidden: number; readonly onShow: () => void }) {
  if (hidden === 0) return null;
  return (
    <div className="mt-2">
      <Button onClick={onShow} size="sm" variant="secondary">
        Show all, {formatCount(hidden)} more characters
      </Button>
    </div>
  );
}
