/** The icon of a tool that a provider runs; a wrench for one we don't know. */
import { Code, Globe, Image, Library, Wrench } from "lucide-react";

const toolIcons: { readonly [name: string]: typeof Globe } = {
  web_search: Globe,
  web_search_premium: Globe,
  news_search: Globe,
  open_page: Globe,
  code_interpreter: Code,
  image_generation: Image,
  document_library: Library,
};

export function ToolIcon({ name }: { readonly name: string }) {
  const Icon = toolIcons[name] ?? Wrench;
  return <Icon aria-hidden className="size-3.5 flex-none text-ink-soft" />;
}
