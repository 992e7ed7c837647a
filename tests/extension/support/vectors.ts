// The cases that Python and TypeScript share, read once for the tests that hold to them.
import { readFileSync } from "node:fs";

/** A chance from 0 to 1, and how it is written in percent. */
export const chances = chanceVectors().cases;

/** A language's tag, and 95 percent as it writes them. */
export const percentSigns = Object.entries(chanceVectors().signs).map(([language, words]): [string, string] => [language.replace("_", "-"), words]);

function chanceVectors(): { readonly cases: [number, string][]; readonly signs: Readonly<Record<string, string>> } {
  return JSON.parse(readFileSync(new URL("../../vectors/chances.json", import.meta.url), "utf8")) as ReturnType<typeof chanceVectors>;
}
