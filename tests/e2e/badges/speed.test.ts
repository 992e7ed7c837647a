/** A badge comes while the person still looks: no benchmark, only a bound that is missed by far if something is broken. */
import type { Page } from "puppeteer-core";
import { beforeAll, expect, it } from "vitest";

import { untilBadged } from "../harness/badges.ts";
import { pause } from "../harness/until.ts";
import { describeInBrowsers } from "../harness/world.ts";
import { everySecond } from "../pages/all.ts";
import { imgTile, photostream2023 } from "../pages/photo-lists.ts";
import { photoIds } from "../pages/skeleton.ts";

/** Milliseconds from a tile's entering the screen to its badge; slow shared machines are meant to pass. */
const MEDIAN_MS = 1000;
const SLOWEST_MS = 5000;
const ROUNDS = 12;

/** Changes a second that have nothing to do with photos, and for how many seconds. */
const STORM = { tiles: 2000, perSecond: 500, seconds: 4 };
/** Share of the time that the extension may take of the page's main thread meanwhile; it takes a tenth of that. */
const MOST_SHARE = 0.1;

/** Share of the time while `work` runs in which the content script, or what it called, was on the page's main thread. */
async function shareOf(page: Page, work: () => Promise<unknown>): Promise<number> {
  const session = await page.createCDPSession();
  await session.send("Profiler.enable");
  await session.send("Profiler.start");
  await work();
  const { profile } = await session.send("Profiler.stop");
  await session.detach();
  const parents = new Map(profile.nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node.id] as const)));
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const isOurs = (id: number | undefined): boolean =>
    id !== undefined && (nodes.get(id)?.callFrame.url.endsWith("/content.js") === true || isOurs(parents.get(id)));
  const deltas = profile.timeDeltas ?? [];
  const ours = (profile.samples ?? []).reduce((sum, id, n) => sum + (isOurs(id) ? Math.max(0, deltas[n] ?? 0) : 0), 0);
  return ours / (profile.endTime - profile.startTime);
}

describeInBrowsers("speed", (world, name) => {
  const first = photostream2023();
  const later = photoIds(951_000_000_001, ROUNDS);

  beforeAll(async () => {
    const { helper, flickr } = world();
    flickr.serve(first.path, first);
    await helper.build("tidewatch", [...everySecond(first.photos), ...later]);
    await helper.start();
    await world().pair();
  });

  it("a photo that comes onto the screen has its badge soon", async () => {
    const page = await world().openFlickr(first.path);
    await page.evaluate(() => {
      for (const tile of [...document.querySelectorAll(".photo-list-photo-view")].slice(3)) tile.remove();
    });
    await untilBadged(page, everySecond(first.photos.slice(0, 3)));
    const times: number[] = [];
    for (const photo of later) {
      times.push(
        await page.evaluate(
          async (html, id, slowest) => {
            const list = document.querySelector(".photo-list-view");
            if (!list) throw new Error("no list");
            const began = performance.now();
            list.insertAdjacentHTML("beforeend", html);
            const tile = list.lastElementChild;
            while (!document.querySelector(`inset-badge[data-photo-id="${id}"]`)) {
              if (performance.now() - began > slowest) return Infinity;
              await new Promise((resolve) => requestAnimationFrame(resolve));
            }
            const took = performance.now() - began;
            tile?.remove();
            return took;
          },
          imgTile(photo, 4),
          photo,
          SLOWEST_MS,
        ),
      );
    }
    times.sort((a, b) => a - b);
    expect(times[ROUNDS / 2], `all: ${times.map((ms) => ms.toFixed(0)).join(" ")} ms`).toBeLessThanOrEqual(MEDIAN_MS);
    expect(times.at(-1)).toBeLessThanOrEqual(SLOWEST_MS);
  });

  it("a page that changes all the time is hardly slowed down, and never written to", async () => {
    const page = await world().openFlickr(first.path);
    await untilBadged(page, everySecond(first.photos));
    await page.evaluate((html) => document.querySelector(".photo-list-view")?.insertAdjacentHTML("beforeend", html), photoIds(952_000_000_001, STORM.tiles).map((photo, n) => imgTile(photo, 60 + n)).join(""));
    await pause(2500);
    const storm = (): Promise<number> =>
      page.evaluate(async ({ perSecond, seconds }) => {
        const box = document.body.appendChild(document.createElement("div"));
        let badgesChanged = 0;
        const observer = new MutationObserver((records) => {
          badgesChanged += records.filter(({ target, addedNodes }) => target.nodeName === "INSET-BADGE" || [...addedNodes].some((node) => node.nodeName === "INSET-BADGE")).length;
        });
        observer.observe(document, { subtree: true, childList: true, attributes: true });
        const began = performance.now();
        for (let done = 0; performance.now() - began < seconds * 1000; ) {
          for (; done < ((performance.now() - began) / 1000) * perSecond; done += 1) {
            if (done % 3 === 0) box.append(Object.assign(document.createElement("p"), { textContent: `note ${done}` }));
            else if (done % 3 === 1) box.style.width = `${done % 500}px`;
            else box.lastElementChild?.classList.toggle("seen");
            if (box.childElementCount > 20) box.firstElementChild?.remove();
          }
          await new Promise((next) => setTimeout(next, 4));
        }
        observer.disconnect();
        return badgesChanged;
      }, STORM);
    expect(await storm()).toBe(0);
    // Only Chromium tells which script took the time.
    if (name === "firefox") return;
    const share = await shareOf(page, storm);
    expect(share).toBeGreaterThan(0);
    expect(share).toBeLessThanOrEqual(MOST_SHARE);
  });
});
