// A zip file that is the same bytes on every machine: entries in the order of their names, uncompressed (compressors
// differ from version to version), all of the same moment.
// Grammar: APPNOTE 6.3.3, sections 4.3.7 (local header), 4.3.12 (central directory), 4.3.16 (its end).
import { crc32 } from "node:zlib";

/** 1 January 1980, the first moment that a zip file can name. */
const DATE = 0x0021;
/** Names are UTF-8. */
const FLAGS = 0x0800;
const VERSION = 20;
/** A plain file of Unix that its owner may write and everybody may read. */
const ATTRIBUTES = (0o100644 << 16) >>> 0;

function header(signature, size, fields) {
  const bytes = Buffer.alloc(size);
  bytes.writeUInt32LE(signature, 0);
  for (const [offset, width, value] of fields) bytes.writeUIntLE(value, offset, width);
  return bytes;
}

/** What both headers of an entry say alike, from `at` on. */
function common(at, content, name) {
  return [
    [at, 2, VERSION],
    [at + 2, 2, FLAGS],
    [at + 8, 2, DATE],
    [at + 10, 4, crc32(content)],
    [at + 14, 4, content.length],
    [at + 18, 4, content.length],
    [at + 22, 2, name.length],
  ];
}

/** The archive of these files: a map from names with forward slashes to buffers. */
export function makeZip(files) {
  const entries = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const [path, content] of entries) {
    const name = Buffer.from(path);
    const local = [header(0x04034b50, 30, common(4, content, name)), name, content];
    directory.push(
      header(0x02014b50, 46, [[4, 2, (3 << 8) | VERSION], ...common(6, content, name), [38, 4, ATTRIBUTES], [42, 4, offset]]),
      name,
    );
    parts.push(...local);
    offset += local.reduce((sum, { length }) => sum + length, 0);
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const count = entries.length;
  const end = header(0x06054b50, 22, [[8, 2, count], [10, 2, count], [12, 4, size], [16, 4, offset]]);
  return Buffer.concat([...parts, ...directory, end]);
}
