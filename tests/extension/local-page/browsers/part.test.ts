// The list of browsers: what happens elsewhere, while a person is about to answer or writes a name, takes nothing away from them.
import { beforeEach, expect, it } from "vitest";

import { LocalPage, until } from "../../support/local-page.ts";

const PAIRED = { id: "p1", name: "Firefox on Linux", origin: "moz-extension://0f3a2b1c", scopes: ["lookup"], created_at: "2026-01-02T03:04:05Z", used_on: null };
const ASKER = { id: "w1", name: "A program", origin: null, code: "048291", expires_in: 300 };

let page: LocalPage;

/** The helper answers this from now on; waits until the page has asked for it again. */
async function answer(paired: object[], waiting: object[] = []): Promise<void> {
  page.answers("GET /v1/pairings", { waiting, paired });
  const before = page.asked("GET /v1/pairings").length;
  await until(() => { expect(page.asked("GET /v1/pairings").length).toBeGreaterThan(before + 1); });
}

beforeEach(async () => {
  page = await LocalPage.open("#browsers");
  page.answers("GET /v1/pairings", { waiting: [], paired: [PAIRED] });
  const { browsersPart } = await import("../../../../helper/inset/server/web/page/browsers/part.js");
  const part = browsersPart();
  part.show();
  await until(() => { page.get("#paired-list .entry"); });
  return () => { part.hide?.(); };
});

it("keeps the question open when the browser is used for the first time, asks it once, and revokes", async () => {
  page.click("#paired-list .asking button");
  await answer([{ ...PAIRED, used_on: "2026-01-03" }]);
  expect(page.words("#paired-list .asking")).toContain("Firefox on Linux");
  page.answers("DELETE /v1/pairings/p1", { id: "p1", state: "revoked" });
  page.answers("GET /v1/pairings", { waiting: [], paired: [] });
  page.click("#paired-list .danger");
  await until(() => { expect(page.all("#paired-list .entry")).toEqual([]); });
});

it("says when it was used once the question is answered", async () => {
  page.click("#paired-list .asking button");
  await answer([{ ...PAIRED, used_on: "2026-01-03" }]);
  expect(page.words("#paired-list")).toContain("not known to have been used");
  page.click("#paired-list .asking .actions button:last-child");
  await until(() => { expect(page.words("#paired-list")).not.toContain("not known to have been used"); });
});

it("keeps a name that somebody writes when another program asks to be connected, and says that it asks, once", async () => {
  page.click("#paired-list .renaming button");
  page.type("#paired-list .renaming input", "My laptop");
  await answer([{ ...PAIRED, used_on: "2026-01-03" }], [ASKER]);
  expect(page.words("#waiting-list .code")).toBe("048 291");
  expect(page.said).toContain("A program");
  expect(page.get<HTMLInputElement>("#paired-list .renaming input").value).toBe("My laptop");
  page.answers("POST /v1/pairings/p1/name", { id: "p1", name: "My laptop" });
  page.answers("GET /v1/pairings", { waiting: [ASKER], paired: [{ ...PAIRED, name: "My laptop" }] });
  page.submit("#paired-list .renaming");
  await until(() => { expect(page.words("#paired-list h3")).toBe("My laptop"); });
  await until(() => { expect(page.said).toBe("It is called My laptop now."); });
});
