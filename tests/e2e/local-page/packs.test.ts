/** Ready-made datasets: from following a publisher to a badge, and what the page and the card say of whose they are. */
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";

import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, expect, it, onTestFailed } from "vitest";

import { untilBadged } from "../harness/badges.ts";
import { Helper } from "../harness/helper.ts";
import { click, fill, openAsOwner, savedBy, unfold, wordsOf } from "../harness/local-page.ts";
import { startStaticHost, type StaticHost } from "../harness/static-site.ts";
import { until } from "../harness/until.ts";
import { describeInBrowsers } from "../harness/world.ts";
import { everySecond } from "../pages/all.ts";
import { album2025 } from "../pages/photo-cards.ts";

const ALBUM = album2025();
const ODD = everySecond(ALBUM.photos);
const EVEN = ALBUM.photos.filter((photo) => !ODD.includes(photo));
/** More photos in the list that is followed, for a figure: INSET_E2E_PHOTOS=1000000 prints what docs/PERFORMANCE.md says. */
const MORE = Number(process.env.INSET_E2E_PHOTOS ?? "0");
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** So many photos, spread as those of real lists are: their gaps, and so the pack's size, depend on chance. */
function scattered(count: number): string[] {
  let state = 17;
  const next = (): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
  const photos = new Set<number>();
  while (photos.size < count) photos.add(1_000_000 + Math.floor(next() * 900_000 + next()) * 60_000 + Math.floor(next() * 60_000));
  return [...photos].map(String);
}

/** Shown, and no markup. */
const TITLE = "The <b>Made-up</b> Gazette";

async function faults(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } };
    return (await axe.run()).violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });
}

/** Resolves as soon as the page shows a badge. */
const firstBadge = (page: Page): Promise<void> => page.evaluate(() => new Promise<void>((resolve) => {
  const look = (): void => {
    if (document.querySelector("inset-badge") === null) requestAnimationFrame(look);
    else resolve();
  };
  look();
}));

describeInBrowsers("ready-made datasets", (world, name) => {
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
    await publisher.build("saltmarsh", [...ODD, ...scattered(MORE)]);
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
    // For a second try: nobody is followed, and the publisher's list is the first one again.
    onTestFailed(async () => {
      await world().helper.run("unsubscribe", host.address);
      await world().helper.run("remove", "saltmarsh");
      await publisher.build("saltmarsh", [...ODD, ...scattered(MORE)]);
      await publish("saltmarsh", "--keys", path.join(folder, "keys"));
    });
    const page = await world().openFlickr(ALBUM.path);
    const seen = firstBadge(page);
    const began = Date.now();
    await asked(world().helper, "subscribe", host.address, "--root", path.join(folder, "site", "root.json"));
    await seen;
    if (MORE > 0) process.stdout.write(`${name}: ${((Date.now() - began) / 1000).toFixed(1)} s from inset subscribe to the first badge, with ${(MORE + ODD.length).toLocaleString("en")} photos\n`);
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

  it("are told apart with their answers: in the popup, under a look-up, and in the files that are saved", async () => {
    const whose = /saltmarsh: Ready-made, from “The <b>Made-up<\/b> Gazette” · signed · made today · added here today/;
    const nobodys = /driftwood: Ready-made, from somebody unnamed · made today · added here today\s+Nobody vouches for it/;
    const page = await world().openFlickr(ALBUM.path);
    await untilBadged(page, EVEN);
    const popup = await world().openPopupOn(page);
    await expect.poll(() => wordsOf(popup, "#origins")).toMatch(whose);
    await expect.poll(() => wordsOf(popup, "#origins")).toMatch(nobodys);
    expect(await popup.$("#origins b b")).toBeNull();
    const [both = ""] = EVEN;
    const csv = await savedBy(popup, "#save-csv");
    expect(csv).toMatch(new RegExp(`${both},.*,saltmarsh,listed,,signed_pack,[0-9a-f]{64},${TITLE},http:`));
    expect(csv).toMatch(new RegExp(`${both},.*,driftwood,listed,,unsigned_pack,,,,`));
    const local = await openAsOwner(world(), "lookup");
    await fill(local, "#lookup-text", both);
    await click(local, "#lookup-form button");
    await expect.poll(() => wordsOf(local, "#lookup-notes")).toMatch(whose);
    expect(await wordsOf(local, "#lookup-notes")).toMatch(nobodys);
    expect(await savedBy(local, "#lookup-csv")).toMatch(new RegExp(`${both},listed,driftwood,.*,unsigned_pack,,,,`));
    if (world().browser.name === "chromium") {
      await popup.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "dark" }]);
      expect(await faults(popup)).toEqual([]);
    }
  });

  it("are followed no more after two clicks on the page, and stay", async () => {
    onTestFailed(async () => { await world().helper.run("subscribe", host.address, "--root", path.join(folder, "site", "root.json")); });
    const page = await openAsOwner(world(), "datasets");
    await until("the publisher", () => page.$("#subscriptions:not([hidden]) [data-subscription]"));
    await click(page, "#subscriptions [data-subscription] .asking > button");
    await click(page, "#subscriptions [data-subscription] .asking .danger");
    await expect.poll(async () => (JSON.parse(await asked(world().helper, "subscriptions", "--json")) as { subscriptions: unknown[] }).subscriptions).toEqual([]);
    await unfold(page, "saltmarsh");
  });
});
