// What a person drops or chooses for a check, as the lines of a question to the helper (`CheckLine` of the API): the files of a
// Flickr data export, out of zips and folders, and lists. Files of pictures are never opened: only their names are told.
import { text } from "../shared/words.js";
import { DEFLATED, readDirectory, readMembers, ZipError } from "./zip.js";

/**
 * @typedef {import("../shared/wire.d.ts").CheckLine} CheckLine
 * @typedef {{file: File, done: number, all: number}} Progress how many of a file's members have been gone through
 * @typedef {{signal: AbortSignal, onProgress: (progress: Progress) => void, upload: (file: File) => Promise<string>}} How `upload` hands a whole file to the helper and returns the upload's ID
 */

/** The export's files whose content tells of the person's own photos. Of all others, mail and contacts too, only the name is told. */
const RECORDS = /^(?:photo_[0-9]+|albums|account_profile)[^/]*\.json$/i;
/** Files that name other people's photos; `groups.json` may be anybody's. */
const OTHERS = /^(?:(?:account_testimonials|group_discussions)|(?:apps_comments|contacts|faves|followers|galleries_comments|photos_comments|received_flickrmail|sent_flickrmail|sets_comments)_part[0-9]+)[^/]*\.json$/i;
const PICTURES = /\.(?:bmp|gif|heic|jpe?g|png|tiff?|webp|3gp|avi|m4v|mkv|mov|mp4|mpe?g|mts|og[gv]|webm|wmv)$/i;
/** What systems leave in folders. */
const CLUTTER = /^(?:\..*|thumbs\.db|desktop\.ini)$/i;
/** Bytes of a list. */
const LARGEST_LIST = 1_000_000_000;
/** Small files that are read at the same time. */
const AT_ONCE = 16;

/**
 * The files in what was dropped, those in folders too. To be called within the event: it is empty afterwards.
 * @param {DataTransfer} dropped
 * @returns {Promise<File[]>}
 */
export async function droppedFiles(dropped) {
  const entries = [...dropped.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (entries.length === 0) return [...dropped.files];
  /** @type {File[]} */
  const found = [];
  for (const entry of entries) await walk(entry, found);
  return found;
}

/**
 * @param {FileSystemEntry} entry
 * @param {File[]} found
 */
async function walk(entry, found) {
  if (entry.isFile) {
    found.push(await new Promise((resolve, reject) => { /** @type {FileSystemFileEntry} */ (entry).file(resolve, reject); }));
    return;
  }
  const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
  for (;;) {
    /** @type {FileSystemEntry[]} */
    const some = await new Promise((resolve, reject) => { reader.readEntries(resolve, reject); });
    if (some.length === 0) return;
    for (let at = 0; at < some.length; at += AT_ONCE) await Promise.all(some.slice(at, at + AT_ONCE).map((each) => walk(each, found)));
  }
}

/**
 * The lines of a question about these files.
 * @param {readonly File[]} files
 * @param {How} how
 * @returns {AsyncGenerator<CheckLine>}
 */
export async function* linesOf(files, how) {
  const wanted = files.filter((file) => !CLUTTER.test(file.name));
  const loose = wanted.filter((file) => RECORDS.test(file.name) || PICTURES.test(file.name));
  // A folder of an unpacked export also holds other people's photos, in files that are only named.
  const isExport = loose.some((file) => RECORDS.test(file.name)) || wanted.some((file) => OTHERS.test(file.name));
  const others = wanted.filter((file) => !loose.includes(file) && isExport && file.name.toLowerCase().endsWith(".json"));
  yield* looseLines([...loose, ...others], how);
  const taken = new Set([...loose, ...others]);
  for (const file of wanted) {
    how.signal.throwIfAborted();
    if (taken.has(file)) continue;
    if (file.name.toLowerCase().endsWith(".zip")) yield* zipLines(file, how);
    else yield await listLine(file, how);
  }
}

/**
 * Files that lie in a folder: those of an export that was unpacked.
 * @param {readonly File[]} files
 * @param {How} how
 * @returns {AsyncGenerator<CheckLine>}
 */
async function* looseLines(files, { signal, onProgress }) {
  for (let at = 0; at < files.length; at += AT_ONCE) {
    signal.throwIfAborted();
    const some = files.slice(at, at + AT_ONCE);
    yield* await Promise.all(some.map(async (file) => (RECORDS.test(file.name) ? { file: file.name, text: await file.text() } : { file: file.name })));
    const [first] = some;
    if (first !== undefined) onProgress({ file: first, done: at + some.length, all: files.length });
  }
}

/**
 * @param {File} archive
 * @param {How} how
 * @returns {AsyncGenerator<CheckLine>}
 */
async function* zipLines(archive, { signal, onProgress, upload }) {
  const members = (await readDirectory(archive)).filter(({ name }) => !CLUTTER.test(baseName(name)) && !name.startsWith("__MACOSX/"));
  if (!isExport(members.map(({ name }) => baseName(name)))) {
    yield await listLine(archive, { upload });
    return;
  }
  const records = members.filter(({ name }) => RECORDS.test(baseName(name)));
  for (const { name } of members) if (!RECORDS.test(baseName(name))) yield { file: baseName(name), archive: archive.name };
  let done = members.length - records.length;
  onProgress({ file: archive, done, all: members.length });
  for await (const group of readMembers(archive, records)) {
    signal.throwIfAborted();
    for (const { member, content } of group) {
      const file = baseName(member.name);
      if (member.method === DEFLATED) yield { file, deflated: asBase64(content), bytes: member.size, crc32: member.crc };
      else yield { file, text: new TextDecoder().decode(content) };
    }
    done += group.length;
    onProgress({ file: archive, done, all: members.length });
  }
}

/**
 * Whether a zip is a data export or a part of one: it has records, or what only exports have beside them, or most of its files
 * are originals of Flickr's. Read as a list, a part without a record would give other people's photos.
 * @param {readonly string[]} names
 */
function isExport(names) {
  if (names.some((name) => RECORDS.test(name) || OTHERS.test(name))) return true;
  const pictures = names.filter((name) => PICTURES.test(name));
  return pictures.length > 0 && pictures.length * 2 > names.length;
}

/**
 * A list, which the helper reads as it reads manifests.
 * @param {File} file
 * @param {Pick<How, "upload">} how
 * @returns {Promise<CheckLine>}
 */
async function listLine(file, { upload }) {
  if (file.size > LARGEST_LIST) throw new ZipError(text("file_too_large", file.name));
  if (file.size === 0) throw new ZipError(text("file_empty", file.name));
  return { upload: await upload(file) };
}

/** @param {string} name */
const baseName = (name) => name.slice(name.lastIndexOf("/") + 1);

/** @param {Uint8Array} bytes */
function asBase64(bytes) {
  let binary = "";
  for (let at = 0; at < bytes.length; at += 32_768) binary += String.fromCharCode(...bytes.subarray(at, at + 32_768));
  return btoa(binary);
}
