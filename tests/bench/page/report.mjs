// The section of docs/PERFORMANCE.md.
import { readFile, writeFile } from "node:fs/promises";

const DOCUMENT = new URL("../../../docs/PERFORMANCE.md", import.meta.url);
const NAME = "page";

export function printSection(rows, machine) {
  const lines = rows.map(({ what, figure, goal, reached }) => `| ${what} | ${figure} | ${goal} | ${reached ? "yes" : "**no**"} |`);
  return `### The extension on a page

Medians of real Chromium with the built extension, the real helper and a page of made-up photos (\`make bench-page\`).
${machine}.

| what | measured | goal | reached |
| --- | --- | --- | --- |
${lines.join("\n")}
`;
}

/** Replace what stands between the section's marks; append it where there are none. */
export async function writeSection(section) {
  const text = await readFile(DOCUMENT, "utf8");
  const marked = `<!-- bench:${NAME} -->\n${section}<!-- /bench:${NAME} -->\n`;
  const place = new RegExp(`<!-- bench:${NAME} -->\\n[^]*?<!-- /bench:${NAME} -->\\n`);
  await writeFile(DOCUMENT, place.test(text) ? text.replace(place, () => marked) : `${text.trimEnd()}\n\n${marked}`);
}
