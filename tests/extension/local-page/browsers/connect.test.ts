// `/connect`: the approval that the extension opens after Connect.
import { expect, it, vi } from "vitest";

import { failure, LocalPage, until } from "../../support/local-page.ts";

const ASKER = { id: "p1", name: "Firefox on Linux", origin: "moz-extension://0f3a2b1c-4d5e-6f70-8192-a3b4c5d6e7f8", code: "048291", expires_in: 300 };
const OTHER = { ...ASKER, id: "p2", name: "Chrome on Linux", origin: null, code: "111111" };

const APPROVE = "#connect-asker button.primary";

async function open(hash: string, owner: boolean): Promise<LocalPage> {
  const page = (await LocalPage.open(`connect${hash}`)).answers("GET /v1/session", () => ({ owner }));
  page.answers("GET /v1/pairings", { waiting: [OTHER, ASKER], paired: [] });
  return page;
}

const start = (): Promise<unknown> => import("../../../../helper/inset/server/web/page/main.js");

/** Waits until Approve works: it does not in the first moment. */
const settled = (page: LocalPage): Promise<void> => until(() => { expect(page.get(APPROVE).dataset.settling).toBeUndefined(); });

it("shows the one that its address names with its code, and approves it by one click", async () => {
  const page = await open("#pairing=p1", true);
  page.answers("POST /v1/pairings/p1/approval", { state: "approved", name: ASKER.name, origin: ASKER.origin });
  await start();
  await until(() => { expect(page.words("#connect-asker .code")).toBe("048 291"); });
  expect(page.words("#connect-asker h2")).toBe("Firefox on Linux");
  expect(page.words("#connect-asker")).not.toContain("111");
  expect(page.get("#connect-asker .code").getAttribute("aria-label")).toBe("The code: 0 4 8 2 9 1");
  await settled(page);
  page.click(APPROVE);
  await until(() => { expect(page.get("#connect-approved").hidden).toBe(false); });
  expect(page.asked("POST /v1/pairings/p1/approval").map(({ body }) => body)).toEqual(['{"code":"048291"}']);
  expect(page.said).toBe("Firefox on Linux is connected.");
});

it("takes no click in the first moment, and none right after it came back into view", async () => {
  const page = await open("#pairing=p1", true);
  page.answers("POST /v1/pairings/p1/approval", { state: "approved", name: ASKER.name, origin: null });
  await start();
  await until(() => { page.get(APPROVE); });
  page.click(APPROVE);
  await settled(page);
  page.window.dispatchEvent(new page.window.Event("focus"));
  page.click(APPROVE);
  expect(page.asked("POST /v1/pairings/p1/approval")).toEqual([]);
  await settled(page);
  page.click(APPROVE);
  await until(() => { expect(page.asked("POST /v1/pairings/p1/approval")).toHaveLength(1); });
});

it.each(["session", "pairings"])("stays with what was decided when an answer about the %s, asked for before, comes after it", async (about) => {
  const page = await open("#pairing=p1", true);
  page.answers("POST /v1/pairings/p1/approval", () => {
    page.answers("GET /v1/pairings", { waiting: [], paired: [] });
    return { state: "approved", name: ASKER.name, origin: ASKER.origin };
  });
  await start();
  await until(() => { page.get(APPROVE); });
  const { fetch } = globalThis;
  const late: (() => void)[] = [];
  vi.stubGlobal("fetch", async (path: string, init?: RequestInit) => {
    const isLate = path === `/v1/${about}`;
    if (isLate) await new Promise<void>((resolve) => { late.push(resolve); });
    return fetch(path, init);
  });
  await until(() => { expect(late).toHaveLength(1); });
  await settled(page);
  page.click(APPROVE);
  await until(() => { expect(page.get("#connect-approved").hidden).toBe(false); });
  late[0]?.();
  const before = page.asked(`GET /v1/${about}`).length;
  await until(() => { expect(page.asked(`GET /v1/${about}`).length).toBeGreaterThan(before); });
  // The answer has come, and the page has had a moment for it.
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(page.get("#connect-approved").hidden).toBe(false);
  expect(page.get("#connect-gone").hidden).toBe(true);
});

it("refuses it", async () => {
  const page = await open("#pairing=p1", true);
  page.answers("DELETE /v1/pairings/p1", { id: "p1", state: "refused" });
  await start();
  await until(() => { page.get(APPROVE); });
  page.press("Refuse", "#connect-asker");
  await until(() => { expect(page.get("#connect-refused").hidden).toBe(false); });
});

it.each(["", "#pairing=", "#pairing=p9", "#pairing=<b>"])("offers nothing to approve for %s", async (hash) => {
  const page = await open(hash, true);
  await start();
  await until(() => { expect(page.get("#connect-gone").hidden).toBe(false); });
  expect(page.all(".approval")).toEqual([]);
});

it("asks nothing and shows no code without the owner's session, and goes on by itself once it is there", async () => {
  let owner = false;
  const page = (await open("#pairing=p1", false)).answers("GET /v1/session", () => ({ owner }));
  await start();
  await until(() => { expect(page.words("#connect-stranger")).toContain("Click “Inset” in your applications menu."); });
  expect(page.asked("GET /v1/pairings")).toEqual([]);
  owner = true;
  await until(() => { expect(page.words("#connect-asker .code")).toBe("048 291"); });
});

it("takes a ticket out of the address, and keeps the request there", async () => {
  let owner = false;
  const page = (await open("#ticket=ab.C-9&pairing=p1", false)).answers("GET /v1/session", () => ({ owner }));
  page.answers("POST /v1/session", () => { owner = true; return { owner }; });
  await start();
  await until(() => { expect(page.words("#connect-asker .code")).toBe("048 291"); });
  expect(page.window.location.href).toBe(`${page.origin}/connect#pairing=p1`);
  expect(page.asked("POST /v1/session").map(({ body }) => body)).toEqual(['{"ticket":"ab.C-9"}']);
});

it("says what went wrong, and lets the owner try again", async () => {
  const page = await open("#pairing=p1", true);
  page.answers("POST /v1/pairings/p1/approval", failure(429, "too_many", "Wait a minute."));
  await start();
  await until(() => { page.get(APPROVE); });
  await settled(page);
  page.click(APPROVE);
  await until(() => { expect(page.words("#connect-asker .problem")).toBe("Wait a minute."); });
  expect(page.get<HTMLButtonElement>(APPROVE).disabled).toBe(false);
});
