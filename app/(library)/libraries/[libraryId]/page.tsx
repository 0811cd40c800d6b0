/** One library: its documents, and what is added and taken away. */
import { BookMarked } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { AddDocuments } from "@/components/libraries/add-documents";
import { DeleteDocumentButton, DeleteLibraryButton } from "@/components/libraries/delete-button";
import { When } from "@/components/library/when";
import { PageHeading } from "@/components/shell/page-heading";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { formatBytes } from "@/lib/projection/format";
import type { LibraryDocument } from "@/lib/providers/contract";
import { readLibrary } from "@/lib/server/services/libraries";

export const metadata: Metadata = { title: "Library" };

export default async function LibraryPage({ params }: { readonly params: Promise<{ readonly libraryId: string }> }) {
  const { libraryId } = await params;
  const read = await readLibrary(libraryId);
  if (!read.ok && read.error.code === "not_found") notFound();
  if (!read.ok) {
    return (
      <EmptyState
        actions={<LinkButton href="/libraries">All libraries</LinkButton>}
        className="py-24"
        icon={<BookMarked aria-hidden />}
        isPage
        title="The library can't be shown"
      >
        {read.error.message}
      </EmptyState>
    );
  }
  const { library, documents } = read.value;
  return (
    <>
      <PageHeading
        actions={
          <>
            <LinkButton href="/libraries">All libraries</LinkButton>
            <DeleteLibraryButton libraryId={library.id} name={library.name} />
          </>
        }
        title={library.name}
      >
        {library.description || "No description."}
      </PageHeading>
      <AddDocuments libraryId={library.id} />
      {documents.length === 0 ? (
        <p className="mt-6 text-center text-ink-soft">No documents yet: agents find nothing here.</p>
      ) : (
        <DocumentsTable documents={documents} libraryId={library.id} now={Date.now()} />
      )}
    </>
  );
}

const stateWords = { ready: "Ready", processing: "Being read", failed: "Could not be read" } as const;

type DocumentsTableProps = { readonly libraryId: string; readonly documents: readonly LibraryDocument[]; readonly now: number };

function DocumentsTable({ libraryId, documents, now }: DocumentsTableProps) {
  return (
    <div className="relative mt-6 overflow-x-auto rounded-card border bg-surface">
      <table className="w-full border-collapse text-sm">
        <caption className="sr-only">Documents of this library</caption>
        <thead>
          <tr className="border-b text-ink-soft text-xs *:h-8 *:whitespace-nowrap *:px-4 *:text-left *:font-normal">
            <th scope="col">Document</th>
            <th scope="col">State</th>
            <th className="text-right!" scope="col">
              Size
            </th>
            <th scope="col">Added</th>
            <th scope="col">
              <span className="sr-only">Delete</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {documents.map(({ id, name, state, bytes, createdAt }) => (
            <tr className="border-b *:h-[38px] *:whitespace-nowrap *:px-4 last:border-b-0" key={id}>
              <th className="max-w-72 truncate text-left font-medium" scope="row" title={name}>
                {name}
              </th>
              <td className={state === "failed" ? "text-danger" : "text-ink-soft"}>{stateWords[state]}</td>
              <td className="num text-right text-ink-soft">{formatBytes(bytes)}</td>
              <td className="text-ink-soft">{createdAt !== "" && <When iso={createdAt} now={now} />}</td>
              <td className="w-12 px-2! text-right">
                <DeleteDocumentButton documentId={id} libraryId={libraryId} name={name} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
