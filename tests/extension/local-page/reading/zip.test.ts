// Zip archives in the browser: those that Python's zipfile writes, and those that nobody would write without malice.
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";

import { LARGEST_MEMBER, readDirectory, readMembers } from "../../../../helper/inset/server/web/page/reading/zip.js";
import "../../support/page-words.ts";
import { type Entry, makeZip } from "../../support/zip-files.ts";

async function contentOf(archive: Blob, names?: string[]): Promise<Record<string, string>> {
  const members = (await readDirectory(archive)).filter(({ name }) => names?.includes(name) ?? true);
  const found: Record<string, string> = {};
  for await (const group of readMembers(archive, members)) {
    for (const { member, content } of group) found[member.name] = (member.method === 8 ? inflateRawSync(content) : Buffer.from(content)).toString();
  }
  return found;
}

/** A blob that counts the bytes that are read of it. */
function counted(archive: Blob): { archive: Blob; bytes: () => number } {
  let bytes = 0;
  const slice = archive.slice.bind(archive);
  archive.slice = (...where) => {
    const piece = slice(...where);
    bytes += piece.size;
    return piece;
  };
  return { archive, bytes: () => bytes };
}

describe("an archive", () => {
  const entries: Entry[] = [{ name: "photo_990000000001.json", content: '{"id": "990000000001"}' }, { name: "plain.json", content: "[]", method: 0 }, { name: "été.json", content: '"é"' }];

  it.each([
    ["as most programs write it", {}],
    ["with sizes of 64 bits", { zip64: true }],
    ["with a comment behind it", { comment: "made by nobody PK\u0005\u0006" }],
    ["with another file in front of it", { before: "#!/bin/sh\n" }],
    ["with sizes of 64 bits and another file in front of it", { zip64: true, before: "#!/bin/sh\n" }],
  ])("gives its members: %s", async (_, how) => {
    const archive = makeZip(entries, how);
    expect((await readDirectory(archive)).map(({ name }) => name)).toEqual(entries.map(({ name }) => name));
    expect(await contentOf(archive)).toEqual(Object.fromEntries(entries.map(({ name, content }) => [name, content])));
  });

  it("that is empty has no members", async () => {
    expect(await readDirectory(makeZip([]))).toEqual([]);
  });

  it("has its folders left out", async () => {
    expect(await readDirectory(makeZip([{ name: "albums/", content: "" }]))).toEqual([]);
  });

  it("of pictures is not read beyond its directory", async () => {
    const picture = "x".repeat(3_000_000);
    const { archive, bytes } = counted(makeZip([{ name: "one_990000000001_o.jpg", content: picture, method: 0 }, { name: "photo_990000000001.json", content: "{}" }, { name: "two_990000000002_o.jpg", content: picture, method: 0 }]));
    expect(Object.keys(await contentOf(archive, ["photo_990000000001.json"]))).toEqual(["photo_990000000001.json"]);
    expect(bytes()).toBeLessThan(300_000);
  });

  it("of many small members is read in large pieces", async () => {
    const many = Array.from({ length: 5000 }, (_, n) => ({ name: `photo_${String(990_000_000_000 + n)}.json`, content: `{"id": ${String(n)}}` }));
    const { archive, bytes } = counted(makeZip(many));
    const found = await contentOf(archive);
    expect(Object.keys(found)).toHaveLength(5000);
    expect(found["photo_990000004999.json"]).toBe('{"id": 4999}');
    expect(bytes()).toBeLessThan(3 * archive.size + 200_000);
  });
});

describe("what is no whole archive", () => {
  const whole = makeZip([{ name: "photo_990000000001.json", content: "{}".repeat(200) }]);

  it.each([
    ["nothing", new Blob([])],
    ["a text", new Blob(["photos".repeat(50_000)])],
    ["an archive's first half", whole.slice(0, Math.floor(whole.size / 2))],
    ["an archive's last bytes", whole.slice(whole.size - 22)],
  ])("is refused: %s", async (_, archive) => {
    await expect(readDirectory(archive)).rejects.toThrow("it is no zip archive, or a part of it is missing");
  });
});

describe("a hostile archive", () => {
  it.each<[string, Entry[]]>([
    ["whose member is too large", [{ name: "photo_1.json", content: "{}", size: LARGEST_MEMBER + 1 }]],
    ["whose members share their content", [{ name: "photo_1.json", content: "{}" }, { name: "photo_2.json", content: "{}", offset: 0 }]],
    ["whose member reaches into the directory", [{ name: "photo_1.json", content: "{}", raw: deflateRawSync("{}"), compressed: 9_000 }]],
  ])("is refused: %s", async (_, entries) => {
    await expect(contentOf(makeZip(entries))).rejects.toThrow("Unpack the archive with another program");
  });

  it("is refused where its directory would be larger than the whole", async () => {
    await expect(readDirectory(makeZip([], { zip64: true, directoryBytes: 2 ** 40 }))).rejects.toThrow("a part of it is missing");
  });
});

it("says what to do with a password, and with a rare compression", async () => {
  await expect(contentOf(makeZip([{ name: "photo_1.json", content: "{}", flags: 1 }]))).rejects.toThrow("Unpack the archive with its password");
  await expect(contentOf(makeZip([{ name: "photo_1.json", content: "{}", method: 14 }]))).rejects.toThrow("compressed in a way that this page does not read");
});
