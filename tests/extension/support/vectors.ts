// The cases that Python and TypeScript share, read once for the tests that hold to them.
import { readFileSync } from "node:fs";

/** A chance from 0 to 1, and how it is written in percent. */
export const chances = (JSON.parse(readFileSync(new URL("../../vectors/chances.json", import.meta.url), "utf8")) as { cases: [number, string][] }).cases;
