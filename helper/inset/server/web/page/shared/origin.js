// Where a dataset came from that was not built on this computer: from whom, how old it is, and who vouches for it. Its publisher
// wrote its texts: they stand between quotation marks, cut to a length, as text, so that nobody takes them for Inset's own.
import { make, makeLink } from "./dom.js";
import { ago, minute } from "./format.js";
import { sentences, text } from "./words.js";

/** @typedef {import("./wire.d.ts").DatasetOrigin} DatasetOrigin */

/** Characters that are shown of a name or a title, and of a sentence. */
const NAME = 80;
const SENTENCE = 400;

/**
 * Others' words, no longer than that.
 * @param {string} words
 */
export function cut(words, longest = NAME) {
  // By characters, not by halves of them; a slice first, for words that are very long.
  const letters = Array.from(words.slice(0, 2 * longest + 2));
  return letters.length > longest ? `${letters.slice(0, longest - 1).join("")}…` : words;
}

// Quotation marks of all our languages: within others' words they become plain ones, so that none of them ends the quotation.
const DOUBLE = /[“”„‟«»「」『』〝〞〟＂]/g;
const SINGLE = /[‘’‚‛‹›]/g;

/**
 * Others' words as theirs: between quotation marks.
 * @param {string} words
 */
export const theirs = (words, longest = NAME) => text("quoted", cut(words, longest).replace(DOUBLE, '"').replace(SINGLE, "'"));

/**
 * A publisher's sentence, for a dataset that came from one; else the catalogue's, as it is.
 * @param {DatasetOrigin | null | undefined} origin
 * @param {string} words
 */
export const sentenceOf = (origin, words) => (isFrom(origin) ? theirs(words, SENTENCE) : words);

/**
 * The same for a title or a name.
 * @param {DatasetOrigin | null | undefined} origin
 * @param {string} words
 */
export const nameOfIts = (origin, words) => (isFrom(origin) ? theirs(words) : words);

/**
 * Whether somebody else built it; a report that was kept by an older Inset does not say.
 * @param {DatasetOrigin | null | undefined} origin
 * @returns {origin is DatasetOrigin}
 */
export const isFrom = (origin) => origin !== null && origin !== undefined;

/**
 * One quiet line: from whom, whether it is signed, and how old it is. Null where it was built here.
 * @param {DatasetOrigin | null | undefined} origin
 * @param {string} builtAt
 */
export function makeOriginLine(origin, builtAt) {
  if (!isFrom(origin)) return null;
  const signed = origin.signed_by === null ? null : make("bdi", "", text("origin_signed"));
  if (signed !== null) signed.title = text("origin_signed_tip", origin.signed_by ?? "");
  const parts = [make("bdi", "", whose(origin)), signed, make("bdi", "", text("origin_made", ago(builtAt))), make("bdi", "", text("origin_added", ago(origin.unpacked_at)))];
  const line = make("p", "quiet origin", ...parts.filter((each) => each !== null).flatMap((each, at) => (at === 0 ? [each] : [" · ", each])));
  return line;
}

/**
 * Whether somebody else made it, and nobody vouches for it.
 * @param {DatasetOrigin | null | undefined} origin
 */
export const isUnvouched = (origin) => isFrom(origin) && origin.signed_by === null;

/**
 * A mark for what nobody vouches for; null for all else.
 * @param {DatasetOrigin | null | undefined} origin
 */
export function makeUnsignedMark(origin) {
  if (!isUnvouched(origin)) return null;
  const mark = make("span", "tag wrong", text("origin_unsigned"));
  mark.title = text("origin_unsigned_tip");
  return mark;
}

/**
 * All that is known of where it came from; null where it was built here.
 * @param {DatasetOrigin | null | undefined} origin
 */
export function makeOriginNote(origin) {
  if (!isFrom(origin)) return null;
  const vouching = origin.signed_by === null ? text("origin_unsigned_tip") : text("origin_signed_tip", cut(origin.signed_by, 200));
  return make("p", "quiet", sentences(text("origin_theirs"), vouching)); // the key, at its end, is nothing to read past
}

/**
 * @param {DatasetOrigin | null | undefined} origin
 * @param {string} builtAt
 * @returns {[string, Node | string | null][]}
 */
export function originFacts(origin, builtAt) {
  if (!isFrom(origin)) return [[text("dataset_built"), minute(builtAt)]];
  return [
    [text("origin_publisher"), origin.publisher === null ? null : theirs(origin.publisher, 200)],
    [text("origin_key"), origin.signed_by === null ? text("origin_unsigned") : make("code", "sum", `${cut(origin.signed_by, 200)} (${origin.how ?? ""})`)],
    [text("origin_address"), origin.address === null ? null : makeLink(origin.address, cut(origin.address, 200))],
    [text("origin_their_name"), theirs(`${origin.dataset} ${origin.run}`)],
    [text("origin_made_there"), minute(builtAt)],
    [text("origin_added_here"), minute(origin.unpacked_at)],
  ];
}

/** @param {DatasetOrigin} origin */
function whose({ publisher, address }) {
  if (publisher !== null && publisher.trim() !== "") return text("origin_from", theirs(publisher));
  return address !== null && URL.canParse(address) ? text("origin_from", cut(new URL(address).host)) : text("origin_from_nobody");
}
