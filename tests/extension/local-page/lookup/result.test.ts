// The answers of one look-up: counts, notes, table and filter.
import { beforeEach, describe, expect, it, vi } from "vitest";

import type { Answer } from "../../../../helper/inset/server/web/page/shared/wire.d.ts";
import { CC_BY } from "../../support/answers.ts";
import { settle } from "../../support/fake-chrome.ts";
import { failure, LocalPage, until, wordsOf } from "../../support/local-page.ts";

type Result = Parameters<typeof import("../../../../helper/inset/server/web/page/lookup/result.js").showResult>[0];
type Row = Result["rows"][number];
let page: LocalPage;
let showResult: (result: Result) => void;

beforeEach(async () => {
  page = await LocalPage.open("#lookup");
  ({ showResult } = await import("../../../../helper/inset/server/web/page/lookup/result.js"));
});

const listed: Row["datasets"] = [{ dataset: "tidewatch", answer: "listed", owner: "12345678@N00", licence: CC_BY }];
const likely: Row["datasets"] = [{ dataset: "floodmark", answer: "probably_listed", chance: 0.95 }];

function rows(...answers: Answer[]): Row[] {
  return answers.map((answer, n) => {
    const photo = String(990_000_000_000 + n);
    return { photo, ref: photo, answer, datasets: answer === "listed" ? listed : answer === "probably_listed" ? likely : [], censuses: [], detailed: false };
  });
}

function show(all: Row[], changes: { coverage?: Partial<Result["coverage"]>; others?: string[]; repeats?: number; accounts?: number; askAgain?: () => void } = {}): void {
  showResult({
    rows: all,
    coverage: { revisions: new Set(["r1"]), datasets: new Set(["tidewatch"]), censuses: new Set(), unavailable: new Set(), problem: "", wanting: false, ...changes.coverage },
    references: { photos: [], accounts: [], repeats: changes.repeats ?? 0, others: changes.others ?? [] },
    accounts: changes.accounts ?? 0,
    askAgain: changes.askAgain ?? (() => undefined),
  });
}

const shown = (): string[] => page.all("#lookup-rows tr").map((row) => wordsOf(row.querySelector("th") ?? row));

describe("pictures", () => {
  const picture = "https://live.staticflickr.com/65535/990000000000_0123456789_b.jpg";

  it("are offered of the listed photos whose pictures' addresses were pasted, and asked of nobody before", async () => {
    const [one, two, three] = rows("listed", "listed", "not_listed");
    if (one === undefined || two === undefined || three === undefined) throw new Error("three rows");
    show([{ ...one, ref: picture }, two, { ...three, ref: picture.replace("000_", "002_") }]);
    expect(page.words("#lookup-pictures")).toBe("Picture of 1 listed photo");
    page.answers("POST /v1/checks", failure(503, "index_missing", "Build a dataset."));
    page.press("Picture of 1 listed photo");
    await until(() => { expect(page.words("#lookup-notes")).toContain("Build a dataset."); });
    expect(page.asked("POST /v1/checks")[0]?.body).toBe(`${JSON.stringify(picture)}\n`);
    show([two]);
    expect(page.get("#lookup-pictures").hidden).toBe(true);
  });
});

it("does not call probable what is more likely false", () => {
  show(rows("listed", "probably_listed").map((row) => ({ ...row, datasets: row.datasets.map((each) => (each.answer === "listed" ? each : { ...each, chance: 0.004 })) })));
  expect(page.words("#lookup-headline")).toBe("1 of 2 photos is listed, and 1 possibly");
  expect(page.all("#lookup-filter button").map(wordsOf)).toEqual(["All 2", "Listed 1", "Possibly listed 1"]);
  expect(page.all("#lookup-rows .answer").map(wordsOf)).toEqual(["Listed", "Possibly listed"]);
  expect(page.words("#lookup-rows")).toContain("floodmark: <1% likely");
});

describe("the headline", () => {
  it.each([
    [["listed", "not_listed", "not_listed"], "1 of 3 photos is listed"],
    [["listed", "listed"], "2 of 2 photos are listed"],
    [["not_listed"], "0 of 1 photo are listed"],
    [["listed", "probably_listed", "not_listed"], "1 of 3 photos is listed, and 1 probably"],
    [["listed", "unknown", "unknown"], "1 of 1 photo is listed; 2 could not be checked"],
    [["unknown", "unknown"], "2 photos could not be checked"],
    [[], "Nothing in this text names a photo or an account"],
  ] as [Answer[], string][])("of %j counts what was checked alone: %s", (answers, words) => {
    show(rows(...answers));
    expect(page.words("#lookup-headline")).toBe(words);
    expect(page.said).toBe(words);
    expect(page.document.activeElement?.id).toBe("lookup-headline");
  });

  it("stands without a table and without files to save where there is no photo, and says what the text seems to be", () => {
    show([], { others: ["https://www.flickr.com/photos/your-name/albums/72157620000000001/"] });
    expect(page.get("#lookup-found").hidden).toBe(true);
    expect(page.words("#lookup-advice")).toContain("This is an album’s address");
    show(rows("listed"));
    expect([page.get("#lookup-found").hidden, page.words("#lookup-advice")]).toEqual([false, ""]);
  });

  it("is not there where an account alone was asked about, and has no photos", () => {
    show([], { accounts: 1 });
    expect(page.get("#lookup-result").hidden).toBe(true);
  });
});

describe("the notes", () => {
  it("say that what could not be checked is not thereby unlisted, and offer to check it", () => {
    const askAgain = vi.fn();
    show(rows("listed", "unknown"), { coverage: { problem: "Start it: `inset serve`." }, askAgain });
    expect(page.words("#lookup-notes p")).toBe("Start it: inset serve. 1 photo could not be checked. That does not mean that they are not listed.");
    page.press("Check them now", "#lookup-notes");
    expect(askAgain).toHaveBeenCalledTimes(1);
  });

  it("name datasets that could not be opened", () => {
    show(rows("unknown"), { coverage: { unavailable: new Set(["ebb", "flow"]) } });
    expect(page.words("#lookup-notes")).toBe("ebb, flow cannot be opened. What no other dataset lists counts as not checked.");
  });

  it("say that the datasets changed meanwhile", () => {
    show(rows("listed"), { coverage: { revisions: new Set(["r1", "r2"]) } });
    expect(page.words("#lookup-notes")).toContain("The datasets changed during this look-up.");
  });

  it("show what names no photo, at most fifty of it", () => {
    show(rows("listed"), { repeats: 1, others: Array.from({ length: 53 }, (_, n) => `line ${String(n)}`) });
    expect(page.all("#lookup-notes summary").map(wordsOf)).toEqual(["53 lines that name no photo and no account"]);
    expect(page.all("#lookup-notes li")).toHaveLength(51);
    expect(page.words("#lookup-notes li:last-child")).toBe("and 3 more");
    expect(page.words("#lookup-notes .quiet")).toBe("1 repeat of the same photo left out.");
  });
});

describe("the table", () => {
  it("tells answer, datasets, account and licence of a photo", () => {
    show(rows("listed"));
    expect(page.all("#lookup-rows td").map(wordsOf)).toEqual(["Listed", "tidewatch", "12345678@N00", expect.stringContaining("CC BY 2.0") as string]);
    expect(page.all("#lookup-rows a").map((link) => link.getAttribute("href"))).toEqual(["https://www.flickr.com/photo.gne?id=990000000000", "https://www.flickr.com/photos/12345678@N00/", CC_BY.url]);
  });

  it("tells each account and licence once, however many datasets give them", () => {
    const [row] = rows("listed") as [Row];
    show([{ ...row, datasets: [...listed, { dataset: "ebb", answer: "listed", owner: "12345678@N00", licence: CC_BY }] }]);
    expect(page.all("#lookup-rows td a").map(wordsOf)).toEqual(["12345678@N00", "CC BY 2.0"]);
  });

  it("keeps how a photo was written, but not the account that it was asked for by", () => {
    const [one, other] = rows("listed", "listed") as [Row, Row];
    show([{ ...one, ref: "https://flic.kr/p/abc" }, { ...other, ref: "12345678@N00" }]);
    expect(shown()).toEqual(["990000000000https://flic.kr/p/abc", "990000000001"]);
  });

  it("leads no account's name out of Flickr", () => {
    const [row] = rows("listed") as [Row];
    show([{ ...row, datasets: [{ dataset: "ebb", answer: "listed", owner: "../x?\"<b>", licence: null }] }]);
    expect(page.get("#lookup-rows td a").getAttribute("href")).toBe("https://www.flickr.com/photos/..%2Fx%3F%22%3Cb%3E/");
  });

  it("grows by a hundred rows at a time", () => {
    show(rows(...Array.from({ length: 250 }, (): Answer => "not_listed")));
    expect([shown().length, page.words("#lookup-more")]).toEqual([100, "Show more: 150 left"]);
    page.click("#lookup-more");
    page.click("#lookup-more");
    expect([shown().length, page.get("#lookup-more").hidden]).toEqual([250, true]);
  });

  it("can be narrowed to one answer, of those that there are", () => {
    show(rows("listed", "not_listed", "not_listed"));
    expect(page.all("#lookup-filter button").map(wordsOf)).toEqual(["All 3", "Listed 1", "Not listed 2"]);
    page.press("Not listed 2", "#lookup-filter");
    expect(shown()).toEqual(["990000000001", "990000000002"]);
    expect(page.all("#lookup-filter button").map((button) => button.getAttribute("aria-pressed"))).toEqual(["false", "false", "true"]);
    page.press("All 3", "#lookup-filter");
    expect(shown()).toHaveLength(3);
  });
});

it("draws the shares of the answers, and none for an answer that nothing has", () => {
  show(rows("listed", "not_listed", "not_listed", "unknown"));
  expect(page.all("#lookup-split span").map((piece) => [piece.dataset.answer, piece.style.flexGrow])).toEqual([["listed", "1"], ["not_listed", "2"], ["unknown", "1"]]);
});

it("exports what is shown as files that the browser saves", async () => {
  const saved: { name: string; content: Blob }[] = [];
  let content = new Blob();
  vi.spyOn(URL, "createObjectURL").mockImplementation((given) => {
    content = given as Blob;
    return "blob:x";
  });
  page.window.HTMLAnchorElement.prototype.click = function click(this: HTMLAnchorElement) {
    saved.push({ name: this.download, content });
  };
  show(rows("listed", "unknown"), { others: ["some words"] });
  page.click("#lookup-csv");
  page.click("#lookup-json");
  await until(() => { expect(saved).toHaveLength(2); });
  expect(saved.map(({ name }) => name)).toEqual(["inset-lookup.csv", "inset-lookup.json"]);
  const texts = await Promise.all(saved.map((each) => each.content.text()));
  expect(texts[0]).toContain("990000000001,990000000001,unknown");
  expect(JSON.parse(texts[1] ?? "")).toMatchObject({ datasets: ["tidewatch"], results: [{ answer: "listed" }, { answer: "unknown" }, { ref: "some words", answer: "invalid" }] });
});

it("says once of a ready-made dataset in the answers whose it is, and that nobody vouches for it; nothing of others", async () => {
  const origin = { dataset: "theirs", run: "20261120-1", descriptor: "ab".repeat(32), pack: null, signed_by: null, how: null, publisher: "Inset” says", address: null, unpacked_at: "2026-11-20T00:00:00Z" };
  const datasets = [{ name: "tidewatch", origin, built_at: "2026-11-19T00:00:00Z" }, { name: "floodmark", origin: null, built_at: "2026-11-19T00:00:00Z" }, { name: "not-asked", origin, built_at: "2026-11-19T00:00:00Z" }];
  page.answers("GET /v1/datasets", { revision: "r1", datasets, unavailable: [] });
  show(rows("listed", "listed", "probably_listed"));
  await until(() => { expect(page.all("#lookup-notes .origin")).toHaveLength(1); });
  expect(page.all("#lookup-rows .chip").map((chip) => [wordsOf(chip), chip.classList.contains("unvouched")])).toEqual([["tidewatch", true], ["tidewatch", true], ["floodmark: 95% likely", false]]);
  const all = rows("listed", "listed", "probably_listed");
  show(all);
  show(all); // as "Check them now" does
  await until(() => { expect(page.asked("GET /v1/datasets")).toHaveLength(3); });
  await settle(20);
  expect(page.all("#lookup-notes .origin")).toHaveLength(1);
  const [line] = page.all("#lookup-notes .origin");
  expect(line === undefined ? "" : wordsOf(line)).toMatch(/^tidewatch: Ready-made, from “Inset" says” · made .+ · added here .+ Nobody vouches for it$/);
});
