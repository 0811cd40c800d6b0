/**
 * Markdown as React elements: sanitised, and without anything that would load from elsewhere.
 *
 * Loaded on demand by `Markdown`. Raw HTML is shown as text; an image becomes a link with its words.
 */
import type { ReactNode } from "react";
import ReactMarkdown, { type Components } from "react-markdown";
import rehypeSanitize from "rehype-sanitize";
import remarkGfm from "remark-gfm";

const components: Components = {
  a: ({ href, children }) => <OutsideLink href={href}>{children}</OutsideLink>,
  img: ({ src, alt }) => <OutsideLink href={src}>Image: {alt === undefined || alt === "" ? "without a description" : alt}</OutsideLink>,
  // A page has one h1 of its own.
  h1: ({ children }) => <h3 className="mt-5 mb-1.5 font-semibold text-lg first:mt-0">{children}</h3>,
  h2: ({ children }) => <h4 className="mt-5 mb-1.5 font-semibold text-lg first:mt-0">{children}</h4>,
  h3: ({ children }) => <h5 className="mt-3.5 mb-1 font-semibold text-base first:mt-0">{children}</h5>,
  h4: ({ children }) => <h6 className="mt-3.5 mb-1 font-medium text-base first:mt-0">{children}</h6>,
  p: ({ children }) => <p className="my-2 first:mt-0 last:mb-0">{children}</p>,
  ul: ({ children }) => <ul className="my-2 list-disc pl-5 marker:text-ink-soft">{children}</ul>,
  ol: ({ children }) => <ol className="my-2 list-decimal pl-5 marker:text-ink-soft">{children}</ol>,
  li: ({ children }) => <li className="my-1">{children}</li>,
  blockquote: ({ children }) => <blockquote className="my-2 border-line-strong border-l-2 pl-3 text-ink-soft">{children}</blockquote>,
  hr: () => <hr className="my-4" />,
  code: ({ children, className }) => (
    <code className={`rounded-sm bg-sunken px-1 py-px font-mono text-[0.92em] ${className ?? ""}`}>{children}</code>
  ),
  pre: ({ children }) => (
    <pre
      className="my-2 overflow-x-auto rounded-control border bg-sunken px-3 py-2.5 text-xs leading-5 [&>code]:bg-transparent [&>code]:p-0"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls sideways must be reachable by keyboard
      tabIndex={0}
    >
      {children}
    </pre>
  ),
  table: ({ children }) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls sideways must be reachable by keyboard
    <div className="my-2 overflow-x-auto" tabIndex={0}>
      {/* A narrow panel scrolls sideways rather than break words apart. */}
      <table className="w-full border-collapse text-sm [overflow-wrap:break-word]">{children}</table>
    </div>
  ),
  th: ({ children }) => <th className="border-b px-2 py-1.5 text-left font-medium">{children}</th>,
  td: ({ children }) => <td className="border-b px-2 py-1.5 align-top">{children}</td>,
};

/** What leads to a script or into this app stays words. A place on this page is a mark of a source. */
function OutsideLink({ href, children }: { readonly href: unknown; readonly children: ReactNode }) {
  if (typeof href !== "string" || !/^(?:https?:|mailto:|#)/i.test(href)) return <span>{children}</span>;
  return (
    <a className="text-accent underline underline-offset-2" href={href} rel="noopener noreferrer nofollow" target="_blank">
      {children}
    </a>
  );
}

export function MarkdownBody({ text }: { readonly text: string }) {
  return (
    <ReactMarkdown components={components} rehypePlugins={[rehypeSanitize]} remarkPlugins={[remarkGfm]}>
      {text}
    </ReactMarkdown>
  );
}
