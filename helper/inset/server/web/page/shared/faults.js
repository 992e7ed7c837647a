// What the helper's errors ask of a person, in their language. The helper's own words, which are English, tell the rest.
import { hintHere, wantsDataset } from "./choices.js";
import { language, nameOf, spoken, text, textOr } from "./words.js";

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

/** @typedef {import("./wire.d.ts").BuildError} Fault */

/**
 * An error of the helper's, for a person: in English as the helper says it; in other languages as the message that it
 * is, or else what to do, and then its words.
 * @param {Fault} fault
 * @param {string} [hint] what to do about it, where a part of the page knows better than the helper
 * @returns {string}
 */
export function faultWords(fault, hint = hintWords(fault)) {
  const known = messageWords(fault);
  if (known !== null) return both(known, hint);
  const remedy = language() === "en" ? undefined : REMEDIES[fault.code];
  if (remedy === undefined) return both(fault.message, hint);
  return hint === fault.hint ? text(`fault_${remedy}`, both(fault.message, hint)) : both(text(`fault_${remedy}`, fault.message), hint);
}

/**
 * The same in two sentences, where the hint stands on a line of its own; each tells whether it is English throughout.
 * @param {Fault} fault
 * @returns {{words: string, english: boolean}[]} the hint only where there is one
 */
export function faultSentences(fault) {
  const known = messageWords(fault);
  const remedy = language() === "en" || known !== null ? undefined : REMEDIES[fault.code];
  const words = known ?? (remedy === undefined ? fault.message : text(`fault_${remedy}`, fault.message));
  const lead = { words, english: words === fault.message };
  if (fault.hint === "") return [lead];
  const hint = hintWords(fault);
  return [lead, { words: hint, english: hint === fault.hint }];
}

/**
 * The message in the page's language; null where it is not known.
 * @param {Fault} fault
 */
function messageWords({ message, message_told: told }) {
  if (told === undefined) return null;
  if (wantsDataset(told)) return text("datasets_none");
  const said = spoken(message, told);
  return said === message ? null : said;
}

/** @param {Fault} fault */
function hintWords(fault) {
  const { hint, hint_told: told } = fault;
  const here = hintHere(fault);
  if (here !== null || language() === "en") return here ?? hint;
  return told === undefined ? textOr(`hint_${nameOf(hint)}`, hint) : spoken(hint, told);
}

/**
 * @param {string} message
 * @param {string} hint
 */
const both = (message, hint) => (hint === "" ? message : `${message} ${hint}`);
