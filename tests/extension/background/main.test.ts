// The background as a whole: its listeners, registered while the file runs.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { changePreferences } from "../../../extension/src/shared/preferences.ts";
import { savePairing } from "../../../extension/src/shared/pairing.ts";
import { ALL_TABS, FakeChrome, settle } from "../support/fake-chrome.ts";
import { HelperServer } from "../support/helper-server.ts";

const CONTENT = { id: "inset-test", url: "https://www.flickr.com/explore", tab: { id: 5 } };
const COUNTS = { listed: 3, probably_listed: 1, not_listed: 9, unknown: 0, public: 0, unlikely: 0 };
const POPUP = { id: "inset-test", url: "chrome-extension://inset-test/popup.html" };

let helper: HelperServer;
let fake: FakeChrome;

/** What the background answers; undefined where it does not answer at all. */
async function send(message: unknown, sender: unknown): Promise<unknown> {
  return new Promise((resolve) => {
    const [keptOpen] = fake.onMessage.emit(message, sender, resolve);
    if (keptOpen !== true) resolve(undefined);
  });
}

beforeEach(async () => {
  fake = new FakeChrome().install();
  helper = await HelperServer.start();
  helper.listed = { "7": [{ dataset: "tidewatch", answer: "listed" }] };
  await savePairing({ port: helper.port, token: "right" });
  vi.resetModules();
  await import("../../../extension/src/background/main.ts");
  await settle();
});
afterEach(() => helper.stop());

describe("messages", () => {
  it("of a content script about photos are answered", async () => {
    const reply = await send({ kind: "lookup", photos: ["7"], eager: false }, CONTENT);
    expect(reply).toMatchObject({ status: { state: "ready" }, answers: { "7": { answer: "listed" } } });
    expect(await send({ kind: "check", eager: false }, CONTENT)).toMatchObject({ state: "ready", revision: "r1" });
  });

  it.each(["status", "connect", "connecting", "cancel_connect", "open_page", "start_helper"])("of a content script about a pairing are not: %s", async (kind) => {
    expect(await send({ kind }, CONTENT)).toBeUndefined();
    expect(fake.opened).toEqual([]);
    expect(await send({ kind }, POPUP)).toBeDefined();
  });

  it("to connect open the approval of this very request on Inset's page, once it waits", async () => {
    helper.override = ({ method, path }) => {
      if (path === "/v1/pairings" && method === "POST") return { status: 201, body: { id: "p 1", secret: "s", code: "048291", expires_in: 300 } };
      return path.startsWith("/v1/pairings/") ? { status: 200, body: { state: "waiting" } } : null;
    };
    await send({ kind: "open_page" }, POPUP);
    await send({ kind: "connect" }, { ...POPUP, tab: { id: 6 } });
    await send({ kind: "open_page" }, POPUP);
    const page = `http://127.0.0.1:${helper.port}/`;
    expect(fake.opened).toEqual([page, `${page}connect#pairing=p+1`, `${page}connect#pairing=p+1`]);
    // The popup closes as the tab opens: its code gets a window that stays.
    await send({ kind: "connect" }, POPUP);
    expect(fake.opened.slice(3)).toEqual([`${page}connect#pairing=p+1`, "chrome-extension://inset-test/code.html"]);
  });

  it("to connect open nothing where the helper refuses", async () => {
    helper.hello = { name: "other" };
    expect(await send({ kind: "connect" }, POPUP)).toMatchObject({ outcome: "refused" });
    expect(fake.opened).toEqual([]);
  });

  it("of the popup about remembered photos are answered with numbers, and no other page may ask", async () => {
    helper.changes = { new: 3, probably_new: 0, unlikely_new: 0, gone: 2 };
    expect(await send({ kind: "changes" }, POPUP)).toEqual({ numbers: { new: 3, probably_new: 0, unlikely_new: 0, gone: 2 } });
    expect(fake.badges.get(ALL_TABS)).toMatchObject({ text: "+3" });
    expect(await send({ kind: "changes" }, CONTENT)).toBeUndefined();
  });

  it("of anybody else are not answered", async () => {
    expect(await send({ kind: "lookup", photos: ["7"], eager: false }, { ...CONTENT, id: "stranger" })).toBeUndefined();
    expect(await send({ kind: "nonsense" }, CONTENT)).toBeUndefined();
    expect(await send(null, CONTENT)).toBeUndefined();
  });

  it("with counts put the number of listed photos on the toolbar", async () => {
    fake.addresses = { 5: CONTENT.url };
    await send({ kind: "counts", counts: COUNTS }, CONTENT);
    expect(fake.badges.get(5)).toMatchObject({ text: "3", title: "3 photos on this page are in datasets" });
  });

  it.each([
    ["another path of the same page", "https://www.flickr.com/photos/somebody/7/", true],
    ["another site", "https://press.example/story", false],
    ["a page whose address is withheld", undefined, false],
  ])("with counts that took long, while the tab went to %s", async (_, address, shown) => {
    helper.override = () => ({ status: 200, after: 150, body: {} });
    fake.addresses = { 5: CONTENT.url };
    const given = send({ kind: "counts", counts: COUNTS }, CONTENT);
    fake.addresses = address === undefined ? {} : { 5: address };
    await given;
    expect(fake.badges.has(5)).toBe(shown);
  });

  it("with the newest counts, however long older ones had to wait", async () => {
    helper.override = () => ({ status: 200, after: 200, body: {} });
    fake.addresses = { 5: CONTENT.url };
    const older = send({ kind: "counts", counts: COUNTS }, CONTENT);
    await settle(150);
    await Promise.all([older, send({ kind: "counts", counts: { ...COUNTS, listed: 4 } }, CONTENT)]);
    expect(fake.badges.get(5)).toMatchObject({ text: "4" });
  });

  it("with counts of a document that another one of the same site has replaced leave the toolbar alone", async () => {
    fake.addresses = { 5: CONTENT.url };
    Object.assign(chrome.scripting, { executeScript: () => Promise.resolve([{ documentId: "second" }]) });
    helper.override = () => ({ status: 200, after: 150, body: {} });
    await send({ kind: "counts", counts: COUNTS }, { ...CONTENT, documentId: "first" });
    expect(fake.badges.has(5)).toBe(false);
    await send({ kind: "counts", counts: COUNTS }, { ...CONTENT, documentId: "second" });
    expect(fake.badges.get(5)).toMatchObject({ text: "3" });
  });
});

describe("the preferences", () => {
  it("reach a page with whether its site is paused", async () => {
    await changePreferences({ style: "dot", pausedSites: ["flickr.com"] });
    expect(await send({ kind: "preferences" }, CONTENT)).toMatchObject({ style: "dot", paused: true });
    await changePreferences({ pausedSites: [] });
    expect(await send({ kind: "preferences" }, CONTENT)).toMatchObject({ style: "dot", paused: false });
  });

  it("are told to every tab when they change, and to a page whose permission is gone that it is paused", async () => {
    fake.tabs = [5, 6, 7];
    fake.addresses = { 5: "https://www.flickr.com/explore", 6: "https://press.example/story" };
    fake.told.length = 0;
    await changePreferences({ colours: "blue" });
    await vi.waitFor(() => { expect(fake.told.length).toBe(3); });
    const told = new Map(fake.told.map(({ tab, message }) => [tab, message as { kind: string; paused: boolean; colours: string }]));
    expect(told.get(5)).toMatchObject({ kind: "preferences", colours: "blue", paused: false });
    expect(told.get(6)).toMatchObject({ paused: true });
    expect(told.get(7)).toMatchObject({ paused: true });
  });

  it("take the number from the toolbar of a site that is paused, at once, and whatever a page says later", async () => {
    const counts = { kind: "counts", counts: COUNTS };
    fake.tabs = [5];
    fake.addresses = { 5: CONTENT.url };
    await send(counts, CONTENT);
    expect(fake.badges.get(5)).toMatchObject({ text: "3" });
    await changePreferences({ pausedSites: ["flickr.com"] });
    await vi.waitFor(() => { expect(fake.badges.get(5)).toMatchObject({ text: "", title: "Inset is paused on this site" }); });
    await send(counts, CONTENT);
    expect(fake.badges.get(5)).toMatchObject({ text: "" });
    await changePreferences({ pausedSites: [], style: "off" });
    await vi.waitFor(() => { expect(fake.badges.get(5)).toMatchObject({ text: "", title: "Badges are off" }); });
    await changePreferences({ style: "label" });
    await send(counts, CONTENT);
    expect(fake.badges.get(5)).toMatchObject({ text: "3" });
  });
});

it("a tab that is closed takes its questions with it", async () => {
  await send({ kind: "check", eager: false }, CONTENT);
  helper.override = ({ path }) => (path === "/v1/lookup" ? { status: 200, after: 5_000, body: {} } : null);
  const given = send({ kind: "lookup", photos: ["7"], eager: false }, CONTENT);
  await vi.waitFor(() => { expect(helper.asked("/v1/lookup").length).toBe(1); });
  fake.tabRemoved.emit(5);
  expect(await given).toBeUndefined();
});

describe("a change that concerns every tab is told to every tab", () => {
  const kinds = (): string[] =>
    fake.told.flatMap(({ message }) => ((message as { kind: string }).kind === "changed" ? (message as { status: { state: string } }).status.state : []));

  it("when the pairing changes in storage", async () => {
    await send({ kind: "check", eager: false }, CONTENT);
    fake.tabs = [5, 6];
    fake.told.length = 0;
    await savePairing({ port: helper.port, token: "wrong" });
    await vi.waitFor(() => { expect(fake.told.map(({ tab }) => tab)).toEqual(expect.arrayContaining([5, 6])); });
    expect(new Set(kinds())).toEqual(new Set(["not_paired"]));
  });

  it("when Firefox's permission goes and comes", async () => {
    fake.tabs = [5];
    await send({ kind: "check", eager: false }, CONTENT);
    fake.permitted = false;
    fake.permissionRemoved.emit({});
    await vi.waitFor(() => { expect(kinds().at(-1)).toBe("no_permission"); });
    fake.permitted = true;
    fake.permissionAdded.emit({});
    await vi.waitFor(() => { expect(kinds().at(-1)).toBe("ready"); });
  });

  it("when a lookup finds another revision", async () => {
    await send({ kind: "lookup", photos: ["7"], eager: false }, CONTENT);
    fake.tabs = [6];
    helper.revision = "r2";
    await send({ kind: "lookup", photos: ["8"], eager: false }, CONTENT);
    await vi.waitFor(() => { expect(fake.told.at(-1)).toMatchObject({ tab: 6, message: { kind: "changed", status: { revision: "r2" } } }); });
  });
});

describe("once", () => {
  it("after installation the welcome page opens, and not after an update", async () => {
    fake.onInstalled.emit({ reason: "update" });
    expect(fake.opened).toEqual([]);
    expect(fake.menus.map(({ id }) => id)).toEqual(["target", "page", "check"]);
    fake.onInstalled.emit({ reason: "install" });
    await settle();
    expect(fake.opened).toEqual(["chrome-extension://inset-test/welcome.html"]);
  });

  it("storage is closed to content scripts where the browser can", () => {
    expect(fake.local.accessLevel).toBe("TRUSTED_CONTEXTS");
  });
});
