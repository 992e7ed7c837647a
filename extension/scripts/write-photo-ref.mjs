// Writes helper/inset/server/web/page/reading/photo-ref.js from src/shared/photo-ref.ts: the local page must read addresses by
// the very same rules as the extension, and whoever installs the helper has no Node to build it with. So the written
// file is committed, and a test holds it to what this script writes.
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import typescript from "typescript";

const extension = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const source = path.join(extension, "src/shared/photo-ref.ts");
/** Where the written module lies. */
export const target = path.resolve(extension, "../helper/inset/server/web/page/reading/photo-ref.js");

const NOTE = `// @ts-nocheck
// Written by extension/scripts/write-photo-ref.mjs from extension/src/shared/photo-ref.ts: change that one, not this.
`;

/** The module as plain JavaScript: types taken out, comments kept. */
export async function pageModule() {
  const { outputText } = typescript.transpileModule(await readFile(source, "utf8"), {
    compilerOptions: { target: "ES2022", module: "ESNext", removeComments: false, newLine: "lf" },
  });
  return NOTE + outputText;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeFile(target, await pageModule());
