// What a person drops becomes the lines of a question: exports out of zips and folders, and lists.
import { inflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";

import { linesOf } from "../../../../helper/inset/server/web/page/reading/files.js";
import "../../support/page-words.ts";
import { makeZip } from "../../support/zip-files.ts";

type Line = string | Record<string, unknown>;

const RECORD = '{"id": "990000000001"}';
const uploaded: string[] = [];
const how = { signal: new AbortController().signal, onProgress: () => undefined, upload: (file: File) => { uploaded.push(file.name); return Promise.resolve(`id-of-${file.name}`); } };

async function linesFor(...files: File[]): Promise<Line[]> {
  const found: Line[] = [];
  for await (const line of linesOf(files, how)) found.push(line);
  return found;
}

const file = (name: string, content: BlobPart = "x"): File => new File([content], name);
const zip = (name: string, members: Record<string, string>, method = 8): File => file(name, makeZip(Object.entries(members).map(([member, content]) => ({ name: member, content, method }))));

describe("a data export", () => {
  it("gives its records out of the zip as they lie there, and of all else only the names", async () => {
    const lines = await linesFor(zip("72157_part1.zip", { "photo_990000000001.json": RECORD, "albums.json": "[]", "account_profile.json": "{}", "contacts_part001.json": "{}", "sunset_990000000001_o.jpg": "picture" }));
    expect(lines.filter((line) => typeof line === "object" && !("deflated" in line))).toEqual([{ file: "contacts_part001.json", archive: "72157_part1.zip" }, { file: "sunset_990000000001_o.jpg", archive: "72157_part1.zip" }]);
    const packed = lines.filter((line): line is Record<string, unknown> => typeof line === "object" && "deflated" in line);
    expect(packed.map((line) => [line.file, inflateRawSync(Buffer.from(String(line.deflated), "base64")).toString(), line.bytes])).toEqual([
      ["photo_990000000001.json", RECORD, RECORD.length], ["albums.json", "[]", 2], ["account_profile.json", "{}", 2],
    ]);
  });

  it("is taken out of folders within the zip, without what systems leave there", async () => {
    const lines = await linesFor(zip("mine.zip", { "export/photo_990000000001.json": RECORD, "export/._photo_990000000001.json": "x", "__MACOSX/photo_990000000001.json": "x", "export/.DS_Store": "x" }, 0));
    expect(lines).toEqual([{ file: "photo_990000000001.json", text: RECORD }]);
  });

  it("of pictures is named and not read", async () => {
    expect(await linesFor(zip("data-download-1.zip", { "a_990000000001_o.jpg": "picture", "video_990000000002.mp4": "film" }))).toEqual([{ file: "a_990000000001_o.jpg", archive: "data-download-1.zip" }, { file: "video_990000000002.mp4", archive: "data-download-1.zip" }]);
  });

  it("that was unpacked gives its records, and of all else only the names", async () => {
    const lines = await linesFor(file("photo_990000000001.json", RECORD), file("faves_part001.json"), file("IMG_1_990000000001_o.JPG"), file(".DS_Store"));
    expect(lines).toEqual([{ file: "photo_990000000001.json", text: RECORD }, { file: "IMG_1_990000000001_o.JPG" }, { file: "faves_part001.json" }]);
  });

  it("without a record, as its other parts are, is only named: as a list it would give other people's photos", async () => {
    const others = { "faves_part001.json": '{"faves": []}', "groups.json": "{}" };
    expect(await linesFor(zip("part2.zip", others))).toEqual([{ file: "faves_part001.json", archive: "part2.zip" }, { file: "groups.json", archive: "part2.zip" }]);
    expect(await linesFor(file("faves_part001.json"), file("groups.json"))).toEqual([{ file: "faves_part001.json" }, { file: "groups.json" }]);
    expect(await linesFor(file("groups.json"))).toEqual([{ upload: "id-of-groups.json" }]);
  });

  it("may come as several zips at once", async () => {
    const lines = await linesFor(zip("part1.zip", { "photo_990000000001.json": RECORD }), zip("data-download-1.zip", { "a_990000000001_o.jpg": "" }));
    expect(lines.map((line) => (typeof line === "object" ? line.file : line))).toEqual(["photo_990000000001.json", "a_990000000001_o.jpg"]);
  });
});

describe("a list", () => {
  it.each(["links.txt", "mine.csv", "mine.xlsx", "bookmarks.html", "ids.json"])("is handed over whole: %s", async (name) => {
    expect(await linesFor(file(name))).toEqual([{ upload: `id-of-${name}` }]);
  });

  it("in a zip that is no export is handed over whole", async () => {
    expect(await linesFor(zip("lists.zip", { "mine.csv": "id\n1\n" }))).toEqual([{ upload: "id-of-lists.zip" }]);
  });

  it("that is empty, or too large, says so", async () => {
    await expect(linesFor(new File([], "nothing.csv"))).rejects.toThrow("nothing.csv is empty");
    const large = file("all.csv");
    Object.defineProperty(large, "size", { value: 2_000_000_000 });
    await expect(linesFor(large)).rejects.toThrow("Add all.csv as a dataset");
  });
});

it("stops when it is cancelled", async () => {
  const lines = linesOf([file("photo_1.json", "{}")], { ...how, signal: AbortSignal.abort() });
  await expect(lines.next()).rejects.toThrow();
});
