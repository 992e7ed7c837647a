// Asking about many photos: in batches, with every answer that is missing left unknown.
import { beforeEach, describe, expect, it } from "vitest";

import { CC_BY } from "../../support/answers.ts";
import { failure, LocalPage, type Request } from "../../support/local-page.ts";

type Run = typeof import("../../../../helper/inset/server/web/page/lookup/run.js");
type Row = ReturnType<Run["newRow"]>;
const ACCOUNTS = "/v1/accounts";
const photo = (n: number): string => String(990_000_000_000 + n);
const photosOf = ({ body }: Request): string[] => (JSON.parse(body) as { photos: string[] }).photos;
let page: LocalPage;
let run: Run;
let stop: AbortController;
let progress: string[];

beforeEach(async () => {
  page = await LocalPage.open();
  run = await import("../../../../helper/inset/server/web/page/lookup/run.js");
  stop = new AbortController();
  progress = [];
});

const how = (): Parameters<Run["askPhotos"]>[2] => ({
  signal: stop.signal,
  onProgress: ({ done, all, what }) => progress.push(`${what} ${String(done)}/${String(all)}`),
});
const rows = (count: number): Row[] => Array.from({ length: count }, (_, n) => run.newRow({ photo: photo(n), ref: photo(n) }));

/** A helper that lists every photo with an even ID. */
function listsEven(changes: { unavailable?: string[]; invalid?: string[]; revision?: string } = {}): (request: Request) => unknown {
  return (request) => ({
    revision: "r1", datasets: ["tidewatch"], censuses: [], public: {}, unavailable: [], invalid: [],
    listed: Object.fromEntries(photosOf(request).filter((each) => Number(each) % 2 === 0).map((each) => [each, [{ dataset: "tidewatch", answer: "listed" }]])),
    ...changes,
  });
}

describe("photos", () => {
  it("are asked about in batches of a thousand, each photo once", async () => {
    page.answers("POST /v1/lookup", listsEven());
    const all = rows(2500);
    const coverage = run.newCoverage();
    await run.askPhotos(all, coverage, how());
    expect(page.seen.map((request) => photosOf(request).length)).toEqual([1000, 1000, 500]);
    expect(new Set(page.seen.flatMap(photosOf)).size).toBe(2500);
    expect(all.map((row) => row.answer)).toEqual(all.map((row) => (Number(row.photo) % 2 === 0 ? "listed" : "not_listed")));
    expect(progress).toEqual(["photos 0/2500", "photos 1000/2500", "photos 2000/2500"]);
    expect([[...coverage.revisions], [...coverage.datasets], coverage.problem]).toEqual([["r1"], ["tidewatch"], ""]);
  });

  it("stay unknown where nobody lists them and a dataset could not be asked", async () => {
    page.answers("POST /v1/lookup", listsEven({ unavailable: ["ebb"] }));
    const all = rows(2);
    const coverage = run.newCoverage();
    await run.askPhotos(all, coverage, how());
    expect(all.map((row) => row.answer)).toEqual(["listed", "unknown"]);
    expect([...coverage.unavailable]).toEqual(["ebb"]);
  });

  it("stay unknown where the helper calls them invalid", async () => {
    page.answers("POST /v1/lookup", listsEven({ invalid: [photo(1)] }));
    const all = rows(4);
    await run.askPhotos(all, run.newCoverage(), how());
    expect(all.map((row) => row.answer)).toEqual(["listed", "unknown", "listed", "not_listed"]);
  });

  it("are probably listed where every dataset is only probable", async () => {
    const answer = { dataset: "floodmark", answer: "probably_listed", chance: 0.95 };
    page.answers("POST /v1/lookup", { revision: "r1", datasets: ["floodmark"], censuses: [], public: {}, unavailable: [], invalid: [], listed: { [photo(0)]: [answer] } });
    const all = rows(1);
    await run.askPhotos(all, run.newCoverage(), how());
    expect(all[0]).toMatchObject({ answer: "probably_listed", datasets: [answer] });
  });

  it("after the first question that fails stay unknown, and are asked about again alone", async () => {
    let questions = 0;
    page.answers("POST /v1/lookup", (request: Request) => (++questions === 2 ? failure(503, "index_corrupt", "Build it again.", "`inset build`") : listsEven()(request)));
    const all = rows(3000);
    const coverage = run.newCoverage();
    await run.askPhotos(all, coverage, how());
    expect(coverage.problem).toBe("Build it again. `inset build`");
    expect(all.filter((row) => row.answer === "unknown")).toHaveLength(2000);
    await run.askPhotos(all, coverage, how());
    expect(coverage.problem).toBe("");
    expect(all.filter((row) => row.answer === "unknown")).toHaveLength(0);
    expect(page.seen.map((request) => photosOf(request).length)).toEqual([1000, 1000, 1000, 1000]);
  });

  it("of an answer that is not the API's stay unknown", async () => {
    page.answers("POST /v1/lookup", { revision: "r1", datasets: [], listed: {} });
    const all = rows(1);
    const coverage = run.newCoverage();
    await run.askPhotos(all, coverage, how());
    expect(all[0]?.answer).toBe("unknown");
    expect(coverage.problem).toMatch(/^This page made a mistake/);
  });

  it("that the person no longer wants to know of stay unknown", async () => {
    page.answers("POST /v1/lookup", listsEven());
    stop.abort();
    const all = rows(1);
    const coverage = run.newCoverage();
    await run.askPhotos(all, coverage, how());
    expect([all[0]?.answer, coverage.problem]).toEqual(["unknown", "You stopped the look-up."]);
  });
});

describe("details", () => {
  const listed = (n: number): Row => ({ ...run.newRow({ photo: photo(n), ref: photo(n) }), answer: "listed", datasets: [{ dataset: "tidewatch", answer: "listed" }] });

  it("are asked for of listed photos alone, and once", async () => {
    const found = { dataset: "tidewatch", answer: "listed", owner: "12345678@N00", licence: CC_BY };
    page.answers(`GET /v1/photos/${photo(0)}`, { revision: "r1", photo_id: photo(0), answer: "listed", datasets: [found], censuses: [], unavailable: [] });
    const all = [listed(0), { ...run.newRow({ photo: photo(1), ref: "x" }), answer: "not_listed" as const }];
    await run.askDetails(all, how());
    await run.askDetails(all, how());
    expect(page.seen.map(({ path }) => path)).toEqual([`/v1/photos/${photo(0)}`]);
    expect(all[0]).toMatchObject({ detailed: true, datasets: [found] });
  });

  it("that cannot be had leave the answer as it was", async () => {
    const all = [listed(0)];
    await run.askDetails(all, how());
    expect(all[0]).toMatchObject({ answer: "listed", detailed: false, datasets: [{ dataset: "tidewatch" }] });
  });

  it("of which the helper no longer knows leave the answer as it was", async () => {
    page.answers(`GET /v1/photos/${photo(0)}`, { revision: "r2", photo_id: photo(0), answer: "not_listed", datasets: [], censuses: [], unavailable: [] });
    const all = [listed(0)];
    await run.askDetails(all, how());
    expect(all[0]).toMatchObject({ answer: "listed", datasets: [{ dataset: "tidewatch" }] });
  });
});

describe("an account", () => {
  const answer = (photos: string[], next: string | null): object => ({
    revision: "r1", owner: "12345678@N00", datasets: [{ dataset: "tidewatch", photos: 3 }], censuses: [], without_owners: ["floodmark"], censuses_without_owners: ["everything"], unavailable: ["ebb"],
    photos: photos.map((each) => ({ photo_id: each, datasets: ["tidewatch"] })), next,
  });
  const path = `GET ${ACCOUNTS}/12345678%40N00`;

  it("is asked about page by page", async () => {
    page.answers(path, answer([photo(1), photo(2)], photo(2))).answers(`${path}?limit=1000&cursor=${photo(2)}`, answer([photo(3)], null));
    expect(await run.askAccount("12345678@N00", how())).toEqual({
      account: "12345678@N00", datasets: [{ dataset: "tidewatch", photos: 3 }], withoutAccounts: ["floodmark"], censusesWithoutAccounts: ["everything"], unavailable: ["ebb"],
      photos: [photo(1), photo(2), photo(3)], censuses: [], problem: "",
    });
    expect(progress).toEqual(["account 0/0", "account 2/0"]);
  });

  it("of which a page is missing says so, and keeps what it has", async () => {
    page.answers(path, answer([photo(1)], photo(1))).answers(`${path}?limit=1000&cursor=${photo(1)}`, failure(503, "index_corrupt", "Build it again."));
    expect(await run.askAccount("12345678@N00", how())).toMatchObject({ photos: [photo(1)], problem: "Build it again." });
  });
});
