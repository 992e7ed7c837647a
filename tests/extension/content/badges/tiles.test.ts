// Photos on a page, each in every place where the page shows it.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AnswerBook } from "../../../../extension/src/content/answers/answer-book.ts";
import { Drawing } from "../../../../extension/src/content/badges/drawing.ts";
import { containerOf } from "../../../../extension/src/content/badges/tile.ts";
import { Tiles } from "../../../../extension/src/content/badges/tiles.ts";
import type { Sighting } from "../../../../extension/src/content/finding/finder.ts";
import { noteLoaded, noteUnwatched } from "../../../../extension/src/content/finding/picture.ts";
import { Scrolling } from "../../../../extension/src/content/screen/scrolling.ts";
import { NOT_LISTED, summarise } from "../../../../extension/src/shared/answers.ts";
import { FakeBrowser } from "../../support/browser.ts";
import { FakeChrome, settle } from "../../support/fake-chrome.ts";

const A = "911000000001";
const B = "911000000002";
const LISTED = summarise([{ dataset: "tidewatch", answer: "listed" }]);

let browser: FakeBrowser;
let answers: AnswerBook;
let drawing: Drawing;
let tiles: Tiles;
/** The photo that the person calls their own. */
let own = "";

function open(html: string): void {
  browser = new FakeBrowser(`<main>${html}</main>`);
  answers = new AnswerBook((photos) => { drawing.update(photos.flatMap((photo) => tiles.of(photo))); });
  const none = vi.fn();
  drawing = new Drawing({ answers, scrolling: new Scrolling(), askFirst: none, isOwn: () => false, events: { pointed: none, focused: none, pressed: none, changed: none, removed: none } });
  tiles = new Tiles(answers, drawing, (photo) => photo === own);
}

function see(selector: string, photo: string): Sighting {
  const sighting = { element: browser.get(selector), photo };
  tiles.add(sighting);
  return sighting;
}

beforeEach(() => { new FakeChrome().install(); });
afterEach(() => { drawing.stop(); });

const TWO = '<div id="one"><img id="a"></div><div id="two"><img id="b"></div>';

it("a photo in two places is asked about once, and carries a badge in both", async () => {
  open(TWO);
  see("#a", A);
  see("#b", A);
  expect(answers.due()).toEqual([A]);
  expect(tiles.of(A).map(({ sighting }) => sighting.element.id)).toEqual(["a", "b"]);
  await settle();
  answers.set({ [A]: LISTED });
  expect(browser.badged()).toEqual([A, A]);
});

it("a photo that has left one of its places stays known; when it has left all, it is forgotten with its badge", async () => {
  open(TWO);
  const first = see("#a", A);
  const second = see("#b", A);
  await settle();
  answers.set({ [A]: LISTED });
  tiles.remove(first);
  expect(answers.counts.listed).toBe(1);
  expect(browser.badged()).toEqual([A]);
  tiles.remove(second);
  expect(answers.empty).toBe(true);
  expect(browser.badged()).toEqual([]);
});

it("what is lost late does not take away the photo that came into its place", async () => {
  open(TWO);
  const before = see("#a", A);
  tiles.remove(before);
  see("#a", B);
  await settle();
  answers.set({ [B]: LISTED });
  tiles.remove(before);
  expect(tiles.of(B).length).toBe(1);
  expect(browser.badged()).toEqual([B]);
});

it("a picture that stands in another box now keeps its badge, and that box is its tile", async () => {
  open(TWO);
  const sighting = see("#a", A);
  await settle();
  answers.set({ [A]: LISTED });
  expect(tiles.of(A)[0]?.container.id).toBe("one");
  browser.get("#two").append(browser.get("#a"));
  tiles.refresh(sighting);
  expect(tiles.of(A)[0]?.container.id).toBe("two");
  expect(browser.badged()).toEqual([A]);
});

it("a picture whose file is there now gets its badge, which waited for it", async () => {
  open(TWO);
  Object.defineProperty(browser.get("#a"), "complete", { value: false });
  noteUnwatched(browser.document);
  browser.window.HTMLElement.prototype.getBoundingClientRect = () => ({ left: 0, top: 0, width: 300, height: 200 }) as DOMRect;
  const sighting = see("#a", A);
  await settle();
  answers.set({ [A]: LISTED });
  await settle();
  expect(tiles.of(A)[0]?.badge?.placed).toBe(false);
  noteLoaded(sighting.element);
  // Nobody can be asked what is painted while something scrolls.
  browser.document.dispatchEvent(new browser.window.Event("scroll"));
  vi.spyOn(performance, "now").mockReturnValue(performance.now());
  tiles.loaded(sighting.element);
  await vi.waitFor(() => { expect(tiles.of(A)[0]?.badge?.placed).toBe(true); });
  vi.restoreAllMocks();
});

describe("the list of listed photos", () => {
  it("has each once, in the order of the page, whatever came first", () => {
    open(`${TWO}<div><a id="c" href="/photos/somebody/${B}/"><img id="d"></a></div>`);
    see("#d", B);
    see("#b", A);
    see("#a", "911000000003");
    answers.set({ [A]: LISTED, [B]: LISTED, "911000000003": NOT_LISTED });
    expect(tiles.listed()).toEqual([
      { id: A, ...LISTED, url: `https://www.flickr.com/photo.gne?id=${A}`, title: null, own: false },
      { id: B, ...LISTED, url: `https://www.flickr.com/photos/somebody/${B}/`, title: null, own: false },
    ]);
  });

  it("leaves out photos that nobody could answer about", () => {
    open(TWO);
    see("#a", A);
    expect(tiles.listed()).toEqual([]);
  });
});

describe("the box of a badge", () => {
  it.each([
    ["of an image: around it", '<div id="box"><img id="x"></div>'],
    ["of an image in a picture: around both", '<div id="box"><picture><img id="x"></picture></div>'],
    ["of a background: the element itself", '<div><div style="background: url(x.jpg)" id="box" class="x"></div></div>'],
    ["of a lone link: the tile that it is laid over", '<div id="box"><a id="x" href="/photos/somebody/911000000001/"></a></div>'],
    ["of a link that draws the photo: the link", '<div><a id="box" class="x" style="background: url(x.jpg)"></a></div>'],
  ])("%s", (_, html) => {
    open(html);
    expect(containerOf(browser.get("#x, .x")).id).toBe("box");
  });
});

describe("what a page says of its photos", () => {
  const image = `<img id="a" alt="Low tide&#x202e; ,\n by the pier">`;

  it("is given with those that are listed: the title, cleaned, and whether it is the person's own", () => {
    own = A;
    open(`<div><div id="one">${image}</div><a href="https://www.flickr.com/photos/marlene-tern/${A}/in/dateposted-public/"></a></div><div id="two"><img id="b"></div>`);
    see("#a", A);
    see("#b", B);
    answers.set({ [A]: LISTED, [B]: LISTED });
    expect(tiles.listed().map(({ id, title, own: mine }) => [id, title, mine])).toEqual([[A, "Low tide , by the pier", true], [B, null, false]]);
  });

  it.each<[string, string, string | null]>([
    ["a link to the photo", `<a href="https://www.flickr.com/photos/Marlene-Tern/${A}/">${image}</a>`, "marlene-tern"],
    ["a link with the NSID", `<a href="https://www.flickr.com/photos/900000701@N07/${A}/">${image}</a>`, "900000701@n07"],
    ["a link to another photo", `<a href="https://www.flickr.com/photos/marlene-tern/${B}/">${image}</a>`, null],
    ["a link to the account alone", `<a href="https://www.flickr.com/photos/marlene-tern/">${image}</a>`, null],
    ["no link", image, null],
  ])("names its account by %s", (_, html, account) => {
    open(html);
    see("#a", A);
    expect(tiles.accountOf(A)).toBe(account);
  });

  it("names no account where two places differ", () => {
    open(`<div><a href="https://www.flickr.com/photos/one-name/${A}/"><img id="a"></a></div><div><a href="https://www.flickr.com/photos/other-name/${A}/"><img id="b"></a></div>`);
    see("#a", A);
    see("#b", A);
    expect(tiles.accountOf(A)).toBeNull();
  });
});
