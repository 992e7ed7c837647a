// What a dataset may be called, and what a name would replace.
import { ask } from "../shared/api.js";
import { write } from "../shared/dom.js";
import { countText, text } from "../shared/words.js";

const NAME = /^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/;
/** Files that Windows has in every folder. */
const RESERVED = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)/;

/** Whether a dataset can have this name. @param {string} name */
export const isName = (name) => NAME.test(name) && !RESERVED.test(name);

/** @type {Map<string, number>} photos by dataset */
let published = new Map();

/** Loads the names of what is on this computer. */
export async function refreshNames() {
  try {
    const answer = await ask("/v1/datasets");
    published = new Map(answer.datasets.map((/** @type {import("../shared/wire.d.ts").Dataset} */ each) => [each.name, each.photos]));
  } catch {
    published = new Map();
  }
}

/**
 * A dataset's name from a file's: `Open Images V7.csv.gz` becomes `open-images-v7`.
 * @param {string} file
 */
export function nameFor(file) {
  const stem = file.toLowerCase().replace(/(\.(csv|tsv|txt|json|jsonl|parquet|sqlite|sql|db|mat|xml|gz|bz2|xz|zst|zip|tar|tgz))+$/, "");
  return stem.replace(/[^a-z0-9._-]+/g, "-").replace(/^[^a-z0-9]+/, "").slice(0, 64).replace(/[^a-z0-9]+$/, "");
}

/**
 * Shows what is wrong with the name, or what it would replace.
 * @param {HTMLInputElement} input
 * @param {HTMLElement} note
 * @returns {boolean} whether the name is valid
 */
export function showName(input, note) {
  const name = input.value;
  const fits = isName(name);
  input.setAttribute("aria-invalid", String(name !== "" && !fits));
  const photos = published.get(name);
  if (name !== "" && !fits) write(note, text("add_name_rules"));
  else write(note, photos === undefined ? "" : text("add_replaces", name, countText("photos", photos)));
  return fits;
}

/**
 * The same when it is to be used: a name that is missing is asked for, too.
 * @param {HTMLInputElement} input
 * @param {HTMLElement} note
 * @returns {boolean} whether the name is valid
 */
export function requireName(input, note) {
  if (showName(input, note)) return true;
  input.setAttribute("aria-invalid", "true");
  write(note, text("add_name_missing"));
  input.focus();
  return false;
}
