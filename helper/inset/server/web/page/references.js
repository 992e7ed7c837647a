// What a person pasted: photos, accounts, and what is neither.
import { parsePhotoId, photoIdFromUrl } from "./photo-ref.js";

/**
 * @typedef {{photo: string, ref: string}} PhotoReference the photo's ID, and how it was first written
 * @typedef {{photos: PhotoReference[], accounts: string[], repeats: number, others: string[]}} References
 */

const NSID = /^([0-9]{5,11})@[Nn]([0-9]{2})$/;
const ACCOUNT_PAGE = /^(?:https?:\/\/)?(?:www\.|m\.|secure\.)?flickr\.com\/(?:photos|people)\/([^/?#]+)\/?(?:[?#].*)?$/i;
/** Words of Flickr's own that stand where an account's name would. */
const NO_ACCOUNT = new Set(["tags", "upload", "organize", "search", "friends", "contacts", "me"]);
/** Separators; a comma only where an address follows it, because addresses may hold commas. */
const BETWEEN = /[\s"<>|]+|[,;](?="?(?:https?:)?\/\/)/i;
const AROUND = /^[\s"'<>()[\]{}]+|[\s"'<>()[\]{},;.]+$/g;

/**
 * Reads a text line by line: the addresses and NSIDs in it; in a line without any, its numbers, if it holds nothing else. A
 * number among words is not taken for a photo: it may be a year.
 * @param {string} text
 * @returns {References}
 */
export function readReferences(text) {
  /** @type {Map<string, PhotoReference>} */
  const photos = new Map();
  /** @type {Set<string>} */
  const accounts = new Set();
  /** @type {string[]} */
  const others = [];
  let repeats = 0;
  /** @param {string} word @param {string | null} photo @returns {boolean} */
  const take = (word, photo) => {
    const account = photo === null ? accountOf(word) : null;
    if (account !== null) accounts.add(account);
    if (photo === null) return account !== null;
    if (photos.has(photo)) repeats += 1;
    else photos.set(photo, { photo, ref: word });
    return true;
  };
  for (const line of text.split(/\r\n|\r|\n/)) {
    const whole = bare(line);
    if (whole === "" || (parsePhotoId(whole) !== null && take(whole, whole))) continue;
    const words = whole.split(BETWEEN).map(bare).flatMap((word) => (photoIdFromUrl(word) === null ? word.split(/[,;]/).map(bare) : [word]));
    if (words.filter((word) => take(word, photoIdFromUrl(word))).length > 0) continue;
    const given = words.filter((word) => word !== "");
    if (given.every((word) => parsePhotoId(word) !== null)) for (const word of given) take(word, word);
    else others.push(whole);
  }
  return { photos: [...photos.values()], accounts: [...accounts], repeats, others };
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

/** Without the quotation marks, brackets and commas that stand around it. @param {string} word */
const bare = (word) => word.replace(AROUND, "");

/**
 * The account that a word names: an NSID, or a profile's address; by its name in addresses where that has no NSID.
 * @param {string} word
 * @returns {string | null}
 */
export function accountOf(word) {
  const nsid = NSID.exec(word);
  if (nsid !== null) return `${nsid[1]}@N${nsid[2]}`;
  const name = ACCOUNT_PAGE.exec(word)?.[1]?.replace(/%40/g, "@");
  if (name === undefined || NO_ACCOUNT.has(name.toLowerCase())) return null;
  const inside = NSID.exec(name);
  return inside !== null ? `${inside[1]}@N${inside[2]}` : name.toLowerCase();
}
