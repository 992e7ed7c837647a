import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { askLookup, askDatasets, identify, pollPairing, startPairing } from "../../../extension/src/background/client.ts";
import { HelperServer, type Answer } from "../support/helper-server.ts";

let helper: HelperServer;

beforeEach(async () => {
  helper = await HelperServer.start();
});
afterEach(() => helper.stop());

const answerWith = (answer: Answer): void => {
  helper.override = () => answer;
};

describe("who listens on the port", () => {
  it("is the helper when it says so", async () => {
    expect(await identify(helper.port)).toEqual({ ok: true, value: { version: "0.1.0", ready: true }, version: "0.1.0" });
  });

  it("is nobody when nothing listens", async () => {
    const { port } = helper;
    await helper.stop();
    expect(await identify(port)).toMatchObject({ ok: false, state: "off" });
    helper = await HelperServer.start();
  });

  it.each<[string, Answer]>([
    ["a web page", { status: 200, body: "<html>hello</html>" }],
    ["JSON of another program", { status: 200, body: { name: "reader", api: 1 } }],
    ["a name alone", { status: 200, body: { name: "inset" } }],
    ["a list", { status: 200, body: [1] }],
    ["not found", { status: 404, body: { name: "inset", api: 1 } }],
    ["nothing", { status: 204 }],
  ])("is another program when it answers with %s", async (_, answer) => {
    answerWith(answer);
    expect(await identify(helper.port)).toMatchObject({ ok: false, state: "other_program" });
  });

  it("is never the program that it sends on to: a redirect is not followed", async () => {
    let followed = false;
    const decoy = createServer((request, response) => {
      if (request.url === "/elsewhere") followed = true;
      response.writeHead(302, { location: "/elsewhere" }).end();
    });
    await new Promise<void>((resolve) => decoy.listen(0, "127.0.0.1", resolve));
    const identity = await identify((decoy.address() as AddressInfo).port);
    decoy.close();
    expect(identity).toMatchObject({ ok: false, state: "other_program" });
    expect(followed).toBe(false);
  });

  it("does not answer, and is not off, when it takes the request and says nothing", async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const identity = await identify((silent.address() as AddressInfo).port);
    silent.closeAllConnections();
    silent.close();
    expect(identity).toMatchObject({ ok: false, state: "not_answering" });
  });

  it("is too old or too new by the number of its API", async () => {
    helper.hello = { name: "inset", api: 0, version: "0.0.9", ready: true };
    expect(await identify(helper.port)).toEqual({ ok: false, state: "helper_too_old", version: "0.0.9" });
    helper.hello = { name: "inset", api: 2, version: "2.0.0", ready: true };
    expect(await identify(helper.port)).toEqual({ ok: false, state: "extension_too_old", version: "2.0.0" });
  });

  it("is never shown a token", async () => {
    await identify(helper.port);
    expect(helper.seen.map(({ authorization }) => authorization)).toEqual([null]);
  });
});

describe("what is published", () => {
  const pairing = (): { port: number; token: string } => ({ port: helper.port, token: "right" });

  it("is read, and costs nothing while it holds", async () => {
    const first = await askDatasets(pairing(), null);
    expect(first).toMatchObject({ ok: true, value: { revision: "r1", datasets: [{ name: "tidewatch" }] } });
    if (!first.ok) return;
    expect(await askDatasets(pairing(), first.value)).toEqual(first);
    helper.revision = "r2";
    expect(await askDatasets(pairing(), first.value)).toMatchObject({ ok: true, value: { revision: "r2" } });
    expect(helper.seen.map(({ etag }) => etag)).toEqual([null, '"r1"', '"r1"']);
  });

  it("is missing where no dataset is published", async () => {
    answerWith({ status: 200, body: { revision: "r0", datasets: [] } });
    expect(await askDatasets(pairing(), null)).toEqual({ ok: false, state: "no_index" });
  });

  it("is not taken for missing where a dataset is published that cannot be opened", async () => {
    answerWith({ status: 200, body: { revision: "r0", datasets: [], unavailable: [{ name: "tidewatch", code: "index_corrupt" }] } });
    expect(await askDatasets(pairing(), null)).toEqual({ ok: false, state: "failing" });
  });

  it("is not asked for without a token", async () => {
    expect(await askDatasets({ port: helper.port, token: null }, null)).toEqual({ ok: false, state: "not_paired" });
    expect(helper.seen).toEqual([]);
  });
});

describe("a lookup", () => {
  const ask = (token = "right"): ReturnType<typeof askLookup> => askLookup({ port: helper.port, token }, ["1", "2"], new AbortController().signal);

  it("carries the photos and the token, and reads every dataset's answer", async () => {
    helper.listed = { "2": [{ dataset: "a", answer: "listed" }, { dataset: "b", answer: "probably_listed", chance: 0.95 }] };
    const result = await ask();
    expect(result.ok && [...result.value.listed]).toEqual([["2", helper.listed["2"]]]);
    expect(helper.seen[0]).toMatchObject({ method: "POST", authorization: "Bearer right", body: { photos: ["1", "2"] } });
  });

  it.each<[string, Answer, string]>([
    ["a wrong token", { status: 401, body: { code: "not_paired" } }, "not_paired"],
    ["a token of another extension", { status: 403, body: { code: "forbidden_origin" } }, "not_paired"],
    ["another refusal", { status: 403, body: { code: "forbidden_host" } }, "failing"],
    ["no index", { status: 503, body: { code: "index_missing" } }, "no_index"],
    ["an overloaded helper", { status: 503, body: {} }, "failing"],
    ["an error of its own", { status: 500, body: { code: "internal" } }, "failing"],
    ["an answer without a revision", { status: 200, body: { listed: {} } }, "failing"],
    ["a dataset without a name", { status: 200, body: { revision: "r", listed: { "1": [{ answer: "listed" }] } } }, "failing"],
    [
      "an answer of an unknown kind",
      { status: 200, body: { revision: "r", listed: { "1": [{ dataset: "a", answer: "maybe" }] } } },
      "failing",
    ],
  ])("tells %s apart", async (_, answer, state) => {
    answerWith(answer);
    expect(await ask()).toEqual({ ok: false, state });
  });

  it("finds the helper off when it goes away in mid-answer", async () => {
    helper.override = () => ({ status: 200, body: {}, after: 300 });
    const asked = ask();
    setTimeout(() => void helper.stop(), 50);
    expect(await asked).toEqual({ ok: false, state: "off" });
    helper = await HelperServer.start();
  });
});

describe("a pairing", () => {
  it("is asked for by name and followed by its secret", async () => {
    helper.override = ({ method, authorization }) => {
      if (method === "POST") return { status: 201, body: { id: "p 1", secret: "s", code: "482913", expires_in: 300 } };
      return authorization === "Bearer s" ? { status: 200, body: { state: "approved", token: "t" } } : { status: 404, body: {} };
    };
    const started = await startPairing(helper.port, "Chrome on Linux");
    expect(started).toEqual({ ok: true, value: { id: "p 1", secret: "s", code: "482913", expires_in: 300 } });
    expect(await pollPairing(helper.port, "p 1", "s")).toEqual({ state: "approved", token: "t" });
    expect(await pollPairing(helper.port, "p 1", "wrong")).toEqual({ state: "expired" });
    expect(helper.seen[0]?.body).toEqual({ name: "Chrome on Linux" });
    expect(helper.seen[1]?.path).toBe("/v1/pairings/p%201");
  });

  it("passes on what the helper says when it refuses", async () => {
    answerWith({ status: 429, body: { code: "too_many", message: "Too many.", hint: "Wait a minute." } });
    expect(await startPairing(helper.port, "x")).toEqual({ ok: false, state: "failing", hint: "Wait a minute." });
  });
});
