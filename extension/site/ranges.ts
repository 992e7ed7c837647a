// Reads the index of a dataset's ranges. docs/PACKS.md has the grammar.
import { Damaged } from "./damaged.ts";

const MAGIC = [0x89, 0x49, 0x4e, 0x53, 0x45, 0x54, 0x53, 0x52];
const HEADER_BYTES = 64;
const ENTRY_BYTES = 20;
const MAX_RANGES = 2 ** 20;
const TWO_32 = 2 ** 32;

export type Form = "list" | "filter";

/** One range: the photo ID that it begins at, where its bytes lie in the whole, how many photos it has, and its checksum. */
export interface Range {
  readonly start: number;
  readonly offset: number;
  readonly bytes: number;
  readonly photos: number;
  readonly crc: number;
}

export class RangeIndex {
  readonly form: Form;
  readonly photos: number;
  /** Bytes of all ranges together. */
  readonly bytes: number;
  readonly count: number;
  readonly #entries: DataView;
  readonly #starts: Float64Array;
  readonly #offsets: Float64Array;

  /**
   * @param file the whole index
   * @throws Damaged
   */
  constructor(file: Uint8Array) {
    if (file.length < HEADER_BYTES || MAGIC.some((byte, at) => file[at] !== byte)) throw new Damaged("no index of ranges");
    const view = new DataView(file.buffer, file.byteOffset, file.length);
    const large = (at: number): number => view.getUint32(at, true) + view.getUint32(at + 4, true) * TWO_32;
    if (view.getUint16(8, true) !== 1) throw new Damaged("an index of another version");
    const form = view.getUint16(10, true);
    if (form > 1) throw new Damaged("an index of an unknown form");
    this.form = form === 0 ? "list" : "filter";
    this.count = view.getUint32(12, true);
    this.photos = large(16);
    this.bytes = large(24);
    if (this.count < 1 || this.count > MAX_RANGES || file.length !== HEADER_BYTES + ENTRY_BYTES * this.count) throw new Damaged("an index of another size");
    this.#entries = new DataView(file.buffer, file.byteOffset + HEADER_BYTES);
    this.#starts = new Float64Array(this.count);
    this.#offsets = new Float64Array(this.count);
    let [offset, photos, before] = [0, 0, -1];
    for (let range = 0; range < this.count; range += 1) {
      const at = HEADER_BYTES + range * ENTRY_BYTES;
      const start = large(at);
      if (start <= before || view.getUint32(at + 12, true) === 0) throw new Damaged("ranges that do not ascend");
      this.#starts[range] = before = start;
      this.#offsets[range] = offset;
      offset += view.getUint32(at + 8, true);
      photos += view.getUint32(at + 12, true);
    }
    if (offset !== this.bytes || photos !== this.photos) throw new Damaged("an index whose sums disagree");
  }

  range(number: number): Range {
    const at = number * ENTRY_BYTES;
    return {
      start: this.#starts[number] ?? 0,
      offset: this.#offsets[number] ?? 0,
      bytes: this.#entries.getUint32(at + 8, true),
      photos: this.#entries.getUint32(at + 12, true),
      crc: this.#entries.getUint32(at + 16, true),
    };
  }

  /** The number of the range that a photo would lie in; -1 below the first one, where none is listed. */
  rangeOf(photo: number): number {
    let [first, after] = [0, this.count];
    while (first < after) {
      const middle = (first + after) >>> 1;
      if ((this.#starts[middle] ?? 0) <= photo) first = middle + 1;
      else after = middle;
    }
    return first - 1;
  }
}
