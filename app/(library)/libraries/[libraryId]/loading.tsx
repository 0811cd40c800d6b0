import { CardsSkeleton } from "@/components/library/cards-skeleton";

export default function Loading() {
  return <CardsSkeleton label="Loading the library" />;
}
