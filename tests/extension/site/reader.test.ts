// The static page's reader, held to the cases that Python makes (tests/support/publishing/site_vectors.py).
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

import { chanceListed } from "../../../extension/site/chance.ts";
import { crc32 } from "../../../extension/site/crc32.ts";
import { Damaged } from "../../../extension/site/damaged.ts";
import { bitInSlice, PhotoFilter } from "../../../extension/site/filter.ts";
import { unpackIds } from "../../../extension/site/packed.ts";

interface Vectors {
  readonly bits: readonly (readonly [number, number, number, number])[];
  readonly filters: readonly { readonly file: string; readonly photos: number; readonly answers: readonly (readonly [number, boolean])[] }[];
  readonly packed: readonly { readonly content: string; readonly start: number; readonly ids: readonly number[] }[];
  readonly chances: readonly (readonly [number, number, number])[];
}

const vectors = JSON.parse(readFileSync(new URL("../../vectors/site_reader.json", import.meta.url), "utf8")) as Vectors;
/** At an odd offset in its buffer, as a range lies in a file. */
const bytesOf = (text: string): Uint8Array => {
  const bytes = Buffer.from(text, "base64");
  const shifted = new Uint8Array(bytes.length + 3);
  shifted.set(bytes, 3);
  return shifted.subarray(3);
};

it("finds the bits that Python finds", () => {
  expect(vectors.bits.length).toBeGreaterThan(100);
  for (const [photo, slice, bits, bit] of vectors.bits) expect(bitInSlice(photo, slice, bits), `${String(photo)} in slice ${String(slice)} of ${String(bits)}`).toBe(bit);
});

describe("a filter", () => {
  it.each(vectors.filters)("of $photos photos answers as Python's", ({ file, photos, answers }) => {
    const filter = new PhotoFilter(bytesOf(file));
    expect(filter.photos).toBe(photos);
    for (const [photo, answer] of answers) expect(filter.passes(photo), String(photo)).toBe(answer);
  });

  it("is refused where its header and its size disagree", () => {
    const whole = bytesOf(vectors.filters[2]?.file ?? "");
    expect(() => new PhotoFilter(whole.subarray(1))).toThrow(Damaged);
    expect(() => new PhotoFilter(whole.subarray(0, whole.length - 1))).toThrow(Damaged);
    expect(() => new PhotoFilter(whole.subarray(0, 40))).toThrow(Damaged);
    expect(() => new PhotoFilter(new Uint8Array())).toThrow(Damaged);
    // The magic, the version, the slices, the photos and the bits of a slice.
    for (const at of [0, 8, 10, 30, 33, 38]) {
      const changed = whole.slice();
      changed[at] = 0xee;
      expect(() => new PhotoFilter(changed), String(at)).toThrow(Damaged);
    }
  });
});

describe("packed IDs", () => {
  it.each(vectors.packed)("from $start on are unpacked", ({ content, start, ids }) => {
    expect([...unpackIds(bytesOf(content), start, ids.length)]).toEqual(ids);
  });

  it.each(vectors.packed)("from $start on are refused with one photo more or fewer, cut, or lengthened", ({ content, start, ids }) => {
    const whole = bytesOf(content);
    expect(() => unpackIds(whole, start, ids.length + 1)).toThrow(Damaged);
    expect(() => unpackIds(whole.subarray(0, whole.length - 1), start, ids.length)).toThrow(Damaged);
    expect(() => unpackIds(Uint8Array.of(...whole, 0), start, ids.length)).toThrow(Damaged);
    expect(() => unpackIds(Uint8Array.of(41, ...whole.subarray(1)), start, ids.length)).toThrow(Damaged);
    expect(() => unpackIds(Uint8Array.of(0, 255, 255, 255, 255), start, ids.length)).toThrow(Damaged);
    expect(() => unpackIds(new Uint8Array(), start, ids.length)).toThrow(Damaged);
  });

  it("never give a number beyond the largest ID", () => {
    expect(() => unpackIds(Uint8Array.of(40, 1, 0, 0, 0, 1, 255, 255, 255, 255, 255), 0, 1)).toThrow(Damaged);
  });
});

it("gives the chances that Python gives", () => {
  for (const [photos, rate, chance] of vectors.chances) expect(chanceListed(photos, rate), `${String(photos)} at ${String(rate)}`).toBe(chance);
  expect(vectors.chances.map(([, , chance]) => chance).filter((chance) => chance > 0.999)).toEqual([]);
});

it("computes the checksum of gzip", () => {
  expect(crc32(new TextEncoder().encode("123456789"))).toBe(0xcbf43926);
  expect(crc32(new Uint8Array())).toBe(0);
});
