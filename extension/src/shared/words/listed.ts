// Words side by side, as the language lists them.
import { language } from "../i18n.ts";

/** Languages in which units stand side by side with a blank or nothing between. */
const CONJOINED = /^(?:ja|ko|zh)/;

/** Words as a list: `a, b, c`. */
export function listed(words: readonly string[]): string {
  return new Intl.ListFormat(language(), { type: CONJOINED.test(language()) ? "conjunction" : "unit", style: "long" }).format(words);
}
