// Why rows gave no photo and files were passed over: in the page's language where there is a message, else in the
// helper's English. The command line says the same by the same messages (inset/cli/reason_words.py).
import { make } from "./dom.js";
import { english, language, nameOf, textOr } from "./words.js";

/**
 * @param {{reason: string, code?: string}} example a row that gave no photo; builds of older versions have no code
 */
export const rowReason = ({ reason, code }) => said(textOr(`rejected_${code ?? ""}`, reason), reason);

/** @param {string} reason why a file was passed over */
export const fileReason = (reason) => said(textOr(`passed_over_${nameOf(reason)}`, reason), reason);

/**
 * @param {string} told
 * @param {string} reason
 */
function said(told, reason) {
  const words = language() === "en" ? reason : told;
  const element = make("span", "", words);
  return words === reason ? english(element) : element;
}
