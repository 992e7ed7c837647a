// What the helper says with a verb or an option of its command line, said with what this page has for it: "Add a dataset" and its fields.
import { nameOf, tell, text } from "./words.js";

/** @typedef {import("./wire.d.ts").BuildError} Fault */
/** @typedef {import("./wire.d.ts").Told} Told */

/** How a list is to be read. @typedef {{kind: "column" | "reader", value: string}} Choice */

const OPTION = /^--(column|reader) (.+)$/s;
const VOUCHES = ["list_hint_vouch", "list_hint_vouch_ids", "list_hint_vouch_anyway"];
const ONE_LIST = "list_hint_one_list";
const UNREAD = "list_json_unread";
const POINTS = ["hint_point_at_one_with_column_if_any", "hint_point_at_a_column_with_column_table_column"];
const READERS = ["id_list", "file_list", "url_list", "csv", "tsv", "spaces", "json", "jsonl", "parquet", "sqlite", "matlab", "xml"];

/** What the helper says for want of any dataset. */
const WANTS_DATASET = ["build_first", "doctor_get_dataset"];

/**
 * Whether the helper asks for a dataset, by verbs of its command line: this page has a part for that.
 * @param {Told | null | undefined} told
 */
export const wantsDataset = (told) => WANTS_DATASET.includes(told?.name ?? "");

/**
 * How a list would be read if the person says what a hint asks; null where it asks nothing of the kind.
 * @param {Pick<Fault, "hint_told">} fault
 * @returns {Choice | null}
 */
export function choiceIn({ hint_told: told }) {
  const [value] = told?.values ?? [];
  if (told === undefined || typeof value !== "string") return null;
  if (told.name === ONE_LIST) return { kind: "column", value };
  const [, kind = "", quoted = ""] = (VOUCHES.includes(told.name) ? OPTION.exec(value) : null) ?? [];
  return kind === "" ? null : { kind: kind === "column" ? "column" : "reader", value: unquoted(quoted) };
}

/** @param {Choice} choice what a button says that makes it */
export const choiceWords = ({ kind, value }) => (kind === "column" ? text("choice_take", value) : text("choice_take_as", readerWords(value)));

/**
 * A hint with a verb or an option of the command line in it, in this page's words; null for any other.
 * @param {Fault} fault
 * @returns {string | null}
 */
export function hintHere(fault) {
  const { hint, hint_told: told, message_told: messageTold } = fault;
  if (wantsDataset(messageTold)) return text("datasets_empty_text");
  const choice = choiceIn(fault);
  if (choice !== null) {
    const field = choice.kind === "column" ? text("add_column") : text("add_reader");
    const value = choice.kind === "column" ? choice.value : readerWords(choice.value);
    return told?.name === ONE_LIST ? text("choice_one_list", text("add_otherwise"), field, value) : text("choice_vouch", text("add_otherwise"), field, value);
  }
  const name = told?.name ?? `hint_${nameOf(hint)}`;
  if (name === "list_hint_point_at" || POINTS.includes(name)) return text("choice_point", text("add_otherwise"), text("add_column"));
  return name === "hint_leave_column_out" ? text("choice_leave_out", text("add_column")) : null;
}

/**
 * A sentence on how a file is read that names the option, in this page's words; null for any other.
 * @param {Told | null | undefined} told
 * @returns {string | null}
 */
export function whyHere(told) {
  if (told?.name !== UNREAD) return null;
  const [lists] = told.values;
  const named = typeof lists === "object" ? tell(lists) : String(lists ?? "");
  return named === null ? null : text("choice_unread", named, text("add_column"));
}

/** @param {string} reader as the command line calls it */
function readerWords(reader) {
  const name = reader.replace("-", "_");
  return READERS.includes(name) ? text(`add_reader_${name}`) : reader;
}

/**
 * A word without the quotation marks that a shell needs, as Python's shlex.quote puts them.
 * @param {string} word
 */
const unquoted = (word) => (word.startsWith("'") && word.endsWith("'") ? word.slice(1, -1).replaceAll(`'"'"'`, "'") : word);
