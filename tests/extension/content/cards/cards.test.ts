// The answer to the context menu, and the popup's small pictures.
import { afterEach, beforeEach, describe, expect, it, vi, type MockInstance } from "vitest";
import { NOT_LISTED, summarise, UNKNOWN, type PhotoAnswer } from "../../../../extension/src/shared/answers.ts";
import type { DatasetDetails, PhotoDetails } from "../../../../extension/src/shared/details.ts";
import { Background } from "../../support/background.ts";
import { FakeBrowser } from "../../support/browser.ts";
import { FakeChrome, settle } from "../../support/fake-chrome.ts";

const A = "911000000001";
const B = "911000000002";
const tile = (photo: string): string => `<div class="tile"><img src="//live.staticflickr.com/65535/${photo}_0a1b2c3d4e_z.jpg"></div>`;

let browser: FakeBrowser;
let fake: FakeChrome;
let background: Background;
let attached: MockInstance<Element["attachShadow"]>;

beforeEach(async () => {
  fake = new FakeChrome().install();
  background = new Background();
  background.listed = new Set([A]);
  fake.background = (message) => background.answer(message);
  browser = new FakeBrowser(`<main>${tile(A)}${tile(B)}</main>`);
  // jsdom has no top layer.
  Object.assign(browser.window.HTMLElement.prototype, { showPopover: vi.fn() });
  attached = vi.spyOn(browser.window.Element.prototype, "attachShadow");
  vi.resetModules();
  await import("../../../../extension/src/content/main.ts");
  await vi.waitFor(() => { expect(browser.badged()).toEqual([A]); });
});

afterEach(() => {
  browser.document.dispatchEvent(new browser.window.CustomEvent("inset-take-over"));
});

const tell = (message: object): unknown[] => {
  const replies: unknown[] = [];
  fake.onMessage.emit(message, {}, (reply: unknown) => replies.push(reply));
  return replies;
};
const show = (photo: string, answer: PhotoAnswer): unknown[] => tell({ kind: "show-answer", photo, answer, status: background.status });
/** The latest root of these elements, which is closed to pages. */
const rootOf = (tag: string): ShadowRoot | undefined => {
  const { contexts, results } = attached.mock;
  const last = contexts.findLastIndex((element) => (element as Element).localName === tag);
  return results[last]?.value as ShadowRoot | undefined;
};
const cards = (): number => browser.document.querySelectorAll("inset-card").length;
const press = (key: string): void => {
  browser.document.body.dispatchEvent(new browser.window.KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
};

it.each<[string, string, PhotoAnswer]>([
  ["listed", A, summarise([{ dataset: "tidewatch", answer: "listed" }])],
  ["not listed", B, NOT_LISTED],
  ["unknown", B, UNKNOWN],
])("the answer to the context menu is shown: %s; another takes its place, and Escape closes it", (_, photo, answer) => {
  expect(show(photo, answer)).toEqual([true]);
  expect(cards()).toBe(1);
  show(photo, answer);
  expect(cards()).toBe(1);
  press("Escape");
  expect(cards()).toBe(0);
});

it("a card leads to what Inset's page knows of the photo", () => {
  show(A, summarise([{ dataset: "tidewatch", answer: "listed" }]));
  const links = [...(rootOf("inset-card")?.querySelectorAll("a") ?? [])].map((each) => each.href);
  expect(links).toContain(`http://127.0.0.1:${String(background.status.port)}/#lookup/${A}`);
});

it("a card that is open when Inset is paused closes", async () => {
  show(A, summarise([{ dataset: "tidewatch", answer: "listed" }]));
  background.preferences = { ...background.preferences, paused: true };
  tell({ kind: "preferences", ...background.preferences });
  await settle();
  expect(cards()).toBe(0);
  // The answer to the context menu is shown all the same.
  show(A, NOT_LISTED);
  expect(cards()).toBe(1);
});

describe("a dataset that the person hid", () => {
  const dataset = (name: string): DatasetDetails => ({ dataset: name, answer: "listed", false_positive_rate: null, owner: null, owner_names: [], licence: null, about: null, origin: null });
  const both = summarise([{ dataset: "tidewatch", answer: "listed" }, { dataset: "floodmark", answer: "listed" }]);
  const details: PhotoDetails = { photo: A, answer: "listed", datasets: [dataset("tidewatch"), dataset("floodmark")], censuses: [], unavailable: [] };
  const read = (selector: string): string[] => [...(rootOf("inset-card")?.querySelectorAll(selector) ?? [])].map((each) => each.textContent);
  const filled = (): Promise<void> => vi.waitFor(() => { expect(read("[aria-busy=false]")).toHaveLength(1); });
  const hide = (hiddenDatasets: readonly string[]): void => { tell({ kind: "preferences", ...background.preferences, hiddenDatasets }); };

  beforeEach(() => {
    fake.background = (message) => (message.kind === "details" ? details : background.answer(message));
  });

  it.each([[["floodmark"]], [["tidewatch", "floodmark"]]])("is told of where the person asked about the photo: %s", async (hidden) => {
    hide(hidden);
    show(A, both);
    const said = [read("h2"), read("h3")];
    expect(said).toEqual([["In 2 datasets"], ["tidewatch", "floodmark"]]);
    await filled();
    expect([read("h2"), read("h3")]).toEqual(said);
  });

  it("is left out of a badge's card", async () => {
    hide(["floodmark"]);
    rootOf("inset-badge")?.querySelector("button")?.click();
    await filled();
    expect([read("h2"), read("h3")]).toEqual([["In 1 dataset"], ["tidewatch"]]);
  });
});

describe("the card of a badge", () => {
  const button = (): HTMLElement | null | undefined => rootOf("inset-badge")?.querySelector("button");
  const heading = (): string | null | undefined => rootOf("inset-card")?.querySelector("h2")?.textContent;

  it("is not opened for one that went while the pointer was on it", async () => {
    button()?.dispatchEvent(new browser.window.Event("pointerenter"));
    await settle(60);
    browser.document.querySelector("img")?.setAttribute("src", `//live.staticflickr.com/65535/${B}_0a1b2c3d4e_z.jpg`);
    await vi.waitFor(() => { expect(browser.badged()).toEqual([]); });
    await settle(300);
    expect(cards()).toBe(0);
  });

  it("says what the badge says, also after a rebuild", async () => {
    button()?.dispatchEvent(new browser.window.Event("pointerenter"));
    await vi.waitFor(() => { expect(heading()).toBe("In 1 dataset"); });
    background.probable = true;
    background.revision = "r2";
    tell({ kind: "changed", status: background.status });
    await vi.waitFor(() => { expect(heading()).toBe("Probably in 1 dataset"); });
    expect(cards()).toBe(1);
  });
});

it("the card of a question that nobody could answer follows the photo's badge", async () => {
  show(A, UNKNOWN);
  background.probable = true;
  background.revision = "r2";
  tell({ kind: "changed", status: background.status });
  await vi.waitFor(() => { expect(rootOf("inset-card")?.querySelector("h2")?.textContent).toBe("Probably in 1 dataset"); });
});

it("no picture is made of one that the page has not loaded", () => {
  expect(tell({ kind: "picture", photo: A })).toEqual([null]);
  expect(tell({ kind: "picture", photo: "911000000009" })).toEqual([null]);
});
