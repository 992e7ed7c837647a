// What a person pasted: photos, accounts, and what is neither.
import { parseNsid, parsePhotoId, photoIdFromUrl } from "./photo-ref.js";
import { withWholeWords } from "./whole-words.js";

/**
 * @typedef {{photo: string, ref: string}} PhotoReference the photo's ID, and how it was first written
 * @typedef {{photos: PhotoReference[], accounts: string[], repeats: number, others: string[]}} References
 */

const ACCOUNT_PAGE = /^(?:https?:\/\/)?(?:www\.|m\.|secure\.)?flickr\.com\/(?:photos|people)\/([^/?#]+)\/?(?:[?#].*)?$/i;
/** Words of Flickr's own that stand where an account's name would. */
const NO_ACCOUNT = new Set(["tags", "upload", "organize", "search", "friends", "contacts", "me"]);
const BREAK = /\r\n|\r|\n/g;
/** Separators; a comma only where an address follows it, because addresses may hold commas. */
const BETWEEN = /[\s"<>|]+|[,;](?="?(?:https?:)?\/\/)/gi;
const BEFORE = /[\s"'<>()[\]{}]/;
const BEHIND = /[\s"'<>()[\]{},;.]/;

/**
 * Reads a text line by line: the addresses and NSIDs in it; in a line without any, its numbers, if it holds nothing else. A
 * number among words is not taken for a photo: it may be a year.
 * @param {string} text
 * @returns {References}
 */
export function readReferences(text) {
  const reader = new ReferenceReader();
  const steps = reader.read(text);
  while (steps.next().done !== true);
  return reader.result;
}

/** The same in small steps, and in several pieces of text: so a page that reads 100,000 lines can draw in between. */
export class ReferenceReader {
  /** @type {Map<string, PhotoReference>} */
  #photos = new Map();
  /** @type {Set<string>} */
  #accounts = new Set();
  /** @type {string[]} */
  #others = [];
  #repeats = 0;

  /**
   * Reads some lines; a step is one word, or one line.
   * @param {string} text whole lines
   * @returns {Generator<number, void>} after each step about how many characters of it were read
   */
  *read(text) {
    let at = 0;
    const lines = pieces(text, BREAK);
    for (let line = lines.next(); line.done !== true;) {
      const next = lines.next();
      yield* this.#readLine(line.value, next.value ?? "", at);
      at += line.value.length + 1;
      yield at;
      line = next;
    }
  }

  /** What was found until now. @returns {References} */
  get result() {
    return { photos: [...this.#photos.values()], accounts: [...this.#accounts], repeats: this.#repeats, others: this.#others };
  }

  /**
   * @param {string} line
   * @param {string} next the line behind it; empty where there is none
   * @param {number} start of the line in its text
   * @returns {Generator<number, void>}
   */
  *#readLine(line, next, start) {
    const whole = bare(withWholeWords(line, next));
    if (whole === "" || (parsePhotoId(whole) !== null && this.#take(whole, whole))) return;
    let at = start;
    let isNamed = false;
    /** @type {string[]} */
    const given = [];
    for (const piece of pieces(whole, BETWEEN)) {
      const first = bare(piece);
      const words = photoIdFromUrl(first) === null ? first.split(/[,;]/).map(bare) : [first];
      for (const word of words) {
        if (this.#take(word, photoIdFromUrl(word))) isNamed = true;
        else if (!isNamed && word !== "") given.push(word);
      }
      at += piece.length + 1;
      yield at;
    }
    if (isNamed) return;
    if (given.every((word) => parsePhotoId(word) !== null)) for (const word of given) this.#take(word, word);
    else this.#others.push(bare(line));
  }

  /** @param {string} word @param {string | null} photo @returns {boolean} whether it names a photo or an account */
  #take(word, photo) {
    const account = photo === null ? accountOf(word) : null;
    if (account !== null) this.#accounts.add(account);
    if (photo === null) return account !== null;
    if (this.#photos.has(photo)) this.#repeats += 1;
    else this.#photos.set(photo, { photo, ref: word });
    return true;
  }
}

/**
 * As `text.split(between)`, one piece after the other.
 * @param {string} text
 * @param {RegExp} between with the flag g, and never empty
 * @returns {Generator<string, void>}
 */
function* pieces(text, between) {
  const search = new RegExp(between);
  let start = 0;
  for (let found = search.exec(text); found !== null; found = search.exec(text)) {
    yield text.slice(start, found.index);
    start = search.lastIndex;
  }
  yield text.slice(start);
}

/**
 * Whether a text is nothing but photos, one a line: then nothing else in it needs to be understood.
 * @param {string} text
 * @returns {string[] | null} their IDs or addresses
 */
export function photosOnly(text) {
  const lines = text.split(/\r\n|\r|\n/).map(bare).filter((line) => line !== "");
  return lines.every((line) => parsePhotoId(line) !== null || photoIdFromUrl(line) !== null) ? lines : null;
}

/**
 * Whether nothing in a text but its accounts could name a photo: then there is no list to read in it.
 * @param {string} text
 */
export const accountsOnly = (text) => text.split(/[\s,;]+/).map(bare).every((word) => accountOf(word) !== null || !/[0-9]/.test(word));

/**
 * Without the quotation marks, brackets and commas that stand around it. From both ends, letter by letter: one expression for
 * both would try anew at each blank of a long row of them.
 * @param {string} word
 */
function bare(word) {
  let start = 0;
  let end = word.length;
  while (start < end && BEFORE.test(word.charAt(start))) start += 1;
  while (end > start && BEHIND.test(word.charAt(end - 1))) end -= 1;
  return word.slice(start, end);
}

/**
 * The account that a word names: an NSID, or a profile's address; by its name in addresses where that has no NSID.
 * @param {string} word
 * @returns {string | null}
 */
export function accountOf(word) {
  const nsid = parseNsid(word);
  if (nsid !== null) return nsid;
  const name = ACCOUNT_PAGE.exec(word)?.[1]?.replace(/%40/g, "@");
  if (name === undefined || NO_ACCOUNT.has(name.toLowerCase())) return null;
  return parseNsid(name) ?? name.toLowerCase();
}
