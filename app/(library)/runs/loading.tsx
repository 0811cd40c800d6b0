import { TableSkeleton } from "@/components/library/table-skeleton";

export default function Loading() {
  return <TableSkeleton label="Loading" />;
}
