/** A check of all photos of an account, in a window that the extension opens on a stand-in of Flickr that throttles, fails, changes and hides. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFailed } from "vitest";

import { whyNot } from "../harness/browsers.ts";
import { API, FLICKR, IDENTITY } from "../harness/flickr-server.ts";
import { whyNoHelper } from "../harness/helper.ts";
import { BROWSERS } from "../harness/test-browser.ts";
import { until } from "../harness/until.ts";
import { describeInBrowsers, World } from "../harness/world.ts";
import { everySecond } from "../pages/all.ts";
import { NSID } from "../pages/skeleton.ts";
import { Stream } from "../pages/stream.ts";

/** A refusal is waited out for ten seconds and more. */
const LONG = 180_000;

/** What the page of a check shows. */
interface Shown {
  readonly state: string;
  readonly trouble: string;
  readonly soFar: string;
  readonly counts: Record<string, string>;
  readonly notKnown: string;
  readonly buttons: readonly string[];
}

function look(page: Page): Promise<Shown> {
  return page.evaluate(() => {
    const seen = (element: Element | null): string => (element?.closest("[hidden]") === null ? element.textContent.trim() : "");
    return {
      state: seen(document.querySelector("#state")),
      trouble: seen(document.querySelector("#trouble")),
      soFar: seen(document.querySelector("#so-far")),
      counts: Object.fromEntries([...document.querySelectorAll<HTMLElement>("#counts [data-answer]")].map((row) => [row.dataset.answer ?? "", row.querySelector("dd")?.textContent ?? ""])),
      notKnown: seen(document.querySelector("#not-known")),
      buttons: [...document.querySelectorAll(".actions button")].filter((button) => button.closest("[hidden]") === null).map((button) => button.id),
    };
  });
}

async function click(page: Page, selector: string): Promise<void> {
  await page.evaluate((wanted) => document.querySelector<HTMLElement>(wanted)?.click(), selector);
}

/** Wait until the page of a check says this; say what it said last where it does not. */
async function untilShown(page: Page, what: string, ready: (shown: Shown) => boolean, timeout = LONG): Promise<Shown> {
  let last: Shown | null = null;
  try {
    await until(what, async () => ready((last = await look(page))), timeout);
  } catch (error) {
    throw new Error(`Waited for ${what}; the page says ${JSON.stringify(last)}`, { cause: error });
  }
  return look(page);
}

const isFinished = ({ state, counts }: Shown): boolean => state === "All pages were read" && counts.unknown === "0";

async function openCheck(world: World, stream: Stream): Promise<Page> {
  const page = await world.browser.openOwn(`check.html?of=${encodeURIComponent(world.flickr.address(stream.path))}`);
  world.pages.push(page);
  await until("the page", () => page.evaluate(() => document.querySelector("#setup:not([hidden]), #progress:not([hidden])") !== null));
  return page;
}

async function forget(world: World): Promise<void> {
  const page = await world.browser.openOwn("options.html");
  await page.evaluate(async () => {
    const kept = Object.keys(await chrome.storage.local.get(null)).filter((key) => key.startsWith("check") || key === "flickr-key");
    await chrome.storage.local.remove(kept);
  });
  await page.close();
}

/** What the extension keeps of a check. */
async function keptKeys(page: Page): Promise<string[]> {
  return page.evaluate(async () => Object.keys(await chrome.storage.local.get(null)).filter((key) => key.startsWith("check")));
}

describeInBrowsers("a check", (world) => {
  let stream: Stream;
  let number = 0;

  beforeAll(async () => {
    await world().helper.build("tidewatch", everySecond(new Stream("x", 110, 970_000_000_001).photos));
    await world().helper.start();
    await world().pair();
  });

  beforeEach(async () => {
    await forget(world());
    number += 1;
    stream = new Stream(`marlene-${String(number)}`, 54, 970_000_000_001);
    world().flickr.handle(stream.answer);
  });

  it("reads every photo of every page, and nobody else's, in a window that closes by itself", async () => {
    const page = await openCheck(world(), stream);
    await expect.poll(() => page.evaluate(() => document.querySelector("#setup")?.textContent)).toContain("A second window opens on Flickr");
    const before = (await world().browser.browser.pages()).length;
    await click(page, "#form button");
    await untilShown(page, "progress", ({ soFar }) => soFar.includes("20 photos found"));
    const shown = await untilShown(page, "the end", isFinished);
    expect(shown.counts).toEqual({ listed: "27", probably_listed: "0", not_listed: "27", unknown: "0" });
    expect(shown.notKnown).toContain(`inset check ${NSID}`);
    expect(shown.notKnown).not.toContain("found");
    // On a slow machine a page may be looked at twice, because it was not filled in time.
    expect([...new Set(stream.visits)]).toEqual([stream.path, `${stream.path}page2`, `${stream.path}page3`]);
    await until("the window to close", async () => (await world().browser.browser.pages()).length === before);
    const links = await page.evaluate(() => [...document.querySelectorAll<HTMLAnchorElement>("#listed a")].map(({ href }) => href));
    expect(links.sort()).toEqual(everySecond(stream.photos).map((photo) => `https://${FLICKR}${stream.path}${photo}/`).sort());
    await click(page, "#forget");
    expect(await keptKeys(page)).not.toEqual([]);
    await click(page, "#forget");
    await until("everything to be forgotten", async () => (await keptKeys(page)).length === 0);
  }, LONG);

  it.each([
    ["an album", "/photos/marlene-tern/albums/72177720900000007/", 0],
    // The stand-in shows one photo of somebody else beside the list, which is part of a pool as any other is.
    ["a group's pool, whoever's they are", "/groups/tidal-flats/pool/", 1],
  ])("reads the photos of %s", async (_, address, more) => {
    const shared = new Stream("marlene-tern", 30, 970_000_000_001, address, (photo) => (address.startsWith("/groups") && Number(photo) % 2 === 0 ? "uncle-ebb" : "marlene-tern"));
    world().flickr.handle(shared.answer);
    const page = await openCheck(world(), shared);
    await click(page, "#form button");
    const shown = await untilShown(page, "the end", isFinished);
    expect(shown.soFar).toBe(`${String(30 + more)} photos found`);
    expect(shown.counts).toMatchObject({ listed: "15", not_listed: String(15 + more) });
    expect([...new Set(shared.visits)]).toEqual([address, `${address}page2`]);
  }, LONG);

  it("is opened from the popup over a page of the account, which says how many pages there are", async () => {
    const page = await world().openFlickr(stream.path);
    const popup = await world().openPopupOn(page);
    const href = await until("the link", () => popup.evaluate(() => {
      const link = document.querySelector<HTMLAnchorElement>("#check:not([hidden]) a");
      return link?.href.includes("pages=3") === true ? link.href : "";
    }));
    const own = await world().browser.openOwn(href.replace(`${world().browser.origin}/`, ""));
    world().pages.push(own);
    const said = await until("the words", () => own.evaluate(() => document.querySelector("#setup:not([hidden]) #how-long")?.textContent));
    expect(said).toContain("3 pages");
  }, LONG);

  it("waits as long as Flickr asks, then goes on, and loses nothing", async () => {
    const refusals: number[] = [];
    stream.mood = (path_) => {
      if (!path_.includes("page2") || refusals.length >= 2) return null;
      refusals.push(Date.now());
      return { status: 429, headers: { "Retry-After": "26" }, body: "<h1>Too many requests</h1>" };
    };
    const page = await openCheck(world(), stream);
    await click(page, "#form button");
    await untilShown(page, "the refusal", ({ trouble }) => trouble.includes("asked for fewer visits") && trouble.includes("next attempt"));
    const shown = await untilShown(page, "the end", isFinished);
    expect(shown.soFar).toBe("54 photos found");
    const second = stream.visits.map((visit, n) => [visit, n] as const).filter(([visit]) => visit.includes("page2"));
    // The page, the question whether Flickr answers again, the same question, and the page.
    expect(second.length).toBe(4);
    expect((refusals[1] ?? 0) - (refusals[0] ?? 0)).toBeGreaterThanOrEqual(10_000);
  }, LONG);

  it("goes on after an error of Flickr's and a connection that was cut", async () => {
    const failed = new Set<string>();
    stream.mood = (path_) => {
      if (!/page[23]$/.test(path_) || failed.has(path_)) return null;
      failed.add(path_);
      return path_.endsWith("page2") ? { status: 500, type: "text/plain", body: "oops" } : "cut";
    };
    const page = await openCheck(world(), stream);
    await click(page, "#form button");
    const shown = await untilShown(page, "the end", isFinished);
    expect(shown.soFar).toBe("54 photos found");
    expect(failed.size).toBe(2);
  }, LONG);

  it("finds the photos that moved over a border of pages when another was removed meanwhile", async () => {
    let removed = "";
    stream.mood = (path_) => {
      if (path_.includes("page2") && removed === "") removed = stream.photos.splice(3, 1)[0] ?? "";
      return null;
    };
    const page = await openCheck(world(), stream);
    await click(page, "#form button");
    const shown = await untilShown(page, "the end", isFinished);
    expect(shown.soFar).toBe("54 photos found");
    expect(stream.photos.length).toBe(53);
  }, LONG);

  it("stops before a sign-in, keeps what was found, and goes on once the person has signed in", async () => {
    let signedIn = false;
    stream.mood = (path_) => (path_.includes("page3") && !signedIn ? { status: 302, headers: { Location: `https://${IDENTITY}/sign-in` }, body: "" } : null);
    const page = await openCheck(world(), stream);
    await click(page, "#form button");
    const stopped = await untilShown(page, "the wall", ({ trouble, counts }) => trouble.includes("sign in") && counts.unknown === "0");
    expect(stopped).toMatchObject({ state: "Stopped before the end", counts: { listed: "20", not_listed: "20" } });
    signedIn = true;
    await click(page, "#continue");
    expect((await untilShown(page, "the end", isFinished)).soFar).toBe("54 photos found");
  }, LONG);

  it("does not call a stream whole of which a page stays empty", async () => {
    stream.mood = (path_) => (path_.includes("page2") ? { body: "<!DOCTYPE html><p>Nothing here</p>" } : null);
    const page = await openCheck(world(), stream);
    await click(page, "#form button");
    const shown = await untilShown(page, "the end", isFinished);
    expect(shown.soFar).toBe("34 photos found");
    expect(shown.notKnown).toContain("These pages stayed empty or incomplete, or led elsewhere: 2.");
    expect(shown.notKnown).toContain("Flickr’s page says 54 photos, 34 were found");
  }, LONG);

  it("looks again at a page that Flickr's script did not fill", async () => {
    let failed = 0;
    stream.mood = (path_) => {
      if (path_ !== `/more/${stream.user}/2` || failed > 0) return null;
      failed += 1;
      return { status: 500, type: "text/plain", body: "oops" };
    };
    const page = await openCheck(world(), stream);
    await click(page, "#form button");
    await untilShown(page, "the trouble", ({ trouble }) => trouble.includes("did not fill the whole page"));
    const shown = await untilShown(page, "the end", isFinished);
    expect(shown.soFar).toBe("54 photos found");
    expect(failed).toBe(1);
  }, LONG);

  it("pauses and stops when the person says so, and closes its window", async () => {
    const page = await openCheck(world(), stream);
    const before = (await world().browser.browser.pages()).length;
    await click(page, "#form button");
    await untilShown(page, "the first page", ({ soFar }) => soFar.includes("20 photos found"));
    await click(page, "#pause");
    const paused = await untilShown(page, "the pause", ({ state }) => state === "Paused");
    expect(paused.buttons).toContain("continue");
    await until("the window to close", async () => (await world().browser.browser.pages()).length === before);
    const visits = stream.visits.length;
    await click(page, "#continue");
    await untilShown(page, "the next page", ({ soFar }) => soFar.includes("40 photos found"));
    await click(page, "#stop");
    const stopped = await untilShown(page, "the stop", ({ state }) => state === "Stopped before the end");
    expect(stopped.trouble).toBe("");
    // One page back, because photos may have moved over its border meanwhile.
    expect(stream.visits.slice(visits)[0]).toBe(stream.path);
  }, LONG);

  it("says that the photos could not be checked while the helper is off, and checks them when it is back", async () => {
    await world().helper.stop();
    try {
      const page = await openCheck(world(), stream);
      await click(page, "#form button");
      const shown = await untilShown(page, "the end", ({ state }) => state === "All pages were read");
      expect(shown.counts).toMatchObject({ listed: "0", not_listed: "0", unknown: "54" });
      await world().helper.start();
      expect((await untilShown(page, "the answers", isFinished)).counts).toMatchObject({ listed: "27", not_listed: "27" });
    } finally {
      if (!world().helper.running) await world().helper.start();
    }
  }, LONG);

  it("reads an account from Flickr's API with the person's own key, without a window", async () => {
    stream.photos = new Stream("x", 110, 970_000_000_001).photos;
    const page = await openCheck(world(), stream);
    const before = (await world().browser.browser.pages()).length;
    await page.evaluate((key) => {
      const field = document.querySelector<HTMLInputElement>("#key");
      if (field === null) throw new Error("There is no #key.");
      field.value = key;
    }, "f".repeat(32));
    await click(page, "#key-form button");
    await until("the key", () => page.evaluate(() => document.querySelector("#key-kept:not([hidden])")?.textContent.includes("•••• ffff")));
    await click(page, "#form button");
    await untilShown(page, "the refusal", ({ trouble }) => trouble.includes("does not accept this API key"));
    stream.key = "f".repeat(32);
    await click(page, "#continue");
    const shown = await untilShown(page, "the end", isFinished);
    expect(shown.counts).toMatchObject({ listed: "55", not_listed: "55" });
    expect(stream.visits).toEqual([]);
    expect((await world().browser.browser.pages()).length).toBe(before);
    expect(stream.calls.map(({ hostname }) => hostname)).toEqual(stream.calls.map(() => API));
    await click(page, "#key-forget");
    await until("the key to go", async () => page.evaluate(async () => !("flickr-key" in (await chrome.storage.local.get(null)))));
  }, LONG);
});

describe.each(BROWSERS)("a check in %s whose browser was closed in the middle", (name) => {
  const why = whyNot(name) ?? whyNoHelper();
  const stream = new Stream("marlene-tern", 94, 971_000_000_001);
  let world: World;
  let profile = "";

  beforeAll(async () => {
    if (why !== undefined) return;
    profile = await mkdtemp(path.join(tmpdir(), "inset-profile-"));
    world = await World.create(name, { profile });
    world.flickr.handle(stream.answer);
    await world.helper.build("tidewatch", everySecond(stream.photos));
    await world.helper.start();
    await world.pair();
  });
  afterAll(async () => {
    if (why !== undefined) return;
    await world.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  });

  it.skipIf(why !== undefined)(`goes on where it was${why === undefined ? "" : ` (skipped: ${why})`}`, async () => {
    // A try before this one may have begun it, and Chromium tells what it asked for only when it ends.
    onTestFailed(() => world.restartBrowser());
    await forget(world);
    const page = await openCheck(world, stream);
    await click(page, "#form button");
    await untilShown(page, "two pages", ({ soFar }) => soFar.includes("40 photos found"));
    await world.restartBrowser();
    const visits = stream.visits.length;
    const again = await openCheck(world, stream);
    const kept = await untilShown(again, "what was kept", ({ soFar }) => /[46]0 photos found/.test(soFar));
    expect(kept.buttons).toContain("continue");
    // Nothing goes on by itself.
    expect(stream.visits.length).toBe(visits);
    await click(again, "#continue");
    const shown = await untilShown(again, "the end", isFinished);
    expect(shown).toMatchObject({ soFar: "94 photos found", counts: { listed: "47", not_listed: "47" } });
    expect(stream.visits.slice(visits)).not.toContain(stream.path);
    // Nothing but Flickr's own pages was asked for: no photo's ID goes anywhere but to the helper.
    const asked = await world.browser.outside();
    expect(asked.filter((address) => !address.startsWith(world.flickr.address(stream.path)))).toEqual([]);
  }, LONG);
});
