/** A labelled control with what helps to fill it and what is wrong with it. */
import { type ReactNode, useId } from "react";
import { cx } from "./class-names";

export type FieldControl = {
  /** For the control's `aria-describedby`: help and error. */
  readonly describedBy: string | undefined;
  readonly isInvalid: boolean;
};

export type FieldProps = {
  readonly label: ReactNode;
  readonly help?: ReactNode;
  readonly error?: string | null | undefined;
  /** Stands at the right of the label. */
  readonly aside?: ReactNode;
  readonly isRequired?: boolean;
  readonly className?: string;
  readonly children: (id: string, control: FieldControl) => ReactNode;
};

export function Field({ label, help, error, aside, isRequired = false, className, children }: FieldProps) {
  const id = useId();
  const hasError = error !== undefined && error !== null && error !== "";
  const hasHelp = help !== undefined && help !== null && help !== "";
  const described = [hasError ? `${id}-error` : null, hasHelp ? `${id}-help` : null].filter((part) => part !== null).join(" ");
  return (
    <div className={cx("flex min-w-0 flex-col gap-1.5", className)}>
      <div className="flex items-center justify-between gap-2 text-xs">
        <label className="font-medium" htmlFor={id}>
          {label}
          {isRequired && <span className="font-normal text-ink-soft"> (required)</span>}
        </label>
        {aside}
      </div>
      {children(id, { describedBy: described === "" ? undefined : described, isInvalid: hasError })}
      {hasError && (
        <p className="text-danger text-xs" id={`${id}-error`} role="alert">
          {error}
        </p>
      )}
      {hasHelp && (
        <p className="text-ink-soft text-xs" id={`${id}-help`}>
          {help}
        </p>
      )}
    </div>
  );
}
