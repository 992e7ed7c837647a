// Which photos the reader asks about: out of what they paste, and of the files that they drop.
//
// Of a data export, the names of the files tell the photos: photo_53208249252.json. Their content, and files that name other
// people's photos (favourites, comments, galleries), are not read at all.
import { ReferenceReader } from "../../helper/inset/server/web/page/reading/references.js";
import { readDirectory } from "../../helper/inset/server/web/page/reading/zip.js";
import { parsePhotoId } from "../src/shared/photo-ref.ts";
import { Slices } from "./slices.ts";

/** What a file or a text gave: photos by their ID, each as it was written, and how much was no photo. */
export interface Found {
  readonly photos: ReadonlyMap<number, string>;
  /** Lines that name no photo. */
  readonly others: number;
  /** Whether an account's address was among it. */
  readonly accounts: boolean;
}

/** A photo that is asked about, and how it was written. */
export interface AskedPhoto {
  readonly id: number;
  readonly ref: string;
}

/** How something is read: it can be stopped, and tells which share of it, 0 to 1, was read. */
export interface Reading {
  readonly signal: AbortSignal;
  readonly onProgress: (share: number) => void;
}

/** A file that gives no photos, with the name of the message that says why. */
export class FileError extends Error {}

const RECORD = /^photo_([0-9]+)\.json$/i;
const PICTURES = /\.(?:bmp|gif|heic|jpe?g|png|tiff?|webp|3gp|avi|m4v|mkv|mov|mp4|mpe?g|mts|og[gv]|webm|wmv)$/i;
/** Bytes of a list that is read into memory. */
const LARGEST_LIST = 100_000_000;
/** Bytes of a list that are made text at once. */
const PIECE = 1_000_000;

/** Nothing. */
export const NOTHING: Found = { photos: new Map(), others: 0, accounts: false };

/**
 * What a text names.
 * @throws the signal's reason, if it was stopped
 */
export async function photosInText(words: string, reading: Reading): Promise<Found> {
  const reader = new ReferenceReader();
  await readPiece(reader, words, reading, (done) => done / words.length);
  return foundBy(reader, reading);
}

async function foundBy(reader: ReferenceReader, { signal }: Reading): Promise<Found> {
  const { photos, accounts, others } = reader.result;
  const slices = new Slices(signal);
  const found = new Map<number, string>();
  for (const { photo, ref } of photos) {
    found.set(Number(photo), ref);
    if (slices.isOver) await slices.pause();
  }
  return { photos: found, others: others.length, accounts: accounts.length > 0 };
}

/**
 * All photos of what was found, each once and as it was first written, ascending.
 * @throws the signal's reason, if it was stopped
 */
export async function inOrder(found: readonly Found[], signal: AbortSignal): Promise<AskedPhoto[]> {
  const slices = new Slices(signal);
  const all = new Map<number, string>();
  for (const each of found) {
    for (const [id, ref] of each.photos) {
      if (!all.has(id)) all.set(id, ref);
      if (slices.isOver) await slices.pause();
    }
  }
  const photos: AskedPhoto[] = [];
  // An array of numbers is sorted at once in a few milliseconds; one of objects takes ten times as long.
  for (const id of Float64Array.from(all.keys()).sort()) {
    photos.push({ id, ref: all.get(id) ?? "" });
    if (slices.isOver) await slices.pause();
  }
  return photos;
}

async function readPiece(reader: ReferenceReader, words: string, { signal, onProgress }: Reading, shareOf: (done: number) => number): Promise<void> {
  const slices = new Slices(signal);
  for (const done of reader.read(words)) {
    if (!slices.isOver) continue;
    onProgress(Math.min(shareOf(done), 1));
    await slices.pause();
  }
}

/** What files of an export are, by their names alone; null where none is a photo's record. */
async function photosInNames(names: readonly string[], { signal }: Reading): Promise<Found | null> {
  const slices = new Slices(signal);
  const photos = new Map<number, string>();
  for (const name of names) {
    const photo = parsePhotoId(RECORD.exec(name.slice(name.lastIndexOf("/") + 1))?.[1] ?? "");
    if (photo !== null) photos.set(Number(photo), photo);
    if (slices.isOver) await slices.pause();
  }
  return photos.size === 0 ? null : { photos, others: 0, accounts: false };
}

/**
 * What these files name, one after the other; files of an unpacked export count as one.
 * @returns what to call it, and what was found or why nothing was
 * @throws the signal's reason, if it was stopped
 */
export async function* photosInFiles(files: readonly File[], reading: Reading): AsyncGenerator<readonly [string, Found | Error]> {
  const records = files.filter(({ name }) => RECORD.test(name));
  const loose = await photosInNames(records.map(({ name }) => name), reading);
  if (loose !== null) yield [records.length === 1 ? (records[0]?.name ?? "") : "photo_….json", loose];
  for (const file of files) {
    // Beside records lies what else an export has: other people's photos, and pictures.
    if (RECORD.test(file.name) || (loose !== null && (/\.json$/i.test(file.name) || PICTURES.test(file.name)))) continue;
    try {
      yield [file.name, await photosInFile(file, reading)];
    } catch (error) {
      reading.signal.throwIfAborted();
      yield [file.name, error instanceof Error ? error : new FileError("site_file_none")];
    }
  }
}

async function photosInFile(file: File, reading: Reading): Promise<Found> {
  if (/\.zip$/i.test(file.name)) {
    const names = (await readDirectory(file)).map(({ name }) => name);
    const found = await photosInNames(names, reading);
    if (found === null) throw new FileError(names.some((name) => PICTURES.test(name)) ? "site_file_pictures" : "site_file_none");
    return found;
  }
  if (PICTURES.test(file.name)) throw new FileError("site_file_pictures");
  if (/\.json$/i.test(file.name)) throw new FileError("site_file_json");
  if (file.size > LARGEST_LIST) throw new FileError("site_file_large");
  const found = await photosInList(file, reading);
  if (found.photos.size === 0) throw new FileError(found.accounts ? "site_accounts" : "site_file_none");
  return found;
}

/** What a list names, read in pieces that end with a line. */
async function photosInList(file: File, reading: Reading): Promise<Found> {
  const reader = new ReferenceReader();
  const mark = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  const decoder = new TextDecoder(mark[0] === 0xff && mark[1] === 0xfe ? "utf-16le" : mark[0] === 0xfe && mark[1] === 0xff ? "utf-16be" : "utf-8");
  // Bytes that were made text, and those of lines that were read, too: a file may be one single line.
  let [decoded, understood] = [0, 0];
  const share = (more: number): number => (decoded + understood + more) / (2 * file.size);
  /** What was decoded since the last line's end, in pieces: put together anew with each of them, it would take for ever. */
  let rest: string[] = [];
  for (let start = 0; start < file.size; start += PIECE) {
    const bytes = await file.slice(start, start + PIECE).arrayBuffer();
    reading.signal.throwIfAborted();
    const piece = decoder.decode(bytes, { stream: true });
    decoded += bytes.byteLength;
    reading.onProgress(share(0));
    const end = Math.max(piece.lastIndexOf("\n"), piece.lastIndexOf("\r")) + 1;
    if (end > 0) {
      const lines = [...rest, piece.slice(0, end)].join("");
      rest = [];
      await readPiece(reader, lines, reading, (done) => share((done / lines.length) * (decoded - understood)));
      understood = decoded;
    }
    rest.push(piece.slice(end));
  }
  const last = rest.join("") + decoder.decode();
  await readPiece(reader, last, reading, (done) => share((done / last.length) * (decoded - understood)));
  return foundBy(reader, reading);
}
