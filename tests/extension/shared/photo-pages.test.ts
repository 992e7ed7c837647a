// Which addresses are about an account's, an album's or a group's photos, and which page of them they are.
import { describe, expect, it } from "vitest";
import { accountInAddress, addressOfPage, pageNumber, parsePhotoPages, type PhotoPages } from "../../../extension/src/shared/photo-pages.ts";

const account: PhotoPages = { kind: "account", user: "marlene-tern" };
const album: PhotoPages = { kind: "album", user: "marlene-tern", album: "72177720900000001" };
const group: PhotoPages = { kind: "group", group: "tidal-flats" };
const on = (path: string): string => `https://www.flickr.com${path}`;

it.each<[string, PhotoPages | null]>([
  [on("/photos/marlene-tern"), account],
  [on("/photos/marlene-tern/"), account],
  [on("/photos/marlene-tern/page7/?view=lg#top"), account],
  ["http://flickr.com/photos/marlene-tern/", account],
  ["https://m.flickr.com/photos/marlene-tern/", account],
  [on("/photos/900000701@N07/"), { kind: "account", user: "900000701@N07" }],
  [on("/photos/900000701%40N07/"), { kind: "account", user: "900000701@N07" }],
  [on("/people/marlene-tern/"), account],
  [on("/photos/marlene-tern/albums"), account],
  [on("/photos/marlene-tern/920000000001/in/photostream/"), account],
  [on("/photos/marlene-tern/albums/72177720900000001"), album],
  [on("/photos/marlene-tern/sets/72177720900000001/page2/"), album],
  [on("/photos/marlene-tern/albums/72177720900000001/with/920000000001/"), album],
  [on("/groups/tidal-flats/pool/page3"), group],
  [on("/groups/tidal-flats/"), group],
  [on("/groups/900000001@N23/pool/"), { kind: "group", group: "900000001@N23" }],
  [on("/photos/tags/ebb/"), null],
  [on("/photos/me/"), null],
  [on("/photos/"), null],
  [on("/explore"), null],
  [on("/"), null],
  [on("/search/?text=ebb"), null],
  ["https://www.flickr.com.evil.example/photos/marlene-tern/", null],
  ["https://live.staticflickr.com/photos/marlene-tern/", null],
  [on("/photos/marlene%2Dtern%2F..%2F/"), null],
  ["javascript:alert(1)", null],
  ["marlene-tern", null],
  ["", null],
])("%s", (address, pages) => {
  expect(parsePhotoPages(address)).toEqual(pages);
});

describe("the number of a page", () => {
  it.each<[PhotoPages, string, number | null]>([
    [account, on("/photos/marlene-tern/"), 1],
    [account, on("/photos/Marlene-Tern/page12"), 12],
    [account, on("/photos/marlene-tern/page0"), null],
    [account, on("/photos/marlene-tern/page2/extra"), null],
    [account, on("/photos/marlene-tern/920000000001/"), null],
    [account, on("/photos/marlene-tern/albums/72177720900000001"), null],
    [account, on("/photos/somebody-else/page2"), null],
    [account, on("/people/marlene-tern/"), null],
    [album, on("/photos/marlene-tern/sets/72177720900000001/page2/"), 2],
    [album, on("/photos/marlene-tern/page2"), null],
    [group, on("/groups/tidal-flats/pool"), 1],
    [group, on("/groups/tidal-flats/"), null],
  ])("of %o in %s is %s", (pages, address, number) => {
    expect(pageNumber(pages, address)).toBe(number);
  });

  it.each([account, album, group])("comes back from the address that is made for it: %o", (pages) => {
    for (const page of [1, 2, 10, 9999]) expect(pageNumber(pages, addressOfPage(pages, page))).toBe(page);
    expect(parsePhotoPages(addressOfPage(pages, 3))).toEqual(pages);
  });
});

it.each<[string, string | null]>([
  [on("/photos/Marlene-Tern/920000000001/"), "marlene-tern"],
  [on("/photos/900000701@N07/920000000001/in/album-72177720900000001"), "900000701@n07"],
  [on("/photos/marlene-tern/"), null],
  [on("/photos/marlene-tern/albums/72177720900000001"), null],
  [on("/photos/tags/2015"), null],
  ["https://example.org/photos/marlene-tern/920000000001/", null],
])("the account in %s", (address, user) => {
  expect(accountInAddress(address)).toBe(user);
});
