// What a person pastes into Look up: photos, accounts, and what is neither.
import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { accountOf, readReferences } from "../../../../helper/inset/server/web/page/reading/references.js";
import { nsids } from "../../support/vectors.ts";

const ONE = "990000000001";
const TWO = "990000000002";
const PAGE = (photo: string): string => `https://www.flickr.com/photos/sample-user/${photo}/`;

/** What readers of lists pass, too. */
const BROKEN = (JSON.parse(readFileSync(new URL("../../../vectors/broken_addresses.json", import.meta.url), "utf8")) as { cases: { text: string; photos: string[] }[] }).cases;

const photosOf = (text: string): string[] => readReferences(text).photos.map((each) => each.photo);

describe("a pasted text", () => {
  it.each(BROKEN)("whose addresses are broken within their number names what is whole: $text", ({ text, photos }) => {
    expect(photosOf(text)).toEqual(photos);
  });

  it.each(["\u200b", "<b>", "<wbr>", "1\u200b", "1 ", '1" ', " ", "1{"])("with a long row of what breaks words takes no longer than any long text: %j", (row) => {
    expect(photosOf(`${PAGE(ONE)} flickr 1${row.repeat(500_000 / row.length)}`)).toContain(ONE);
  });

  it.each([
    ["one a line", `${ONE}\n${TWO}`],
    ["with Windows' line ends and blank lines", `${ONE}\r\n\r\n${TWO}\r\n`],
    ["separated by commas", `${ONE}, ${TWO}`],
    ["separated by blanks", `${ONE} ${TWO}`],
    ["addresses in a sentence", `Look at ${PAGE(ONE)} and at <${PAGE(TWO)}>.`],
    ["rows of a table with numbers of other kinds", `7,${PAGE(ONE)},4\n8,${PAGE(TWO)},5`],
    ["addresses in quotation marks", `"${PAGE(ONE)}","${PAGE(TWO)}"`],
    ["addresses with commas alone between them", `${PAGE(ONE)},${PAGE(TWO)}`],
    ["addresses of images", `https://live.staticflickr.com/65535/${ONE}_5a3c7e9b10_b.jpg\n//live.staticflickr.com/65535/${TWO}_5a3c7e9b10_b.jpg`],
  ])("gives its photos: %s", (_, text) => {
    expect(photosOf(text)).toEqual([ONE, TWO]);
  });

  it("does not take a number among words for a photo", () => {
    const { photos, others } = readReferences("I uploaded 42 photos in 2015\nid,url,licence\n");
    expect(photos).toEqual([]);
    expect(others).toEqual(["I uploaded 42 photos in 2015", "id,url,licence"]);
  });

  it("keeps how a photo was first written, and counts repeats", () => {
    const { photos, repeats } = readReferences(`${PAGE(ONE)}\n${ONE}\n${ONE}`);
    expect(photos).toEqual([{ photo: ONE, ref: PAGE(ONE) }]);
    expect(repeats).toBe(2);
  });

  it("tells what it does not understand, and takes no album for a photo", () => {
    const album = "https://www.flickr.com/photos/sample-user/albums/72157620000000001/";
    expect(readReferences(`${album}\n${ONE}`)).toMatchObject({ photos: [{ photo: ONE }], accounts: [], others: [album] });
  });

  it("takes a hundred thousand lines", () => {
    const photos = Array.from({ length: 100_000 }, (_, n) => String(990_000_000_000 + n));
    expect(photosOf(photos.map(PAGE).join("\n"))).toEqual(photos);
  });
});

describe("an account", () => {
  it.each([
    ["12345678@N00", "12345678@N00"],
    ["12345678@n00", "12345678@N00"],
    ["https://www.flickr.com/photos/12345678@N00/", "12345678@N00"],
    ["https://www.flickr.com/people/12345678%40N00", "12345678@N00"],
    ["flickr.com/photos/Sample-User", "sample-user"],
    ["https://www.flickr.com/photos/sample-user/?page=2", "sample-user"],
  ])("is read from %s", (text, account) => {
    expect(accountOf(text)).toBe(account);
    expect(readReferences(text)).toMatchObject({ photos: [], accounts: [account], others: [] });
  });

  it.each(nsids)("by its ID: %j is %j", (text, nsid) => {
    expect(accountOf(text)).toBe(nsid);
  });

  it.each(["sample-user", "https://www.flickr.com/photos/tags/", "https://evil.example/photos/sample-user/", "1234@N00", "https://www.flickr.com/photos/sample-user/albums/"])(
    "is not read from %s",
    (text) => {
      expect(accountOf(text)).toBeNull();
    },
  );
});
