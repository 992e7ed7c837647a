// Reads zip archives in the browser: the directory, and those small members that are asked for. The rest of an archive, which
// may be tens of gigabytes of pictures, is never read. Members come compressed as they are: the helper unpacks 200,000 of them
// in seconds, for which a browser's DecompressionStream, made anew for each, takes minutes.
//
// An archive is not trusted: sizes are bounded before anything is read, and members may not overlap.
//
// Source: PKWARE's APPNOTE.TXT 6.3.10: 4.3.7 (a member's header), 4.3.12 (the directory), 4.3.14 to 4.3.16 (its end, zip64).
import { text } from "../shared/words.js";

/**
 * One member. `offset` and `end` are bytes in the archive between which its header and its content lie.
 * @typedef {{name: string, method: number, encrypted: boolean, crc: number, compressed: number, size: number, offset: number, end: number}} Member
 */

/** A file cannot be read; the message says why and what to do. */
export class ZipError extends Error {}

/** Bytes of a member that is read. The largest file of an export that is read lists the photos of all albums. */
export const LARGEST_MEMBER = 32_000_000;
/** Bytes of a directory: two million members take about this. */
const LARGEST_DIRECTORY = 256_000_000;
/** Bytes read at once: neighbouring members come in one piece, because each reading of a file costs about a millisecond. */
const PIECE = 4_000_000;

/** How a member is compressed: not at all, or by DEFLATE (RFC 1951). */
export const STORED = 0;
export const DEFLATED = 8;

const END = 0x06054b50;
const END_BYTES = 22;
/** Bytes of a comment, a name, or a member's further fields. */
const LONGEST_FIELD = 0xffff;
const END64 = 0x06064b50;
const END64_BYTES = 56;
const LOCATOR64 = 0x07064b50;
const LOCATOR64_BYTES = 20;
const ENTRY = 0x02014b50;
const ENTRY_BYTES = 46;
const HEADER = 0x04034b50;
const HEADER_BYTES = 30;
/** What a field of 32 bits holds where its value stands in the zip64 field instead. */
const ELSEWHERE = 0xffffffff;
const ZIP64_FIELD = 1;

const broken = () => new ZipError(text("zip_broken"));
const hostile = () => new ZipError(text("zip_hostile"));

/**
 * Returns what an archive holds, in the order in which it lies there. Folders are left out.
 * @param {Blob} archive
 * @returns {Promise<Member[]>}
 * @throws {ZipError}
 */
export async function readDirectory(archive) {
  const { start, bytes, shift } = await findDirectory(archive);
  const directory = await view(archive, start, bytes);
  const names = new TextDecoder();
  /** @type {Member[]} */
  const members = [];
  for (let at = 0; at + ENTRY_BYTES <= bytes && directory.getUint32(at, true) === ENTRY;) {
    const [nameBytes, extraBytes, commentBytes] = [directory.getUint16(at + 28, true), directory.getUint16(at + 30, true), directory.getUint16(at + 32, true)];
    const next = at + ENTRY_BYTES + nameBytes + extraBytes + commentBytes;
    if (next > bytes) throw broken();
    const name = names.decode(new Uint8Array(directory.buffer, at + ENTRY_BYTES, nameBytes));
    const [size, compressed, offset] = readSizes(directory, at, at + ENTRY_BYTES + nameBytes, extraBytes);
    if (!name.endsWith("/")) {
      members.push({ name, method: directory.getUint16(at + 10, true), encrypted: (directory.getUint16(at + 8, true) & 1) === 1, crc: directory.getUint32(at + 16, true), compressed, size, offset: offset + shift, end: 0 });
    }
    at = next;
  }
  members.sort((one, other) => one.offset - other.offset);
  for (const [at, member] of members.entries()) {
    member.end = members[at + 1]?.offset ?? start;
    if (member.offset < 0 || member.offset + HEADER_BYTES + member.compressed > member.end) throw hostile();
  }
  return members;
}

/**
 * Where the directory lies. `shift` is by how much everything lies behind where the archive says, as where another file was
 * put in front of it.
 * @param {Blob} archive
 */
async function findDirectory(archive) {
  const tailStart = Math.max(0, archive.size - END_BYTES - LONGEST_FIELD - LOCATOR64_BYTES);
  const tail = await view(archive, tailStart, archive.size - tailStart);
  let at = tail.byteLength - END_BYTES;
  while (at >= 0 && !(tail.getUint32(at, true) === END && at + END_BYTES + tail.getUint16(at + 20, true) <= tail.byteLength)) at -= 1;
  if (at < 0) throw broken();
  let bytes = tail.getUint32(at + 12, true);
  let told = tail.getUint32(at + 16, true);
  let end = tailStart + at;
  const locator = at - LOCATOR64_BYTES;
  if (locator >= 0 && tail.getUint32(locator, true) === LOCATOR64) {
    end = Math.min(large(tail, locator + 8), archive.size);
    let record = await view(archive, end, END64_BYTES);
    if (record.byteLength < END64_BYTES || record.getUint32(0, true) !== END64) {
      // Something stands in front of the archive, so the record lies right before its locator.
      end = tailStart + locator - END64_BYTES;
      record = await view(archive, Math.max(0, end), END64_BYTES);
      if (record.byteLength < END64_BYTES || record.getUint32(0, true) !== END64) throw broken();
    }
    bytes = large(record, 40);
    told = large(record, 48);
  }
  const start = end - bytes;
  if (start < 0) throw broken();
  if (bytes > LARGEST_DIRECTORY) throw hostile();
  return { start, bytes, shift: start - told };
}

/**
 * A member's size, its size in the archive, and its offset.
 * @param {DataView} directory
 * @param {number} entry where its entry begins
 * @param {number} extra where the entry's further fields begin
 * @param {number} extraBytes
 * @returns {[number, number, number]}
 */
function readSizes(directory, entry, extra, extraBytes) {
  const sizes = [directory.getUint32(entry + 24, true), directory.getUint32(entry + 20, true), directory.getUint32(entry + 42, true)];
  const end = extra + extraBytes;
  for (let at = extra; at + 4 <= end;) {
    const [kind, bytes] = [directory.getUint16(at, true), directory.getUint16(at + 2, true)];
    let value = at + 4;
    at = value + bytes;
    if (kind !== ZIP64_FIELD || at > end) continue;
    for (const [which, size] of sizes.entries()) {
      if (size !== ELSEWHERE || value + 8 > at) continue;
      sizes[which] = large(directory, value);
      value += 8;
    }
  }
  return /** @type {[number, number, number]} */ (sizes);
}

/** A number of 64 bits; one beyond what JavaScript counts exactly is larger than any file. @param {DataView} from @param {number} at */
const large = (from, at) => from.getUint32(at, true) + from.getUint32(at + 4, true) * 2 ** 32;

/**
 * @param {Blob} archive
 * @param {number} start
 * @param {number} bytes
 */
async function view(archive, start, bytes) {
  return new DataView(await archive.slice(start, start + bytes).arrayBuffer());
}

/**
 * Reads members as they lie in the archive, compressed, in groups.
 * @param {Blob} archive
 * @param {readonly Member[]} members some of those of `readDirectory`, in that order
 * @returns {AsyncGenerator<{member: Member, content: Uint8Array<ArrayBuffer>}[]>}
 * @throws {ZipError}
 */
export async function* readMembers(archive, members) {
  for (let first = 0; first < members.length;) {
    const start = members[first]?.offset ?? 0;
    let next = first;
    for (let each = members[next]; each !== undefined && (next === first || each.end - start <= PIECE); each = members[next]) {
      checkMember(each);
      next += 1;
    }
    const group = members.slice(first, next);
    // What lies between the last one's content and the next member may be large; it is not wanted.
    const last = group.at(-1);
    const piece = await archive.slice(start, last === undefined ? start : Math.min(last.end, last.offset + HEADER_BYTES + 2 * LONGEST_FIELD + last.compressed)).arrayBuffer();
    yield group.map((member) => ({ member, content: contentOf(piece, member, member.offset - start) }));
    first = next;
  }
}

/** @param {Member} member */
function checkMember({ method, encrypted, size, compressed }) {
  if (encrypted) throw new ZipError(text("zip_encrypted"));
  if (method !== STORED && method !== DEFLATED) throw new ZipError(text("zip_method"));
  if (size > LARGEST_MEMBER || compressed > LARGEST_MEMBER) throw hostile();
}

/**
 * @param {ArrayBuffer} piece
 * @param {Member} member
 * @param {number} at where its header begins
 */
function contentOf(piece, member, at) {
  const header = new DataView(piece, at);
  if (header.byteLength < HEADER_BYTES || header.getUint32(0, true) !== HEADER) throw broken();
  const start = at + HEADER_BYTES + header.getUint16(26, true) + header.getUint16(28, true);
  if (start + member.compressed > piece.byteLength) throw broken();
  return new Uint8Array(piece, start, member.compressed);
}
