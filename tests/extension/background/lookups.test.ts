import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AnswerCache } from "../../../extension/src/background/cache.ts";
import { Connection } from "../../../extension/src/background/connection.ts";
import { Lookups } from "../../../extension/src/background/lookups.ts";
import { FakeChrome, settle } from "../support/fake-chrome.ts";
import { HelperServer } from "../support/helper-server.ts";

const LISTED = [{ dataset: "tidewatch", answer: "listed" }];

let helper: HelperServer;
let connection: Connection;

/** A worker as it is after every start: nothing in memory, the session's storage as it was left. */
function startWorker(): Lookups {
  const { port } = helper;
  connection = new Connection({
    loadPairing: () => Promise.resolve({ port, token: "right" }),
    hasPermission: () => Promise.resolve(true),
    onChange: () => undefined,
  });
  return new Lookups(connection, new AnswerCache());
}

beforeEach(async () => {
  new FakeChrome().install();
  helper = await HelperServer.start();
  helper.listed = { "7": LISTED };
});
afterEach(() => helper.stop());

describe("answers", () => {
  it("are one for every photo", async () => {
    const { status, answers } = await startWorker().answer(["7", "8"]);
    expect(status.state).toBe("ready");
    expect(answers).toEqual({ "7": { answer: "listed", datasets: LISTED }, "8": { answer: "not_listed", datasets: [] } });
  });

  it("are unknown, not 'not listed', where a dataset could not be opened", async () => {
    helper.unavailable = ["broken"];
    const { answers } = await startWorker().answer(["7", "8"]);
    expect(answers["7"]?.answer).toBe("listed");
    expect(answers["8"]?.answer).toBe("unknown");
  });

  it("are unknown for an ID that the helper does not accept", async () => {
    helper.override = ({ path }) =>
      path === "/v1/lookup" ? { status: 200, body: { revision: "r1", listed: {}, invalid: ["8"] } } : null;
    expect((await startWorker().answer(["8"])).answers["8"]?.answer).toBe("unknown");
  });

  it("are unknown while the helper is off", async () => {
    const lookups = startWorker();
    await helper.stop();
    const { status, answers } = await lookups.answer(["7"]);
    expect(status.state).toBe("off");
    expect(answers).toEqual({ "7": { answer: "unknown", datasets: [] } });
    helper = await HelperServer.start();
  });
});

it("a person who has just come to a page is answered by a helper that has just started", async () => {
  const lookups = startWorker();
  const { port } = helper;
  await helper.stop();
  await lookups.answer(["7"]);
  helper = await HelperServer.start(port);
  helper.listed = { "7": LISTED };
  expect((await lookups.answer(["7"])).status.state).toBe("off");
  expect((await lookups.answer(["7"], true)).answers["7"]?.answer).toBe("listed");
});

describe("questions", () => {
  it("that tabs ask within one frame travel together", async () => {
    const lookups = startWorker();
    await Promise.all([lookups.answer(["1", "2"]), lookups.answer(["3"]), lookups.answer(["4", "5"])]);
    expect(helper.asked("/v1/lookup").length).toBe(1);
    expect(helper.photosAsked().sort()).toEqual(["1", "2", "3", "4", "5"]);
  });

  it("about the same photo are asked once, also while the answer is on its way", async () => {
    const lookups = startWorker();
    await connection.check();
    helper.override = ({ path }) =>
      path === "/v1/lookup" ? { status: 200, body: { revision: "r1", listed: {} }, after: 100 } : null;
    const first = lookups.answer(["1", "1", "2"]);
    await settle(50);
    await Promise.all([first, lookups.answer(["1"]), lookups.answer(["2", "3"])]);
    expect(helper.photosAsked().sort()).toEqual(["1", "2", "3"]);
  });

  it("are never more than a thousand at once", async () => {
    const photos = Array.from({ length: 2_345 }, (_, n) => String(n + 1));
    const { answers } = await startWorker().answer(photos);
    expect(Object.keys(answers).length).toBe(2_345);
    const sizes = helper.asked("/v1/lookup").map(({ body }) => (body as { photos: string[] }).photos.length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(1_000);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(2_345);
  });
});

describe("what is remembered", () => {
  it("answers without the helper, in the next life of the worker too", async () => {
    await startWorker().answer(["7", "8"]);
    await settle(400);
    const { answers } = await startWorker().answer(["7", "8"]);
    expect(answers["7"]).toEqual({ answer: "listed", datasets: LISTED });
    expect(answers["8"]?.answer).toBe("not_listed");
    expect(helper.photosAsked()).toEqual(["7", "8"]);
  });

  it("is forgotten when the revision changes", async () => {
    const lookups = startWorker();
    await lookups.answer(["7"]);
    helper.revision = "r2";
    helper.listed = {};
    await connection.check(true);
    expect((await lookups.answer(["7"])).answers["7"]?.answer).toBe("not_listed");
  });

  it("is never an error", async () => {
    const lookups = startWorker();
    await connection.check();
    helper.override = ({ path }) => (path === "/v1/lookup" ? { status: 500, body: {} } : null);
    expect((await lookups.answer(["7"])).answers["7"]?.answer).toBe("unknown");
    helper.override = () => null;
    await connection.check(true);
    expect((await lookups.answer(["7"])).answers["7"]?.answer).toBe("listed");
  });

  it("is never 'unknown'", async () => {
    const lookups = startWorker();
    helper.unavailable = ["broken"];
    expect((await lookups.answer(["8"])).answers["8"]?.answer).toBe("unknown");
    expect((await lookups.answer(["8"])).answers["8"]?.answer).toBe("unknown");
    helper.unavailable = [];
    expect((await lookups.answer(["8"])).answers["8"]?.answer).toBe("not_listed");
    expect(helper.photosAsked()).toEqual(["8", "8", "8"]);
  });

  it("is what was used last", async () => {
    const cache = new AnswerCache(3);
    const answer = { answer: "not_listed", datasets: [] } as const;
    cache.put("r", [["1", answer], ["2", answer], ["3", answer]]);
    expect(cache.get("r", "1")).toEqual(answer);
    cache.put("r", [["4", answer]]);
    expect(["1", "2", "3", "4"].map((photo) => cache.get("r", photo) !== null)).toEqual([true, false, true, true]);
    await settle(300);
  });
});
