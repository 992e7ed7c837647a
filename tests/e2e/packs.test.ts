/** Ready-made datasets: from following a publisher to a badge, and what the page and the card say of whose they are. */
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";

import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, expect, it } from "vitest";

import { untilBadged } from "./harness/badges.ts";
import { Helper } from "./harness/helper.ts";
import { click, openAsOwner, unfold, wordsOf } from "./harness/local-page.ts";
import { startStaticHost, type StaticHost } from "./harness/static-site.ts";
import { until } from "./harness/until.ts";
import { describeInBrowsers } from "./harness/world.ts";
import { everySecond } from "./pages/all.ts";
import { album2025 } from "./pages/photo-cards.ts";

const ALBUM = album2025();
const ODD = everySecond(ALBUM.photos);
const EVEN = ALBUM.photos.filter((photo) => !ODD.includes(photo));
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** Shown, and no markup. */
const TITLE = "The <b>Made-up</b> Gazette";

async function faults(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } };
    return (await axe.run()).violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });
}

describeInBrowsers("ready-made datasets", (world) => {
  let folder = "";
  let publisher: Helper;
  let host: StaticHost;

  async function asked(helper: Helper, ...words: string[]): Promise<string> {
    const { status, stdout, stderr } = await helper.run(...words);
    if (status !== 0) throw new Error(`inset ${words.join(" ")}: ${stdout}${stderr}`);
    return stdout;
  }

  const publish = (...words: string[]): Promise<string> => asked(publisher, "publish", path.join(folder, "site"), ...words);

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "inset-publisher-"));
    publisher = await Helper.create();
    await publisher.build("saltmarsh", ODD);
    await publish("saltmarsh", "--title", TITLE, "--keys", path.join(folder, "keys"));
    await publisher.build("driftwood", EVEN.slice(0, 2));
    await asked(publisher, "pack", "driftwood", "-o", path.join(folder, "driftwood.insetpack"));
    host = await startStaticHost(path.join(folder, "site"));
    await world().helper.start();
    await world().pair();
    world().flickr.serve(ALBUM.path, ALBUM);
  });

  afterAll(async () => {
    await host.close();
    await publisher.close();
    await rm(folder, { recursive: true, force: true });
  });

  it("show a badge on an open page a moment after a publisher is followed, and another after their next list", async () => {
    const page = await world().openFlickr(ALBUM.path);
    await asked(world().helper, "subscribe", host.address, "--root", path.join(folder, "site", "root.json"));
    await untilBadged(page, ODD);
    // Nothing but the repository's own files was asked for, and nothing that tells one follower from another.
    expect(host.requests.filter(({ headers }) => "cookie" in headers || "if-none-match" in headers || "authorization" in headers)).toEqual([]);
    await publisher.build("saltmarsh", EVEN);
    await publish("saltmarsh", "--keys", path.join(folder, "keys"));
    await asked(world().helper, "subscriptions", "--update");
    await untilBadged(page, EVEN);
  });

  it("are told apart on the page: followed and signed, or by hand and vouched for by nobody", async () => {
    await asked(world().helper, "unpack", path.join(folder, "driftwood.insetpack"), "--unsigned");
    const page = await openAsOwner(world(), "datasets");
    const signed = await unfold(page, "saltmarsh");
    await expect.poll(() => wordsOf(page, signed)).toContain(TITLE);
    const unsigned = await unfold(page, "driftwood");
    await expect.poll(() => wordsOf(page, unsigned)).toContain("Nobody vouches for it");
    expect(await wordsOf(page, signed)).not.toContain("Nobody vouches for it");
    await until("the publisher", () => page.$("#subscriptions:not([hidden]) [data-subscription]"));
    expect(await wordsOf(page, "#subscriptions")).toContain(TITLE);
    expect(await page.$("#part-datasets b")).toBeNull();
    expect(await faults(page)).toEqual([]);
    if (world().browser.name === "chromium") await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "dark" }]);
    expect(await faults(page)).toEqual([]);
    await page.setViewport({ width: 360, height: 740 });
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  });

  it("are followed no more after two clicks on the page, and stay", async () => {
    const page = await openAsOwner(world(), "datasets");
    await until("the publisher", () => page.$("#subscriptions:not([hidden]) [data-subscription]"));
    await click(page, "#subscriptions [data-subscription] .asking > button");
    await click(page, "#subscriptions [data-subscription] .asking .danger");
    await expect.poll(async () => (JSON.parse(await asked(world().helper, "subscriptions", "--json")) as { subscriptions: unknown[] }).subscriptions).toEqual([]);
    await unfold(page, "saltmarsh");
  });
});
