// Health says in the page's own ways what is to be done, where the page has one.
import { beforeEach, expect, it } from "vitest";

import { LocalPage, until } from "../../support/local-page.ts";

let page: LocalPage;

beforeEach(async () => {
  page = await LocalPage.open("#health");
  page.answers("GET /v1/status", { version: "0.2.0", started_at: "2026-01-02T03:04:05Z", datasets: 0, censuses: 0, unavailable: 0, pairings: 1, port: 46738, memory_bytes: null, pid: 7 });
});

it("the want of a dataset leads to where one is added", async () => {
  const told = (name: string): object => ({ name, values: [] });
  page.answers("GET /v1/health", { checks: [
    { name: "datasets", state: "warning", message: "No dataset is on this computer, so no photo can be badged.", message_told: told("doctor_no_datasets"), remedy: "Get one: `inset catalog`, then `inset add NAME`.", remedy_told: told("doctor_get_dataset") },
    { name: "native messaging", state: "bad", message: "It names no program.", message_told: told("doctor_native_broken"), remedy: "Run `inset service install` again.", remedy_told: told("doctor_install_again") },
  ] });
  const { healthPart } = await import("../../../../helper/inset/server/web/page/health/part.js");
  healthPart().show();
  await until(() => { expect(page.all("#health-list li").length).toBe(2); });
  const [, datasets] = page.all("#health-list .remedy");
  expect(datasets?.textContent).toBe("Add a dataset");
  expect(datasets?.querySelector("a")?.getAttribute("href")).toBe("#add");
  expect(page.words("#health-list")).toContain("Run inset service install again.");
});
