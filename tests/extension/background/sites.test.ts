// Where else the content script runs.
import { beforeEach, describe, expect, it } from "vitest";
import { enterOnce, enterOpenTabs, registerSites } from "../../../extension/src/background/sites.ts";
import { grantedSites, parseSite, removeSite, requestSite } from "../../../extension/src/shared/sites.ts";
import { FakeChrome } from "../support/fake-chrome.ts";

let fake: FakeChrome;

beforeEach(() => {
  fake = new FakeChrome().install();
});

describe("the content script", () => {
  const matches = (): readonly string[] | undefined => fake.scripts.get("elsewhere")?.matches;

  it("is registered for the granted sites and for nothing else", async () => {
    await registerSites();
    expect(matches()).toBeUndefined();
    await requestSite("press.example");
    await registerSites();
    expect(matches()).toEqual(["*://press.example/*"]);
    expect(fake.scripts.get("elsewhere")).toMatchObject({ js: ["content.js"], css: ["content.css"] });
    await requestSite("museum.example");
    await Promise.all([registerSites(), registerSites()]);
    expect(matches()).toEqual(["*://museum.example/*", "*://press.example/*"]);
  });

  it("is taken back with the last permission", async () => {
    await requestSite("press.example");
    await registerSites();
    await removeSite("press.example");
    await registerSites();
    expect(matches()).toBeUndefined();
    expect(await grantedSites()).toEqual([]);
  });

  it("enters open tabs that have none, once in the life of an installation", async () => {
    fake.tabs = [5, 6, 7];
    fake.addresses = { 5: "https://www.flickr.com/explore", 6: "https://press.example/" };
    await enterOnce();
    expect(fake.entered).toEqual([5]);
    // Without its style sheet, nothing of what the script draws would be seen.
    expect(fake.styled).toEqual([5]);
    await enterOnce();
    expect(fake.entered).toEqual([5]);
  });

  it("is registered, and enters open tabs, when a background comes back that was stopped before it had done so", async () => {
    fake.tabs = [6];
    fake.addresses = { 6: "https://press.example/" };
    await requestSite("press.example");
    const ask = chrome.scripting.getRegisteredContentScripts;
    chrome.scripting.getRegisteredContentScripts = () => Promise.reject(new Error("The background was stopped."));
    await expect(enterOnce()).rejects.toThrow("stopped");
    chrome.scripting.getRegisteredContentScripts = ask;
    await enterOnce();
    expect(matches()).toEqual(["*://press.example/*"]);
    expect(fake.entered).toEqual([6]);
  });

  it("enters tabs that are still loading, and none that the browser has discarded", async () => {
    fake.tabs = [5, 6, 7];
    fake.addresses = { 5: "https://press.example/", 6: "https://press.example/slow", 7: "https://press.example/asleep" };
    fake.loading = { 6: "loading", 7: "unloaded" };
    await enterOpenTabs(["*://press.example/*"]);
    expect(fake.entered).toEqual([5, 6]);
  });

  it("is not run twice in a tab where it answers", async () => {
    fake.tabs = [5];
    fake.addresses = { 5: "https://www.flickr.com/explore" };
    fake.page = () => ({ counts: {}, listed: [] });
    await enterOpenTabs(["*://*.flickr.com/*"]);
    expect(fake.entered).toEqual([]);
  });
});

describe("a site", () => {
  it.each([
    ["press.example", "press.example"],
    [" https://www.press.example/story?id=1 ", "www.press.example"],
    ["http://Press.Example:8080/", "press.example"],
    ["bücher.example", "xn--bcher-kva.example"],
  ])("is read from %j", (typed, site) => {
    expect(parseSite(typed)).toBe(site);
  });

  it.each(["", "press", "*.example", "ftp://press.example/", "javascript:alert(1)", "https://a:b@press.example/", "www.flickr.com", "127.0.0.1:80", "press example.org", "[::1]"])(
    "is not read from %j",
    (typed) => {
      expect(parseSite(typed)).toBeNull();
    },
  );
});
