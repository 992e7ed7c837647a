// Zip archives that a test writes byte by byte, so that it can also write wrong ones.
import { crc32, deflateRawSync } from "node:zlib";

export interface Entry {
  readonly name: string;
  readonly content: string;
  /** 0 as it is, 8 deflated; another one writes the content as it is and says so. */
  readonly method?: number;
  readonly flags?: number;
  /** The content as it stands in the archive. */
  readonly raw?: Uint8Array;
  /** What the directory says instead of the truth. */
  readonly size?: number;
  readonly compressed?: number;
  readonly offset?: number;
}

export interface How {
  readonly zip64?: boolean;
  readonly comment?: string;
  readonly before?: string;
  /** The size of the directory that its end tells. */
  readonly directoryBytes?: number;
}

type Field = readonly [bytes: 2 | 4 | 8, value: number];

/** Numbers, least byte first. */
function numbers(...fields: Field[]): Uint8Array {
  const bytes = Buffer.alloc(fields.reduce((sum, [width]) => sum + width, 0));
  let at = 0;
  for (const [width, value] of fields) {
    if (width === 8) bytes.writeBigUInt64LE(BigInt(value), at);
    else bytes.writeUIntLE(value, at, width);
    at += width;
  }
  return bytes;
}

/** A whole archive. */
export function makeZip(entries: readonly Entry[], how: How = {}): Blob {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name);
    const method = entry.method ?? 8;
    const plain = Buffer.from(entry.content);
    const content = entry.raw ?? (method === 8 ? deflateRawSync(plain) : plain);
    const size = entry.size ?? plain.length;
    const crc = crc32(plain);
    const compressed = entry.compressed ?? content.length;
    const [flags, told] = [entry.flags ?? 0x800, entry.offset ?? offset];
    const extra = how.zip64 === true ? numbers([2, 1], [2, 24], [8, size], [8, compressed], [8, told]) : new Uint8Array();
    const [size32, compressed32, offset32] = how.zip64 === true ? [0xffffffff, 0xffffffff, 0xffffffff] : [size, compressed, told];
    parts.push(numbers([4, 0x04034b50], [2, 20], [2, flags], [2, method], [4, 0], [4, crc], [4, compressed32], [4, size32], [2, name.length], [2, 0]), name, content);
    directory.push(numbers([4, 0x02014b50], [2, 20], [2, 20], [2, flags], [2, method], [4, 0], [4, crc], [4, compressed32], [4, size32], [2, name.length], [2, extra.length], [2, 0], [2, 0], [2, 0], [4, 0], [4, offset32]), name, extra);
    offset += 30 + name.length + content.length;
  }
  const bytes = how.directoryBytes ?? directory.reduce((sum, part) => sum + part.length, 0);
  const comment = Buffer.from(how.comment ?? "");
  const record = how.zip64 === true
    ? [numbers([4, 0x06064b50], [8, 44], [2, 45], [2, 45], [4, 0], [4, 0], [8, entries.length], [8, entries.length], [8, bytes], [8, offset]), numbers([4, 0x07064b50], [4, 0], [8, offset + bytes], [4, 1])]
    : [];
  const [bytes32, offset32] = how.zip64 === true ? [0xffffffff, 0xffffffff] : [bytes, offset];
  const end = [numbers([4, 0x06054b50], [2, 0], [2, 0], [2, entries.length % 65_536], [2, entries.length % 65_536], [4, bytes32], [4, offset32], [2, comment.length]), comment];
  return new Blob([Buffer.from(how.before ?? ""), ...parts, ...directory, ...record, ...end].map((part) => new Uint8Array(part)));
}
