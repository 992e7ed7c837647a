// What the watcher reads of a page that changes: exactly what changed, and nothing of ours.
import { afterEach, describe, expect, it, vi } from "vitest";
import { Finder } from "../../../../extension/src/content/finding/finder.ts";
import { markOwn } from "../../../../extension/src/content/finding/own.ts";
import { Watcher } from "../../../../extension/src/content/finding/watcher.ts";
import { FakeBrowser } from "../../support/browser.ts";
import { settle } from "../../support/fake-chrome.ts";

const A = "911000000001";
const B = "911000000002";
const C = "911000000003";
const image = (photo: string): string => `//live.staticflickr.com/65535/${photo}_0a1b2c3d4e_z.jpg`;
const tile = (photo: string): string => `<div class="tile"><img src="${image(photo)}"></div>`;

let browser: FakeBrowser;
let watcher: Watcher;
/** Photos that are found now. */
let found: string[];
/** Elements that the finder was given. */
let read: Element[];
const badgeRemoved = vi.fn<(badge: Element) => void>();
const changed = vi.fn();
const loaded = vi.fn<(element: Element) => void>();
const settled = vi.fn();

function open(html: string): void {
  browser = new FakeBrowser(`<main>${html}</main>`);
  found = [];
  read = [];
  for (const mock of [badgeRemoved, changed, loaded, settled]) mock.mockClear();
  const finder = new Finder({
    found: ({ photo }) => { found.push(photo); },
    lost: ({ photo }) => { found.splice(found.indexOf(photo), 1); },
    again: () => undefined,
  });
  const readOne = finder.read.bind(finder);
  vi.spyOn(finder, "read").mockImplementation((element) => {
    read.push(element);
    readOne(element);
  });
  watcher = new Watcher({ document: browser.document, finder, badgeRemoved, changed, loaded, settled });
  watcher.start();
}

/** An element of ours, as a badge is. */
function ours(): HTMLElement {
  const element = browser.document.createElement("inset-badge");
  markOwn(element);
  return element;
}

/** The observers have been told. */
const told = (): Promise<void> => Promise.resolve();

afterEach(() => { watcher.stop(); });

it("tells when the file of a picture is there, of those that show a photo alone", () => {
  open(`${tile(A)}<img src="https://www.flickr.com/images/logo.png">`);
  const [photo, logo] = browser.document.querySelectorAll("img");
  for (const image of [photo, logo]) image?.dispatchEvent(new browser.window.Event("load"));
  expect(loaded.mock.calls).toEqual([[photo]]);
});

describe("reads", () => {
  it("what is there at the start, at once", () => {
    open(tile(A) + tile(B));
    expect(found).toEqual([A, B]);
    expect(settled).toHaveBeenCalledTimes(1);
  });

  it("of what comes only what came, each once, before the next frame", async () => {
    open(tile(A));
    read = [];
    browser.get("main").insertAdjacentHTML("beforeend", `<section>${tile(B)}${tile(C)}</section>`);
    await told();
    expect(found).toEqual([A, B, C]);
    expect(read).toEqual([...browser.document.querySelectorAll("section img")]);
  });

  it("an element whose picture changes, at once, and not one whose other attributes do", async () => {
    open(tile(A));
    read = [];
    browser.get("img").setAttribute("alt", "a heron");
    await told();
    expect(read).toEqual([]);
    browser.get("img").setAttribute("src", image(B));
    await told();
    expect(found).toEqual([B]);
  });

  it("no element that draws no picture, however often its style changes", async () => {
    open(`<div id="menu"></div>${tile(A)}`);
    read = [];
    browser.get("#menu").setAttribute("style", "color: red");
    await told();
    expect(read).toEqual([]);
    browser.get("#menu").setAttribute("style", `background: url(${image(B)})`);
    await told();
    expect(found).toEqual([A, B]);
  });

  it("what goes", async () => {
    open(tile(A) + tile(B));
    browser.get(".tile").remove();
    await told();
    expect(found).toEqual([B]);
  });

  it("a link anew when words come into it: it covers no picture then", async () => {
    open(`<div class="tile"><a href="/photos/somebody/${A}/"></a></div>`);
    expect(found).toEqual([A]);
    browser.get("a").append("A heron");
    await told();
    expect(found).toEqual([]);
  });

  it("much bit by bit, and all in the end", async () => {
    open("");
    // Whatever is read takes too long.
    let now = 0;
    vi.spyOn(performance, "now").mockImplementation(() => { now += 10; return now; });
    settled.mockClear();
    const photos = Array.from({ length: 200 }, (_, n) => String(911_000_000_001 + n));
    browser.get("main").innerHTML = photos.map(tile).join("");
    await told();
    expect(found.length).toBeGreaterThan(0);
    expect(found.length).toBeLessThan(photos.length);
    await vi.waitFor(() => { expect(found.length).toBe(photos.length); });
    expect(found).toEqual(photos);
    expect(settled.mock.calls.length).toBeGreaterThan(4);
  });

  it("nothing any more once it has stopped", async () => {
    open(tile(A));
    watcher.stop();
    browser.get("main").insertAdjacentHTML("beforeend", tile(B));
    await settle(20);
    expect(found).toEqual([A]);
  });
});

describe("of our own elements", () => {
  it("none is read or taken for a change of the page", async () => {
    open(tile(A));
    read = [];
    changed.mockClear();
    const badge = ours();
    browser.get(".tile").append(badge);
    badge.setAttribute("style", `background: url(${image(B)})`);
    await told();
    expect(read).toEqual([]);
    expect(found).toEqual([A]);
    expect(changed).not.toHaveBeenCalled();
  });

  it("one that the page removes is told, and one that it only moves is not", async () => {
    open(tile(A) + tile(B));
    const badge = ours();
    browser.get(".tile").append(badge);
    await told();
    browser.get("main").append(badge);
    await told();
    expect(badgeRemoved).not.toHaveBeenCalled();
    badge.remove();
    await told();
    expect(badgeRemoved.mock.calls).toEqual([[badge]]);
  });

  it("copies that nobody looks after are removed with what they came in", async () => {
    open(tile(A));
    browser.get(".tile").append(ours());
    browser.get("main").append(browser.get(".tile").cloneNode(true));
    await told();
    expect(browser.document.getElementsByTagName("inset-badge").length).toBe(1);
  });
});

it("tells of every change of the page's own, also of one that shows no photo", async () => {
  open(tile(A));
  changed.mockClear();
  browser.get("main").append("words");
  await told();
  expect(changed).toHaveBeenCalledTimes(1);
});
