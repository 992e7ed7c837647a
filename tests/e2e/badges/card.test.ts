/** The card: opens by pointer and by keyboard, says what is known, gives the focus back, and leaves the page alone. */
import type { Page } from "puppeteer-core";
import { beforeAll, describe, expect, it } from "vitest";

import { badgeOf, box, pointAt, untilBadged } from "../harness/badges.ts";
import { pause, until } from "../harness/until.ts";
import { describeInBrowsers } from "../harness/world.ts";
import { everySecond } from "../pages/all.ts";
import { hydratedPages } from "../pages/photo-lists.ts";
import { discover } from "../pages/other-pages.ts";

const [explore = discover()] = hydratedPages();
const links = discover();
const [LISTED = ""] = explore.photos;
const PROBABLE = explore.photos[3] ?? "";

const card = (page: Page): Promise<unknown> => until("the card", () => page.$("inset-card"));
const noCard = (page: Page): Promise<unknown> => until("the card to close", async () => (await page.$("inset-card")) === null);

/** Which of the page's own elements has the focus; what is inside the card or a badge shows as those. */
const focused = (page: Page): Promise<string> => page.evaluate(() => document.activeElement?.localName ?? "");

describeInBrowsers("the card", (world, name) => {
  beforeAll(async () => {
    const { helper, flickr } = world();
    for (const page of [explore, links]) flickr.serve(page.path, page);
    await helper.build("tidewatch", [...everySecond(explore.photos), ...everySecond(links.photos)]);
    await helper.build("floodmark", [PROBABLE], { filterOnly: true });
    await helper.start();
    await world().pair();
  });

  async function open(): Promise<Page> {
    const page = await world().openFlickr(explore.path);
    await untilBadged(page, [...everySecond(explore.photos), PROBABLE]);
    return page;
  }

  it("opens for a pointer that stays on a badge, stays while the pointer is in the card, and closes when it leaves", async () => {
    const page = await open();
    await pointAt(page, LISTED);
    await card(page);
    const place = await until("the card's box", () => box(page, "inset-card"));
    const badge = await until("the badge's box", () => box(page, badgeOf(LISTED)));
    expect(place.y).toBeGreaterThanOrEqual(badge.y + 10);
    await page.mouse.move(place.x + 60, place.y + 60, { steps: 4 });
    await pause(700);
    expect(await page.$("inset-card")).not.toBeNull();
    await page.mouse.move(5, 5);
    await noCard(page);
  });

  it("does not open for a pointer that passes over", async () => {
    const page = await open();
    await pointAt(page, LISTED);
    await page.mouse.move(5, 5);
    await pause(600);
    expect(await page.$("inset-card")).toBeNull();
  });

  it("is reached by Tab, entered by Enter, left by Escape, which gives the focus back", async () => {
    const page = await open();
    await page.bringToFront();
    let presses = 0;
    await until("the focus on a badge", async () => {
      if ((await focused(page)) === "inset-badge") return true;
      // What the page does not get, as while the browser's own bar has the focus, does not count.
      if (await page.evaluate(() => document.hasFocus())) presses += 1;
      await page.keyboard.press("Tab");
      return false;
    });
    expect(presses).toBeLessThanOrEqual(40);
    await card(page);
    await page.keyboard.press("Enter");
    await until("the focus in the card", async () => (await focused(page)) === "inset-card");
    await page.keyboard.press("Escape");
    await noCard(page);
    await expect.poll(() => focused(page)).toBe("inset-badge");
    await pause(500);
    expect(await page.$("inset-card")).toBeNull();
    await page.keyboard.press(" ");
    await until("the focus in the card", async () => (await focused(page)) === "inset-card");
    // Close, opt-out and more: then on to what comes after the badge.
    for (let press = 0; press < 8 && (await focused(page)) === "inset-card"; press += 1) await page.keyboard.press("Tab");
    expect(["a", "inset-badge"]).toContain(await focused(page));
    await noCard(page);
  });

  it("moves nothing on the page, and its badge takes no click from the photo beside it", async () => {
    const page = await open();
    const before = await page.evaluate(() => [...document.querySelectorAll("img, a.overlay")].map((each) => JSON.stringify(each.getBoundingClientRect())).join());
    await pointAt(page, LISTED);
    await card(page);
    expect(await page.evaluate(() => [...document.querySelectorAll("img, a.overlay")].map((each) => JSON.stringify(each.getBoundingClientRect())).join())).toBe(before);
    await page.keyboard.press("Escape");
    await noCard(page);
    const hit = await page.evaluate((photo) => {
      const tile = document.querySelector(`a.overlay[href*="${photo}"]`)?.getBoundingClientRect();
      if (tile === undefined) throw new Error("no tile");
      const at = (x: number, y: number): string => document.elementFromPoint(x, y)?.closest("inset-badge, a")?.localName ?? "";
      return [at(tile.left + tile.width / 2, tile.top + tile.height / 2), at(tile.left + 20, tile.bottom - 12), at(tile.right - 12, tile.top + 12)];
    }, LISTED);
    expect(hit).toEqual(["a", "a", "a"]);
  });

  it("a click on a badge inside a link opens the card, not the link; a click elsewhere closes it", async () => {
    const page = await world().openFlickr(links.path);
    await untilBadged(page, everySecond(links.photos));
    const address = page.url();
    await pointAt(page, links.photos[0] ?? "");
    await page.mouse.down();
    await page.mouse.up();
    await card(page);
    await page.mouse.move(5, 400);
    await pause(600);
    expect(await page.$("inset-card"), "a click keeps it open").not.toBeNull();
    expect(page.url()).toBe(address);
    await page.mouse.click(5, 400);
    await noCard(page);
  });

  it("closes when its photo leaves the screen", async () => {
    const page = await open();
    await page.evaluate(() => { document.body.style.paddingBottom = "4000px"; });
    await pointAt(page, LISTED);
    await card(page);
    await page.evaluate(() => { scrollTo(0, 3000); });
    await noCard(page);
  });

  it("stays inside a small window, as at 200 % zoom", async () => {
    const page = await world().browser.newPage();
    world().pages.push(page);
    await page.setViewport({ width: 400, height: 300, deviceScaleFactor: 2 });
    await page.goto(world().flickr.address(explore.path), { waitUntil: "load" });
    await pointAt(page, LISTED);
    await card(page);
    await pause(300);
    const place = await until("the card's box", () => box(page, "inset-card"));
    expect(place.x).toBeGreaterThanOrEqual(0);
    expect(place.x + place.width).toBeLessThanOrEqual(400);
    expect(place.y + place.height).toBeLessThanOrEqual(300);
  });

  describe.skipIf(name === "firefox")("to those who hear the page", () => {
    // Chromium tells its accessibility tree, closed shadow roots included.
    it("a badge is a button with a name and a description, and the card a dialog with a name", async () => {
      const page = await open();
      const session = await page.createCDPSession();
      const nodes = async (): Promise<{ role: string; name: string; description: string }[]> => {
        const { nodes: all } = await session.send("Accessibility.getFullAXTree");
        return all.map((node) => ({ role: String(node.role?.value), name: String(node.name?.value), description: String(node.description?.value) }));
      };
      const seen = await nodes();
      expect(seen).toContainEqual({ role: "button", name: "Listed in: tidewatch.", description: "Shows more about it" });
      const likely = seen.find((node) => node.role === "button" && node.name.startsWith("Probably listed in: floodmark"));
      expect(likely?.name).toMatch(/about \d\d% likely/);
      await pointAt(page, PROBABLE);
      await card(page);
      const words = await until("what the helper tells", async () => {
        const all = await nodes();
        expect(all.find((node) => node.role === "dialog")?.name).toBe("Probably in 1 dataset");
        const text = all.filter((node) => node.role === "StaticText").map((node) => node.name).join(" ");
        return text.includes("is reported by mistake") ? text : null;
      });
      expect(words).toContain("Probably listed: for this dataset there is only a filter, no list.");
      expect(words).not.toContain("Listed exactly");
      expect(await until("the link to more", async () => (await nodes()).find((node) => node.role === "link" && node.name === "More"))).toBeDefined();
    });
  });
});
