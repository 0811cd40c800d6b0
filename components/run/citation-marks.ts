/** How citation marks look: links to anchors that only we make; the Markdown renderer knows nothing of them. */
export const citationMarks =
  "[&_a[href^='#source-']]:mx-0.5 [&_a[href^='#source-']]:rounded-sm [&_a[href^='#source-']]:bg-accent-wash [&_a[href^='#source-']]:px-[3px] [&_a[href^='#source-']]:align-[2px] [&_a[href^='#source-']]:font-mono [&_a[href^='#source-']]:font-medium [&_a[href^='#source-']]:text-xs [&_a[href^='#source-']]:leading-4 [&_a[href^='#source-']]:no-underline";
