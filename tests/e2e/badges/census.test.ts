/** A census, a list of nearly all photos that were public, is off until it is switched on, and never counted as listed. */
import type { Page } from "puppeteer-core";
import { beforeAll, expect, it, onTestFailed } from "vitest";

import { badges, untilBadged } from "../harness/badges.ts";
import { click, expectNoComplaints, fill, openAsOwner, showPart, unfold, wordsOf } from "../harness/local-page.ts";
import { until } from "../harness/until.ts";
import { describeInBrowsers } from "../harness/world.ts";
import { showcase } from "../pages/showcase.ts";

const SHOWN = showcase();
const LISTED = SHOWN.photos.slice(0, 2);
const PUBLIC = SHOWN.photos.slice(1, 5);

describeInBrowsers("a census", (world) => {
  beforeAll(async () => {
    const { helper, flickr } = world();
    flickr.serve(SHOWN.path, SHOWN);
    await helper.build("tidewatch", LISTED);
    await helper.build("everything", PUBLIC, { kind: "census" });
    await helper.start();
    await world().pair();
  });

  async function openOptions(): Promise<Page> {
    const options = await world().browser.openOwn("options.html");
    world().pages.push(options);
    await until("its switch", () => options.$('[data-dataset="everything"]'));
    return options;
  }

  /** The popup's numbers by answer. */
  async function countsOf(page: Page): Promise<Record<string, string>> {
    const popup = await world().openPopupOn(page);
    await until("the numbers", () => popup.$("#counts [data-answer=listed]"));
    return popup.$$eval("#counts [data-answer]", (rows) =>
      Object.fromEntries(rows.map((row) => [(row as HTMLElement).dataset.answer ?? "", row.querySelector("dd")?.textContent ?? ""])),
    );
  }

  it("marks and counts nothing until it is switched on, and is counted apart then", async () => {
    // A second try must find it off again.
    onTestFailed(() => world().forgetPreferences());
    const page = await world().openFlickr(SHOWN.path);
    await untilBadged(page, LISTED);
    const before = await countsOf(page);
    expect(before).toMatchObject({ listed: String(LISTED.length) });
    expect(before).not.toHaveProperty("public");

    const options = await openOptions();
    expect(await options.$eval('[data-dataset="everything"]', (each) => (each as HTMLInputElement).checked)).toBe(false);
    await options.$eval('[data-dataset="everything"]', (each) => { (each as HTMLInputElement).click(); });
    await page.bringToFront();
    await untilBadged(page, [...new Set([...LISTED, ...PUBLIC])]);
    const answers = new Map((await badges(page)).map(({ photo, answer }) => [photo, answer]));
    expect(LISTED.map((photo) => answers.get(photo))).toEqual(["listed", "listed"]);
    expect(PUBLIC.slice(1).map((photo) => answers.get(photo))).not.toContain("listed");
    await expect.poll(() => countsOf(page)).toEqual({ ...before, public: String(PUBLIC.length) });
  });

  it("is told as a census on the helper's own page, and what it alone lists is not listed there", async () => {
    const page = await openAsOwner(world(), "datasets");
    await until("both", async () => (await page.$$("#datasets-list details.dataset")).length === 2);
    // Training sets come first, and are summed up without it.
    const names = await page.$$eval("#datasets-list details.dataset", (each) => each.map((one) => (one as HTMLElement).dataset.dataset));
    expect(names).toEqual(["tidewatch", "everything"]);
    expect(await wordsOf(page, "#part-datasets")).toMatch(/\b1 dataset\b.*\b2 entries\b.*1 census of public photos, counted apart/);
    const entry = await unfold(page, "everything");
    expect(await wordsOf(page, `${entry} summary .tags`)).toContain("Census");
    expect(await wordsOf(page, entry)).toContain("It does not say that any was used for training");
    expect(await wordsOf(page, await unfold(page, "tidewatch"))).not.toContain("ensus");

    await showPart(page, "lookup");
    const [training = "", both = "", census = ""] = SHOWN.photos;
    await fill(page, "#lookup-text", [training, both, census].join("\n"));
    await click(page, "#lookup-form .primary");
    await until("the answers", async () => (await page.$$("#lookup-rows tr")).length === 3);
    expect(await wordsOf(page, "#lookup-notes")).toContain("2 photos are in a census of public photos (everything), counted apart");
    const rows = await page.$$eval("#lookup-rows tr", (each) => each.map((row) => [...row.querySelectorAll<HTMLElement>("th, td")].slice(0, 3).map((cell) => cell.innerText)));
    const of = (photo: string): string[] => rows.find(([where = ""]) => where.includes(photo)) ?? [];
    expect(of(training)[1]).toBe(of(both)[1]);
    expect(of(census)[1]).not.toBe(of(both)[1]);
    expect(of(training)[2]).not.toContain("public");
    expect(of(both)[2]).toMatch(/tidewatch[^]*was public[^]*everything/);
    expect(of(census)[2]).toMatch(/was public[^]*everything/);
    expect(of(census)[2]).not.toContain("tidewatch");
    expectNoComplaints(page);
  });

  it("alone leaves every photo unanswered, and the popup says that a training set is missing", async () => {
    await world().helper.remove("tidewatch");
    onTestFailed(async () => { await world().helper.build("tidewatch", LISTED); });
    const page = await world().openFlickr(SHOWN.path);
    const popup = await world().openPopupOn(page);
    const said = await until("the step", () =>
      popup.$eval("#step", (step) => ((step as HTMLElement).hidden ? null : step.textContent)),
    );
    expect(said).toContain("The helper has only a census");
    // The page's own answers follow a moment later.
    await until("the headline", () => popup.$eval("#headline", (each) => each.textContent.includes("could not be checked") || null));
  });
});
