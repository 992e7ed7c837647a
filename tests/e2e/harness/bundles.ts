/** Scripts of test pages that use a library from npm, bundled as a site would bundle them. */
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const FOLDER = fileURLToPath(new URL("../pages", import.meta.url));

/** Bundle a script, which may import packages and files of tests/e2e/pages; style sheets arrive as text. */
export async function bundle(script: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: script, resolveDir: FOLDER, loader: "ts" },
    bundle: true,
    write: false,
    format: "iife",
    platform: "browser",
    loader: { ".css": "text" },
    // As sites serve it: React then tells of its errors by number.
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "error",
  });
  return outputFiles[0]?.text ?? "";
}
