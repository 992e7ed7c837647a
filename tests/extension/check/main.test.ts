// The page of a check: what it says before it starts, while it reads, and of what came of it.
import { beforeEach, describe, expect, it, vi } from "vitest";
import { keepCheck, loadCheck } from "../../../extension/src/check/store.ts";
import { begin, type Walk } from "../../../extension/src/check/walk.ts";
import type { HelperState, PhotoAnswer } from "../../../extension/src/shared/answers.ts";
import type { DatasetInfo } from "../../../extension/src/shared/details.ts";
import type { PageReading, ReadPage } from "../../../extension/src/shared/page-reading.ts";
import { changePreferences } from "../../../extension/src/shared/preferences.ts";
import type { FakeBrowser } from "../support/browser.ts";
import { FakeChrome, settle } from "../support/fake-chrome.ts";
import { openOwnPage, visibleText } from "../support/own-page.ts";
import { ACCOUNT, photoIds, readingOf } from "../support/stand-in.ts";

const PHOTOS = photoIds(6);
let fake: FakeChrome;
let browser: FakeBrowser;
let state: HelperState;
let revision: string;
let datasets: Partial<DatasetInfo>[];
let looked: string[][];
let answerOf: (photo: string) => PhotoAnswer;
let reading: (request: ReadPage, turn: number) => Partial<PageReading> | null;

const listed = (dataset: string): PhotoAnswer => ({ answer: "listed", datasets: [{ dataset, answer: "listed" }] });

beforeEach(() => {
  fake = new FakeChrome().install();
  state = "ready";
  revision = "r1";
  datasets = [];
  looked = [];
  answerOf = (photo) => (photo === PHOTOS[0] ? listed("tidewatch") : { answer: "not_listed", datasets: [] });
  reading = () => ({ photos: PHOTOS, last: 1, stated: 6 });
  fake.background = (message) => {
    const status = { state, revision: state === "ready" ? revision : null, port: 46738, version: "0.1.0" };
    if (message.kind === "status") return status;
    if (message.kind === "lookup") {
      const { photos } = message as unknown as { photos: string[] };
      looked.push(photos);
      return { status, answers: state === "ready" ? Object.fromEntries(photos.map((photo) => [photo, answerOf(photo)])) : {} };
    }
    return message.kind === "datasets" ? datasets : { outcome: "idle" };
  };
  let turn = 0;
  fake.page = (message) => {
    const said = reading(message as ReadPage, turn);
    turn += 1;
    return said === null ? undefined : readingOf(ACCOUNT, 1, said);
  };
});

async function open(query = "?of=https://www.flickr.com/photos/marlene-tern/page7"): Promise<void> {
  browser = await openOwnPage("check", query);
  await settle(20);
}

const shown = (selector: string): string => visibleText(browser.get(selector));
const click = (selector: string): void => { browser.get(selector).click(); };
const submit = (form: string): void => { browser.get(form).dispatchEvent(new browser.window.Event("submit", { cancelable: true })); };
const until = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 5_000 });

const KEPT: Walk = { ...begin(ACCOUNT, "window", 0), state: "paused", next: 3, last: 9, stated: 6, found: 6, parts: 1, fullest: 3, nsid: "900000701@N07" };

describe("before it starts", () => {
  it("says what it will do, for how long, and asks for nothing", async () => {
    await open("?of=https://www.flickr.com/photos/marlene-tern/&pages=34");
    expect((browser.get("#of") as HTMLInputElement).value).toBe("https://www.flickr.com/photos/marlene-tern/");
    expect(shown("#how-long")).toBe("34 pages: about 8 minutes.");
    expect(shown("#setup")).toContain("A second window opens on Flickr");
    expect(fake.opened).toEqual([]);
    expect(looked).toEqual([]);
  });

  it.each(["https://www.flickr.com/explore", "marlene", ""])("asks for an address that it can check instead of %j", async (address) => {
    await open("");
    (browser.get("#of") as HTMLInputElement).value = address;
    submit("#form");
    expect(shown("#of-note")).toContain("Enter the address of an account");
    expect(browser.get("#of").getAttribute("aria-invalid")).toBe("true");
    expect(await loadCheck()).toBeNull();
  });

  it("shows the next step where the helper does not answer", async () => {
    state = "off";
    await open();
    expect(shown("#step-title")).toBe("Start the helper");
  });
});

describe("a check", () => {
  it("reads, looks up and shows what is listed, and can be forgotten", async () => {
    await open();
    submit("#form");
    await until(() => { expect(shown("#state")).toBe("All pages were read"); });
    await until(() => { expect(shown("#headline")).toBe("1of 6 photos are listed"); });
    expect(fake.opened).toEqual(["https://www.flickr.com/photos/marlene-tern/"]);
    expect(looked.flat()).toEqual(PHOTOS);
    expect(shown("#listed")).toContain(`Photo ${PHOTOS[0] ?? ""}`);
    expect(shown("#datasets")).toContain("tidewatch1");
    expect(shown("#not-whole")).toBe("");
    click("#forget");
    expect(shown("#forget")).toContain("progress and photo numbers are removed");
    click("#forget");
    await until(() => { expect(shown("#setup")).not.toBe(""); });
    expect(await loadCheck()).toBeNull();
    expect(shown("#results")).toBe("");
  });

  it("never says that a photo is not listed where nobody could answer, and asks again", async () => {
    state = "off";
    await open();
    submit("#form");
    await until(() => { expect(shown("#headline")).toBe("6 photos could not be checked"); });
    state = "ready";
    await until(() => { expect(shown("#headline")).toBe("1of 6 photos are listed"); });
  });

  it("asks for everything again when the helper's library has changed", async () => {
    await keepCheck(KEPT, PHOTOS);
    await open("");
    await until(() => { expect(shown("#headline")).toBe("1of 6 photos are listed"); });
    answerOf = () => listed("floodmark");
    revision = "r2";
    await until(() => { expect(shown("#headline")).toBe("6of 6 photos are listed"); });
  });

  it("says below its tables whose the ready-made datasets are", async () => {
    const origin = { signed_by: null, publisher: "The Keepers", address: null, unpacked_at: "2026-11-20T00:00:00Z", built_at: "2026-11-19T00:00:00Z" };
    datasets = [{ name: "tidewatch", origin }, { name: "unasked", origin }];
    await keepCheck(KEPT, PHOTOS);
    await open("");
    await until(() => { expect(shown("#origins")).toMatch(/^tidewatch: Ready-made, from “The Keepers” · made [^·]+ · added here [^·]+Nobody vouches for it$/); });
  });

  it("counts censuses apart, and only those that are switched on", async () => {
    answerOf = () => ({ answer: "not_listed", datasets: [], censuses: [{ dataset: "yfcc", answer: "listed" }] });
    await keepCheck(KEPT, PHOTOS);
    await open("");
    await until(() => { expect(shown("#headline")).toBe("0of 6 photos are listed"); });
    expect(shown("#results")).not.toContain("yfcc");
    await changePreferences({ shownCensuses: ["yfcc"] });
    await until(() => { expect(shown("#datasets")).toContain("yfcc6"); });
    expect(shown("#headline")).toBe("0of 6 photos are listed");
  });

  it("waits for a window that is covered, and says so", async () => {
    reading = (_, turn) => (turn < 2 ? { hidden: true } : { photos: PHOTOS, last: 1 });
    await open();
    submit("#form");
    await until(() => { expect(shown("#trouble")).toContain("Bring the Flickr window to the front"); });
    await until(() => { expect(shown("#state")).toBe("All pages were read"); });
    expect(shown("#trouble")).toBe("");
    // It was not loaded again for that.
    expect(fake.opened).toHaveLength(1);
  });

  it("names pictures of which the page does not say whose they are", async () => {
    reading = () => ({ photos: PHOTOS, unlinked: ["929900000001"], last: 1, stated: 7 });
    await open();
    submit("#form");
    await until(() => { expect(shown("#not-known")).toContain("1 photo was shown without saying whose it is"); });
    expect(shown("#not-known")).toContain("Flickr’s page says 7 photos, 6 were found");
    expect(shown("#not-whole")).not.toBe("");
  });

  it("says what stopped it, and what to do", async () => {
    reading = () => ({ address: "https://identity.flickr.com/" });
    await open();
    submit("#form");
    await until(() => { expect(shown("#trouble")).toBe("Flickr wants you to sign in. Sign in on Flickr, then continue."); });
    expect(shown("#state")).toBe("Stopped before the end");
    expect(shown("#continue")).toBe("Continue");
  });
});

describe("a check that was kept", () => {
  it.each([
    ["running", "Paused when this page was closed"],
    ["paused", "Paused"],
    ["stopped", "Stopped before the end"],
  ] as const)("as %s is shown as %j and goes on by a click alone", async (now, words) => {
    await keepCheck({ ...KEPT, state: now }, PHOTOS);
    await open("");
    expect(shown("#what")).toBe("Photos of marlene-tern");
    expect(shown("#state")).toBe(words);
    expect(shown("#so-far")).toBe("Page 3 of 9 · 6 photos found");
    expect(fake.opened).toEqual([]);
    reading = () => ({ hidden: true });
    click("#continue");
    await until(() => { expect(fake.opened[0]).toBe("https://www.flickr.com/photos/marlene-tern/page2"); });
    click("#pause");
    await until(() => { expect(shown("#continue")).toBe("Continue"); });
  });

  it("of something else says so", async () => {
    await keepCheck(KEPT, PHOTOS);
    await open("?of=https://www.flickr.com/groups/tidal-flats/pool/");
    expect(shown("#other")).toBe("A check of something else is kept: Photos of marlene-tern. Forget it to check this: Photos in the group tidal-flats.");
  });

  it("is left to the tab that walks already", async () => {
    fake.locked = true;
    await keepCheck({ ...KEPT, state: "running" }, PHOTOS);
    await open("");
    await until(() => { expect(shown("#state")).toBe("This check runs in another tab."); });
    expect(shown("#continue") + shown("#forget") + shown("#pause")).toBe("");
  });
});

describe("the person's own key", () => {
  it("is refused where it is none, kept masked, and forgotten by a click", async () => {
    await open();
    (browser.get("#key-details") as HTMLDetailsElement).open = true;
    const field = browser.get("#key") as HTMLInputElement;
    field.value = "my key";
    submit("#key-form");
    expect(shown("#key-note")).toContain("32 digits and letters");
    field.value = `${"0".repeat(28)}beef`;
    submit("#key-form");
    await until(() => { expect(shown("#key-end")).toBe("A key is kept: •••• beef"); });
    expect(browser.document.documentElement.outerHTML).not.toContain("0000beef");
    expect(shown("#by-key")).toContain("no window opens");
    click("#key-forget");
    await until(() => { expect(fake.local.keys()).toEqual([]); });
    await until(() => { expect(shown("#by-key")).toBe(""); });
  });
});
