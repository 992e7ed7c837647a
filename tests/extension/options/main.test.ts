import { beforeEach, describe, expect, it, vi } from "vitest";
import type { HelperState } from "../../../extension/src/shared/answers.ts";
import { loadPairing, parsePort, readPairing, savePairing } from "../../../extension/src/shared/pairing.ts";
import { changePreferences, loadPreferences } from "../../../extension/src/shared/preferences.ts";
import type { FakeBrowser } from "../support/browser.ts";
import { FakeChrome, settle } from "../support/fake-chrome.ts";
import { openOwnPage, visibleText } from "../support/own-page.ts";

let fake: FakeChrome;
let browser: FakeBrowser;
let datasets: unknown;
let state: HelperState;

beforeEach(async () => {
  fake = new FakeChrome().install();
  datasets = [
    { name: "ffhq", photos: 70_000, exact: true, about: { title: "Flickr-Faces-HQ", withdrawn: false } },
    { name: "floodmark", photos: 1, exact: false, about: null },
  ];
  state = "other_program";
  fake.background = ({ kind }) => (kind === "datasets" ? datasets : { state, revision: null, port: 46738, version: null });
  await savePairing({ port: 46738, token: "t" });
  browser = await openOwnPage("options");
  await settle(20);
});

const port = (): HTMLInputElement => browser.get("#port") as HTMLInputElement;

async function save(value: string): Promise<void> {
  port().value = value;
  browser.get("#form").dispatchEvent(new browser.window.Event("submit", { cancelable: true }));
  await settle(20);
}

describe("the options", () => {
  it("ask for the permission to start programs by a switch, and give it back", async () => {
    const native = browser.get("#native") as HTMLInputElement;
    expect(native.checked).toBe(false);
    native.click();
    await settle(20);
    expect([native.checked, fake.allowed]).toEqual([true, ["nativeMessaging"]]);
    native.click();
    await settle(20);
    expect([native.checked, fake.allowed]).toEqual([false, []]);
    fake.willing = false;
    native.click();
    await settle(20);
    expect(native.checked).toBe(false);
  });

  it("name the cause when the connection is tested", () => {
    expect(visibleText(browser.get("#state"))).toBe("Other program");
    expect(visibleText(browser.get("#cause"))).toContain("Another program answers on port 46738.");
  });

  it("keep a port and the token with it", async () => {
    await save("46999");
    expect(await loadPairing()).toEqual({ port: 46999, token: "t" });
    expect(visibleText(browser.get("#port-note"))).toBe("Saved");
  });

  it.each(["", "80", "65536", "46738x", "4.6e4", "-46738"])("refuse %j as a port", async (value) => {
    await save(value);
    expect((await loadPairing()).port).toBe(46738);
    expect(port().getAttribute("aria-invalid")).toBe("true");
    expect(visibleText(browser.get("#port-note"))).toContain("1024");
  });

  it("forget the pairing on the second click, and keep the port", async () => {
    browser.get("#forget").click();
    await settle(20);
    expect((await loadPairing()).token).toBe("t");
    browser.get("#forget").click();
    await vi.waitFor(async () => { expect(await loadPairing()).toEqual({ port: 46738, token: null }); });
  });
});

describe("what changes elsewhere while the options are open", () => {
  const shownState = (): string => visibleText(browser.get("#state"));
  const rows = (): number => browser.document.querySelectorAll("#datasets li").length;
  /** The page is looked at again, which makes it ask at once. */
  const lookAgain = async (): Promise<void> => {
    browser.show(true);
    await settle(20);
  };

  async function start(first: HelperState, token: string | null): Promise<unknown> {
    const later = datasets;
    datasets = null;
    state = first;
    await savePairing({ port: 46738, token });
    browser = await openOwnPage("options");
    await settle(20);
    expect(rows()).toBe(0);
    return later;
  }

  it("is seen by itself when the helper comes on", async () => {
    const later = await start("off", "t");
    expect(shownState()).toBe("Helper is off");
    [state, datasets] = ["ready", later];
    await vi.waitFor(() => { expect(rows()).toBe(2); }, 8_000);
    expect(shownState()).toBe("Ready");
    expect(visibleText(browser.get("#datasets-none"))).toBe("");
  });

  it("is seen at once when the helper was paired in the popup", async () => {
    const later = await start("not_paired", null);
    expect(shownState()).toBe("Not connected");
    [state, datasets] = ["ready", later];
    await savePairing({ port: 46738, token: "t" });
    await vi.waitFor(() => { expect(rows()).toBe(2); });
    expect(shownState()).toBe("Ready");
    expect((browser.get("#forget") as HTMLButtonElement).disabled).toBe(false);
  });

  it("is seen at once when a permission was given or taken back", async () => {
    state = "no_permission";
    fake.permissionRemoved.emit({ origins: ["http://127.0.0.1/*"] });
    await vi.waitFor(() => { expect(browser.get("#state").dataset.state).toBe("no_permission"); });
    state = "ready";
    fake.permissionAdded.emit({ origins: ["http://127.0.0.1/*"] });
    await vi.waitFor(() => { expect(shownState()).toBe("Ready"); });
  });

  it("is not asked about while nobody sees the page", async () => {
    browser.show(false);
    state = "ready";
    await settle(20);
    expect(shownState()).toBe("Other program");
    await lookAgain();
    expect(shownState()).toBe("Ready");
  });

  it("leaves the page alone where nothing changed", async () => {
    browser.get("#test").focus();
    const changes = new browser.window.MutationObserver(() => undefined);
    changes.observe(browser.get("#test"), { attributes: true });
    // A screen reader says again what is written again, even where the words are the same.
    changes.observe(browser.document.body, { subtree: true, childList: true, characterData: true });
    const asked = vi.spyOn(fake, "background");
    await lookAgain();
    expect(asked).toHaveBeenCalledTimes(2);
    expect(changes.takeRecords()).toEqual([]);
    expect(browser.document.activeElement?.id).toBe("test");
  });

  it("does not undo what a person typed and has not saved", async () => {
    port().value = "4699";
    browser.get("#test").focus();
    await lookAgain();
    expect(port().value).toBe("4699");
    await save(" 46999 ");
    expect(port().value).toBe("46999");
    await savePairing({ port: 46738, token: "t" });
    await vi.waitFor(() => { expect(port().value).toBe("46738"); });
  });

  it("waits for the next time where the background is stopped in mid-answer", async () => {
    const answers = fake.background;
    fake.background = () => undefined;
    await lookAgain();
    expect(shownState()).toBe("Other program");
    expect(rows()).toBe(2);
    state = "ready";
    fake.background = answers;
    await lookAgain();
    expect(shownState()).toBe("Ready");
  });
});

describe("the looks", () => {
  it("are chosen by radio buttons and kept", async () => {
    const chosen = (): string[] => [...browser.document.querySelectorAll<HTMLInputElement>("input:checked[type=radio]")].map(({ value }) => value);
    expect(chosen()).toEqual(["label", "amber"]);
    (browser.get('input[value="frame"]') as HTMLInputElement).click();
    await vi.waitFor(async () => { expect((await loadPreferences()).style).toBe("frame"); });
    (browser.get('input[value="blue"]') as HTMLInputElement).click();
    await vi.waitFor(async () => { expect(await loadPreferences()).toMatchObject({ style: "frame", colours: "blue" }); });
    expect(chosen()).toEqual(["frame", "blue"]);
  });
});

describe("the datasets", () => {
  const rows = (): string[] => [...browser.document.querySelectorAll<HTMLElement>("#datasets li")].map(visibleText);

  it("has censuses below the training sets, off until they are switched on", async () => {
    datasets = [
      { name: "all-photos", kind: "census", photos: 5, exact: true, about: null },
      { name: "ffhq", kind: "training", photos: 70_000, exact: true, about: null },
    ];
    browser = await openOwnPage("options");
    await settle(20);
    expect(rows()[0]).toContain("ffhq");
    expect(rows()[0]).not.toContain("census");
    expect(rows()[1]).toContain("A census: a list of nearly all photos that were public, not of photos chosen for training.");
    const census = (): HTMLInputElement => browser.get('#datasets input[data-dataset="all-photos"]') as HTMLInputElement;
    expect(census().checked).toBe(false);
    census().click();
    await vi.waitFor(async () => { expect(await loadPreferences()).toMatchObject({ shownCensuses: ["all-photos"], hiddenDatasets: [] }); });
    census().click();
    await vi.waitFor(async () => { expect((await loadPreferences()).shownCensuses).toEqual([]); });
  });
  const toggle = (name: string): HTMLInputElement => browser.get(`[data-dataset="${name}"]`) as HTMLInputElement;

  it("are the helper's, each with a switch", async () => {
    expect(rows()).toEqual(["Flickr-Faces-HQffhq · 70,000 photos · exact list", "floodmark1 photo · filter only: its answers are likelihoods"]);
    toggle("ffhq").click();
    await vi.waitFor(async () => { expect((await loadPreferences()).hiddenDatasets).toEqual(["ffhq"]); });
    await vi.waitFor(() => { expect(toggle("ffhq").checked).toBe(false); });
    toggle("ffhq").click();
    await vi.waitFor(async () => { expect((await loadPreferences()).hiddenDatasets).toEqual([]); });
  });

  it("can be switched on again although the helper has them no longer, or does not answer", async () => {
    datasets = null;
    await changePreferences({ hiddenDatasets: ["gone"] });
    await vi.waitFor(() => { expect(rows()).toEqual(["gonenot in the helper now"]); });
    expect(visibleText(browser.get("#datasets-none"))).not.toBe("");
    toggle("gone").click();
    await vi.waitFor(async () => { expect((await loadPreferences()).hiddenDatasets).toEqual([]); });
  });
});

describe("the sites", () => {
  const rows = (list: string): string[] => [...browser.document.querySelectorAll<HTMLElement>(`#${list} li b`)].map(visibleText);

  async function add(value: string): Promise<void> {
    (browser.get("#new-site") as HTMLInputElement).value = value;
    browser.get("#site-form").dispatchEvent(new browser.window.Event("submit", { cancelable: true }));
    await settle(20);
  }

  it("beyond Flickr are added by name and removed", async () => {
    await add("https://press.example/story");
    expect(fake.origins).toContain("*://press.example/*");
    expect(rows("granted")).toEqual(["press.example"]);
    browser.get("#granted button").click();
    await vi.waitFor(() => { expect(rows("granted")).toEqual([]); });
    expect(fake.origins).not.toContain("*://press.example/*");
  });

  it.each(["", "*", "www.flickr.com", "no site"])("are not added from %j", async (typed) => {
    await add(typed);
    expect(browser.get("#new-site").getAttribute("aria-invalid")).toBe("true");
    expect(visibleText(browser.get("#site-note"))).toContain("example.org");
    expect(fake.origins.length).toBe(2);
  });

  it("that are paused can be resumed", async () => {
    await changePreferences({ pausedSites: ["flickr.com"] });
    await vi.waitFor(() => { expect(rows("paused")).toEqual(["flickr.com"]); });
    browser.get("#paused button").click();
    await vi.waitFor(async () => { expect((await loadPreferences()).pausedSites).toEqual([]); });
  });
});

describe("what storage holds", () => {
  it.each([
    [undefined, 46738, null],
    ["nonsense", 46738, null],
    [{ port: "46739", token: 5 }, 46738, null],
    [{ port: 46739 }, 46739, null],
    [{ port: 0, token: "t" }, 46738, "t"],
    [{ port: 46739, token: "t" }, 46739, "t"],
  ])("%j is read with care", (stored, portRead, token) => {
    expect(readPairing(stored)).toEqual({ port: portRead, token });
  });

  it("a typed port may have blanks around it", () => {
    expect(parsePort(" 46739 ")).toBe(46739);
  });
});
