// Why rows gave no photo and files were passed over: in the page's language where there is a message, else in the
// helper's English. The command line says the same by the same messages (inset/cli/showing/reason_words.py).
import { make } from "../shared/dom.js";
import { english, language, nameOf, spoken, text, textOr } from "../shared/words.js";

/** @typedef {import("../shared/wire.d.ts").Told} Told */

/**
 * @param {{reason: string, code?: string}} example a row that gave no photo; builds of older versions have no code
 */
export const rowReason = ({ reason, code }) => (code === "not_surely" ? make("span", "", text("choice_not_surely")) : said(textOr(`rejected_${code ?? ""}`, reason), reason));

/**
 * Why a file was passed over.
 * @param {string} reason
 * @param {Told | null} [told] builds of older versions have none
 */
export const fileReason = (reason, told) => said(told === null || told === undefined ? fileWords(reason) : spoken(reason, told), reason);

/** @param {string} reason */
const fileWords = (reason) => textOr(`passed_over_${nameOf(reason)}`, reason);

/**
 * The helper's words as they are told here; where they are English, they are marked so.
 * @param {string} told
 * @param {string} reason the helper's English words
 */
export function said(told, reason) {
  const words = language() === "en" ? reason : told;
  const element = make("span", "", words);
  return words === reason ? english(element) : element;
}
