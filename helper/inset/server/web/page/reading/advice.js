// What a text seems to be that names no photo and no account, and what to do then.
import { text } from "../shared/words.js";
import { accountOf } from "./references.js";

const ADDRESS = /^(?:https?:\/\/)?((?:[\w-]+\.)+[a-z]{2,})(\/\S*)?$/i;
const FLICKR = /(?:^|\.)(?:flickr\.com|staticflickr\.com|flic\.kr)$/i;
const ALBUM = /\/(?:albums|sets)\/[0-9]+/i;
const GROUP = /^\/groups\//i;
const NAME = /^@?[\p{L}\p{N}][\p{L}\p{N} ._'-]{1,39}$/u;
const NUMBER = /^[0-9]{13,}$/;
/** Lines that are spoken of; more would be no advice. */
const MOST = 3;

/**
 * One sentence for each of the first lines, each kind of advice once.
 * @param {readonly string[]} lines
 * @returns {string[]}
 */
export function adviceFor(lines) {
  /** @type {Map<string, string>} */
  const said = new Map();
  for (const line of lines) {
    const name = kindOf(line);
    if (!said.has(name)) said.set(name, text(name, line.slice(0, 100)));
    if (said.size === MOST) break;
  }
  return said.size === 0 ? [text("saw_nothing")] : [...said.values()];
}

/**
 * What to say of a word that was taken for an account's name, where it is rather another site's address or another number.
 * @param {string} word
 * @returns {string | null}
 */
export function foreignIn(word) {
  const name = kindOf(word);
  return ["saw_other_site", "saw_long_number"].includes(name) ? text(name, word.slice(0, 100)) : null;
}

/**
 * The name of the message about a line.
 * @param {string} line
 */
function kindOf(line) {
  if (NUMBER.test(line)) return "saw_long_number";
  const [, host, path = ""] = ADDRESS.exec(line) ?? [];
  // A name may hold a dot; an address has a path, or a host that somebody would type.
  if (host !== undefined && (path !== "" || /^(?:https?:|www\.)/i.test(line))) {
    if (!FLICKR.test(host)) return "saw_other_site";
    if (ALBUM.test(path)) return "saw_album";
    return GROUP.test(path) ? "saw_group" : "saw_flickr";
  }
  return NAME.test(line) && accountOf(line) === null && line.split(" ").length < 4 ? "saw_name" : "saw_nothing";
}
