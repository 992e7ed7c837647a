/**
 * Local network access: what browsers let a public page, and a script in it, ask of this computer. Nothing, until a person
 * says yes. The extension's background asks in its own name and is let through, so its content scripts never ask.
 */
import { rmSync } from "node:fs";

import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, expect, it } from "vitest";

import { badgedPhotos, untilBadged } from "../harness/badges.ts";
import { HOSTILE } from "../harness/flickr-server.ts";
import { PATIENCE, serveHostile } from "../harness/hostile-site.ts";
import { startOpenServer, type OpenServer } from "../harness/open-server.ts";
import { requestsIn } from "../harness/request-log.ts";
import { until } from "../harness/until.ts";
import { extensionWithScript } from "../harness/with-sites.ts";
import { describeInBrowsers, type World } from "../harness/world.ts";
import { everySecond } from "../pages/all.ts";
import { attack } from "../pages/attack.ts";
import { ATTEMPTS, wordsOf } from "../pages/attempts.ts";
import { album2025 } from "../pages/photo-cards.ts";

const ALBUM = album2025();
const LISTED = everySecond(ALBUM.photos);

/** A content script that asks the address which the page names, and writes into the page what came of it. */
const ASKS = `
const root = document.documentElement;
const ask = () => {
  if (!root.dataset.ask || root.dataset.came) return;
  root.dataset.came = "waits";
  fetch(root.dataset.ask).then((answer) => { root.dataset.came = "read " + answer.status; }, (error) => { root.dataset.came = "blocked: " + error; });
};
new MutationObserver(ask).observe(root, { attributes: true });
ask();
`;

/** What the content script gets of this server. */
async function askedByScript(page: Page, server: OpenServer): Promise<string> {
  await page.evaluate((address) => { document.documentElement.dataset.ask = address; }, `http://127.0.0.1:${String(server.port)}/v1/hello?attempt=0`);
  return until("what the content script got", () => page.evaluate(() => { const { came = "" } = document.documentElement.dataset; return came === "waits" ? "" : came; }));
}

const WITH_SCRIPT = extensionWithScript(ASKS);
afterAll(() => { rmSync(WITH_SCRIPT, { recursive: true, force: true }); });

async function startWithAlbum(world: World): Promise<void> {
  serveHostile(world.flickr, { [ALBUM.path]: ALBUM.html });
  await world.helper.build("tidewatch", LISTED);
  await world.helper.start();
  await world.pair();
}

describeInBrowsers(
  "on a public page",
  (world) => {
    beforeAll(async () => {
      await startWithAlbum(world());
    });

    // Chromium lets through what a page advises it to draw ahead, too: the helper refuses all of that.
    it("no request of the page reaches this computer, but a window that it opens", async () => {
      const open = await startOpenServer();
      const page = await world().open(world().address("/", HOSTILE));
      await page.evaluate(attack, `http://127.0.0.1:${String(open.port)}`, ATTEMPTS, PATIENCE);
      await open.close();
      const arrived = ATTEMPTS.filter((_, n) => open.arrived.has(n));
      const inWindows = arrived.filter(({ way, others }) => way === "window" || way === "download" || way === "rules" || others?.target === "_blank");
      expect(arrived.map(wordsOf)).toEqual(inWindows.map(wordsOf));
      for (const tab of await world().browser.browser.pages()) if (tab.url().includes("attempt=") || tab.url().includes("/opened")) await tab.close();
    });

    it("a content script's request is blocked, and the background's goes through: badges come", async () => {
      const open = await startOpenServer();
      const page = await world().openFlickr(ALBUM.path);
      expect(await askedByScript(page, open)).toMatch(/^blocked/);
      await open.close();
      expect([...open.arrived.keys()]).toEqual([]);
      await untilBadged(page, LISTED);
      // The log comes on a way of its own, and may be later than the badges.
      await expect.poll(() => requestsIn(world().helper.log)).toContainEqual({ method: "POST", route: "/v1/lookup", status: "200" });
    });
  },
  { asPublic: true, extension: WITH_SCRIPT, viewport: { width: 1280, height: 1500 } },
);

// Without this, the test above would pass with a content script that never asks.
describeInBrowsers(
  "on a page of this computer",
  (world) => {
    beforeAll(async () => {
      await startWithAlbum(world());
    });

    it("the same content script's request arrives", async () => {
      const open = await startOpenServer();
      const page = await world().openFlickr(ALBUM.path);
      expect(await askedByScript(page, open)).toBe("read 200");
      await open.close();
      expect([...open.arrived.keys()]).toEqual([0]);
      await untilBadged(page, LISTED);
      await expect.poll(() => badgedPhotos(page)).toHaveLength(LISTED.length);
    });
  },
  { extension: WITH_SCRIPT, viewport: { width: 1280, height: 1500 } },
);
