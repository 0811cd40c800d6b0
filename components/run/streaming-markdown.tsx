/** Text that still comes, with a caret where it goes on. Its marks lead nowhere yet: sources come with the end. */
import { cx } from "@/components/ui/class-names";
import { Markdown } from "@/components/ui/markdown";
import { citationMarks } from "./citation-marks";

/** The renderer makes the paragraphs, so the caret hangs on the last of them. */
const caret =
  "[&>:last-child]:after:ml-0.5 [&>:last-child]:after:inline-block [&>:last-child]:after:h-4 [&>:last-child]:after:w-[1.5px] [&>:last-child]:after:translate-y-[3px] [&>:last-child]:after:bg-accent [&>:last-child]:after:content-['']";

export function StreamingMarkdown({ text, className }: { readonly text: string; readonly className?: string }) {
  return (
    <div className={cx(citationMarks, className)}>
      <Markdown className={caret} text={text} />
    </div>
  );
}
