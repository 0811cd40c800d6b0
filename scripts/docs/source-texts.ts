/** The product's source as texts: what the docs are held against. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { checkoutDir } from "../shared/checkout.mjs";
import type { SourceText } from "./error-codes";

const notTheProduct = /\.test\.tsx?$|\/testing\/|\/testing\.(server\.)?ts$|^lib\/(simulator|server\/generated)\//;

/** Paths are from the checkout on, with `/`. */
export function readProductSources(): readonly SourceText[] {
  return ["lib", "app", "components"].flatMap((folder) =>
    readdirSync(path.join(checkoutDir, folder), { recursive: true, encoding: "utf8" })
      .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
      .filter((file) => /\.tsx?$/.test(file) && !notTheProduct.test(file))
      .map((file) => ({ file, text: readFileSync(path.join(checkoutDir, file), "utf8") })),
  );
}
