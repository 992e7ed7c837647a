/**
 * A page of another program on this computer, while the owner's page is open in the same browser.
 *
 * Browsers tell sites apart without looking at ports: `http://127.0.0.1:8000` and the helper are one site, so with
 * `SameSite=Strict` the owner's cookie still goes along with its requests. The helper's guards refuse them.
 */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { afterAll, beforeAll, expect, it } from "vitest";

import { addressOf, openAsOwner, startWithDatasets } from "../harness/local-page.ts";
import { pause, until } from "../harness/until.ts";
import { describeInBrowsers } from "../harness/world.ts";

/** What the page tries; it runs in the neighbour's page. */
async function attack(helper: string): Promise<Record<string, string>> {
  const told: Record<string, string> = {};
  const tries: [string, string, RequestInit][] = [
    ["status", "v1/status", {}],
    ["pairings", "v1/pairings", { mode: "no-cors" }],
    ["approval", "v1/pairings/by-code/approval", { method: "POST", mode: "no-cors", body: '{"code":"000000"}' }],
    ["shutdown", "v1/shutdown", { method: "POST", mode: "no-cors", body: "{}" }],
    ["shutdown as JSON", "v1/shutdown", { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" }],
    ["ticket", "v1/tickets", { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" }],
    ["removal", "v1/datasets/tidewatch", { method: "DELETE" }],
    ["upload", "v1/uploads?file=x.txt", { method: "POST", mode: "no-cors", body: new Blob(["1"]) }],
  ];
  for (const [name, path, how] of tries) {
    try {
      const answer = await fetch(`${helper}${path}`, { credentials: "include", ...how });
      told[name] = answer.type === "opaque" ? "opaque" : `read ${String(answer.status)}`;
    } catch {
      told[name] = "refused";
    }
  }
  const image = new Image();
  image.src = `${helper}v1/status`;
  const frame = document.createElement("iframe");
  frame.src = `${helper}v1/pairings`;
  const target = document.createElement("iframe");
  target.name = "target";
  document.body.append(image, frame, target);
  const form = document.createElement("form");
  Object.assign(form, { action: `${helper}v1/shutdown`, method: "post", enctype: "text/plain", target: "target" });
  document.body.append(form);
  form.submit();
  return told;
}

describeInBrowsers("a neighbour's page beside the owner's", (world) => {
  let neighbour: Server;
  const cookies = new Map<string, string>();

  beforeAll(async () => {
    await startWithDatasets(world());
    neighbour = createServer((request, response) => {
      cookies.set(request.url ?? "", request.headers.cookie ?? "");
      response.setHeader("Content-Type", "text/html").end("<!doctype html><title>neighbour</title>");
    });
    await new Promise<void>((resolve) => neighbour.listen(0, "127.0.0.1", resolve));
  });

  afterAll(() => {
    neighbour.close();
  });

  const home = (): string => `http://127.0.0.1:${String((neighbour.address() as AddressInfo).port)}/`;

  /** What the helper's log has behind its first `length` letters, as `method route status`. */
  const asked = (length: number): string[] =>
    [...world().helper.log.slice(length).matchAll(/request method=(\S+) route=(\S+) status=(\S+)/g)].map(
      ([, method = "", route = "", status = ""]) => `${method} ${route} ${status}`,
    );

  it("reads nothing and changes nothing", async () => {
    const owner = await openAsOwner(world(), "datasets");
    await owner.close(); // it asks the helper too; its cookie stays in the browser
    const page = await world().open(home());
    await pause(1000); // what is still on its way
    const before = world().helper.log.length;
    const told = await page.evaluate(attack, addressOf(world()));
    for (const [name, outcome] of Object.entries(told)) expect(outcome, name).toMatch(/^(refused|opaque)$/);
    // The form comes last; a request before it has asked for the same, and of a third only the preflight arrives.
    await until("the form", () => asked(before).filter((each) => each.startsWith("POST /v1/shutdown")).length >= 2);
    // It must have tried, and every request of its own was refused. The extension says hello now and then.
    const itsOwn = (): string[] => asked(before).filter((each) => !each.includes("/v1/hello"));
    await expect.poll(() => itsOwn().length).toBeGreaterThanOrEqual(9);
    await pause(300);
    for (const each of itsOwn()) expect(each).toMatch(/ (403|405)$/);
    expect(world().helper.running).toBe(true);
    const again = await openAsOwner(world(), "datasets");
    const names = await again.evaluate(async () => {
      const listing = (await (await fetch("/v1/datasets")).json()) as { datasets: { name: string }[] };
      return listing.datasets.map((each) => each.name);
    });
    expect(names).toContain("tidewatch");
  });

  it("would have sent the owner's cookie along: the guards refused it, not the browser", async () => {
    await openAsOwner(world(), "datasets");
    await world().open(home());
    await world().open(`${home()}v1/anything`);
    expect(cookies.get("/v1/anything")).toContain(`inset_session_${String(world().helper.port)}=`);
    expect(cookies.get("/")).not.toContain("inset_session");
  });
});
