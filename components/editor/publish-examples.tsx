"use client";

/** How the published workflow will be called: over HTTP, from the command line, and with which inputs. */
import Link from "next/link";
import { useState } from "react";
import { CodeBlock } from "@/components/ui/code-block";
import { Segments } from "@/components/ui/segments";
import { inputFieldsOf } from "@/lib/client/node-facts";
import type { WorkflowDocument } from "@/lib/document/schema";
import { inputSchemaOf } from "@/lib/nodes/input/input-schema";
import { commandExample, curlExample } from "@/lib/projection/published-examples";

type Way = "curl" | "command" | "inputs";

export function PublishExamples({ document, name }: { readonly document: WorkflowDocument; readonly name: string }) {
  const [way, setWay] = useState<Way>("curl");
  const fields = inputFieldsOf(document);
  const call = { name, origin: window.location.origin, fields, sampleInput: document.sampleInput };
  const shown: { readonly [W in Way]: { readonly title: string; readonly text: () => string } } = {
    curl: { title: "Waits for the run and prints what came of it", text: () => curlExample(call) },
    command: { title: "In Windrose's folder; needs no key", text: () => commandExample(call) },
    inputs: { title: "JSON Schema of the inputs", text: () => JSON.stringify(inputSchemaOf(fields), null, 2) },
  };
  return (
    <section aria-label="How to call it">
      <Segments
        className="mb-2 w-fit"
        label="Ways to call it"
        onChange={setWay}
        options={[
          { value: "curl", label: "curl" },
          { value: "command", label: "Command line" },
          { value: "inputs", label: "Inputs" },
        ]}
        value={way}
      />
      <CodeBlock bodyClassName="max-h-44" isWrapped text={shown[way].text()} title={shown[way].title} />
      {way === "curl" && (
        <p className="mt-1.5 text-ink-soft text-xs">
          <code className="font-mono text-ink">WINDROSE_KEY</code> is an API key of this workspace.{" "}
          <Link className="text-accent underline underline-offset-2" href="/settings#keys">
            Make one in Settings
          </Link>
        </p>
      )}
    </section>
  );
}
