// The page's start: whether this browser has the owner's session.
import { expect, it, vi } from "vitest";

import { LocalPage, until } from "../support/local-page.ts";

it("stays open by its ticket when a look whether the session is there, begun before, is answered after it", async () => {
  const page = (await LocalPage.open()).answers("GET /v1/session", { owner: false });
  const { fetch } = globalThis;
  const looks: (() => void)[] = [];
  vi.stubGlobal("fetch", async (path: string, init?: RequestInit) => {
    const answer = await fetch(path, init);
    // The first is the page's start; the second, which is answered late, the look of a page without a session.
    const isLook = path === "/v1/session" && init?.method !== "POST" && page.asked("GET /v1/session").length === 2;
    if (isLook) await new Promise<void>((resolve) => { looks.push(resolve); });
    return answer;
  });
  await import("../../../helper/inset/server/web/page/main.js");
  await until(() => { expect(looks).toHaveLength(1); });
  page.answers("POST /v1/session", { owner: true });
  page.answers("GET /v1/session", { owner: true });
  page.window.location.hash = "#ticket=abc";
  page.window.dispatchEvent(new page.window.Event("hashchange"));
  await until(() => { expect(page.document.documentElement.dataset.session).toBe("owner"); });
  looks[0]?.();
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(page.document.documentElement.dataset.session).toBe("owner");
  // Not even for a moment: a session that had ended would be looked for again at once.
  expect(page.get("#session-why").textContent).not.toContain("ended");
});
