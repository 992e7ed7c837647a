// What a reader pastes or drops: read in slices, with a share that grows, and to be stopped.
import { JSDOM } from "jsdom";
import { describe, expect, it, vi } from "vitest";

import { inOrder, photosInFiles, photosInText, type Found, type Reading } from "../../../extension/site/photos.ts";
import { readReferences, ReferenceReader } from "../../../helper/inset/server/web/page/reading/references.js";
import { makeZip } from "../support/zip-files.ts";

const FIRST = 990_000_000_001;
const page = (photo: number): string => `https://www.flickr.com/photos/sample-user/${String(photo)}/`;
const quiet = (): Reading => ({ signal: new AbortController().signal, onProgress: () => undefined });
const file = (name: string, content: BlobPart | Blob): File => new File([content], name);

async function read(...files: File[]): Promise<Record<string, Found | string>> {
  const found: Record<string, Found | string> = {};
  for await (const [name, each] of photosInFiles(files, quiet())) found[name] = each instanceof Error ? each.message : each;
  return found;
}

describe("a text", () => {
  it("gives its photos, each as it was first written, what names none, and whether an account was among it", async () => {
    const found = await photosInText(`${page(FIRST)}\n${String(FIRST)}\nhello\n12345678@N00\n${String(FIRST + 1)}`, quiet());
    expect([...found.photos]).toEqual([[FIRST, page(FIRST)], [FIRST + 1, String(FIRST + 1)]]);
    expect([found.others, found.accounts]).toEqual([1, true]);
  });

  it("takes no longer than a slice at once, whether it has many lines or one, and says how far it is", async () => {
    // Time goes on by a millisecond each time that it is asked for: a slice ends after a dozen steps.
    let now = 0;
    vi.spyOn(performance, "now").mockImplementation(() => (now += 1));
    for (const between of ["\n", " "]) {
      const shares: number[] = [];
      const words = Array.from({ length: 300 }, (_, at) => page(FIRST + at)).join(between);
      const { photos } = await photosInText(words, { ...quiet(), onProgress: (share) => shares.push(share) });
      expect(photos.size).toBe(300);
      expect(shares.length).toBeGreaterThan(20);
      expect(shares).toEqual([...shares].sort((one, other) => one - other));
      expect(shares.every((share) => share > 0 && share <= 1)).toBe(true);
    }
  });

  it("is read no further once it was stopped", async () => {
    let now = 0;
    vi.spyOn(performance, "now").mockImplementation(() => (now += 1));
    const stop = new AbortController();
    const onProgress = vi.fn(() => { stop.abort(); });
    await expect(photosInText(`${page(FIRST)}\n`.repeat(1000), { signal: stop.signal, onProgress })).rejects.toThrow();
    expect(onProgress).toHaveBeenCalledOnce();
  });

  it("in steps is what it is in one go, in one piece or in several that end with lines", () => {
    const words = `${page(FIRST)}, ${page(FIRST + 1)}\r\n1 2 3\r\r\n"${page(FIRST)}"\n7,${page(FIRST + 2)},x\nno photo\n\n12345678@N00 ${String(FIRST)}\n5`;
    const whole = readReferences(words);
    expect(whole.photos.map(({ photo }) => Number(photo))).toEqual([FIRST, FIRST + 1, 1, 2, 3, FIRST + 2, 5]);
    expect(whole).toMatchObject({ accounts: ["12345678@N00"], repeats: 1, others: ["no photo"] });
    const reader = new ReferenceReader();
    for (const piece of words.split(/(?<=\n)/)) {
      const steps = [...reader.read(piece)];
      expect(steps).toEqual([...steps].sort((one, other) => one - other));
    }
    expect(reader.result).toEqual(whole);
  });
});

describe("photos of several texts and files", () => {
  it("are asked about once each, as first written, ascending, and gathered in slices", async () => {
    let now = 0;
    vi.spyOn(performance, "now").mockImplementation(() => (now += 1));
    const found = (photos: readonly (readonly [number, string])[]): Found => ({ photos: new Map(photos), others: 0, accounts: false });
    const signal = new AbortController().signal;
    expect(await inOrder([found([[10, "ten"], [9, "nine"]]), found([]), found([[9, "again"], [1_000_000_000_000, "last"], [2, "two"]])], signal)).toEqual([
      { id: 2, ref: "two" }, { id: 9, ref: "nine" }, { id: 10, ref: "ten" }, { id: 1_000_000_000_000, ref: "last" },
    ]);
    const stop = new AbortController();
    const stopped = inOrder([found(Array.from({ length: 100 }, (_, at) => [at, ""]))], stop.signal);
    stop.abort();
    await expect(stopped).rejects.toThrow();
  });
});

describe("files", () => {
  it("of an export are told by their names alone, loose or in an archive", async () => {
    const records = [FIRST, FIRST + 1].map((photo) => ({ name: `photo_${String(photo)}.json`, content: "not read" }));
    const found = await read(file("export.zip", makeZip([...records, { name: "faves_part001.json", content: String(FIRST + 9) }])), ...records.map(({ name, content }) => file(name, content)), file("faves_part001.json", String(FIRST + 9)), file("a.jpg", ""));
    expect(Object.keys(found)).toEqual(["photo_….json", "export.zip"]);
    for (const each of Object.values(found)) expect(typeof each === "string" ? each : [...each.photos.keys()]).toEqual([FIRST, FIRST + 1]);
    expect(Object.keys(await read(file(`photo_${String(FIRST)}.json`, "")))).toEqual([`photo_${String(FIRST)}.json`]);
  });

  it("that give no photos say why", async () => {
    vi.stubGlobal("document", new JSDOM("<html></html>").window.document); // without words, so each says its message's name
    const pictures = makeZip([{ name: "a_1_o.jpg", content: "" }]);
    expect(await read(file("a.jpg", ""), file("b.json", "1"), file("c.zip", pictures), file("d.zip", makeZip([{ name: "x", content: "" }])), file("e.txt", "hello"), file("f.txt", "12345678@N00"), file("g.zip", "no archive"))).toEqual({
      "a.jpg": "site_file_pictures", "b.json": "site_file_json", "c.zip": "site_file_pictures", "d.zip": "site_file_none", "e.txt": "site_file_none", "f.txt": "site_accounts", "g.zip": "zip_broken",
    });
    const large = file("h.csv", "1");
    Object.defineProperty(large, "size", { value: 100_000_001 });
    expect(await read(large)).toEqual({ "h.csv": "site_file_large" });
  });

  it("that are lists are read in pieces: no line and no letter is cut, in any encoding", async () => {
    const count = 20_000;
    const words = `photo,title\n${Array.from({ length: count }, (_, at) => `${page(FIRST + at)},Möwe ${"ß".repeat(at % 40)}`).join("\r\n")}`;
    const sixteen = new Uint8Array(Uint16Array.from(`\ufeff${words}`, (letter) => letter.charCodeAt(0)).buffer);
    expect(sixteen.length).toBeGreaterThan(2_000_000);
    const found = await read(file("a.csv", words), file("b.csv", sixteen), file("c.csv", "7\r8"));
    for (const name of ["a.csv", "b.csv"]) {
      const each = found[name] as Found;
      expect([...each.photos.keys()]).toEqual(Array.from({ length: count }, (_, at) => FIRST + at));
      expect(each.others).toBe(1);
    }
    expect([...(found["c.csv"] as Found).photos.keys()]).toEqual([7, 8]);
  });

  it("that are one single line are read like others: no piece is looked through twice, and the share grows to their end", async () => {
    let now = 0;
    vi.spyOn(performance, "now").mockImplementation(() => (now += 0.05));
    const count = 60_000;
    const words = Array.from({ length: count }, (_, at) => page(FIRST + at)).join(" ");
    const looked = vi.spyOn(String.prototype, "lastIndexOf");
    const shares: number[] = [];
    const list = file("a.txt", words);
    for await (const [, each] of photosInFiles([list], { ...quiet(), onProgress: (share) => shares.push(share) })) expect((each as Found).photos.size).toBe(count);
    const ends = looked.mock.contexts.filter((_, at) => ["\n", "\r"].includes(looked.mock.calls[at]?.[0] ?? ""));
    expect(Math.max(...ends.map((each) => String(each).length))).toBeLessThanOrEqual(1_000_000);
    expect(list.size).toBeGreaterThan(3_000_000);
    expect(shares).toEqual([...shares].sort((one, other) => one - other));
    expect([shares[0], shares.filter((share) => share > 0.5 && share < 0.99).length > 50, shares.every((share) => share <= 1)]).toEqual([expect.closeTo(1 / 2 / (list.size / 1_000_000), 3), true, true]);
  });

  it("are read no further once that was stopped", async () => {
    const stop = new AbortController();
    stop.abort();
    const reading = { ...quiet(), signal: stop.signal };
    await expect((async () => { for await (const each of photosInFiles([file("a.csv", "7")], reading)) expect(each).toBeNull(); })()).rejects.toThrow();
  });
});
