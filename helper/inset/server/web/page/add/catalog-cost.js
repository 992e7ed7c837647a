// What it costs to add datasets of the catalogue: how much is downloaded, how much stays on the disk, and how long it takes.
import { duration, size } from "../shared/format.js";
import { countText, ended, sentences, text } from "../shared/words.js";

/**
 * @typedef {{bytes: number, exact: boolean, complete: boolean, photos: number, unknown: number}} Cost `bytes` are downloaded, more
 * than that where not `complete`, nearly that where not `exact`; `unknown` counts the datasets of which nothing is known
 */

/**
 * Bytes on the disk for a photo, measured on a list of 300,000 that gives account and licence of each (45.6); a bare list
 * takes a tenth (4.3).
 */
const BYTES_A_PHOTO = 46;
/** Bytes a second of a line of 50 Mbit/s, as many homes have. */
const LINE = 6_250_000;
/** Photos a second that are read, written and verified, by processor time on the same list; a bare one is three times as fast. */
const READING = 150_000;

/**
 * @param {import("../shared/wire.d.ts").CatalogEntry} entry
 * @returns {Cost}
 */
export function costOf({ download, photos }) {
  const known = download !== undefined && download.bytes > 0;
  return { bytes: known ? download.bytes : 0, exact: known && download.exact, complete: known && download.complete, photos: photos ?? 0, unknown: known ? 0 : 1 };
}

/**
 * @param {readonly Cost[]} costs
 * @returns {Cost}
 */
export const addUp = (costs) => costs.reduce((sum, each) => ({
  bytes: sum.bytes + each.bytes,
  exact: sum.exact && (each.exact || each.unknown > 0),
  complete: sum.complete && (each.complete || each.unknown > 0),
  photos: sum.photos + each.photos,
  unknown: sum.unknown + each.unknown,
}), { bytes: 0, exact: true, complete: true, photos: 0, unknown: 0 });

/** @param {Cost} cost */
export function downloadWords({ bytes, exact, complete }) {
  if (bytes === 0) return text("add_download_unknown");
  return text(complete ? (exact ? "add_download" : "add_download_about") : "add_download_more", size(bytes));
}

/**
 * In one line: download, disk, time.
 * @param {Cost} cost
 */
export function costWords(cost) {
  const { bytes, photos, unknown } = cost;
  const parts = [
    downloadWords(cost),
    photos === 0 ? "" : text("add_disk", size(photos * BYTES_A_PHOTO)),
    bytes === 0 ? "" : text("add_time", duration(Math.max(1, bytes / LINE + photos / READING))),
  ].filter((each) => each !== "");
  const said = parts.join(" · ");
  return unknown > 0 && bytes > 0 ? sentences(ended(said), text("add_sum_more", countText("datasets", unknown))) : said;
}
