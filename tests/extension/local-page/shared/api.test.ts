// Asking the helper: what is sent, what an error becomes, and what the page is told of a helper that is gone.
import { beforeEach, describe, expect, it } from "vitest";

import { failure, LocalPage } from "../../support/local-page.ts";

type Api = typeof import("../../../../helper/inset/server/web/page/shared/api.js");
let page: LocalPage;
let api: Api;
let told: string[];

beforeEach(async () => {
  page = await LocalPage.open();
  api = await import("../../../../helper/inset/server/web/page/shared/api.js");
  told = [];
  for (const kind of ["signed-out", "away", "back"]) api.events.addEventListener(kind, () => told.push(kind));
});

describe("a question", () => {
  it("gives the JSON of the answer", async () => {
    page.answers("GET /v1/datasets", { revision: "r", datasets: [] });
    expect(await api.ask("/v1/datasets")).toEqual({ revision: "r", datasets: [] });
  });

  it("is posted as JSON, and without a body as an empty object", async () => {
    page.answers("POST /v1/lookup", {}).answers("POST /v1/shutdown", {});
    await api.ask("/v1/lookup", { method: "POST", body: { photos: ["990000000001"] } });
    await api.ask("/v1/shutdown", { method: "POST" });
    expect(page.seen.map(({ path, body }) => [path, JSON.parse(body) as unknown])).toEqual([["/v1/lookup", { photos: ["990000000001"] }], ["/v1/shutdown", {}]]);
  });

  it("that the helper refuses becomes its error", async () => {
    page.answers("GET /v1/datasets/ebb", failure(404, "dataset_unknown", "Publish it first.", "`inset datasets`"));
    await expect(api.ask("/v1/datasets/ebb")).rejects.toMatchObject({ code: "dataset_unknown", message: "Publish it first.", hint: "`inset datasets`", status: 404 });
    expect(told).toEqual([]);
  });

  it("that is answered with no JSON is an error of its own", async () => {
    page.answers("GET /v1/datasets", { status: 200, body: "<html>" });
    await expect(api.ask("/v1/datasets")).rejects.toMatchObject({ code: "no_json", status: 200 });
  });

  it("that is refused without words still says what happened", async () => {
    page.answers("GET /v1/datasets", { status: 502, body: "" });
    await expect(api.ask("/v1/datasets")).rejects.toMatchObject({ code: "failure", message: "The helper answered with 502." });
  });

  it("after the session's end tells the page so", async () => {
    page.answers("GET /v1/datasets", failure(401, "not_paired"));
    await expect(api.ask("/v1/datasets")).rejects.toMatchObject({ status: 401 });
    expect(told).toEqual(["signed-out"]);
  });
});

describe("a helper that is gone", () => {
  it("is told once, and its return too", async () => {
    page.answers("GET /v1/hello", {});
    await page.close();
    for (let time = 0; time < 3; time += 1) await expect(api.ask("/v1/hello")).rejects.toMatchObject({ code: "helper_unreachable", status: 0 });
    expect(told).toEqual(["away"]);
    await page.startAgain();
    await api.ask("/v1/hello");
    await api.ask("/v1/hello");
    expect(told).toEqual(["away", "back"]);
  });

  it("is not what a stopped question means", async () => {
    const stop = new AbortController();
    const asking = api.ask("/v1/hello", { signal: stop.signal });
    stop.abort();
    await expect(asking).rejects.toMatchObject({ name: "AbortError" });
    expect(told).toEqual([]);
  });
});

describe("what went wrong", () => {
  it("is told with the hint, where there is one", () => {
    expect(api.explain(new api.ApiError("x", "Do this.", "", 400))).toBe("Do this.");
    expect(api.explain(new api.ApiError("x", "Do this.", "Then that.", 400))).toBe("Do this. Then that.");
  });

  it("is called the page's mistake where it is no answer of the helper's", () => {
    expect(api.explain(new TypeError("x is undefined"))).toBe("This page made a mistake: TypeError: x is undefined");
  });
});
