// Look up, from the text that a person pastes to the answers.
import { beforeEach, describe, expect, it } from "vitest";

import { settle } from "../../support/fake-chrome.ts";
import { failure, LocalPage, type Request, until, wordsOf } from "../../support/local-page.ts";

const [ONE, TWO] = ["990000000001", "990000000002"];
const NSID = "12345678@N00";
const ACCOUNT = "GET /v1/accounts/12345678%40N00";
let page: LocalPage;

beforeEach(async () => {
  page = await LocalPage.open("#lookup");
  const { lookupPart } = await import("../../../../helper/inset/server/web/page/lookup/part.js");
  lookupPart();
});

/** A helper that lists one photo, of an account that it knows. */
function listsOne(): void {
  page.answers("POST /v1/lookup", (request: Request) => ({
    revision: "r1", datasets: ["tidewatch"], censuses: [], public: {}, unavailable: [], invalid: [],
    listed: request.body.includes(ONE) ? { [ONE]: [{ dataset: "tidewatch", answer: "listed" }] } : {},
  }));
  page.answers(`GET /v1/photos/${ONE}`, { revision: "r1", photo_id: ONE, answer: "listed", datasets: [{ dataset: "tidewatch", answer: "listed", owner: NSID, licence: null }], censuses: [], unavailable: [] });
}

function lookUp(text: string): void {
  page.type("#lookup-text", text);
  page.submit("#lookup-form");
}

const headline = (words: string): Promise<void> => until(() => { expect(page.words("#lookup-headline")).toBe(words); });

describe("photos", () => {
  it("are looked up, with the account and licence of what is listed", async () => {
    listsOne();
    lookUp(`${ONE}\nhttps://www.flickr.com/photos/sample-user/${TWO}/\n${ONE}\nsome words`);
    await headline("1 of 2 photos is listed");
    expect(page.all("#lookup-rows tr").map((row) => [...row.children].map(wordsOf).slice(0, 4))).toEqual([
      [ONE, "Listed", "tidewatch", NSID],
      [`${TWO}https://www.flickr.com/photos/sample-user/${TWO}/`, "Not listed", "", ""],
    ]);
    expect(page.get("#lookup-progress").hidden).toBe(true);
    expect(page.words("#lookup-notes")).toContain("1 repeat of the same photo left out.");
  });

  it("that the address names are looked up at once, and once", async () => {
    listsOne();
    const { lookupPart } = await import("../../../../helper/inset/server/web/page/lookup/part.js");
    const part = lookupPart();
    page.window.location.hash = `#lookup/${ONE}`;
    part.show();
    await headline("1 of 1 photo is listed");
    expect(page.get<HTMLTextAreaElement>("#lookup-text").value).toBe(ONE);
    await until(() => { expect(page.asked("GET /v1/datasets").length).toBeGreaterThan(0); }); // whose they are
    const asked = page.seen.length;
    part.show();
    page.window.location.hash = "#lookup/nonsense";
    part.change?.();
    await settle(20);
    expect(page.seen.length).toBe(asked);
  });

  it("that could not be checked can be checked again, without asking twice about the others", async () => {
    page.answers("POST /v1/lookup", failure(503, "index_corrupt", "Build it again."));
    lookUp(`${ONE}\n${TWO}`);
    await headline("2 photos could not be checked");
    listsOne();
    page.press("Check them now");
    await headline("1 of 2 photos is listed");
    expect(page.words("#lookup-notes")).toBe("");
  });

  it("are taken from a file", async () => {
    listsOne();
    page.choose("#lookup-file", "mine.txt", ONE);
    await headline("1 of 1 photo is listed");
    expect(page.get<HTMLTextAreaElement>("#lookup-text").value).toBe(ONE);
  });

  it("in a file that is too large belong under Rebuild", async () => {
    const file = { name: "all.csv", size: 20_000_001, text: () => Promise.reject(new Error("not to be read")) };
    const input = page.get<HTMLInputElement>("#lookup-file");
    Object.defineProperty(input, "files", { value: [file] });
    input.dispatchEvent(new page.window.Event("change"));
    await until(() => { expect(page.words("#lookup-help")).toContain("all.csv is too large to look up photo by photo."); });
    expect(page.seen).toEqual([]);
  });

  it("of the text before are forgotten: the newest look-up alone is shown", async () => {
    listsOne();
    lookUp(TWO);
    lookUp(ONE);
    await headline("1 of 1 photo is listed");
    expect(page.all("#lookup-rows tr")).toHaveLength(1);
  });

  it("can be cleared", async () => {
    listsOne();
    lookUp(ONE);
    await headline("1 of 1 photo is listed");
    page.click("#lookup-clear");
    expect([page.get("#lookup-result").hidden, page.get<HTMLTextAreaElement>("#lookup-text").value]).toEqual([true, ""]);
    expect(page.document.activeElement?.id).toBe("lookup-text");
  });
});

describe("an account", () => {
  const answer = (changes: object = {}): object => ({
    revision: "r1", owner: NSID, datasets: [{ dataset: "tidewatch", photos: 1 }, { dataset: "ebb", photos: 0 }], censuses: [], without_owners: [], censuses_without_owners: [], unavailable: [],
    photos: [{ photo_id: ONE, datasets: ["tidewatch"] }], next: null, ...changes,
  });
  const card = (): string[] => page.all("#lookup-accounts .card > *").map(wordsOf);

  it("has with it whose the ready-made datasets are that list photos of it", async () => {
    listsOne();
    const origin = { dataset: "theirs", run: "20261120-1", descriptor: "ab".repeat(32), pack: null, signed_by: "RWQ01", how: "minisign", publisher: "The Keepers", address: null, unpacked_at: "2026-11-20T00:00:00Z" };
    page.answers("GET /v1/datasets", { revision: "r1", datasets: ["tidewatch", "ebb"].map((name) => ({ name, origin, built_at: "2026-11-19T00:00:00Z" })), unavailable: [] });
    page.answers(ACCOUNT, answer());
    lookUp(NSID);
    await headline("1 of 1 photo is listed");
    expect(card().slice(3)).toEqual([expect.stringMatching(/^tidewatch: Ready-made, from “The Keepers” · signed · made .+ · added here .+$/) as string]);
  });

  it("has its photos looked up, and its count for each dataset told", async () => {
    listsOne();
    page.answers(ACCOUNT, answer());
    lookUp(NSID);
    await headline("1 of 1 photo is listed");
    expect(card()).toEqual([NSID, "1 photo of this account is listed.", "tidewatch: 1"]);
    expect(page.all("#lookup-rows th").map(wordsOf)).toEqual([ONE]);
  });

  it("of which no list knows a photo is not thereby unlisted: what could not be asked is named", async () => {
    page.answers(ACCOUNT, answer({ datasets: [], photos: [], censuses: [], without_owners: ["floodmark"], censuses_without_owners: ["everything"], unavailable: ["flow"] }));
    lookUp(NSID);
    await until(() => { expect(card()).toHaveLength(5); });
    expect(card()).toEqual([
      NSID,
      "No list that names accounts names a photo of this one.",
      "These datasets do not name accounts, so they cannot be asked by account: floodmark. Paste the photos’ addresses to ask them.",
      "Censuses that do not name accounts: everything.",
      "These datasets cannot be opened, so nothing is known of them: flow.",
    ]);
    expect(page.get("#lookup-result").hidden).toBe(true);
  });

  it("given by its name in addresses is advised to be asked by its NSID, too", async () => {
    page.answers("GET /v1/accounts/sample-user", answer({ photos: [], datasets: [] }));
    lookUp("https://www.flickr.com/people/sample-user/");
    await until(() => { expect(card().at(-1)).toContain("Lists mostly hold its number (NSID)"); });
  });

  it("says for want of a dataset what this page has for it, and no command", async () => {
    const wanting = { code: "index_missing", message: "Build a dataset first: none is on this computer yet.", hint: "Run `inset build NAME LIST…`.", message_told: { name: "build_first", values: [] } };
    page.answers("POST /v1/lookup", { status: 503, body: wanting });
    lookUp("990000000001");
    await until(() => { expect(page.words("#lookup-notes")).toContain("No dataset is on this computer yet."); });
    expect(page.words("#lookup-notes")).not.toContain("inset build");
    expect(page.get("#lookup-notes a").getAttribute("href")).toBe("#add");
  });

  it("about which the helper does not answer says why, and claims nothing", async () => {
    page.answers(ACCOUNT, failure(503, "index_missing", "Build one: `inset build --sample`."));
    lookUp(NSID);
    await until(() => { expect(card()).toEqual([NSID, "Build one: inset build --sample."]); });
  });
});
