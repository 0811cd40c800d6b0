"use client";

/** Gives the workflow a name that programs call it by, and shows how; what is published stays as it is while the draft goes on. */
import { type FormEvent, useId, useState, useTransition } from "react";
import { toast } from "sonner";
import { publishAction, publishAgainAction, unpublishAction } from "@/app/actions/publishing";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ErrorState } from "@/components/ui/error-state";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Skeleton } from "@/components/ui/skeleton";
import { useEditor, useEditorStore } from "@/lib/client/editor-store/use-editor";
import { validateDocument } from "@/lib/compile/validate";
import type { PublicationDetail } from "@/lib/projection/published";
import type { AppError } from "@/lib/shared/app-error";
import { publishedNameProblem, suggestedPublishedName } from "@/lib/shared/published-name";
import type { Result } from "@/lib/shared/result";
import { ProblemList } from "./problem-list";
import { PublishExamples } from "./publish-examples";
import { PublishVersions } from "./publish-versions";
import { usePublication } from "./use-publication";

export function PublishDialog() {
  const store = useEditorStore();
  const isOpen = useEditor((state) => state.dialog === "publish");
  return isOpen ? <OpenPublishDialog onClose={() => store.getState().closeDialog()} /> : null;
}

function OpenPublishDialog({ onClose }: { readonly onClose: () => void }) {
  const { state, reload } = usePublication();
  if (state.is === "ready") return <Publication detail={state.detail} onChanged={reload} onClose={onClose} />;
  return (
    <Dialog onOpenChange={(open) => !open && onClose()} open title="Publish">
      {state.is === "loading" ? (
        <div aria-busy aria-label="Loading" className="flex flex-col gap-2 py-1" role="status">
          <Skeleton className="h-8 w-full" />
          <Skeleton className="h-40 w-full" />
        </div>
      ) : (
        <ErrorState
          actions={
            <Button onClick={() => void reload()} size="sm">
              Try again
            </Button>
          }
          className="py-6"
          title="This can't be published now"
        >
          {state.message}
        </ErrorState>
      )}
    </Dialog>
  );
}

type PublicationProps = {
  readonly detail: PublicationDetail;
  readonly onChanged: () => Promise<void>;
  readonly onClose: () => void;
};

function Publication({ detail, onChanged, onClose }: PublicationProps) {
  const { live, releases } = detail;
  const formId = useId();
  const workflowId = useEditor((state) => state.workflowId);
  const document = useEditor((state) => state.document);
  const [typed, setTyped] = useState(live?.name ?? suggestedPublishedName(document.name));
  const [problem, setProblem] = useState<AppError | null>(null);
  const [isBusy, startWork] = useTransition();
  const name = typed.trim();
  const nameProblem = publishedNameProblem(name);
  // Asked anew rather than awaited: validation on the canvas lags a moment behind typing.
  const errors = validateDocument(document).filter((diagnostic) => diagnostic.severity === "error");
  const isSame = live?.isDraftSame === true && live.name === name;

  function change(what: () => Promise<Result<unknown, AppError>>, said: string): void {
    startWork(async () => {
      const done = await what();
      setProblem(done.ok ? null : done.error);
      if (!done.ok) return;
      toast(said);
      await onChanged();
    });
  }

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (nameProblem !== null || errors.length > 0 || isBusy || isSame) return;
    change(() => publishAction({ workflowId, name }), `Published as ${name}`);
  }

  return (
    <Dialog
      description={describe(live)}
      footer={
        <>
          {live !== null && (
            <Button
              className="mr-auto"
              disabled={isBusy}
              onClick={() => change(() => unpublishAction({ workflowId }), `${live.name} answers no more`)}
              variant="danger"
            >
              Unpublish
            </Button>
          )}
          <Button onClick={onClose}>Close</Button>
          {errors.length === 0 && (
            <Button
              data-testid="publish-now"
              disabled={nameProblem !== null || isSame}
              form={formId}
              isBusy={isBusy}
              type="submit"
              variant="primary"
            >
              {live === null ? "Publish" : "Publish new version"}
            </Button>
          )}
        </>
      }
      onOpenChange={(open) => !open && onClose()}
      open
      title={errors.length > 0 ? "Not ready to publish" : `Publish ${document.name}`}
    >
      <div className="flex flex-col gap-5">
        {problem !== null && problem.path !== "name" && (
          <p className="rounded-control border border-danger/40 bg-danger-tint px-3 py-2 text-danger text-sm" role="alert">
            {problem.message}
          </p>
        )}
        {errors.length > 0 ? (
          <ProblemList diagnostics={errors} onReveal={onClose} />
        ) : (
          <form className="flex flex-col gap-5" id={formId} noValidate onSubmit={submit}>
            <Field
              error={nameProblem ?? (problem?.path === "name" ? problem.message : null)}
              help={helpFor(live?.name ?? null, name)}
              label="Name"
            >
              {(id, { describedBy, isInvalid }) => (
                <Input
                  aria-describedby={describedBy}
                  aria-invalid={isInvalid}
                  autoCapitalize="none"
                  autoComplete="off"
                  className="font-mono text-xs"
                  id={id}
                  onChange={(event) => {
                    setTyped(event.target.value);
                    setProblem(null);
                  }}
                  spellCheck={false}
                  value={typed}
                />
              )}
            </Field>
            {nameProblem === null && <PublishExamples document={document} name={name} />}
          </form>
        )}
        <PublishVersions
          isBusy={isBusy}
          onPublishAgain={(release) =>
            change(() => publishAgainAction({ workflowId, releaseId: release.id }), `Version ${release.number} answers again`)
          }
          releases={releases}
        />
      </div>
    </Dialog>
  );
}

function describe(live: PublicationDetail["live"]): string {
  if (live === null) return "Programs call it by its name. What is published stays as it is while you go on editing.";
  const draft = live.isDraftSame ? "The draft is the same." : "The draft has changed since.";
  return `Version ${live.number} answers as ${live.name}. ${draft}`;
}

function helpFor(liveName: string | null, name: string): string {
  if (liveName !== null && liveName !== name) return `${liveName} answers no more once this is published.`;
  return "Part of its address: letters a to z, digits and hyphens.";
}
