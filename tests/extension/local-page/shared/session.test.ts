// The owner's session: a ticket in the address becomes a cookie.
import { expect, it } from "vitest";

import { failure, LocalPage } from "../../support/local-page.ts";

const load = (): Promise<typeof import("../../../../helper/inset/server/web/page/shared/session.js")> => import("../../../../helper/inset/server/web/page/shared/session.js");

it("takes the ticket out of the address and out of the history entry", async () => {
  const page = await LocalPage.open("#ticket=ab.C-d_9~");
  const { takeTicket } = await load();
  const before = page.window.history.length;
  expect(takeTicket()).toBe("ab.C-d_9~");
  expect([page.window.location.hash, page.window.history.length]).toEqual(["", before]);
  expect(takeTicket()).toBeNull();
});

it("leaves the address of a part alone", async () => {
  const page = await LocalPage.open("#lookup");
  const { takeTicket } = await load();
  expect(takeTicket()).toBeNull();
  expect(page.window.location.hash).toBe("#lookup");
});

it("takes a damaged ticket for one that will be refused", async () => {
  const page = await LocalPage.open("#ticket=a<b>");
  const { takeTicket } = await load();
  expect(takeTicket()).toBe("");
  expect(page.window.location.hash).toBe("");
});

it("hands the ticket in", async () => {
  const page = (await LocalPage.open()).answers("POST /v1/session", { owner: true });
  const { startSession } = await load();
  expect(await startSession("abc")).toBe(true);
  expect(JSON.parse(page.seen[0]?.body ?? "")).toEqual({ ticket: "abc" });
});

it.each([
  ["was used", failure(403, "ticket_unknown")],
  ["is answered by who knows no owner", { owner: "yes" }],
])("does not believe a ticket that %s", async (_, answer) => {
  (await LocalPage.open()).answers("POST /v1/session", answer);
  const { startSession } = await load();
  expect(await startSession("abc")).toBe(false);
});

it.each([[true], [false]])("asks whether the cookie still holds: %s", async (owner) => {
  (await LocalPage.open()).answers("GET /v1/session", { owner });
  const { hasSession } = await load();
  expect(await hasSession()).toBe(owner);
});

it("does not take a helper that fails for a session's end", async () => {
  (await LocalPage.open()).answers("GET /v1/session", failure(500, "failure"));
  const { hasSession } = await load();
  await expect(hasSession()).rejects.toMatchObject({ code: "failure" });
});

it("ends the session", async () => {
  const page = (await LocalPage.open()).answers("DELETE /v1/session", { owner: false });
  const { endSession } = await load();
  await endSession();
  expect(page.asked("DELETE /v1/session")).toHaveLength(1);
});
