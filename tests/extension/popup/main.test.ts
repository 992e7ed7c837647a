import { beforeEach, describe, expect, it, vi } from "vitest";
import type { HelperState, HelperStatus } from "../../../extension/src/shared/answers.ts";
import type { ConnectReply, PageReport } from "../../../extension/src/shared/messages.ts";
import { changePreferences, loadPreferences } from "../../../extension/src/shared/preferences.ts";
import type { FakeBrowser } from "../support/browser.ts";
import type { Changes } from "../../../extension/src/shared/wire.d.ts";
import { FakeChrome, settle } from "../support/fake-chrome.ts";
import { openOwnPage, visibleText } from "../support/own-page.ts";

let fake: FakeChrome;
let browser: FakeBrowser;
let state: HelperState;
let report: PageReport | null;
let numbers: Changes | null;
let connect: ConnectReply;
let picture: unknown;

let onlyCensuses: boolean;

const status = (): HelperStatus => ({
  state, revision: state === "ready" ? "r1" : null, port: 46738, version: "0.1.0", ...(onlyCensuses ? { onlyCensuses } : {}),
});

beforeEach(() => {
  fake = new FakeChrome().install();
  state = "ready";
  onlyCensuses = false;
  report = null;
  picture = null;
  connect = { outcome: "idle" };
  numbers = null;
  fake.background = ({ kind }) => {
    if (kind === "status") return status();
    if (kind === "changes") return { numbers };
    if (kind === "datasets") return [];
    if (kind === "connect") connect = { outcome: "waiting", connecting: { code: "048291", expiresAt: Date.now() + 300_000, lifetime: 300_000 } };
    if (kind === "cancel_connect") connect = { outcome: "idle" };
    return connect;
  };
  fake.addresses = { 5: "https://www.flickr.com/explore" };
  fake.page = (message) => ((message as { kind: string }).kind === "picture" ? picture : (report ?? undefined));
});

async function open(): Promise<void> {
  browser = await openOwnPage("popup", "?tab=5");
  await settle(20);
}

const shown = (selector: string): string => visibleText(browser.get(selector));

describe("the popup", () => {
  it("tells in words what is new of remembered photos, and where they stand", async () => {
    await open();
    expect(browser.get("#news").hidden).toBe(true);
    numbers = { new: 3, probably_new: 0, unlikely_new: 0, gone: 2 };
    await open();
    expect(shown("#news-words")).toBe("Of the photos that you remember: 3 newly listed, 2 gone from a dataset.");
    expect((browser.get("#news-link") as HTMLAnchorElement).getAttribute("href")).toBe("http://127.0.0.1:46738/#check");
  });

  it.each([
    ["https://www.flickr.com/photos/marlene-tern/page3", "Check all photos of this account", "check.html?of=https%3A%2F%2Fwww.flickr.com%2Fphotos%2Fmarlene-tern%2F&pages=34"],
    ["https://www.flickr.com/photos/marlene-tern/920000000001/", "Check all photos of this account", "check.html?of=https%3A%2F%2Fwww.flickr.com%2Fphotos%2Fmarlene-tern%2F&pages=34"],
    ["https://www.flickr.com/photos/marlene-tern/albums/72177720900000001", "Check all photos of this album", "check.html?of=https%3A%2F%2Fwww.flickr.com%2Fphotos%2Fmarlene-tern%2Falbums%2F72177720900000001%2F&pages=34"],
    ["https://www.flickr.com/groups/tidal-flats/pool/", "Check all photos of this group", "check.html?of=https%3A%2F%2Fwww.flickr.com%2Fgroups%2Ftidal-flats%2Fpool%2F&pages=34"],
    ["https://www.flickr.com/explore", "", ""],
    ["https://example.org/photos/marlene-tern/", "", ""],
  ])("leads from %s to a check of all its photos", async (address, words, href) => {
    fake.addresses = { 5: address };
    fake.page = (message) => ((message as { kind: string }).kind === "outline" ? { last: 34 } : undefined);
    await open();
    expect(shown("#check")).toBe(words);
    if (words !== "") expect((browser.get("#check-link") as HTMLAnchorElement).getAttribute("href")).toBe(href);
  });

  it.each<[HelperState, string, string]>([
    ["off", "Start the helper", "Start Inset"],
    ["other_program", "Choose another port", "Options"],
    ["not_paired", "Connect to the helper", "Connect"],
    ["helper_too_old", "Update the helper", "Try again"],
    ["extension_too_old", "Update this extension", ""],
    ["no_index", "Add a dataset", "Inset’s page"],
    ["no_permission", "Allow access", "Allow"],
    ["failing", "Look at the helper’s log", "Try again"],
  ])("names the one next step while %s", async (now, title, action) => {
    state = now;
    await open();
    expect(shown("#step-title")).toBe(title);
    expect(shown("#step-action")).toContain(action);
    // The only command is folded, with its button to copy it.
    expect(browser.get("#step-command").querySelector("details:not([open]) .command")?.textContent ?? "").toBe(now === "off" ? "inset serveCopy" : "");
    expect(browser.get("#state").dataset.state).toBe(now);
  });

  it("tells 'not listed' from 'could not be checked', and probable from certain", async () => {
    report = {
      counts: { listed: 1, probably_listed: 1, not_listed: 7, unknown: 2, public: 0, unlikely: 0 }, account: null,
      listed: [
        { id: "911000000001", answer: "listed", datasets: [{ dataset: "ffhq", answer: "listed" }], url: "https://www.flickr.com/photos/a/911000000001/", title: null, own: false },
        { id: "911000000002", answer: "probably_listed", datasets: [{ dataset: "laion", answer: "probably_listed", chance: 0.957 }], url: null, title: null, own: false },
      ],
    };
    await open();
    expect(shown("#headline")).toBe("1of 9 photos are listed1 more probably");
    const rows = [...browser.document.querySelectorAll<HTMLElement>("#counts > div")].map(visibleText);
    expect(rows).toEqual(["Listed1", "Probably listed1", "Not listed7", "Could not be checked2"]);
    const items = [...browser.document.querySelectorAll<HTMLElement>("#listed > li")];
    expect(items.map(visibleText)).toEqual(["Photo 911000000001ffhq", "Photo 911000000002laion (about 95% likely)"]);
    expect(items[0]?.querySelector("a")?.href).toBe("https://www.flickr.com/photos/a/911000000001/");
    expect(shown("#step-title")).toBe("");
  });

  it("does not call probable what is more likely false", async () => {
    report = {
      counts: { listed: 0, probably_listed: 1, not_listed: 7, unknown: 0, public: 0, unlikely: 1 }, account: null,
      listed: [{ id: "911000000002", answer: "probably_listed", datasets: [{ dataset: "laion", answer: "probably_listed", chance: 0.004 }], url: null, title: null, own: false }],
    };
    await open();
    expect(shown("#headline")).toBe("0of 8 photos are listed1 more possibly");
    expect([...browser.document.querySelectorAll<HTMLElement>("#counts > div")].map(visibleText)[1]).toBe("Possibly listed1");
  });

  it("counts apart what probably is listed and what only possibly is, of all photos that it counts", async () => {
    // None of them is on the page any more: the numbers are of all that were met on it.
    report = { counts: { listed: 2, probably_listed: 5, not_listed: 7, unknown: 0, public: 0, unlikely: 3 }, account: null, listed: [] };
    await open();
    expect(shown("#headline")).toBe("2of 14 photos are listed2 more probably3 more possibly");
    expect([...browser.document.querySelectorAll<HTMLElement>("#counts > div")].map(visibleText)).toEqual(["Listed2", "Probably listed2", "Possibly listed3", "Not listed7", "Could not be checked0"]);
  });

  it("counts what a census lists apart, and only where one was switched on", async () => {
    report = { counts: { listed: 1, probably_listed: 0, not_listed: 7, unknown: 0, public: 6, unlikely: 0 }, account: null, listed: [] };
    await open();
    expect(shown("#headline")).toBe("1of 8 photos are listed");
    const rows = [...browser.document.querySelectorAll<HTMLElement>("#counts > div")].map(visibleText);
    expect(rows.at(-1)).toBe("In a census of public photos6");
  });

  it("says with censuses alone that a training set is missing, and counts what was public", async () => {
    onlyCensuses = true;
    report = { counts: { listed: 0, probably_listed: 0, not_listed: 0, unknown: 8, public: 6, unlikely: 0 }, account: null, listed: [] };
    await open();
    expect(shown("#step-title")).toBe("Add a dataset");
    expect(shown("#step-text")).toContain("The helper has only a census");
    expect(shown("#headline")).toBe("8 photos could not be checked");
    const rows = [...browser.document.querySelectorAll<HTMLElement>("#counts > div")].map(visibleText);
    expect(rows.at(-1)).toBe("In a census of public photos6");
  });

  it("does not say that none is listed when none could be checked", async () => {
    state = "off";
    report = { counts: { listed: 0, probably_listed: 0, not_listed: 0, unknown: 9, public: 0, unlikely: 0 }, account: null, listed: [] };
    await open();
    expect(shown("#headline")).toBe("9 photos could not be checked");
    expect(shown("#counts")).toBe("");
  });

  it.each([
    ["a small picture", "data:image/webp;base64,AAAA", 1],
    ["no picture that would have to be fetched", "https://live.staticflickr.com/65535/911000000001_5a3b00000001_s.jpg", 0],
    ["no picture where the page's may not be read", null, 0],
  ])("shows beside a listed photo %s", async (_, said, count) => {
    picture = said;
    report = {
      counts: { listed: 1, probably_listed: 0, not_listed: 0, unknown: 0, public: 0, unlikely: 0 }, account: null,
      listed: [{ id: "911000000001", answer: "listed", datasets: [{ dataset: "ffhq", answer: "listed" }], url: null, title: null, own: false }],
    };
    await open();
    expect(browser.document.querySelectorAll("#listed img").length).toBe(count);
    // Asked once, however often the list is drawn.
    expect(fake.told.filter(({ message }) => (message as { kind: string }).kind === "picture").length).toBe(1);
  });

  it("shows the way to a photo where the tab shows none", async () => {
    await open();
    expect(shown("#elsewhere h2")).toBe("No Flickr page here");
    expect((browser.get("#sample") as HTMLAnchorElement).href).toBe("http://127.0.0.1:46738/sample");
  });
});

describe("the site behind the popup", () => {
  const toggle = (): HTMLInputElement => browser.get("#site-switch") as HTMLInputElement;

  it("is paused and resumed by its switch, and by nothing else", async () => {
    report = { counts: { listed: 0, probably_listed: 0, not_listed: 4, unknown: 0, public: 0, unlikely: 0 }, account: null, listed: [] };
    await open();
    expect(shown("#site-label")).toBe("Look up photos on flickr.com");
    expect(toggle().checked).toBe(true);
    toggle().click();
    await vi.waitFor(() => { expect(shown("#paused-title")).toBe("Inset is paused on flickr.com"); });
    expect((await loadPreferences()).pausedSites).toEqual(["flickr.com"]);
    expect(shown("#headline")).toBe("");
    toggle().click();
    await vi.waitFor(() => { expect(shown("#headline")).toBe("0of 4 photos are listed"); });
    expect((await loadPreferences()).pausedSites).toEqual([]);
  });

  it("says so where badges are off altogether", async () => {
    await changePreferences({ style: "off" });
    report = { counts: { listed: 0, probably_listed: 0, not_listed: 0, unknown: 0, public: 0, unlikely: 0 }, account: null, listed: [] };
    await open();
    expect(shown("#paused-title")).toBe("Badges are off");
    expect(shown("#headline") + shown("#site-label")).toBe("");
  });

  it("can be allowed by a click where it is another site", async () => {
    fake.addresses = { 5: "https://press.example/story" };
    await open();
    expect(shown("#also-title")).toBe("Flickr photos on press.example?");
    expect(shown("#site")).toBe("");
    browser.get("#also-allow").click();
    await vi.waitFor(() => { expect(shown("#site-label")).toBe("Look up photos on press.example"); });
    expect(fake.origins).toContain("*://press.example/*");
  });

  it.each([["unknown", undefined], ["the browser's own", "chrome://extensions/"], ["this computer's", "http://127.0.0.1:46738/sample"]])(
    "has neither where it is %s",
    async (_, address) => {
      fake.addresses = address === undefined ? {} : { 5: address };
      await open();
      expect(shown("#also-title") + shown("#site-label")).toBe("");
    },
  );
});

describe("connecting", () => {
  const click = (selector: string): void => { browser.get(selector).click(); };

  it("shows the code to compare, and goes on by itself when it is approved", async () => {
    state = "not_paired";
    await open();
    click("#step-action button");
    await vi.waitFor(() => { expect(shown(".code")).toBe("048 291"); });
    expect(shown("#step-action .panel p:not(.code)")).toContain("press Approve there");
    expect(browser.document.querySelector("#step-action .command")).toBeNull();
    expect(browser.get(".code").getAttribute("aria-label")).toBe("Your code: 0 4 8 2 9 1");
    connect = { outcome: "approved" };
    state = "ready";
    await vi.waitFor(() => { expect(browser.get("#state").textContent).toBe("Ready"); });
    expect(shown("#step-title")).toBe("");
  });

  it("is where it was when the popup is opened again", async () => {
    state = "not_paired";
    const now = Date.now();
    vi.spyOn(Date, "now").mockReturnValue(now);
    connect = { outcome: "waiting", connecting: { code: "111222", expiresAt: now + 90_500, lifetime: 300_000 } };
    await open();
    await vi.waitFor(() => { expect(shown(".code")).toBe("111 222"); });
    expect(shown("#step-action .quiet")).toContain("1:30");
  });

  it("can be given up", async () => {
    state = "not_paired";
    await open();
    click("#step-action button");
    await vi.waitFor(() => { expect(shown(".code")).toBe("048 291"); });
    click("#step-action .actions button:last-child");
    await vi.waitFor(() => { expect(browser.document.querySelector(".code")).toBeNull(); });
  });

  it("says in the helper's own words why there is no code", async () => {
    state = "not_paired";
    fake.background = ({ kind }) =>
      kind === "status" ? status() : kind === "changes" ? { numbers } : kind === "connect" ? { outcome: "refused", status: { ...status(), state: "failing" }, hint: "Wait a minute." } : connect;
    await open();
    click("#step-action button");
    await vi.waitFor(() => { expect(shown("#step-action .quiet")).toBe("Wait a minute."); });
  });
});
