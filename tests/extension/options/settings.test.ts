// The options as a file, and back; and the accounts that a person calls their own.
import { beforeEach, describe, expect, it } from "vitest";
import { BadSettings, readSettings, writeSettings } from "../../../extension/src/options/settings-file.ts";
import { parseOwnAccount } from "../../../extension/src/shared/own-account.ts";
import { loadPairing, savePairing } from "../../../extension/src/shared/pairing.ts";
import { changePreferences, DEFAULTS, loadPreferences, type Preferences } from "../../../extension/src/shared/preferences.ts";
import type { FakeBrowser } from "../support/browser.ts";
import { FakeChrome, settle } from "../support/fake-chrome.ts";
import { openOwnPage, visibleText } from "../support/own-page.ts";

const CHOSEN: Preferences = {
  style: "dot", colours: "blue", hiddenDatasets: ["laion", "coco 2017"], shownCensuses: ["yfcc100m"], pausedSites: ["flickr.com", "example.org"], notify: false,
  ownAccounts: ["900000701@N07", "marlene-tern"],
};
const SECRET = "inset_a-secret-token";

describe("a file of settings", () => {
  it("gives back all that was saved", () => {
    const { notify, ...preferences } = CHOSEN;
    expect(readSettings(writeSettings(CHOSEN, 46999, ["example.com"]))).toEqual({ preferences, notify, port: 46999, allowedSites: ["example.com"] });
    expect(JSON.parse(writeSettings(DEFAULTS, 46738, []))).toMatchObject({ inset_settings: 1 });
  });

  it("may name only some: the others stay", () => {
    expect(readSettings('\ufeff{"inset_settings": 1, "style": "frame"}')).toEqual({ preferences: { style: "frame" }, allowedSites: [] });
  });

  it.each<[string, string, string]>([
    ["no JSON", "{", "settings_no_json"],
    ["another program's", '{"style": "dot"}', "settings_other"],
    ["a list", "[1]", "settings_other"],
    ["null", "null", "settings_other"],
    ["a version that is none", '{"inset_settings": "1"}', "settings_other"],
    ["a later version", '{"inset_settings": 2, "style": 7}', "settings_newer"],
    ["a style that there is not", '{"inset_settings": 1, "style": "neon"}', "settings_value"],
    ["a key that is not known", '{"inset_settings": 1, "token": "inset_x"}', "settings_value"],
    ["a key of every object", '{"inset_settings": 1, "constructor": 1}', "settings_value"],
    ["a port that a helper cannot have", '{"inset_settings": 1, "port": 80}', "settings_value"],
    ["a site with a path", '{"inset_settings": 1, "paused_sites": ["example.org/x"]}', "settings_value"],
    ["a site of every host", '{"inset_settings": 1, "allowed_sites": ["*"]}', "settings_value"],
    ["a screen name as account", '{"inset_settings": 1, "own_accounts": ["Marlene Tern"]}', "settings_value"],
    ["a number among names", '{"inset_settings": 1, "hidden_datasets": [1]}', "settings_value"],
    ["far too much", " ".repeat(1_000_001), "settings_large"],
  ])("that is %s is refused", (_, text, name) => {
    expect(() => readSettings(text)).toThrow(BadSettings);
    try {
      readSettings(text);
    } catch (error) {
      expect((error as BadSettings).words[0]).toBe(name);
    }
  });
});

describe("an own account", () => {
  it.each<[string, string | null]>([
    ["900000701@N07", "900000701@N07"], [" 900000701@n07 ", "900000701@N07"], ["marlene-tern", "marlene-tern"], ["https://www.flickr.com/people/Marlene-Tern/", "marlene-tern"],
    ["www.flickr.com/photos/marlene-tern/911000000001/in/album-7", "marlene-tern"], ["https://www.flickr.com/photos/900000701%40N07/", "900000701@N07"],
    ["Marlene Tern", null], ["", null], ["https://example.org/people/marlene-tern/", null], ["https://www.flickr.com/groups/tidal-flats/", null], ["https://www.flickr.com/photos/me/", null], ["javascript:alert(1)", null],
  ])("is meant by %j as %j", (typed, account) => {
    expect(parseOwnAccount(typed)).toBe(account);
  });
});

describe("in the options", () => {
  let fake: FakeChrome;
  let browser: FakeBrowser;

  beforeEach(async () => {
    fake = new FakeChrome().install();
    fake.background = ({ kind }) => (kind === "datasets" ? [] : { state: "ready", revision: "r", port: 46738, version: null });
    await savePairing({ port: 46738, token: SECRET });
    await changePreferences(CHOSEN);
    browser = await openOwnPage("options");
    await settle(20);
  });

  async function load(text: string): Promise<void> {
    const input = browser.get("#settings-file") as HTMLInputElement;
    Object.defineProperty(input, "files", { configurable: true, value: [new File([text], "inset-settings.json")] });
    input.dispatchEvent(new browser.window.Event("change"));
    await settle(20);
  }

  it("saving writes neither token nor key", async () => {
    const saved: Blob[] = [];
    Object.assign(URL, { createObjectURL: (content: Blob) => { saved.push(content); return "blob:inset"; }, revokeObjectURL: () => undefined });
    browser.document.addEventListener("click", (event) => { if ((event.target as Element).localName === "a") event.preventDefault(); }, true);
    await chrome.storage.local.set({ api_key: "0123456789abcdef0123456789abcdef" });
    browser.get("#settings-save").click();
    await settle(20);
    const text = await saved[0]?.text() ?? "";
    expect(readSettings(text).preferences.ownAccounts).toEqual(CHOSEN.ownAccounts);
    expect(text).not.toContain(SECRET);
    expect(text).not.toContain("0123456789abcdef");
  });

  it("loading sets what the file names, keeps the rest and the token, and offers the sites", async () => {
    await load('{"inset_settings": 1, "style": "frame", "port": 46999, "allowed_sites": ["example.com"], "notify": true}');
    expect(await loadPreferences()).toEqual({ ...CHOSEN, style: "frame" });
    expect(await loadPairing()).toEqual({ port: 46999, token: SECRET });
    expect(visibleText(browser.get("#settings-note"))).toBe("Loaded. Notifications were on: switch them on above, and your browser asks for them. The file also names sites where Inset may look, which your browser asks about: example.com.");
    expect(fake.origins).not.toContain("*://example.com/*");
    browser.get("#settings-allow").click();
    await settle(20);
    expect(fake.origins).toContain("*://example.com/*");
  });

  it("loading a bad file changes nothing, and says first what to do", async () => {
    await load('{"inset_settings": 1, "style": "frame", "port": 80}');
    expect(visibleText(browser.get("#settings-note"))).toBe("Correct or remove “port” in the file: its value is not one that this option can have. Nothing was changed.");
    expect(await loadPreferences()).toEqual(CHOSEN);
    expect((await loadPairing()).port).toBe(46738);
  });

  it("an own account is added and removed; a screen name is refused", async () => {
    const type = async (typed: string): Promise<void> => {
      (browser.get("#own-account") as HTMLInputElement).value = typed;
      browser.get("#own-form").dispatchEvent(new browser.window.Event("submit", { cancelable: true }));
      await settle(20);
    };
    await type("https://www.flickr.com/people/Ebbe-Roe/");
    expect((await loadPreferences()).ownAccounts).toEqual([...CHOSEN.ownAccounts, "ebbe-roe"]);
    await type("Ebbe Roe");
    expect(visibleText(browser.get("#own-note"))).toContain("Enter an account number (NSID) such as 12345678@N00");
    browser.document.querySelector<HTMLButtonElement>("#own button")?.click();
    await settle(20);
    expect((await loadPreferences()).ownAccounts).toEqual(["marlene-tern", "ebbe-roe"]);
  });
});
