// "Am I in it?" where there is nothing to tell of: no dataset, no photo, no name.
import { beforeEach, describe, expect, it } from "vitest";

import { LocalPage, until } from "../../support/local-page.ts";

const ONE = "990000000001";
const ID = "0123456789abcdef";
let page: LocalPage;

const check = (checked: number, kind: string, name: string): object => ({
  id: ID, state: "answered", kept: false,
  report: {
    checked, listed: 0, probably_listed: 0, unlikely: 0, datasets: [], censuses: [], by_year: [], by_album: [], by_licence: [], by_list_licence: [],
    asked: [{ kind, name, photos: checked, account: null, photos_said: null, gaps: [] }],
    limits: { no_training_set: false, not_in_library: [], without_accounts: [], unavailable: [], gaps: [] }, made_at: "2026-01-02T03:04:05Z", inset_version: "0.2.0", revision: "0123456789abcdef",
  },
});

async function open(language = "en"): Promise<void> {
  page = await LocalPage.open("#check", language);
  page.answers("GET /v1/checks", { checks: [] });
  page.answers(`GET /v1/checks/${ID}/photos`, { photos: [], total: 0, next: null });
  page.answers("GET /v1/accounts", { revision: "r", candidates: [], left_out: 0, note: null, without_accounts: [], without_names: [], unavailable: [] });
  const { checkPart } = await import("../../../../helper/inset/server/web/page/check/part.js");
  checkPart().show();
}

beforeEach(() => open());

function ask(text: string): void {
  page.type("#check-text", text);
  page.submit("#check-form");
}

const headline = (words: string): Promise<void> => until(() => { expect(page.words("#check-headline")).toBe(words); });

it("the want of a dataset is told by what this page has for it, and no command", async () => {
  const wanting = { code: "index_missing", message: "Build a dataset first: none is on this computer yet.", hint: "Run `inset build NAME LIST…`.", message_told: { name: "build_first", values: [] } };
  page.answers("POST /v1/checks", { status: 503, body: wanting });
  ask(ONE);
  await until(() => { expect(page.words("#check-problem")).toMatch(/^No dataset is on this computer yet\. .*free to download\. Add a dataset$/); });
  expect(page.get("#check-problem a").getAttribute("href")).toBe("#add");
});

describe("a report without photos", () => {
  it.each([
    ["https://example.com/p/xyz/", "This address is not one of Flickr’s: https://example.com/p/xyz/."],
    ["1234567890123456", "This number is too long for a photo’s"],
    ["anna-b", "No list that names accounts names a photo of this one."],
  ])("says what %s rather seems to be", async (words, said) => {
    page.answers("POST /v1/checks", { status: 201, body: check(0, "account", words) });
    ask(words);
    await headline("There was no photo to ask about");
    expect(page.words("#check-advice")).toContain(said);
  });

  it("says nothing of saving and keeping it, which it has no buttons for", async () => {
    page.answers("POST /v1/checks", { status: 201, body: check(0, "account", "anna-b") });
    ask("anna-b");
    await headline("There was no photo to ask about");
    expect(page.get("#check-kept-note").hidden).toBe(true);
  });
});

it("a data export that does not say whose it is has a name in the person's language", async () => {
  await open("de");
  page.answers("GET /v1/checks", { checks: [{ id: ID, asked: ["your data export"], made_at: "2026-01-02T03:04:05Z", kept: false, checked: 2, listed: 1, probably_listed: 0, unlikely: 0 }] });
  page.answers("POST /v1/checks", { status: 201, body: check(2, "export", "your data export") });
  ask(ONE);
  await until(() => { expect(page.words("#check-asked")).toContain("Gefragt nach Ihrem Datenexport (2 Fotos)"); });
  await until(() => { expect(page.words("#check-kept-list")).toContain("Ihr Datenexport"); });
  page.press("Diese Fotos merken");
  expect(page.get<HTMLInputElement>("#watch-name").value).toBe("Ihr Datenexport");
});
