// Writes palette.css, the colours of our own pages, from src/shared/palettes.ts: once for the extension, and once for the
// helper, whose installer has no Node. The written files are committed, and a test holds them to what this script writes.
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import typescript from "typescript";

const top = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const source = path.join(top, "extension/src/shared/palettes.ts");
/** Where the written files lie. */
export const targets = [path.join(top, "extension/src/shared/palette.css"), path.join(top, "helper/inset/server/web/palette.css")];

const NOTE = "/* Written by extension/scripts/write-palette.mjs from extension/src/shared/palettes.ts: change that one, not this. */\n";

async function loadPalettes() {
  const { outputText } = typescript.transpileModule(await readFile(source, "utf8"), {
    compilerOptions: { target: "ES2023", module: "ESNext", verbatimModuleSyntax: true },
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputText).toString("base64")}`);
}

function rule(selector, properties, indent = "") {
  const lines = Object.entries(properties).map(([name, value]) => `${indent}  ${name}: ${value};\n`);
  return `${indent}${selector} {\n${lines.join("")}${indent}}\n`;
}

function named(colours, prefix = "--") {
  return Object.fromEntries(Object.entries(colours).map(([name, colour]) => [prefix + name, colour]));
}

/** The style sheet that both have. */
export async function paletteSheet() {
  const { PAGES, PALETTES } = await loadPalettes();
  const { listed, probably } = PALETTES.amber;
  const fixed = {
    "color-scheme": "light dark",
    "--amber": listed.ground,
    "--amber-ink": listed.ink,
    "--listed-edge": listed.edge,
    "--probably-ground": probably.ground,
    "--probably-ink": probably.ink,
    "--probably-edge": probably.edge,
  };
  return [
    NOTE,
    rule(":root", { ...fixed, ...named(PAGES.light) }),
    "@media (prefers-color-scheme: dark) {\n",
    rule(":root", named(PAGES.dark), "  "),
    "}\n",
  ].join("");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const sheet = await paletteSheet();
  for (const target of targets) await writeFile(target, sheet);
}
