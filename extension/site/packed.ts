// Reads the packed photo IDs of one range: Rice codes of the gaps between them. docs/PACKS.md has the grammar.
import { Damaged } from "./damaged.ts";

const HEADER_BYTES = 5;
const MAX_REMAINDER = 40;
/** Bits that bitwise operators take at once, whatever bit of a byte they begin at. */
const AT_ONCE = 24;
const MAX_PHOTO = 999_999_999_999;

/**
 * The photo IDs of a range, ascending.
 * @param content the range's bytes
 * @param start where the range begins
 * @param photos how many IDs it must have
 * @throws Damaged where these bytes are not exactly that many IDs
 */
export function unpackIds(content: Uint8Array, start: number, photos: number): Float64Array {
  const remainder = content[0] ?? MAX_REMAINDER + 1;
  if (content.length < HEADER_BYTES || remainder > MAX_REMAINDER) throw new Damaged("no packed IDs");
  const unary = new DataView(content.buffer, content.byteOffset).getUint32(1, true);
  if (content.length !== HEADER_BYTES + unary + Math.ceil((photos * remainder) / 8)) throw new Damaged("packed IDs of another size");
  const ids = new Float64Array(photos);
  const unit = 2 ** remainder;
  let bit = HEADER_BYTES * 8;
  const endOfUnary = bit + unary * 8;
  let remainderBit = endOfUnary;
  let id = start - 1;
  for (let at = 0; at < photos; at += 1) {
    const first = bit;
    while (bit < endOfUnary && ((content[bit >>> 3] ?? 0) & (1 << (bit & 7))) === 0) bit += 1;
    if (bit >= endOfUnary) throw new Damaged("packed IDs that end early");
    id += 1 + (bit - first) * unit + readBits(content, remainderBit, remainder);
    bit += 1;
    remainderBit += remainder;
    ids[at] = id;
  }
  if (id > MAX_PHOTO || endOfUnary - bit >= 8) throw new Damaged("packed IDs that end late");
  return ids;
}

function readBits(content: Uint8Array, bit: number, count: number): number {
  const some = Math.min(count, AT_ONCE);
  const byte = bit >>> 3;
  const word = (content[byte] ?? 0) | ((content[byte + 1] ?? 0) << 8) | ((content[byte + 2] ?? 0) << 16) | ((content[byte + 3] ?? 0) << 24);
  const value = (word >>> (bit & 7)) & (2 ** some - 1);
  return count === some ? value : value + readBits(content, bit + some, count - some) * 2 ** some;
}
