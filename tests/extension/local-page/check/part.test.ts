// "Am I in it?", from what a person types to the report.
import { beforeEach, describe, expect, it } from "vitest";

import { failure, LocalPage, type Request, until, wordsOf } from "../../support/local-page.ts";

const ONE = "990000000001";
const TWO = "990000000002";
const NSID = "12345678@N00";
const ID = "0123456789abcdef";
const PAGE = `https://www.flickr.com/photos/made-up/${ONE}/`;
let page: LocalPage;

const dataset = (changes: object = {}): object => ({
  dataset: "tidewatch", listed: 1, probably_listed: 0, chance: null, expected_false: null, kind: "training", run: "20260101-1", built_at: "2026-01-02T03:04:05Z", photos: 60,
  title: "Tide Watch", publisher: "Nobody", purpose: "making up", year: 2019, withdrawn: null, withdrawn_when: null, page: null, opt_out: null, note: null, licences: [], obtained: [], ...changes,
});
const limits = (changes: object = {}): object => ({ no_training_set: false, not_in_library: [], without_accounts: [], unavailable: [], gaps: [], ...changes });
const report = (changes: object = {}): object => ({
  checked: 2, listed: 1, probably_listed: 0, unlikely: 0, datasets: [dataset()], censuses: [], by_year: [], by_album: [], by_licence: [], by_list_licence: [],
  asked: [{ kind: "list", name: "photos given one by one", photos: 2, account: null, photos_said: null, gaps: [] }],
  limits: limits(), made_at: "2026-01-02T03:04:05Z", inset_version: "0.2.0", revision: "0123456789abcdef", ...changes,
});
const check = (changes: object = {}, kept = false): object => ({ id: ID, state: "answered", kept, report: report(changes) });
const photo = (changes: object = {}): object => ({ photo_id: ONE, answer: "listed", datasets: ["tidewatch"], probably: [], year: 2009, title: "Low tide", licence: null, albums: [], video: false, ...changes });
const candidates = (...found: object[]): object => ({ revision: "r", candidates: found, left_out: 0, note: found.length > 1 ? "Names are not unique." : null, without_accounts: [], without_names: ["ebb"], unavailable: [] });
const candidate = (changes: object = {}): object => ({ account: NSID, known_by: "nsid", because: "account", names: ["Anna B"], datasets: [{ dataset: "tidewatch", photos: 3 }], censuses: [], years: { first: 2009, last: 2011 }, photos: [{ photo_id: ONE, url: PAGE }], ...changes });

async function open(language = "en"): Promise<void> {
  page = await LocalPage.open("#check", language);
  page.answers("GET /v1/checks", { checks: [] });
  page.answers(`GET /v1/checks/${ID}/photos`, { photos: [photo()], total: 1, next: null });
  page.answers("POST /v1/checks", { status: 201, body: check() });
  const { checkPart } = await import("../../../../helper/inset/server/web/page/check/part.js");
  checkPart().show();
}

beforeEach(() => open());

function ask(text: string): void {
  page.type("#check-text", text);
  page.submit("#check-form");
}

const headline = (words: string): Promise<void> => until(() => { expect(page.words("#check-headline")).toBe(words); });
const linesSent = (request = "POST /v1/checks"): unknown[] => page.asked(request).map(({ body }) => body.trim().split("\n").map((line): unknown => JSON.parse(line)));

describe("photos", () => {
  it("are asked about as they were given, and the answer has an address of its own", async () => {
    ask(`${ONE}\n${PAGE}\n${TWO}`);
    await headline("1 of 2 photos is listed");
    expect(linesSent()).toEqual([[ONE, PAGE, TWO]]);
    expect(page.window.location.hash).toBe(`#check/${ID}`);
    expect(page.document.activeElement?.id).toBe("check-headline");
    expect(page.said).toBe("1 of 2 photos is listed");
    await until(() => { expect(page.all("#check-photos-list li").map(wordsOf)).toEqual([`Low tide2009 · ${ONE}tidewatch`]); });
    expect(page.get("#check-progress").hidden).toBe(true);
  });

  it("of the check before are not shown under the headline of the next one", async () => {
    ask(ONE);
    await until(() => { expect(page.all("#check-photos-list li")).toHaveLength(1); });
    let meanwhile = NaN;
    page.answers(`GET /v1/checks/${ID}/photos`, () => {
      meanwhile = page.all("#check-photos-list li").length;
      return { photos: [photo({ photo_id: TWO, title: "Ebb" })], total: 1, next: null };
    });
    ask(TWO);
    await until(() => { expect(page.all("#check-photos-list li").map(wordsOf)).toEqual([`Ebb2009 · ${TWO}tidewatch`]); });
    expect(meanwhile).toBe(0);
  });

  it("in any other text are read by the helper, which tells what it did not understand", async () => {
    page.answers("POST /v1/uploads", { status: 201, body: { id: "ab12", file: "pasted text.txt", bytes: 9 } });
    ask(`My photo: ${PAGE} and 12345\nsome words`);
    await headline("1 of 2 photos is listed");
    expect(page.asked("POST /v1/uploads").map(({ path, body }) => [path, body])).toEqual([["/v1/uploads?file=pasted%20text.txt", `My photo: ${PAGE} and 12345\nsome words`]]);
    expect(linesSent()).toEqual([[{ upload: "ab12" }]]);
  });

  it.each([`${NSID} 87654321@N01`, `My accounts: ${NSID},\nhttps://www.flickr.com/people/87654321@N01/`])("of several accounts are asked for by these alone, where nothing else could be a photo: %s", async (words) => {
    ask(words);
    await headline("1 of 2 photos is listed");
    expect(linesSent()).toEqual([[{ account: NSID }, { account: "87654321@N01" }]]);
    expect(page.asked("POST /v1/uploads")).toEqual([]);
  });

  it("in a table that names accounts, too, are read by the helper", async () => {
    page.answers("POST /v1/uploads", { status: 201, body: { id: "ab12", file: "pasted text.txt", bytes: 9 } });
    ask(`photo_id,owner\n${ONE},${NSID}`);
    await headline("1 of 2 photos is listed");
    expect(linesSent()).toEqual([[{ account: NSID }, { upload: "ab12" }]]);
  });

  it("alone have their account offered, too", async () => {
    page.answers("GET /v1/accounts", candidates(candidate({ because: "photo" })));
    ask(PAGE);
    await until(() => { expect(page.words("#check-names-heading")).toBe("All photos of this account"); });
    page.press("Check this one", "#check-names");
    await until(() => { expect(linesSent()).toEqual([[PAGE], [{ account: NSID }]]); });
  });

  it("that nobody can answer for are never called unlisted", async () => {
    page.answers("POST /v1/checks", { status: 201, body: check({ listed: 0, datasets: [], limits: limits({ no_training_set: true }) }) });
    ask(`${ONE}\n${TWO}`);
    await headline("2 photos could not be checked: there is no training set to ask");
    expect(page.all("#check-split span").map((piece) => piece.dataset.answer)).toEqual(["unknown"]);
    expect(page.words("#check-limits")).toContain("nothing can be said of any photo");
  });
});

describe("an account", () => {
  it("that is meant without doubt is asked about at once", async () => {
    page.answers("GET /v1/accounts", candidates(candidate()));
    ask(`https://www.flickr.com/people/${NSID}/`);
    await headline("1 of 2 photos is listed");
    expect(linesSent()).toEqual([[{ account: NSID }]]);
  });

  it("is chosen among those that have the name", async () => {
    page.answers("GET /v1/accounts", candidates(candidate({ because: "name" }), candidate({ because: "name", account: null, known_by: "name", names: ["anna b"], years: null, photos: [] })));
    ask("@Anna B");
    await until(() => { expect(page.words("#check-names-heading")).toBe("@Anna B may be one of these accounts"); });
    expect(page.asked("GET /v1/accounts")[0]?.path).toBe("/v1/accounts?name=%40Anna%20B");
    expect(page.words("#check-names-note")).toBe("Names are not unique. These datasets name no names, so none was found in them: ebb.");
    expect(page.all("#check-names-list .body").map(wordsOf)).toEqual([
      `Anna B${NSID} · uploaded about 2009 to 2011tidewatch: 3 photosSome of its photos at Flickr: ${ONE}`,
      "anna bNo account is named, so these may be the photos of several peopletidewatch: 3 photos",
    ]);
    page.get("#check-names-list li:last-child button").click();
    await headline("1 of 2 photos is listed");
    expect(linesSent()).toEqual([[{ name: "anna b", dataset: "tidewatch" }]]);
    expect(page.get("#check-names").hidden).toBe(true);
  });

  it("that no list knows is asked about all the same, and the report says that nobody knows it", async () => {
    page.answers("GET /v1/accounts", candidates());
    page.answers("POST /v1/checks", { status: 201, body: check({ checked: 0, listed: 0, datasets: [dataset({ listed: 0 })], limits: limits({ gaps: [{ what: "unknown_account", words: "none of your datasets knows this account", count: null, examples: [] }], without_accounts: ["ebb"] }) }) });
    ask("nobody");
    await headline("There was no photo to ask about");
    expect(page.words("#check-limits")).toContain("None of your datasets knows this account.");
    expect(page.words("#check-limits")).toContain("These lists name no accounts, so an account’s photos can be found in them only if their addresses are known: ebb.");
  });
});

describe("the report", () => {
  it("tells certain from probable, with how many of these are wrong", async () => {
    page.answers("POST /v1/checks", { status: 201, body: check({ checked: 5000, listed: 1, probably_listed: 12, unlikely: 12, datasets: [dataset(), dataset({ dataset: "floodmark", title: null, purpose: null, publisher: null, listed: 0, probably_listed: 12, chance: 0.4, expected_false: 3.21, withdrawn: true, withdrawn_when: "2021" })] }) });
    ask(ONE);
    await headline("1 of 5,000 photos is listed, and 12 possibly");
    const words = page.words('[data-dataset="floodmark"]');
    // It is true of fewer than half of them: nothing calls that probable.
    expect(page.all('[data-dataset="floodmark"] .tag').map(wordsOf)).toContain("40% likely");
    expect(words).toContain("12 photos listed, of 60 in all");
    expect(words).toContain("so none of these is certain. Of as many photos as were checked, about 3.2 is reported by mistake.");
    expect(words).not.toContain("may be mistakes");
    expect(words).toContain("withdrawn this dataset (2021)");
    expect(page.words('[data-dataset="tidewatch"]')).toContain("for making up · Nobody, 2019");
    expect(page.all("#check-photos-filter button").map(wordsOf)).toEqual(["All", "tidewatch 1", "floodmark 12"]);
  });

  it("counts by year, album and licence, and keeps censuses apart", async () => {
    page.answers("POST /v1/checks", { status: 201, body: check({
      by_year: [{ year: 2009, checked: 2, listed: 1, probably_listed: 0 }, { year: null, checked: 1, listed: 0, probably_listed: 0 }],
      by_album: [{ album: "Sea", checked: 2, listed: 1, probably_listed: 0 }],
      by_licence: [{ licence: "All Rights Reserved", commercial: false, derivatives: false, attribution: null, listed: 1, probably_listed: 0, checked: 2 }],
      by_list_licence: [{ licence: "CC BY 2.0", commercial: true, derivatives: true, attribution: true, listed: 1, probably_listed: 0, checked: null }],
      censuses: [dataset({ dataset: "all-of-it", title: "All of it", kind: "census", listed: 2 })],
    }) });
    ask(ONE);
    await headline("1 of 2 photos is listed");
    expect(page.all("#check-tables tbody tr").map((row) => [...row.children].map(wordsOf))).toEqual([
      ["2009", "", "1", "0", "2"], ["not known", "", "0", "0", "1"], ["Sea", "", "1", "0", "2"],
      ["All Rights Reserved", "Allows nothing without the author’s consent.", "1", "0", "2"], ["CC BY 2.0", "Commercial use allowed, changes allowed, the author must be named", "1", "0"],
    ]);
    expect(page.words("#check-datasets")).toContain("Lists of public photos, counted apart");
    expect(page.words("#check-datasets")).toContain("All of it: 2 photos");
  });

  it("says what was not asked, and what the export lacks", async () => {
    page.answers("POST /v1/checks", { status: 201, body: check({ limits: limits({
      not_in_library: [{ dataset: "flow", title: "Flow", photos: 9 }], unavailable: [{ dataset: "ebb", code: "index_corrupt", message: "Build ebb again." }],
      gaps: [{ what: "fewer_than_said", words: "photos are missing", count: 963, examples: [] }, { what: "not_understood", words: "lines that name no photo", count: 1, examples: ["line 2: x"] }],
    }) }) });
    ask(ONE);
    await headline("1 of 2 photos is listed");
    expect(page.all("#check-limits > li").map(wordsOf)).toEqual([
      "ebb cannot be opened, so nothing is known of it: Build ebb again.",
      "Photos are missing: 963.",
      "Lines that name no photo: 1.For exampleline 2: x",
      "1 known dataset with photos from Flickr is not on this computer, so it was not asked. Add a datasetWhich onesFlow",
      expect.stringContaining("Only the lists on this computer were asked."),
    ]);
    expect(page.all("#check-split span").map((piece) => piece.dataset.answer)).toEqual(["listed", "unknown"]);
  });

  it.each([
    ["de", "is a link, which could lead anywhere", "Dateien übergangen (ein Link, der überallhin führen könnte): 2."],
    ["de", "cannot be read (Permission denied)", "Dateien übergangen (nicht lesbar (Permission denied)): 2."],
    ["fr", "is a link, which could lead anywhere", "Fichiers ignorés (un lien, qui pourrait mener n’importe où) : 2."],
    ["ja", "is no whole zip: download it again", "読み飛ばしたファイル（ZIPが不完全です。もう一度ダウンロードしてください）: 2。"],
    ["en", "is no ordinary file", "Files passed over, because each is no ordinary file: 2."],
  ])("says in %s why files of an export were passed over: each %s", async (language, why, said) => {
    await open(language);
    page.answers("POST /v1/checks", { status: 201, body: check({ limits: limits({ gaps: [{ what: "not_read", words: `files passed over, because each ${why}`, count: 2, examples: [] }] }) }) });
    ask(ONE);
    await until(() => { expect(page.all("#check-limits > li").map(wordsOf)).toContain(said); });
  });

  it.each([["de", "entfernt. So"], ["ja", "削除します。エクスポート"]])("sets sentences in %s one behind the other as the language does", async (language, both) => {
    await open(language);
    expect(page.words("#part-check")).toContain(both);
  });

  it("is kept only when the person says so, and can be forgotten", async () => {
    ask(ONE);
    await headline("1 of 2 photos is listed");
    expect(page.words("#check-kept-note")).toContain("is on no disk");
    page.answers(`POST /v1/checks/${ID}/keeping`, check({}, true));
    page.answers("GET /v1/checks", { checks: [{ id: ID, made_at: "2026-01-02T03:04:05Z", kept: true, asked: ["mine"], checked: 2, listed: 1, probably_listed: 0, unlikely: 0 }] });
    page.click("#check-keep");
    await until(() => { expect(page.words("#check-kept-note")).toContain("in files that only you can read"); });
    expect(page.get("#check-keep").hidden).toBe(true);
    await until(() => { expect(page.all("#check-kept-list li").map(wordsOf)).toEqual(["mine1 of 2 photos listed · 2 Jan 2026, 03:04 · kept on this computerForget"]); });
    page.answers(`DELETE /v1/checks/${ID}`, { forgotten: ID });
    page.answers("GET /v1/checks", { checks: [] });
    page.click("#check-forget");
    await until(() => { expect(page.get("#check-report").hidden).toBe(true); });
    expect(page.window.location.hash).toBe("#check");
    await until(() => { expect(page.get("#check-kept").hidden).toBe(true); });
  });

  it("that was forgotten, opened by its address, says so", async () => {
    page.answers(`GET /v1/checks/${ID}`, failure(404, "check_unknown", "Check again: there is no such check, or no longer."));
    page.window.location.hash = `#check/${ID}`;
    const { checkPart } = await import("../../../../helper/inset/server/web/page/check/part.js");
    checkPart().show();
    await until(() => { expect(page.words("#check-problem")).toContain("Check again"); });
  });

  it("is found again by its address", async () => {
    page.answers(`GET /v1/checks/${ID}`, check());
    page.window.location.hash = `#check/${ID}`;
    const { checkPart } = await import("../../../../helper/inset/server/web/page/check/part.js");
    checkPart().show();
    await headline("1 of 2 photos is listed");
  });
});

describe("beside a dataset with a hit", () => {
  const letter = (changes: object = {}): object => ({ recipient: "Nobody", way: "mail", mail: "nobody@example.org", url: null, datasets: ["tidewatch", "ebb"], basis: "goodwill", subject: "My photos", body: "Dear [name],", photo_list: "one\ntwo", answer_by: "2026-12-27", blanks: ["[name]"], post: "", advice: ["Save the links first."], advice_told: [{ name: "advice_save", values: [] }], ...changes });

  beforeEach(async () => {
    ask(`${ONE}\n${TWO}`);
    await headline("1 of 2 photos is listed");
  });

  it("stands its proof: the rows of the file, and what that does not prove", async () => {
    const listing = { dataset: "tidewatch", answer: "listed", source: "tidewatch.csv", sha256: "ab12", rows: [5, 9], counts: "line", run: "r", built_at: "2026-01-02T03:04:05Z", inset_version: "0.2.0" };
    page.answers("POST /v1/evidence", { photos: [{ photo_id: ONE, datasets: [listing, { ...listing, dataset: "ebb" }], censuses: [], asked: [], asked_censuses: [], unavailable: {}, made_at: "x", inset_version: "x", proves_not: ["It does not prove that anybody fetched it."] }] });
    page.press("Proof");
    await until(() => { expect(page.all(".more tbody tr").map((row) => [...row.children].map(wordsOf))).toEqual([[ONE, "tidewatch.csv", "lines 5, 9"]]); });
    expect(page.words(".more")).toContain("Checksum (SHA-256) of tidewatch.csvab12");
    expect(page.words(".more")).toContain("It does not prove that anybody fetched it.");
    expect(JSON.parse(page.asked("POST /v1/evidence")[0]?.body ?? "")).toEqual({ photos: [ONE] });
    page.press("Proof");
    expect(page.words(".more")).toBe("");
  });

  it("stands a letter, by the role and language that the person chooses, to be changed", async () => {
    page.answers(`POST /v1/checks/${ID}/letters`, { letters: [letter({ datasets: ["other"] }), letter()] });
    page.press("Letter");
    expect(page.words(".more")).toContain("Save the links first");
    page.get<HTMLSelectElement>(".more select").value = "shown";
    page.press("Write the letter");
    await until(() => { expect(page.get<HTMLTextAreaElement>(".more textarea").value).toBe("Dear [name],"); });
    expect(JSON.parse(page.asked(`POST /v1/checks/${ID}/letters`)[0]?.body ?? "")).toEqual({ role: "shown", language: "en" });
    for (const part of ["To: Nobody, nobody@example.org · About tidewatch, ebb together", "Fill in what stands in brackets: [name]."]) expect(page.words(".more")).toContain(part);
    page.answers(`POST /v1/checks/${ID}/mails`, failure(404, "not_found", "Choose a dataset."));
    page.type(".more textarea", "Dear you,");
    page.press("Save as a mail (.eml)");
    await until(() => { expect(page.words(".more .problem")).toContain("Choose a dataset."); });
    expect(JSON.parse(page.asked(`POST /v1/checks/${ID}/mails`)[0]?.body ?? "")).toEqual({ role: "shown", language: "en", dataset: "tidewatch", subject: "My photos", body: "Dear you," });
  });
});

it("a cancelled question is forgotten by the helper", async () => {
  let stopped = false;
  page.answers("POST /v1/uploads", () => { page.click("#check-stop"); stopped = true; return { status: 201, body: { id: "ab12", file: "x", bytes: 1 } }; });
  ask(`${PAGE} some words\nmore words`);
  await until(() => { expect(stopped).toBe(true); });
  await until(() => { expect(page.said).toBe("Cancelled."); });
  expect(page.asked("POST /v1/checks")).toEqual([]);
  expect(page.get("#check-progress").hidden).toBe(true);
});

it("an error of the helper is told", async () => {
  page.answers("POST /v1/checks", (request: Request) => (request.body === "" ? check() : failure(503, "index_missing", "Build a dataset first: none is on this computer yet.")));
  ask(ONE);
  await until(() => { expect(page.words("#check-problem")).toBe("Build a dataset first: none is on this computer yet."); });
  expect(page.get("#check-report").hidden).toBe(true);
});

describe("an account that the extension leads to", () => {
  it("is shown with what is listed of it, and checked only by a click", async () => {
    page.answers("GET /v1/accounts", candidates(candidate()));
    page.window.location.hash = `#check/account/${encodeURIComponent(NSID)}`;
    const { checkPart } = await import("../../../../helper/inset/server/web/page/check/part.js");
    checkPart().change?.();
    await until(() => { expect(page.all("#check-names-list li").length).toBe(1); });
    expect(page.words("#check-names-list li")).toContain("tidewatch: 3 photos");
    expect(page.asked("POST /v1/checks")).toEqual([]);
    page.get("#check-names-list button").click();
    await until(() => { expect(linesSent()).toEqual([[{ account: NSID }]]); });
  });
});
