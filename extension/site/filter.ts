// Reads a photos.bloom: the filter of one dataset, or of one range of it. Written from docs/INDEX_FORMAT.md alone, so that it
// and the helper check each other; tests/vectors/site_reader.json holds both to the same answers.
//
// Numbers of 64 bits are two halves of 32: BigInt took 14 times as long (docs/PACKS.md has the figures).
import { Damaged } from "./damaged.ts";

const MAGIC = [0x89, 0x49, 0x4e, 0x53, 0x45, 0x54, 0x42, 0x46];
const HEADER_BYTES = 64;
const MAX_SLICES = 64;
const MAX_BITS = 2 ** 31;
const TWO_32 = 2 ** 32;

/** The halves of the number of 64 bits that was computed last. A pair for each would be a million objects a question. */
let high = 0;
let low = 0;

/** The upper half of the product of two numbers of 32 bits. */
function upperHalf(one: number, other: number): number {
  const [one1, one0, other1, other0] = [one >>> 16, one & 0xffff, other >>> 16, other & 0xffff];
  const middle = one1 * other0 + ((one0 * other0) >>> 16);
  const carried = one0 * other1 + (middle & 0xffff);
  return (one1 * other1 + (middle >>> 16) + (carried >>> 16)) >>> 0;
}

/** Multiplies what was computed last, modulo 2^64. */
function multiply(factorHigh: number, factorLow: number): void {
  high = (upperHalf(low, factorLow) + Math.imul(high, factorLow) + Math.imul(low, factorHigh)) >>> 0;
  low = Math.imul(low, factorLow) >>> 0;
}

/** Computes splitmix64 of a whole number up to 2^53. */
function splitmix(value: number): void {
  const sum = (value % TWO_32) + 0x7f4a7c15;
  low = sum >>> 0;
  high = (Math.floor(value / TWO_32) + 0x9e3779b9 + (sum >= TWO_32 ? 1 : 0)) >>> 0;
  low = (low ^ ((low >>> 30) | (high << 2))) >>> 0;
  high = (high ^ (high >>> 30)) >>> 0;
  multiply(0xbf58476d, 0x1ce4e5b9);
  low = (low ^ ((low >>> 27) | (high << 5))) >>> 0;
  high = (high ^ (high >>> 27)) >>> 0;
  multiply(0x94d049bb, 0x133111eb);
  low = (low ^ ((low >>> 31) | (high << 1))) >>> 0;
  high = (high ^ (high >>> 31)) >>> 0;
}

/** A_i of each slice, in halves. */
const FACTORS = Array.from({ length: MAX_SLICES }, (_, slice): readonly [number, number] => {
  splitmix(slice + 1);
  return [high, (low | 1) >>> 0];
});

/** ⌊half · bits / 2^32⌋, where half has 32 bits and bits are at most 2^31: no step is beyond 2^53. */
function scale(half: number, bits: number): number {
  const [upper, lower] = [half >>> 16, half & 0xffff];
  return Math.floor((upper * bits + Math.floor((lower * bits) / 65_536)) / 65_536);
}

/** The bit within a slice that a photo ID sets. */
export function bitInSlice(photo: number, slice: number, bits: number): number {
  splitmix(photo);
  const [factorHigh, factorLow] = FACTORS[slice] ?? [0, 1];
  multiply(factorHigh, factorLow);
  return scale(high, bits);
}

/** A filter that lies in memory. */
export class PhotoFilter {
  readonly photos: number;
  readonly #slices: number;
  readonly #bits: number;
  readonly #content: Uint8Array;

  /**
   * @param file a whole photos.bloom
   * @throws Damaged where its header and its size are not what the format says
   */
  constructor(file: Uint8Array) {
    if (file.length < HEADER_BYTES || MAGIC.some((byte, at) => file[at] !== byte)) throw new Damaged("no filter");
    const header = new DataView(file.buffer, file.byteOffset, HEADER_BYTES);
    const large = (at: number): number => header.getUint32(at, true) + header.getUint32(at + 4, true) * TWO_32;
    if (header.getUint16(8, true) !== 1) throw new Damaged("a filter of another version");
    this.#slices = header.getUint16(10, true);
    this.photos = large(24);
    this.#bits = large(32);
    const size = HEADER_BYTES + Math.ceil((this.#slices * this.#bits) / 8);
    const inBounds = this.#slices >= 1 && this.#slices <= MAX_SLICES && this.#bits >= 1 && this.#bits <= MAX_BITS && this.photos <= large(16);
    if (!inBounds || size !== file.length) throw new Damaged("a filter whose header and size disagree");
    this.#content = file.subarray(HEADER_BYTES);
  }

  /** Whether the photo may be in the dataset. A "no" is certain. */
  passes(photo: number): boolean {
    splitmix(photo);
    const [mixedHigh, mixedLow] = [high, low];
    for (let slice = 0; slice < this.#slices; slice += 1) {
      [high, low] = [mixedHigh, mixedLow];
      const [factorHigh, factorLow] = FACTORS[slice] ?? [0, 1];
      multiply(factorHigh, factorLow);
      const bit = slice * this.#bits + scale(high, this.#bits);
      if ((((this.#content[Math.floor(bit / 8)] ?? 0) >>> (bit % 8)) & 1) === 0) return false;
    }
    return true;
  }
}
