import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Connection } from "../../../extension/src/background/connection.ts";
import { browserName, cancel, connect, follow } from "../../../extension/src/background/pairing.ts";
import { loadPairing, savePairing } from "../../../extension/src/shared/pairing.ts";
import { FakeChrome } from "../support/fake-chrome.ts";
import { HelperServer } from "../support/helper-server.ts";

let helper: HelperServer;
let connection: Connection;
let decided: unknown;
let codes: number;

beforeEach(async () => {
  const fake = new FakeChrome().install();
  helper = await HelperServer.start();
  decided = { state: "waiting" };
  codes = 0;
  helper.override = ({ method, path }) => {
    if (path === "/v1/pairings" && method === "POST") {
      codes += 1;
      return { status: 201, body: { id: `p${codes}`, secret: "s", code: `00000${codes}`, expires_in: 300 } };
    }
    return path.startsWith("/v1/pairings/") ? { status: 200, body: decided } : null;
  };
  await savePairing({ port: helper.port, token: null });
  connection = new Connection({ loadPairing, hasPermission: () => Promise.resolve(fake.permitted), onChange: () => undefined });
});
afterEach(() => helper.stop());

describe("connecting", () => {
  it("shows a code, waits, and keeps the token with the port", async () => {
    const started = await connect(connection);
    expect(started).toMatchObject({ outcome: "waiting", connecting: { code: "000001", lifetime: 300_000 } });
    expect((await follow()).outcome).toBe("waiting");
    decided = { state: "approved", token: "fresh" };
    expect(await follow()).toEqual({ outcome: "approved" });
    expect(await loadPairing()).toEqual({ port: helper.port, token: "fresh" });
    expect(await follow()).toEqual({ outcome: "idle" });
  });

  it("goes on with the same code when the popup is opened again", async () => {
    await connect(connection);
    expect(await connect(connection)).toMatchObject({ outcome: "waiting", connecting: { code: "000001" } });
    expect(codes).toBe(1);
  });

  it("ends when the code has expired, by the helper's word or by the clock", async () => {
    await connect(connection);
    decided = { state: "expired" };
    expect(await follow()).toEqual({ outcome: "expired" });
    decided = { state: "waiting" };
    await connect(connection);
    vi.spyOn(Date, "now").mockReturnValue(Date.now() + 301_000);
    expect(await follow()).toEqual({ outcome: "expired" });
  });

  it("starts over after it was given up", async () => {
    await connect(connection);
    expect(await cancel()).toEqual({ outcome: "idle" });
    expect(helper.asked("/v1/pairings/p1/withdrawal").map(({ method, authorization }) => [method, authorization])).toEqual([["POST", "Bearer s"]]);
    expect(await connect(connection)).toMatchObject({ connecting: { code: "000002" } });
  });

  it("asks no other program for a code", async () => {
    helper.hello = { name: "other" };
    expect(await connect(connection)).toMatchObject({ outcome: "refused", status: { state: "other_program" } });
    expect(helper.asked("/v1/pairings")).toEqual([]);
  });

  it("gives pages of ours that ask together the same answer, because the helper gives the token once", async () => {
    await connect(connection);
    decided = { state: "approved", token: "fresh" };
    expect(await Promise.all([follow(), follow(), follow()])).toEqual([{ outcome: "approved" }, { outcome: "approved" }, { outcome: "approved" }]);
    expect(helper.asked("/v1/pairings/p1")).toHaveLength(1);
    expect((await loadPairing()).token).toBe("fresh");
  });

  it.each(["waiting", "expired", "approved"])("that was given up stays so when an answer comes after it: %s", async (state) => {
    await connect(connection);
    decided = { state, ...(state === "approved" ? { token: "fresh" } : {}) };
    const asked = follow();
    expect(await cancel()).toEqual({ outcome: "idle" });
    expect(await asked).toEqual({ outcome: "idle" });
    expect((await loadPairing()).token).toBeNull();
  });

  it.each(["waiting", "expired", "approved"])("that was asked for anew goes on when an answer about the one before comes after it: %s", async (state) => {
    await connect(connection);
    let goOn = (): void => undefined;
    const answered = new Promise<void>((resolve) => { goOn = resolve; });
    const { fetch } = globalThis;
    vi.stubGlobal("fetch", async (...request: Parameters<typeof fetch>) => {
      const answer = await fetch(...request);
      if (JSON.stringify(request).includes("pairings/p1")) await answered;
      return answer;
    });
    decided = { state, ...(state === "approved" ? { token: "fresh" } : {}) };
    const asked = follow();
    await vi.waitFor(() => { expect(helper.asked("/v1/pairings/p1")).toHaveLength(1); });
    await chrome.storage.session.set({ pairing_request: { port: helper.port, id: "p2", secret: "s", connecting: { code: "000002", lifetime: 300_000, expiresAt: Date.now() + 300_000 } } });
    goOn();
    expect(await asked).toMatchObject({ outcome: "waiting", connecting: { code: "000002" } });
    expect((await loadPairing()).token).toBeNull();
    decided = { state: "waiting" };
    expect(await follow()).toMatchObject({ outcome: "waiting", connecting: { code: "000002" } });
  });

  it("keeps the token that was collected before the background was stopped", async () => {
    await connect(connection);
    await savePairing({ port: helper.port, token: "fresh" });
    decided = { state: "approved" };
    expect(await follow()).toEqual({ outcome: "approved" });
    expect((await loadPairing()).token).toBe("fresh");
  });
});

describe("the browser's name", () => {
  it.each([
    ["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"],
    ["Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36", "Chrome on Linux"],
    ["Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0", "Edge on Linux"],
  ])("of %s", async (agent, name) => {
    vi.stubGlobal("navigator", { userAgent: agent });
    expect(await browserName()).toBe(name);
  });
});
