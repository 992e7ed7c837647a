// What the helper's errors ask of a person, in their language. The helper's own words, which are English, tell the rest.
import { language, nameOf, text, textOr } from "./words.js";

/** What to do, by the error's code. A code that is not here is told in the helper's words alone. @type {Record<string, string>} */
const REMEDIES = {
  usage: "input", bad_request: "input", photo_ref_invalid: "input", not_json: "input", forbidden_type: "input",
  build_unknown: "gone", upload_unknown: "gone", check_unknown: "gone", watch_unknown: "gone", letter_unknown: "gone",
  dataset_unknown: "gone", run_unknown: "gone", not_in_catalog: "gone", not_found: "gone", build_ended: "gone", check_answered: "gone",
  index_missing: "no_dataset",
  index_corrupt: "dataset", run_damaged: "dataset", index_format_unsupported: "dataset",
  build_failed: "again", build_interrupted: "again", check_incomplete: "again",
  build_busy: "wait", upload_in_use: "wait", check_open: "wait",
  too_many: "minute",
  manifest_invalid: "list", manifest_missing: "missing", manifest_unreadable: "unreadable",
  manifest_by_hand: "by_hand", manifest_not_public: "by_hand",
  download_failed: "download", download_mismatch: "mismatch",
  disk_full: "disk_full", not_writable: "disk", link_refused: "disk", disk_damaged: "disk",
  not_paired: "owner", owner_only: "owner", ticket_unknown: "owner",
  too_large: "large",
  pairing_unknown: "pairing", pairings_corrupt: "pairing",
  failure: "log",
};

/**
 * An error of the helper's, for a person: in English as the helper says it; else what to do, and then its words.
 * @param {string} code
 * @param {string} message
 * @param {string} hint
 */
export function faultWords(code, message, hint) {
  const remedy = language() === "en" ? undefined : REMEDIES[code];
  if (remedy === undefined) return both(message, hint);
  const said = textOr(`hint_${nameOf(hint)}`, hint);
  return said === hint ? text(`fault_${remedy}`, both(message, hint)) : both(text(`fault_${remedy}`, message), said);
}

/**
 * The same in two sentences, where the hint stands on a line of its own; each tells whether it is English throughout.
 * @param {{code: string, message: string, hint: string}} error
 * @returns {{words: string, english: boolean}[]} the hint only where there is one
 */
export function faultSentences({ code, message, hint }) {
  const remedy = language() === "en" ? undefined : REMEDIES[code];
  const lead = remedy === undefined ? { words: message, english: true } : { words: text(`fault_${remedy}`, message), english: false };
  if (hint === "") return [lead];
  const said = language() === "en" ? hint : textOr(`hint_${nameOf(hint)}`, hint);
  return [lead, { words: said, english: said === hint }];
}

/**
 * @param {string} message
 * @param {string} hint
 */
const both = (message, hint) => (hint === "" ? message : `${message} ${hint}`);
