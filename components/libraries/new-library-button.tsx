"use client";

/** Makes a library and opens it, to be filled. */
import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useId, useState, useTransition } from "react";
import { createLibraryAction } from "@/app/actions/library";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";

export function NewLibraryButton() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button icon={<Plus aria-hidden />} onClick={() => setOpen(true)} variant="primary">
        New library
      </Button>
      {isOpen && <NewLibraryDialog onClose={() => setOpen(false)} />}
    </>
  );
}

function NewLibraryDialog({ onClose }: { readonly onClose: () => void }) {
  const router = useRouter();
  const formId = useId();
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, startWork] = useTransition();

  function submit(event: FormEvent): void {
    event.preventDefault();
    startWork(async () => {
      const made = await createLibraryAction({ name, description });
      if (made.ok) router.push(`/libraries/${made.value.id}`);
      else setProblem(made.error.message);
    });
  }

  return (
    <Dialog
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button disabled={name.trim() === ""} form={formId} isBusy={isBusy} type="submit" variant="primary">
            Make library
          </Button>
        </>
      }
      onOpenChange={(open) => !open && onClose()}
      open
      size="sm"
      title="New library"
    >
      <form className="flex flex-col gap-4" id={formId} onSubmit={submit}>
        <Field error={problem} label="Name">
          {(id, { isInvalid }) => (
            <Input
              aria-invalid={isInvalid}
              autoComplete="off"
              id={id}
              maxLength={120}
              onChange={(event) => setName(event.target.value)}
              placeholder="Product handbook"
              value={name}
            />
          )}
        </Field>
        <Field help="What is in it. Models read this to decide whether to search here." label="Description">
          {(id, { describedBy }) => (
            <Textarea
              aria-describedby={describedBy}
              id={id}
              maxLength={1_000}
              onChange={(event) => setDescription(event.target.value)}
              value={description}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
