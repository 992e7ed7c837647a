// The content script as a whole, in a page that changes under it.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { HelperState } from "../../../extension/src/shared/answers.ts";
import type { PageReport } from "../../../extension/src/shared/messages.ts";
import { Background } from "../support/background.ts";
import { FakeBrowser } from "../support/browser.ts";
import { FakeChrome, settle } from "../support/fake-chrome.ts";

const A = "911000000001";
const B = "911000000002";
const C = "911000000003";
const image = (photo: string): string => `//live.staticflickr.com/65535/${photo}_0a1b2c3d4e_z.jpg`;
const tile = (photo: string): string => `<div class="tile"><img src="${image(photo)}"></div>`;

let browser: FakeBrowser;
let fake: FakeChrome;
let background: Background;

async function open(html: string, url?: string): Promise<void> {
  browser = new FakeBrowser(`<main>${html}</main>`, url);
  vi.resetModules();
  await import("../../../extension/src/content/main.ts");
  await settle(60);
}

const change = (): void => {
  fake.onMessage.emit({ kind: "changed", status: background.status }, {}, () => undefined);
};
const badged = async (photos: readonly string[]): Promise<void> => {
  await vi.waitFor(() => { expect(browser.badged()).toEqual(photos); });
};

beforeEach(() => {
  fake = new FakeChrome().install();
  background = new Background();
  background.listed = new Set([A, C]);
  fake.background = (message) => background.answer(message);
});

afterEach(() => {
  // A script that went on would ask the next test's background.
  browser.document.dispatchEvent(new browser.window.CustomEvent("inset-take-over"));
});

describe("badges", () => {
  it("come on listed photos and on no other, asked for together", async () => {
    await open(tile(A) + tile(B) + tile(C));
    await badged([A, C]);
    expect(background.asked).toEqual([[A, B, C]]);
  });

  it("are put into no box of the page's, but into a layer behind it", async () => {
    await open(tile(A));
    const before = browser.document.body.innerHTML;
    await badged([A]);
    expect(browser.document.body.innerHTML).toBe(before);
    expect(browser.get("inset-badge").parentElement?.localName).toBe("inset-layer");
    expect(browser.get("inset-layer").parentElement?.localName).toBe("html");
  });

  it("follow a tile that is used again: away at once, back for the new photo", async () => {
    await open(tile(A) + tile(B));
    await badged([A]);
    background.delay = 80;
    browser.get("img").setAttribute("src", image(C));
    // Before the next frame, which comes after 16 milliseconds.
    await settle();
    expect(browser.badged()).toEqual([]);
    await badged([C]);
    browser.get("img").setAttribute("src", image(B));
    await badged([]);
  });

  it("drop an answer that comes after its tile has changed", async () => {
    background.delay = 80;
    await open(tile(A));
    browser.get("img").setAttribute("src", image(B));
    await settle(150);
    expect(browser.badged()).toEqual([]);
  });

  it("come back when the page empties a tile that is its own picture, without a loop", async () => {
    await open(`<div class="tile" style="background-image: url(${image(A)})"><div></div></div>`);
    await badged([A]);
    const writes = vi.fn();
    browser.get(".tile").replaceChildren();
    await badged([A]);
    new browser.window.MutationObserver(writes).observe(browser.document, { childList: true, subtree: true, attributes: true });
    await settle(200);
    expect(writes).not.toHaveBeenCalled();
  });

  it("do not fight for ever with a page that keeps removing them", async () => {
    await open(`<div class="tile" style="background-image: url(${image(A)})"></div>`);
    await badged([A]);
    let removed = 0;
    const remover = new browser.window.MutationObserver(() => {
      for (const badge of browser.document.querySelectorAll("inset-badge")) {
        badge.remove();
        removed += 1;
      }
    });
    remover.observe(browser.document, { childList: true, subtree: true });
    browser.get("inset-badge").remove();
    await vi.waitFor(() => { expect(removed).toBeGreaterThan(3); });
    await settle(300);
    remover.disconnect();
    expect(removed).toBeLessThan(60);
  });

  it("go with their tiles, and come with tiles that are added", async () => {
    await open(tile(A) + tile(B));
    await badged([A]);
    browser.get("main").insertAdjacentHTML("beforeend", tile(C));
    await badged([A, C]);
    browser.get(".tile").remove();
    await badged([C]);
    browser.get("main").innerHTML = tile(A);
    await badged([A]);
  });

  it("that the page copied along with a tile are taken away", async () => {
    await open(tile(A));
    await badged([A]);
    browser.get("main").append(browser.get(".tile").cloneNode(true));
    await settle(100);
    expect(browser.badged()).toEqual([A, A]);
  });

  it("that an earlier copy of the extension left are taken away", async () => {
    await open(`<inset-badge data-photo-id="${B}"></inset-badge>${tile(A)}`);
    await badged([A]);
  });
});

describe("when the helper changes", () => {
  it("another revision changes the badges without a reload", async () => {
    await open(tile(A) + tile(B));
    await badged([A]);
    background.revision = "r2";
    background.listed = new Set([B]);
    change();
    await badged([B]);
  });

  it("an answer of the revision before that comes late is dropped", async () => {
    background.delay = 120;
    await open(tile(A) + tile(B));
    background.delay = 0;
    background.revision = "r2";
    background.listed = new Set([B]);
    fake.onMessage.emit({ kind: "changed", status: { ...background.status, revision: "r1" } }, {}, () => undefined);
    change();
    await badged([B]);
    const writes = vi.fn();
    new browser.window.MutationObserver(writes).observe(browser.get("main"), { childList: true, subtree: true });
    await settle(150);
    expect(browser.badged()).toEqual([B]);
    expect(writes).not.toHaveBeenCalled();
  });

  it("badges stay while it is off, nothing new is claimed, and it is asked again when it is back", async () => {
    await open(tile(A));
    await badged([A]);
    background.state = "off";
    change();
    browser.get("main").insertAdjacentHTML("beforeend", tile(C));
    await settle(80);
    expect(browser.badged()).toEqual([A]);
    background.state = "ready";
    change();
    await badged([A, C]);
  });

  it.each<HelperState>(["not_paired", "no_permission", "no_index", "other_program"])("badges go when it is %s", async (state) => {
    await open(tile(A));
    await badged([A]);
    background.state = state;
    change();
    await badged([]);
  });

  it("it is looked at when the page is seen again", async () => {
    await open(tile(A) + tile(B));
    await badged([A]);
    browser.show(false);
    background.revision = "r2";
    background.listed = new Set([B]);
    browser.show(true);
    await badged([B]);
  });

  it("it is looked at every few seconds while the page is seen, and never while it is hidden", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      browser = new FakeBrowser(`<main>${tile(A)}</main>`);
      vi.resetModules();
      await import("../../../extension/src/content/main.ts");
      await vi.advanceTimersByTimeAsync(0);
      await new Promise((resolve) => browser.window.requestAnimationFrame(resolve));
      await vi.advanceTimersByTimeAsync(21_000);
      const seen = background.kinds.filter((kind) => kind === "check").length;
      expect(seen).toBeGreaterThanOrEqual(4);
      expect(seen).toBeLessThanOrEqual(6);
      browser.show(false);
      await vi.advanceTimersByTimeAsync(60_000);
      expect(background.kinds.filter((kind) => kind === "check").length).toBe(seen);
    } finally {
      vi.useRealTimers();
    }
  });

  it("an update of the extension takes its badges along, in silence", async () => {
    await open(tile(A));
    await badged([A]);
    fake.id = undefined;
    browser.get("main").insertAdjacentHTML("beforeend", tile(C));
    await badged([]);
    browser.get("main").insertAdjacentHTML("beforeend", tile(B));
    await settle(60);
    expect(browser.badged()).toEqual([]);
  });
});

describe("the popup is told", () => {
  const report = (): PageReport => {
    const given: PageReport[] = [];
    fake.onMessage.emit({ kind: "report" }, {}, (reply: PageReport) => given.push(reply));
    const [only] = given;
    if (only === undefined) throw new Error("The content script gave no report.");
    return only;
  };

  it("each photo once, in the order of the page, with its own page", async () => {
    await open(tile(C) + `<div class="tile"><a href="/photos/somebody/${A}/"><img src="${image(A)}"></a></div>` + tile(B) + tile(C));
    await badged([C, A, C]);
    const { counts, listed } = report();
    expect(counts).toEqual({ listed: 2, probably_listed: 0, unlikely: 0, not_listed: 1, unknown: 0, public: 0 });
    expect(listed.map(({ id, url }) => [id, url])).toEqual([
      [C, `https://www.flickr.com/photo.gne?id=${C}`],
      [A, `https://www.flickr.com/photos/somebody/${A}/`],
    ]);
  });

  it("what could not be checked as that, not as 'not listed'", async () => {
    background.state = "off";
    await open(tile(A) + tile(B));
    expect(report()).toEqual({ counts: { listed: 0, probably_listed: 0, unlikely: 0, not_listed: 0, unknown: 2, public: 0 }, account: null, listed: [] });
  });
});

describe("on a page that is not Flickr's", () => {
  const html = `<meta name="inset-sample" content="1"><div class="tile"><img src="/sample/static/65535/${A}_0a1b2c3d4e_z.svg"></div>`;

  it("only the helper's own sample page is read", async () => {
    await open(html, "http://127.0.0.1:46738/sample");
    await badged([A]);
  });

  it("the same page on another port is left alone", async () => {
    await open(html, "http://127.0.0.1:8080/sample");
    await settle(60);
    expect(background.asked).toEqual([]);
  });
});
