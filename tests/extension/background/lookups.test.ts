import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AnswerCache } from "../../../extension/src/background/cache.ts";
import { Connection } from "../../../extension/src/background/connection.ts";
import { Lookups, type Asker, type LookupAnswer } from "../../../extension/src/background/lookups.ts";
import { FakeChrome, settle } from "../support/fake-chrome.ts";
import { HelperServer } from "../support/helper-server.ts";

const LISTED = [{ dataset: "tidewatch", answer: "listed" }];

let helper: HelperServer;
let connection: Connection;

/** A worker that has just been started: nothing in memory, the session's storage as it was left. */
function startWorker(): Lookups {
  const { port } = helper;
  connection = new Connection({
    loadPairing: () => Promise.resolve({ port, token: "right" }),
    hasPermission: () => Promise.resolve(true),
    onChange: () => undefined,
  });
  return new Lookups(connection, new AnswerCache());
}

/** The tab that the person looks at. */
const FRONT: Asker = { tab: 5, document: "front", active: true };

async function ask(lookups: Lookups, photos: readonly string[], asker: Asker = FRONT, eager = false): Promise<LookupAnswer> {
  const answer = await lookups.answer(photos, asker, eager);
  if (answer === null) throw new Error("Given up.");
  return answer;
}

beforeEach(async () => {
  new FakeChrome().install();
  helper = await HelperServer.start();
  helper.listed = { "7": LISTED };
});
afterEach(() => helper.stop());

describe("answers", () => {
  it("are one for every photo", async () => {
    const { status, answers } = await ask(startWorker(), ["7", "8"]);
    expect(status.state).toBe("ready");
    expect(answers).toEqual({ "7": { answer: "listed", datasets: LISTED }, "8": { answer: "not_listed", datasets: [] } });
  });

  it("are unknown, not 'not listed', where a dataset could not be opened", async () => {
    helper.unavailable = ["broken"];
    const { answers } = await ask(startWorker(), ["7", "8"]);
    expect(answers["7"]?.answer).toBe("listed");
    expect(answers["8"]?.answer).toBe("unknown");
  });

  it("are unknown for an ID that the helper does not accept", async () => {
    helper.override = ({ path }) =>
      path === "/v1/lookup" ? { status: 200, body: { revision: "r1", listed: {}, invalid: ["8"] } } : null;
    expect((await ask(startWorker(), ["8"])).answers["8"]?.answer).toBe("unknown");
  });

  it("tell apart what a census lists, also from memory, and never as listed", async () => {
    const census = [{ dataset: "everything", answer: "listed" }];
    helper.censuses = { censuses: ["everything"], public: { "7": census, "8": census } };
    const expected = {
      "7": { answer: "listed", datasets: LISTED, censuses: census },
      "8": { answer: "not_listed", datasets: [], censuses: census },
      "9": { answer: "not_listed", datasets: [] },
    };
    const lookups = startWorker();
    expect((await ask(lookups, ["7", "8", "9"])).answers).toEqual(expected);
    expect((await ask(lookups, ["7", "8", "9"])).answers).toEqual(expected);
    expect(helper.asked("/v1/lookup")).toHaveLength(1);
  });

  it("keep that nobody vouches for a dataset, and nothing that is no such word", async () => {
    const said = [{ dataset: "given", answer: "listed", unvouched: true }, { dataset: "odd", answer: "listed", unvouched: "yes", more: 1 }];
    helper.listed = { "7": said };
    const { answers } = await ask(startWorker(), ["7"]);
    expect(answers["7"]?.datasets).toEqual([{ dataset: "given", answer: "listed", unvouched: true }, { dataset: "odd", answer: "listed" }]);
  });

  it("are unknown where there are censuses alone: no training set was asked", async () => {
    const census = [{ dataset: "everything", answer: "listed" }];
    helper.listed = {};
    helper.censuses = { datasets: [], censuses: ["everything"], public: { "7": census } };
    const { answers } = await ask(startWorker(), ["7", "8"]);
    expect(answers["7"]).toEqual({ answer: "unknown", datasets: [], censuses: census });
    expect(answers["8"]).toEqual({ answer: "unknown", datasets: [] });
  });

  it("are unknown while the helper is off", async () => {
    const lookups = startWorker();
    await helper.stop();
    const { status, answers } = await ask(lookups, ["7"]);
    expect(status.state).toBe("off");
    expect(answers).toEqual({ "7": { answer: "unknown", datasets: [] } });
    helper = await HelperServer.start();
  });
});

it("a person who has just come to a page is answered by a helper that has just started", async () => {
  const lookups = startWorker();
  const { port } = helper;
  await helper.stop();
  await ask(lookups, ["7"]);
  helper = await HelperServer.start(port);
  helper.listed = { "7": LISTED };
  expect((await ask(lookups, ["7"])).status.state).toBe("off");
  expect((await ask(lookups, ["7"], FRONT, true)).answers["7"]?.answer).toBe("listed");
});

describe("questions", () => {
  it("that tabs ask within one frame travel together", async () => {
    const lookups = startWorker();
    await Promise.all([ask(lookups, ["1", "2"]), ask(lookups, ["3"]), ask(lookups, ["4", "5"])]);
    expect(helper.asked("/v1/lookup").length).toBe(1);
    expect(helper.photosAsked().sort()).toEqual(["1", "2", "3", "4", "5"]);
  });

  it("about the same photo are asked once, also while the answer is on its way", async () => {
    const lookups = startWorker();
    await connection.check();
    helper.override = ({ path }) =>
      path === "/v1/lookup" ? { status: 200, body: { revision: "r1", listed: {} }, after: 100 } : null;
    const first = ask(lookups, ["1", "1", "2"]);
    await settle(50);
    await Promise.all([first, ask(lookups, ["1"]), ask(lookups, ["2", "3"])]);
    expect(helper.photosAsked().sort()).toEqual(["1", "2", "3"]);
  });

  it("are never more than a thousand at once", async () => {
    const photos = Array.from({ length: 2_345 }, (_, n) => String(n + 1));
    const { answers } = await ask(startWorker(), photos);
    expect(Object.keys(answers).length).toBe(2_345);
    const sizes = helper.asked("/v1/lookup").map(({ body }) => (body as { photos: string[] }).photos.length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(1_000);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(2_345);
  });
});

describe("what is remembered", () => {
  it("answers without the helper, also after the worker was stopped and started", async () => {
    await ask(startWorker(), ["7", "8"]);
    await settle(700);
    const { answers } = await ask(startWorker(), ["7", "8"]);
    expect(answers["7"]).toEqual({ answer: "listed", datasets: LISTED });
    expect(answers["8"]?.answer).toBe("not_listed");
    expect(helper.photosAsked()).toEqual(["7", "8"]);
  });

  it("is forgotten when the revision changes", async () => {
    const lookups = startWorker();
    await ask(lookups, ["7"]);
    helper.revision = "r2";
    helper.listed = {};
    await connection.check(true);
    expect((await ask(lookups, ["7"])).answers["7"]?.answer).toBe("not_listed");
  });

  it("is not mixed with what a rebuild has put in its place, noticed or not", async () => {
    const lookups = startWorker();
    await ask(lookups, ["7"]);
    helper.revision = "r2";
    helper.listed = { "8": LISTED };
    const { status, answers } = await ask(lookups, ["7", "8"]);
    expect(status.revision).toBe("r2");
    expect([answers["7"]?.answer, answers["8"]?.answer]).toEqual(["not_listed", "listed"]);
    // Only what was of the old library is asked again.
    expect(helper.photosAsked()).toEqual(["7", "8", "7"]);
  });

  it("is not given where the library changes again and again", async () => {
    const lookups = startWorker();
    await ask(lookups, ["7"]);
    let turn = 1;
    helper.override = ({ path }) => {
      if (path !== "/v1/lookup") return null;
      turn += 1;
      return { status: 200, body: { revision: `r${turn}`, listed: { "8": LISTED } } };
    };
    const { status, answers } = await ask(lookups, ["7", "8"]);
    const asked = helper.asked("/v1/lookup").length;
    expect(asked).toBeLessThan(6);
    expect(status.revision).toBe(`r${turn}`);
    expect(Object.values(answers).map(({ answer }) => answer)).toContain("unknown");
  });

  it("is not believed when a person asks: the helper is", async () => {
    const lookups = startWorker();
    await ask(lookups, ["7"]);
    helper.revision = "r2";
    helper.listed = {};
    await settle(1_050);
    expect((await ask(lookups, ["7"], FRONT, true)).answers["7"]?.answer).toBe("not_listed");
  });

  it("is never a part of the answer", async () => {
    const lookups = startWorker();
    helper.unavailable = ["broken"];
    expect((await ask(lookups, ["7"])).answers["7"]).toEqual({ answer: "listed", datasets: LISTED, partial: true });
    helper.unavailable = [];
    expect((await ask(lookups, ["7"])).answers["7"]).toEqual({ answer: "listed", datasets: LISTED });
  });

  it("is never an error", async () => {
    const lookups = startWorker();
    await connection.check();
    helper.override = ({ path }) => (path === "/v1/lookup" ? { status: 500, body: {} } : null);
    expect((await ask(lookups, ["7"])).answers["7"]?.answer).toBe("unknown");
    helper.override = () => null;
    await connection.check(true);
    expect((await ask(lookups, ["7"])).answers["7"]?.answer).toBe("listed");
  });

  it("is never 'unknown'", async () => {
    const lookups = startWorker();
    helper.unavailable = ["broken"];
    expect((await ask(lookups, ["8"])).answers["8"]?.answer).toBe("unknown");
    expect((await ask(lookups, ["8"])).answers["8"]?.answer).toBe("unknown");
    helper.unavailable = [];
    expect((await ask(lookups, ["8"])).answers["8"]?.answer).toBe("not_listed");
    expect(helper.photosAsked()).toEqual(["8", "8", "8"]);
  });

  it("is what was used last", async () => {
    const cache = new AnswerCache(3);
    const answer = { answer: "not_listed", datasets: [] } as const;
    cache.put("r", [["1", answer], ["2", answer], ["3", answer]]);
    expect(cache.get("r", "1")).toEqual(answer);
    cache.put("r", [["4", answer]]);
    expect(["1", "2", "3", "4"].map((photo) => cache.get("r", photo) !== null)).toEqual([true, false, true, true]);
    await settle(600);
  });
});

describe("what nobody waits for any more", () => {
  const OTHER: Asker = { tab: 6, document: "other", active: false };
  const photos = (from: number, count: number): string[] => Array.from({ length: count }, (_, n) => (from + n).toString());

  it("is not asked: the tab was closed while its photos still queued", async () => {
    const lookups = startWorker();
    await ask(lookups, ["1"]);
    helper.override = ({ path }) => (path === "/v1/lookup" ? { status: 500, after: 5_000 } : null);
    const given = lookups.answer(photos(1_000, 1_200), FRONT);
    await vi.waitFor(() => { expect(helper.photosAsked().length).toBe(1 + 600); });
    helper.override = () => null;
    lookups.leave(FRONT.tab);
    expect(await given).toBeNull();
    await settle(400);
    // Two batches had been sent; the other two were never sent.
    expect(helper.photosAsked().length).toBe(1 + 600);
    expect((await ask(lookups, ["1000"])).answers["1000"]?.answer).toBe("not_listed");
  });

  it("ends on the way, and says nothing about the helper", async () => {
    const lookups = startWorker();
    await ask(lookups, ["1"]);
    helper.override = ({ path }) => (path === "/v1/lookup" ? { status: 200, after: 5_000, body: {} } : null);
    const given = lookups.answer(["2"], FRONT);
    await vi.waitFor(() => { expect(helper.photosAsked()).toContain("2"); });
    const began = Date.now();
    lookups.leave(FRONT.tab);
    expect(await given).toBeNull();
    expect(Date.now() - began).toBeLessThan(4_000);
    expect((await connection.current()).state).toBe("ready");
    await vi.waitFor(() => { expect(helper.abandoned).toBe(1); });
  });

  it("is told by the next page of the same tab", async () => {
    const lookups = startWorker();
    await ask(lookups, ["1"]);
    helper.override = ({ path, body }) =>
      path === "/v1/lookup" && JSON.stringify(body).includes('"2"') ? { status: 200, after: 5_000, body: {} } : null;
    const given = lookups.answer(["2"], FRONT);
    await vi.waitFor(() => { expect(helper.photosAsked()).toContain("2"); });
    expect((await ask(lookups, ["3"], { ...FRONT, document: "next" })).answers["3"]?.answer).toBe("not_listed");
    expect(await given).toBeNull();
  });

  it("is still asked for another tab", async () => {
    const lookups = startWorker();
    helper.override = ({ path }) => (path === "/v1/lookup" ? { status: 200, after: 100, body: { revision: "r1", listed: { "7": LISTED } } } : null);
    const given = lookups.answer(["7"], FRONT);
    const kept = ask(lookups, ["7"], OTHER);
    await settle(60);
    lookups.leave(FRONT.tab);
    expect(await given).toBeNull();
    expect((await kept).answers["7"]?.answer).toBe("listed");
    expect(helper.photosAsked()).toEqual(["7"]);
  });
});

it("the tab in front is served before the others", async () => {
  const lookups = startWorker();
  await ask(lookups, ["1"]);
  const behind = Array.from({ length: 900 }, (_, n) => (2_000 + n).toString());
  const answered = Promise.all([ask(lookups, behind, { tab: 6, document: "other", active: false }), ask(lookups, ["7"])]);
  await answered;
  const batches = helper.asked("/v1/lookup").slice(1).map(({ body }) => (body as { photos: string[] }).photos);
  expect(batches[0]?.[0]).toBe("7");
  expect(batches.every((batch) => batch.length <= 300)).toBe(true);
});
