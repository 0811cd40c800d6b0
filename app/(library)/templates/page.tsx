/** The template gallery. */
import type { Metadata } from "next";
import { TemplateGallery } from "@/components/library/template-gallery";
import { PageHeading } from "@/components/shell/page-heading";

export const metadata: Metadata = { title: "Templates" };

export default function TemplatesPage() {
  return (
    <>
      <PageHeading title="Templates">
        One for each way agents can work together. The input is filled in, so the first run is one click away.
      </PageHeading>
      <TemplateGallery />
    </>
  );
}
