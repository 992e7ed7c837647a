// The cases that Python and TypeScript share, read once for the tests that hold to them.
import { readFileSync } from "node:fs";

/** A chance from 0 to 1, and how it is written in percent. */
export const chances = chanceVectors().cases;

/** A chance, and whether what has it is more likely not so. */
export const unlikely = chanceVectors().unlikely;

/** A language's tag, and 95 percent as it writes them. */
export const percentSigns = Object.entries(chanceVectors().signs).map(([language, words]): [string, string] => [language.replace("_", "-"), words]);

/** A text, and the ID of an account that it is. */
export const nsids = (read("nsids") as { readonly cases: [string, string | null][] }).cases;

/** A text, and whether a dataset can be called so. */
export const datasetNames = (read("dataset_names") as { readonly cases: [string, boolean][] }).cases;

const { ranges } = read("unseen") as { readonly ranges: [string, string][] };

/** Every character, but for halves of one, tabs and ends of lines, and whether nobody sees it. */
export function* charactersSeen(): Generator<[string, boolean]> {
  const unseen = new Set(ranges.flatMap(([first, last]) => {
    const from = parseInt(first, 16);
    return Array.from({ length: parseInt(last, 16) - from + 1 }, (_, at) => from + at);
  }));
  for (let code = 0; code < 0x110000; code += 1) {
    if ((code < 0xd800 || code > 0xdfff) && ![9, 10, 13].includes(code)) yield [String.fromCodePoint(code), !unseen.has(code)];
  }
}

/** Others' words, and what stands of them between quotation marks. */
export const quotedWords = (read("quoted_words") as { readonly cases: [string, string][] }).cases;

/** A text, and whether a spreadsheet would take it for a formula. */
export const csvCells = (read("csv_cells") as { readonly cases: [string, boolean][] }).cases;

function chanceVectors(): { readonly cases: [number, string][]; readonly unlikely: [number | null, boolean][]; readonly signs: Readonly<Record<string, string>> } {
  return read("chances") as ReturnType<typeof chanceVectors>;
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../vectors/${name}.json`, import.meta.url), "utf8"));
}
