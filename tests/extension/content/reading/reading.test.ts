// What is read from one page of photos, and that a page is read to its end.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { nsidOf } from "../../../../extension/src/content/reading/page-reading.ts";
import { readToTheEnd, type Screen } from "../../../../extension/src/content/reading/to-the-end.ts";
import type { PageReading, ReadPage } from "../../../../extension/src/shared/page-reading.ts";
import type { PhotoPages } from "../../../../extension/src/shared/photo-pages.ts";
import { openPage } from "../../support/page.ts";

const NSID = "900000701@N07";
const OTHER = "900000702@N03";
const ADDRESS = "https://www.flickr.com/photos/marlene-tern/";
const ACCOUNT: PhotoPages = { kind: "account", user: "marlene-tern" };
const image = (photo: string): string => `//live.staticflickr.com/65535/${photo}_0a1b2c3d4e_z.jpg`;
/** A tile as the page's script leaves it: the picture, and a link over it. */
const tile = (photo: string, user = "marlene-tern"): string =>
  `<div class="tile"><div><img src="${image(photo)}"><div><a class="overlay" href="/photos/${user}/${photo}/in/dateposted-public/"></a></div></div></div>`;
/** The same as the server sends it. */
const bare = (photo: string): string => `<div class="tile"><div><img src="${image(photo)}"><div></div></div></div>`;
const pager = (...numbers: number[]): string => numbers.map((n) => `<a href="/photos/marlene-tern/page${n}">${n}</a>`).join("");
const icon = (nsid: string): string => `background-image: url(//live.staticflickr.com/2844/buddyicons/${nsid}_r.jpg?1387303737#${nsid})`;

/** A screen that scrolls `steps` times and then has reached the end; `each` is run at every step. */
function screenFor(steps: number, each: (step: number) => void = () => undefined, visible: () => boolean = () => true): Screen {
  let step = 0;
  return {
    isVisible: visible,
    scroll: () => {
      step += 1;
      each(step);
      return step <= steps;
    },
    pause: () => Promise.resolve(),
  };
}

async function read(html: string, { pages = ACCOUNT, names = ["marlene-tern"], address = ADDRESS, status = 200, screen = screenFor(0) } = {}): Promise<PageReading> {
  const document = openPage(html, address);
  Object.assign(document.defaultView?.performance ?? {}, { getEntriesByType: () => [{ responseStatus: status }] });
  const request: ReadPage = { kind: "read-page", pages, names };
  return readToTheEnd(document, request, screen);
}

describe("photos", () => {
  it("are those that the page shows and whose link names the account, by its name or its NSID", async () => {
    const reading = await read(`${tile("911000000001")}${tile("911000000002", NSID)}${tile("911000000003", "Marlene-Tern")}`, { names: ["marlene-tern", NSID.toLowerCase()] });
    expect(reading.photos).toEqual(["911000000001", "911000000002", "911000000003"]);
    expect(reading.unlinked).toEqual([]);
  });

  it("of other people are left out: favourites, sidebars, comments, text links, models in scripts", async () => {
    const reading = await read(`${tile("911000000001")}
      <aside>${tile("911000000002", "somebody-else")}</aside>
      <p>By <a href="/photos/marlene-tern/911000000003/">Marlene</a>, see <a href="/photos/somebody-else/911000000004/"><img src="${image("911000000004")}"></a></p>
      <script class="modelExport">{"photo-models": [{"id": "911000000005", "owner": "marlene-tern"}]}</script>
      <img src="//live.staticflickr.com/65535/buddyicons/${NSID}.jpg">`);
    expect(reading.photos).toEqual(["911000000001"]);
  });

  it("are everybody's in a group's pool", async () => {
    const pages: PhotoPages = { kind: "group", group: "tidal-flats" };
    const reading = await read(`${tile("911000000001")}${tile("911000000002", "somebody-else")}`, { pages, names: [], address: "https://www.flickr.com/groups/tidal-flats/pool/" });
    expect(reading.photos).toEqual(["911000000001", "911000000002"]);
  });

  it("without a link are told apart: nobody said whose they are", async () => {
    const reading = await read(`${tile("911000000001")}${bare("911000000002")}`);
    expect(reading).toMatchObject({ photos: ["911000000001"], unlinked: ["911000000002"] });
  });

  it("are waited for: links that the page's script adds, and photos that come while it is scrolled", async () => {
    const grow = (step: number): void => {
      const main = document.querySelector("main");
      if (step === 1) main?.insertAdjacentHTML("beforeend", bare("911000000002"));
      if (step === 3) main?.insertAdjacentHTML("beforeend", tile("911000000003"));
      if (step === 6) for (const old of document.querySelectorAll(".tile")) if (old.querySelector("a") === null) old.outerHTML = tile("911000000002");
      // The page takes a tile away again that was scrolled past.
      if (step === 4) document.querySelector(".tile")?.remove();
    };
    const document = openPage(`<main>${tile("911000000001")}</main>`, ADDRESS);
    Object.assign(document.defaultView?.performance ?? {}, { getEntriesByType: () => [{ responseStatus: 200 }] });
    const reading = await readToTheEnd(document, { kind: "read-page", pages: ACCOUNT, names: ["marlene-tern"] }, screenFor(2, grow));
    expect(reading).toMatchObject({ photos: ["911000000001", "911000000002", "911000000003"], unlinked: [] });
  });

  it("of a page that nobody sees are not taken for all of them", async () => {
    let looks = 0;
    const reading = await read(tile("911000000001"), { screen: screenFor(10, undefined, () => (looks += 1) < 3) });
    expect(reading.hidden).toBe(true);
  });

  it("end some time, even on a page that always grows", async () => {
    const reading = await read(tile("911000000001"), { screen: screenFor(Infinity) });
    expect(reading).toMatchObject({ photos: ["911000000001"], hidden: false });
  });
});

describe("the page", () => {
  it("says its status, and an error's page is not scrolled", async () => {
    let scrolled = false;
    const screen = screenFor(3, () => { scrolled = true; });
    expect(await read("<h1>Too many requests</h1>", { status: 429, screen })).toMatchObject({ status: 429, photos: [] });
    expect(scrolled).toBe(false);
    expect((await read(tile("911000000001"), { status: 0 })).status).toBeNull();
  });

  it.each<[string, string, number | null]>([
    ["the highest page that is linked", pager(1, 2, 3, 33, 34), 34],
    ["not another account's", `${pager(1, 2)}<a href="/photos/somebody-else/page99">99</a>`, 2],
    ["not an album's", `${pager(1, 2)}<a href="/photos/marlene-tern/albums/72177720900000001/page99">99</a>`, 2],
    ["nothing where no page is linked", "", null],
  ])("tells the last page: %s", async (_, html, last) => {
    expect((await read(`${tile("911000000001")}${html}`)).last).toBe(last);
  });

  it.each<[string, number | null]>([
    ["3,343 Photos", 3343],
    ["3.343 Fotos", 3343],
    ["3 343 photos", 3343],
    ["58 photos", 58],
    ["写真3,343枚", 3343],
    ["1,234,567 photos", 1234567],
    ["10.5K photos", null],
    ["10K Photos", null],
    ["1.2M", null],
    ["1.2万枚", null],
    ["Photos", null],
  ])("says how many photos there are: %s", async (words, number) => {
    expect((await read(`<p class="metadata-item photo-count">${words}</p>`)).stated).toBe(number);
  });

  it("that says two different numbers says none", async () => {
    expect((await read('<p class="photo-count">3 photos</p><p class="photo-count">4 photos</p>')).stated).toBeNull();
    expect((await read('<p class="photo-count">3 photos</p><p class="photo-count">3 photos</p>')).stated).toBe(3);
  });
});

describe("the account's NSID", () => {
  const link = (nsid: string, user = "marlene-tern"): string => `<a href="/photos/${user}/" data-person-nsid="${nsid}"></a>`;
  const viewer = `<nav><a href="/photos/somebody-else/" data-person-nsid="${OTHER}" style="${icon(OTHER)}"></a><img src="//live.staticflickr.com/1/buddyicons/${OTHER}.jpg"></nav>`;
  const cover = `<div style="background-image: url(//live.staticflickr.com/3799/coverphoto/${NSID}_h.jpg)"></div>`;
  it.each<[string, string, string | null]>([
    ["a link and an icon agree", `${link(NSID)}<div style="${icon(NSID)}"></div>`, NSID],
    ["cover and icon agree", `${cover}<div style="${icon(NSID)}"></div>`, NSID],
    ["the player and the icon agree", `<meta content="https://embedr.flickr.com/photostreams/${NSID}"><div style="${icon(NSID)}"></div>`, NSID],
    ["the person who is signed in is somebody else", `${viewer}${cover}<div style="${icon(NSID)}"></div>`, NSID],
    ["only the person who is signed in is named", viewer, null],
    ["one place alone names it", `<div style="${icon(NSID)}"></div>`, null],
    ["two places disagree", `${cover}<div style="${icon(OTHER)}"></div>`, null],
    ["two are named twice", `${link(NSID)}${link(OTHER)}<div style="${icon(NSID)}"></div><div style="${icon(OTHER)}"></div>`, null],
  ])("where %s", (_, html, nsid) => {
    expect(nsidOf(openPage(html, ADDRESS), "marlene-tern")).toBe(nsid);
  });
});

/** Real pages, which are not part of the repository. */
const SAVED = path.join(process.env.INSET_SHARED ?? fileURLToPath(new URL("../../../../../shared", import.meta.url)), "pages");

describe.skipIf(!existsSync(path.join(SAVED, "expected.json")))("saved pages (skipped where INSET_SHARED has none)", () => {
  const saved = (file: string): string => readFileSync(path.join(SAVED, file), "utf8");
  const expected = existsSync(path.join(SAVED, "expected.json")) ? (JSON.parse(saved("expected.json")) as Record<string, { readonly photos: readonly string[] }>) : {};

  it("an album whose script has run gives its photos and its number", async () => {
    const file = "album-2025-10-fpusa-1.html";
    const pages: PhotoPages = { kind: "album", user: "furniturepackagesusa", album: "72177720316430456" };
    const reading = await read(saved(file), { pages, names: ["furniturepackagesusa"], address: "https://www.flickr.com/photos/furniturepackagesusa/albums/72177720316430456" });
    expect([...reading.photos].sort()).toEqual([...(expected[file]?.photos ?? [])].sort());
    expect(reading).toMatchObject({ stated: 58, unlinked: [] });
  });

  it("a photostream as the server sends it shows a quarter of its page, without links: not taken for the whole", async () => {
    const file = "photostream-2023-10-astrosamantha.html";
    const pages: PhotoPages = { kind: "account", user: "astrosamantha" };
    const reading = await read(saved(file), { pages, names: ["astrosamantha"], address: "https://www.flickr.com/photos/astrosamantha/" });
    expect(reading).toMatchObject({ photos: [], last: 34, stated: 3343, nsid: "65541944@N07" });
    expect(reading.unlinked.length).toBe(expected[file]?.photos.length);
  });

  it("an album names its account in two places", () => {
    const document = openPage(saved("album-2024-06-desescribir.html"), "https://www.flickr.com/photos/desescribir/albums/72157650686499888");
    expect(nsidOf(document, "desescribir")).toBe("34912442@N03");
  });
});
