// What a check was asked about, for people: the helper names photos that were given by their IDs or addresses in English.
import { text } from "../shared/words.js";

/** What the helper calls photos that were given by their IDs or addresses alone; see Question there. */
export const ONE_BY_ONE = "photos given one by one";

/**
 * What was asked about, as a title.
 * @param {string} name
 */
export const askedTitle = (name) => (name === ONE_BY_ONE ? text("report_photos_title") : name);

/**
 * What was asked about, within a sentence.
 * @param {{kind: string, name: string}} asked
 */
export function askedThing({ kind, name }) {
  if (name === ONE_BY_ONE) return text("report_singly");
  return kind === "photo" ? name : text(`report_${kind}`, name);
}
