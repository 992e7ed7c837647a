import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Connection } from "../../../extension/src/background/connection.ts";
import type { HelperStatus } from "../../../extension/src/shared/answers.ts";
import { HelperServer } from "../support/helper-server.ts";

let helper: HelperServer;
let clock: number;
let token: string | null;
let permitted: boolean;
let changes: HelperStatus[];
let connection: Connection;

beforeEach(async () => {
  helper = await HelperServer.start();
  clock = 1_000_000;
  token = "right";
  permitted = true;
  changes = [];
  const { port } = helper;
  connection = new Connection({
    loadPairing: () => Promise.resolve({ port, token }),
    hasPermission: () => Promise.resolve(permitted),
    onChange: (status) => changes.push(status),
    now: () => clock,
  });
});
afterEach(() => helper.stop());

const states = (): string[] => changes.map(({ state }) => state);

describe("the state", () => {
  it("is ready with a revision", async () => {
    expect(await connection.check()).toEqual({ state: "ready", revision: "r1", port: helper.port, version: "0.1.0" });
  });

  it("tells that only censuses are published, as soon as it sees that, and no longer", async () => {
    const { signal } = new AbortController();
    helper.datasets = [{ name: "everything", kind: "census" }];
    helper.censuses = { datasets: [], censuses: ["everything"], public: {} };
    expect((await connection.check()).onlyCensuses).toBe(true);
    expect((await connection.lookup(["1"], signal)).status.onlyCensuses).toBe(true);
    helper.censuses = {};
    helper.revision = "r2";
    expect((await connection.lookup(["1"], signal)).status).not.toHaveProperty("onlyCensuses");
  });

  it("does not say that only censuses are published where a training set cannot be opened", async () => {
    helper.datasets = [{ name: "everything", kind: "census" }];
    helper.censuses = { datasets: [], censuses: ["everything"], public: {} };
    helper.unavailable = ["ebb"];
    helper.override = ({ path }) =>
      path === "/v1/datasets" ? { status: 200, body: { revision: "r1", datasets: helper.datasets, unavailable: [{ name: "ebb" }] } } : null;
    expect(await connection.check()).not.toHaveProperty("onlyCensuses");
    expect((await connection.lookup(["1"], new AbortController().signal)).status).not.toHaveProperty("onlyCensuses");
  });

  it("asks who is there before any token leaves", async () => {
    helper.hello = { name: "other", api: 1 };
    expect((await connection.check()).state).toBe("other_program");
    expect((await connection.lookup(["1"], new AbortController().signal)).ok).toBe(false);
    expect(helper.seen.filter(({ authorization }) => authorization !== null)).toEqual([]);
  });

  it("asks again who is there after the helper went away: a token never reaches another program in its place", async () => {
    await connection.check();
    const { port } = helper;
    await helper.stop();
    expect((await connection.check(true)).state).toBe("off");
    helper = await HelperServer.start(port);
    helper.hello = { name: "other", api: 1 };
    expect((await connection.check(true)).state).toBe("other_program");
    expect(helper.seen.map(({ authorization }) => authorization)).toEqual([null]);
  });

  it("asks nothing at all without permission", async () => {
    permitted = false;
    expect((await connection.check()).state).toBe("no_permission");
    expect(helper.seen).toEqual([]);
  });

  it("stays failing while lookups fail, whatever else the helper answers, and is ready when one is answered", async () => {
    await connection.check();
    helper.override = ({ path }) => (path === "/v1/lookup" ? { status: 500, body: {} } : null);
    await connection.lookup(["1"], new AbortController().signal);
    for (let n = 0; n < 5; n += 1) expect((await connection.check(true)).state).toBe("failing");
    expect(states()).toEqual(["ready", "failing"]);
    helper.override = () => null;
    expect((await connection.check(true)).state).toBe("ready");
    const asked = helper.asked("/v1/lookup").length;
    clock += 5_000;
    await connection.check();
    expect(helper.asked("/v1/lookup").length).toBe(asked);
  });

  it("is not_paired without a token and with one that the helper does not know", async () => {
    token = null;
    expect((await connection.check()).state).toBe("not_paired");
    token = "wrong";
    connection.forget();
    expect((await connection.check()).state).toBe("not_paired");
  });

  it("tells a change of the revision once", async () => {
    await connection.check();
    clock += 2_000;
    await connection.check();
    helper.revision = "r2";
    clock += 2_000;
    expect((await connection.check()).revision).toBe("r2");
    expect(changes.map(({ revision }) => revision)).toEqual(["r1", "r2"]);
  });

  it("is asked for once by tabs that ask together", async () => {
    await Promise.all([connection.check(), connection.check(), connection.check()]);
    await connection.check();
    expect(helper.asked("/v1/hello").length).toBe(1);
  });
});

describe("a helper that is off", () => {
  it("is asked less and less often, and found again by itself", async () => {
    const { port } = helper;
    await helper.stop();
    let asked = 0;
    connection = new Connection({
      loadPairing: () => {
        asked += 1;
        return Promise.resolve({ port, token });
      },
      hasPermission: () => Promise.resolve(true),
      onChange: (status) => changes.push(status),
      now: () => clock,
    });
    for (let second = 0; second < 60; second += 1) {
      await connection.check();
      clock += 1_000;
    }
    // After 0, 1, 3, 7, 15, 23, 31, 39, 47 and 55 seconds.
    expect(asked).toBeLessThanOrEqual(10);
    expect(asked).toBeGreaterThanOrEqual(8);
    helper = await HelperServer.start(port);
    clock += 8_000;
    expect((await connection.check()).state).toBe("ready");
    expect(states()).toEqual(["off", "ready"]);
  });

  it("is asked at once when the person waits", async () => {
    const { port } = helper;
    await helper.stop();
    await connection.check();
    helper = await HelperServer.start(port);
    expect((await connection.check()).state).toBe("off");
    expect((await connection.check(true)).state).toBe("ready");
  });
});

describe("a lookup", () => {
  it("brings the revision along and tells when it is another", async () => {
    await connection.check();
    helper.revision = "r2";
    const outcome = await connection.lookup(["1"], new AbortController().signal);
    expect(outcome.ok && outcome.status.revision).toBe("r2");
    expect(changes.map(({ revision }) => revision)).toEqual(["r1", "r2"]);
  });

  it("makes a failure the state", async () => {
    await connection.check();
    helper.override = ({ path }) => (path === "/v1/lookup" ? { status: 500, body: {} } : null);
    expect((await connection.lookup(["1"], new AbortController().signal)).status.state).toBe("failing");
    expect(states()).toEqual(["ready", "failing"]);
  });

  it("does not believe an answer that was asked for under another pairing", async () => {
    await connection.check();
    helper.override = ({ path }) => {
      if (path !== "/v1/lookup") return null;
      token = null;
      connection.forget();
      return { status: 200, body: { revision: "r1", listed: {} } };
    };
    const outcome = await connection.lookup(["1"], new AbortController().signal);
    expect(outcome).toMatchObject({ ok: false, status: { state: "not_paired" } });
  });
});
