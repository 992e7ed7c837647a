// Whose the datasets in a look-up's answers are: asked once for each look-up, drawn in lines, and written into its files.
import { ask } from "./api.js";
import { make } from "./dom.js";
import { makeOriginLine, makeUnsignedMark } from "./origin.js";
import { visible } from "./visible.js";
import { text } from "./words.js";

/**
 * @typedef {import("./wire.d.ts").DatasetOrigin} DatasetOrigin
 * @typedef {ReadonlyMap<string, {origin: DatasetOrigin | null, builtAt: string}>} Origins of each published dataset, by name
 */

/** The columns of a file; the extension's files have the same. The publisher's words stand in a column that says so. */
export const ORIGIN_COLUMNS = ["origin", "signed_by", "publisher_says", "fetched_from", "made_at", "added_at"];

/**
 * Whose each published dataset is; null where the helper does not say. The answers stand all the same, and the datasets' own part
 * of the page says why it could not be asked.
 * @returns {Promise<Origins | null>}
 */
export async function askOrigins() {
  try {
    /** @type {import("./wire.d.ts").DatasetList} */
    const { datasets } = await ask("/v1/datasets");
    return new Map(datasets.map(({ name, origin, built_at: builtAt }) => [name, { origin, builtAt }]));
  } catch {
    return null;
  }
}

/**
 * One line for each of these datasets that somebody else made, behind its name.
 * @param {Origins | null} known
 * @param {Iterable<string>} named
 * @returns {HTMLElement[]}
 */
export function makeOriginLines(known, named) {
  return [...new Set(named)].sort().flatMap((name) => {
    const found = known?.get(name);
    const line = found === undefined ? null : makeOriginLine(found.origin, found.builtAt);
    if (found === undefined || line === null) return [];
    line.prepend(make("b", "", name), text("list_told", "", ""));
    const mark = makeUnsignedMark(found.origin);
    if (mark !== null) line.append(" ", mark);
    return [line];
  });
}

/**
 * The cells of one dataset; all of them empty where the helper did not say whose it is.
 * @param {string} dataset
 * @param {Origins | null} known
 * @returns {string[]}
 */
export function originCells(dataset, known) {
  const found = known?.get(dataset);
  if (found === undefined) return ORIGIN_COLUMNS.map(() => "");
  if (found.origin === null) return ["built_here", "", "", "", "", ""];
  const { signed_by: key, publisher, address, unpacked_at: added } = found.origin;
  return [key === null ? "unsigned_pack" : "signed_pack", ...[key, publisher, address, found.builtAt, added].map((each) => visible(each ?? ""))];
}

/**
 * What the API says of those of these datasets that came as packs; null where the helper did not say whose they are.
 * @param {Origins | null} known
 * @param {Iterable<string>} named
 */
export function savedOrigins(known, named) {
  if (known === null) return null;
  return Object.fromEntries([...new Set(named)].sort().flatMap((name) => {
    const found = known.get(name);
    return found === undefined || found.origin === null ? [] : [[name, { ...found.origin, built_at: found.builtAt }]];
  }));
}
