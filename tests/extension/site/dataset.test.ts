// A dataset of the static page: its index, its bytes from wherever they come, and its answers. The ranges' bytes are Python's.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { crc32 } from "node:zlib";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { ask, rangesOf } from "../../../extension/site/asking.ts";
import { Damaged } from "../../../extension/site/damaged.ts";
import { DataError, fetchRanges, fetchWhole, fromFiles, fromSite, readIndex, type Source } from "../../../extension/site/data.ts";
import { RangeIndex } from "../../../extension/site/ranges.ts";
import type { DataFile, DatasetFacts } from "../../../extension/site/site-facts.ts";

interface Vectors {
  readonly filters: readonly { readonly file: string; readonly photos: number; readonly answers: readonly (readonly [number, boolean])[] }[];
  readonly packed: readonly { readonly content: string; readonly start: number; readonly ids: readonly number[] }[];
}

const { filters, packed } = JSON.parse(readFileSync(new URL("../../vectors/site_reader.json", import.meta.url), "utf8")) as Vectors;
const signal = new AbortController().signal;
const nothing = (): void => undefined;

interface Piece {
  readonly start: number;
  readonly photos: number;
  readonly content: Buffer;
}

function indexOf(pieces: readonly Piece[], form: 0 | 1): Buffer {
  const index = Buffer.alloc(64 + 20 * pieces.length);
  Buffer.from([0x89, 0x49, 0x4e, 0x53, 0x45, 0x54, 0x53, 0x52, 1, 0, form, 0]).copy(index);
  index.writeUInt32LE(pieces.length, 12);
  index.writeBigUInt64LE(BigInt(pieces.reduce((sum, { photos }) => sum + photos, 0)), 16);
  index.writeBigUInt64LE(BigInt(pieces.reduce((sum, { content }) => sum + content.length, 0)), 24);
  for (const [at, { start, photos, content }] of pieces.entries()) {
    index.writeBigUInt64LE(BigInt(start), 64 + 20 * at);
    for (const [field, value] of [content.length, photos, crc32(content)].entries()) index.writeUInt32LE(value, 72 + 20 * at + 4 * field);
  }
  return index;
}

/** A dataset whose files are cut at a few places, within ranges. */
function makeDataset(pieces: readonly Piece[], form: 0 | 1): { facts: DatasetFacts; files: Map<string, Buffer>; index: Buffer } {
  const whole = Buffer.concat(pieces.map(({ content }) => content));
  const index = indexOf(pieces, form);
  const cuts = [0, Math.floor(pieces[0]?.content.length ?? 0) - 3, whole.length];
  const files = new Map([["x-ranges-1.bin", index], ...cuts.slice(1).map((end, at): [string, Buffer] => [`x-00${String(at)}-1.bin`, whole.subarray(cuts[at], end)])]);
  const told = [...files].map(([file, content]): DataFile => ({ file, bytes: content.length, sha256: createHash("sha256").update(content).digest("hex") }));
  const [first, ...others] = told;
  if (first === undefined) throw new Error("no index");
  const facts: DatasetFacts = {
    name: "x", run: "20261120-1", title: "X", publisher: null, kind: "training", photos: pieces.reduce((sum, { photos }) => sum + photos, 0), built: "2026-11-20",
    form: form === 0 ? "list" : "filter", false_positive_rate: form === 0 ? null : 1e-6, index: first, files: others, scripts: false,
  };
  return { facts, files, index };
}

const piece = (at: number): Piece => {
  const { content, start, ids } = packed[at] ?? { content: "", start: 0, ids: [] };
  return { start, photos: ids.length, content: Buffer.from(content, "base64") };
};
const [NEAR, FAR] = [packed[4]?.ids ?? [], packed[5]?.ids ?? []];
const list = makeDataset([piece(4), piece(5)], 0);
const filterFile = Buffer.from(filters[1]?.file ?? "", "base64");
const filter = makeDataset([{ start: 1, photos: filters[1]?.photos ?? 0, content: filterFile }], 1);
const fromMemory = (files: ReadonlyMap<string, Buffer>): Source => (file, _, span, onBytes) => {
  const content = files.get(file.file) ?? Buffer.alloc(0);
  const part = span === null ? content : content.subarray(...span);
  onBytes(part.length);
  return Promise.resolve(new Uint8Array(part));
};

beforeEach(() => { vi.stubGlobal("isSecureContext", true); });

describe("a dataset", () => {
  it("with its list says of each photo whether it is listed", async () => {
    const data = await fetchWhole(list.facts, fromMemory(list.files), signal, nothing);
    const asked = [1, ...NEAR, (NEAR.at(-1) ?? 0) + 1, ...FAR, 999_999_999_999].sort((one, other) => one - other);
    const answers = await ask(data, asked, signal);
    expect(asked.filter((_, at) => answers[at] === "listed")).toEqual([...NEAR, ...FAR]);
    expect(new Set(answers)).toEqual(new Set(["listed", "not_listed"]));
  });

  it("with filters says probably, and not listed for certain", async () => {
    const data = await fetchWhole(filter.facts, fromMemory(filter.files), signal, nothing);
    const cases = [...(filters[1]?.answers ?? [])].filter(([photo]) => photo >= 1).sort(([one], [other]) => one - other);
    expect(await ask(data, cases.map(([photo]) => photo), signal)).toEqual(cases.map(([, passes]) => (passes ? "probably_listed" : "not_listed")));
  });

  it("of which a part was fetched answers for that part alone; below the first range none is listed", async () => {
    const index = await readIndex(list.facts, fromMemory(list.files), signal, nothing);
    const near = NEAR[0] ?? 0;
    const wanted = rangesOf({ index }, [1, near]);
    expect(wanted).toEqual([0]);
    let bytes = 0;
    const data = await fetchRanges(list.facts, index, wanted, fromMemory(list.files), signal, (more) => { bytes += more; });
    expect(bytes).toBe(piece(4).content.length);
    expect(await ask(data, [1, near, FAR[0] ?? 0], signal)).toEqual(["not_listed", "listed", "unknown"]);
  });

  it("is asked in slices, and no further once that was stopped", async () => {
    const data = await fetchWhole(list.facts, fromMemory(list.files), signal, nothing);
    let now = 0;
    vi.spyOn(performance, "now").mockImplementation(() => (now += 1));
    const stop = new AbortController();
    setTimeout(() => { stop.abort(); }, 0);
    await expect(ask(data, [...NEAR, ...FAR], stop.signal)).rejects.toThrow();
    expect(await ask(data, [...NEAR, ...FAR], signal)).toHaveLength(300);
  });

  it("is not believed where any byte differs, and nothing is answered from it", async () => {
    for (const [name, content] of list.files) {
      const changed = Buffer.from(content);
      changed[content.length - 1] = (changed[content.length - 1] ?? 0) ^ 1;
      const wrong = fromMemory(new Map([...list.files, [name, changed]]));
      await expect(fetchWhole(list.facts, wrong, signal, nothing), name).rejects.toThrow(new DataError("damaged"));
      // Without https browsers compute no SHA-256: then each range's CRC-32 tells.
      vi.stubGlobal("isSecureContext", false);
      await expect(fetchWhole(list.facts, wrong, signal, nothing).then((data) => ask(data, [NEAR[0] ?? 0, FAR[0] ?? 0], signal)), name).rejects.toThrow(new DataError("damaged"));
      vi.stubGlobal("isSecureContext", true);
    }
    const index = await readIndex(list.facts, fromMemory(list.files), signal, nothing);
    await expect(fetchRanges(list.facts, index, [0, 1], fromMemory(new Map()), signal, nothing)).rejects.toThrow(new DataError("damaged"));
    await expect(readIndex({ ...list.facts, photos: 1 }, fromMemory(list.files), signal, nothing)).rejects.toThrow(new DataError("damaged"));
  });
});

describe("an index of ranges", () => {
  it("is refused where its header, its sums or its order disagree", () => {
    expect(new RangeIndex(list.index)).toMatchObject({ form: "list", photos: 300, count: 2 });
    expect(() => new RangeIndex(list.index.subarray(0, 50))).toThrow(Damaged);
    // Magic, version, form, ranges, photos, bytes, the second range's bytes and its photos.
    for (const at of [0, 8, 10, 12, 16, 24, 92, 96]) {
      const changed = Uint8Array.from(list.index);
      changed[at] = 0xee;
      expect(() => new RangeIndex(changed), String(at)).toThrow(Damaged);
    }
    expect(() => new RangeIndex(indexOf([piece(5), piece(4)], 0))).toThrow(Damaged);
  });
});

describe("bytes", () => {
  const [index] = [list.facts.index];
  const content = list.files.get(index.file) ?? Buffer.alloc(0);
  const answer = (status: number, body: Uint8Array = content): void => { vi.stubGlobal("fetch", vi.fn(() => Promise.resolve(new Response(status === 404 ? null : new Uint8Array(body), { status })))); };

  it("come from the site without credentials or referrer, whole or in part", async () => {
    answer(200);
    expect(Buffer.from(await fromSite(index, signal, null, nothing))).toEqual(content);
    expect(fetch).toHaveBeenCalledWith("site/data/x-ranges-1.bin", expect.objectContaining({ credentials: "omit", referrerPolicy: "no-referrer", redirect: "error", headers: {} }));
    answer(206, content.subarray(4, 9));
    expect(await fromSite(index, signal, [4, 9], nothing)).toHaveLength(5);
    expect(fetch).toHaveBeenCalledWith("site/data/x-ranges-1.bin", expect.objectContaining({ headers: { Range: "bytes=4-8" } }));
  });

  it.each([[404, null, "missing"], [410, null, "missing"], [500, null, "unreachable"], [416, [0, 4], "parts"], [200, [0, 4], "parts"]] as const)("are not had with the status %d for %o: %s", async (status, span, trouble) => {
    answer(status);
    await expect(fromSite(index, signal, span, nothing)).rejects.toThrow(new DataError(trouble));
  });

  it("are damaged where they are more or fewer than was said, and unreachable where the line breaks", async () => {
    for (const body of [content.subarray(1), Buffer.concat([content, content])]) {
      answer(200, body);
      await expect(fromSite(index, signal, null, nothing)).rejects.toThrow(new DataError("damaged"));
    }
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("no network")));
    await expect(fromSite(index, signal, null, nothing)).rejects.toThrow(new DataError("unreachable"));
  });

  it("come from files that the reader chose, by their names and sizes", async () => {
    const source = fromFiles([new File([new Uint8Array(content)], index.file)]);
    expect(Buffer.from(await source(index, signal, null, nothing))).toEqual(content);
    expect(await source(index, signal, [0, 3], nothing)).toHaveLength(3);
    await expect(source({ ...index, bytes: 1 }, signal, null, nothing)).rejects.toThrow(new DataError("damaged"));
    await expect(source({ ...index, file: "y.bin" }, signal, null, nothing)).rejects.toThrow(new DataError("other_file"));
  });
});
