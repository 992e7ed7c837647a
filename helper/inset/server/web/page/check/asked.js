// What a check was asked about, for people: what has no name of its own, the helper names in English.
import { text } from "../shared/words.js";

/** What the helper calls photos that were given by their IDs or addresses alone; see Question there. */
export const ONE_BY_ONE = "photos given one by one";

/** What the helper calls a data export that does not say whose it is. */
const OWN_EXPORT = "your data export";

/**
 * What was asked about, as a title.
 * @param {string} name
 */
export function askedTitle(name) {
  if (name === OWN_EXPORT) return text("report_own_export_title");
  return name === ONE_BY_ONE ? text("report_photos_title") : name;
}

/**
 * What was asked about, within a sentence.
 * @param {{kind: string, name: string}} asked
 */
export function askedThing({ kind, name }) {
  if (name === ONE_BY_ONE) return text("report_singly");
  if (kind === "export" && name === OWN_EXPORT) return text("report_own_export");
  return kind === "photo" ? name : text(`report_${kind}`, name);
}
