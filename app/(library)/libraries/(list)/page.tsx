/** Document libraries of the provider: what agents can search. */
import { BookMarked } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { NewLibraryButton } from "@/components/libraries/new-library-button";
import { When } from "@/components/library/when";
import { PageHeading } from "@/components/shell/page-heading";
import { EmptyState } from "@/components/ui/empty-state";
import { formatBytes, formatCount } from "@/lib/projection/format";
import { listLibraries } from "@/lib/server/services/libraries";

export const metadata: Metadata = { title: "Libraries" };

export default async function LibrariesPage() {
  const listed = await listLibraries();
  if (!listed.ok) {
    return (
      <>
        <PageHeading title="Libraries" />
        <EmptyState className="rounded-card border border-dashed" icon={<BookMarked aria-hidden />} title="No list of libraries">
          {listed.error.message}
        </EmptyState>
      </>
    );
  }
  const libraries = listed.value;
  if (libraries.length === 0) {
    return (
      <EmptyState actions={<NewLibraryButton />} className="py-24" icon={<BookMarked aria-hidden />} isPage title="No libraries yet">
        A library holds documents that agents can search and cite. Make one, add documents, then choose it among an agent's tools.
      </EmptyState>
    );
  }
  const now = Date.now();
  return (
    <>
      <PageHeading actions={<NewLibraryButton />} count={formatCount(libraries.length)} title="Libraries">
        Documents that agents can search and cite: choose a library among an agent's tools.
      </PageHeading>
      <ul className="grid grid-cols-1 gap-3 sm:grid-cols-2 lg:grid-cols-3">
        {libraries.map(({ id, name, description, documents, bytes, createdAt }) => (
          <li
            className="relative flex flex-col gap-1 rounded-card border bg-surface p-4 transition-colors focus-within:border-line-strong hover:border-line-strong"
            key={id}
          >
            <Link className="truncate font-medium text-base outline-none after:absolute after:inset-0" href={`/libraries/${id}`}>
              {name}
            </Link>
            <p className="line-clamp-2 min-h-10 text-ink-soft">{description || "No description."}</p>
            <p className="num mt-1 text-ink-soft text-xs">
              {documents === 1 ? "1 document" : `${formatCount(documents)} documents`} · {formatBytes(bytes)}
              {createdAt !== "" && (
                <>
                  {" · made "}
                  <When iso={createdAt} now={now} />
                </>
              )}
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}
