"use client";

/** Makes an API key and shows it, this one time. */
import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useId, useState, useTransition } from "react";
import { createApiKeyAction } from "@/app/actions/api-keys";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

export function NewKeyButton() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button className="mt-3" icon={<Plus aria-hidden className="size-3.5" />} onClick={() => setOpen(true)} size="sm">
        New key
      </Button>
      {isOpen && <NewKeyDialog onClose={() => setOpen(false)} />}
    </>
  );
}

function NewKeyDialog({ onClose }: { readonly onClose: () => void }) {
  const [key, setKey] = useState<string | null>(null);
  return key === null ? <NameKey onClose={onClose} onMade={setKey} /> : <ShowKey onClose={onClose} secret={key} />;
}

function NameKey({ onClose, onMade }: { readonly onClose: () => void; readonly onMade: (key: string) => void }) {
  const router = useRouter();
  const formId = useId();
  const [name, setName] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, startWork] = useTransition();

  function submit(event: FormEvent): void {
    event.preventDefault();
    startWork(async () => {
      const made = await createApiKeyAction({ name: name.trim() });
      if (!made.ok) {
        setProblem(made.error.message);
        return;
      }
      router.refresh();
      onMade(made.value.key);
    });
  }

  return (
    <Dialog
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button disabled={name.trim() === ""} form={formId} isBusy={isBusy} type="submit" variant="primary">
            Make key
          </Button>
        </>
      }
      onOpenChange={(open) => !open && onClose()}
      open
      size="sm"
      title="New API key"
    >
      <form id={formId} onSubmit={submit}>
        <Field error={problem} help="The program that will use it." label="Name">
          {(id, { describedBy, isInvalid }) => (
            <Input
              aria-describedby={describedBy}
              aria-invalid={isInvalid}
              autoComplete="off"
              id={id}
              maxLength={80}
              onChange={(event) => setName(event.target.value)}
              value={name}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}

function ShowKey({ secret, onClose }: { readonly secret: string; readonly onClose: () => void }) {
  return (
    <Dialog
      description="Copy it now: it is kept only as a hash and can't be shown again."
      footer={
        <Button onClick={onClose} variant="primary">
          I have copied it
        </Button>
      }
      onOpenChange={(open) => !open && onClose()}
      open
      size="sm"
      title="Your key"
    >
      <CodeBlock isWrapped text={secret} title="API key" />
    </Dialog>
  );
}
