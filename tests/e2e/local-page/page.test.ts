/** The helper's own page: who may use it, what is published, and looking up. Real helper, real look-ups. */
import type { Page } from "puppeteer-core";
import { beforeAll, describe, expect, it } from "vitest";

import {
  addressOf, CC_BY, click, expectNoComplaints, fill, FIRST, NOT_LISTED, openAsOwner, ACCOUNT, pageOf, PHOTOS, PROBABLE, showPart,
  savedBy, startWithDatasets, ticketAddress, wordsOf, unfold } from "../harness/local-page.ts";
import { until } from "../harness/until.ts";
import { describeInBrowsers } from "../harness/world.ts";

interface Row {
  photo: string;
  answer: string | undefined;
  datasets: string[];
  rest: string[];
}

const rowsOf = (page: Page): Promise<Row[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll("#lookup-rows tr")].map((row) => ({
      photo: row.querySelector("th a")?.textContent ?? "",
      answer: row.querySelector<HTMLElement>(".answer")?.dataset.answer,
      datasets: [...row.querySelectorAll(".chip")].map((chip) => chip.textContent),
      rest: [...row.querySelectorAll<HTMLElement>("td")].slice(2).map((cell) => cell.innerText.trim()),
    })),
  );

async function lookUp(page: Page, text: string): Promise<string> {
  await fill(page, "#lookup-text", text);
  await page.evaluate(() => {
    document.querySelector("#lookup-headline")?.replaceChildren();
    document.querySelector<HTMLFormElement>("#lookup-form")?.requestSubmit();
  });
  return until("the answers", () => wordsOf(page, "#lookup-result:not([hidden]) #lookup-headline"));
}

const lookupsIn = (log: string): number => log.split("route=/v1/lookup").length - 1;

describeInBrowsers("the local page", (world) => {
  beforeAll(async () => {
    await startWithDatasets(world());
  });

  describe("without a session", () => {
    it("says how to get one, shows what is for everybody, and nothing else", async () => {
      const context = await world().browser.browser.createBrowserContext();
      const page = await context.newPage();
      await page.goto(addressOf(world()));
      await until("the welcome", () => page.evaluate(() => document.documentElement.dataset.session === "none"));
      const words = await wordsOf(page, "main");
      expect(words).toContain("inset open");
      expect(words).toContain("Connect your browser in three steps");
      await expect.poll(() => page.$$eval("main section", (sections) => sections.filter((each) => each.checkVisibility()).length)).toBe(2);
      await expect.poll(() => page.$$eval("nav a", (links) => links.filter((each) => each.checkVisibility()).map((each) => each.textContent))).toEqual(["The sample"]);
      expect(words).not.toContain("tidewatch");
      await context.close();
    });

    it("takes a ticket once, leaves it nowhere, and keeps the session from scripts", async () => {
      const context = await world().browser.browser.createBrowserContext();
      const page = await context.newPage();
      const address = await ticketAddress(world());
      await page.goto(address);
      await until("the session", () => page.evaluate(() => document.documentElement.dataset.session === "owner"));
      await expect.poll(() => page.evaluate(() => location.href)).toBe(addressOf(world()));
      expect(await page.evaluate(() => document.cookie)).toBe("");
      expect(world().helper.log).not.toContain(new URL(address).hash.slice(8));
      // Go back and forward again: no entry of the history holds the ticket.
      await showPart(page, "lookup");
      await page.evaluate(() => { history.back(); });
      await until("the first part", () => page.evaluate(() => !location.href.includes("lookup")));
      expect(await page.evaluate(() => location.href)).not.toContain("ticket");
      await context.close();
      const other = await world().browser.browser.createBrowserContext();
      const late = await other.newPage();
      await late.goto(address);
      await until("the word about it", async () => (await wordsOf(late, "#session-why")).includes("has been used"));
      await expect.poll(() => late.evaluate(() => location.href)).toBe(addressOf(world()));
      await other.close();
    });

    it("says when the helper is gone, and that its session has ended when it is back", async () => {
      const page = await openAsOwner(world(), "datasets");
      await world().helper.stop();
      try {
        await until("the notice", async () => (await wordsOf(page, "#notice")).includes("does not answer"));
      } finally {
        await world().helper.start();
      }
      await until("the word about it", async () => (await wordsOf(page, "#session-why")).includes("has ended"));
      expect(await wordsOf(page, "main")).not.toContain("tidewatch");
    });

    it("notices so in a part that asks nothing by itself, too, and goes on once it was opened as the owner in another tab", async () => {
      const page = await openAsOwner(world(), "health");
      await until("the checks", () => page.$("#health-list li"));
      await world().helper.stop();
      try {
        await click(page, "#health-again");
        await until("the notice", async () => (await wordsOf(page, "#notice")).includes("does not answer"));
      } finally {
        await world().helper.start();
      }
      await until("the word about it", async () => (await wordsOf(page, "#session-why")).includes("has ended"));
      expect(await wordsOf(page, "#notice")).toBe("");
      await openAsOwner(world(), "datasets");
      await page.bringToFront();
      await until("the session", () => page.evaluate(() => document.documentElement.dataset.session === "owner"));
      await until("the part", () => page.$("#part-health:not([hidden]) #health-list li"));
    });

    it("ends the session when asked", async () => {
      const page = await openAsOwner(world(), "health");
      await click(page, "#session-end");
      await until("the welcome", () => page.evaluate(() => document.documentElement.dataset.session === "none").catch(() => false));
    });
  });

  describe("Datasets", () => {
    it("shows what is published, how certain it is, and plots", async () => {
      const page = await openAsOwner(world(), "datasets");
      const card = await unfold(page, "tidewatch");
      await until("the plots", () => page.$(`${card} .plot .picture rect`));
      const words = await wordsOf(page, card);
      for (const part of ["60", "Exact", "Answers are certain", "All photos of which it tells have the licence CC BY 2.0"]) expect(words).toContain(part);
      const counts = await page.$$eval(`${card} .picture rect title`, (titles) => titles.map((each) => Number(each.textContent.replaceAll(",", "").split(" ")[0])));
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(PHOTOS.length);
      await expect.poll(() => page.$eval(`${card} .picture svg`, (svg) => svg.getAttribute("aria-label"))).toContain("60 photos with numbers from");
      const probable = await wordsOf(page, await unfold(page, "floodmark"));
      expect(probable).toContain("Probable");
      expect(await page.$$('[data-dataset="floodmark"] .plot')).toEqual([]);
      expect(probable).not.toContain("Answers are certain");
      expect(probable).toContain("Answers are not certain");
      expectNoComplaints(page);
    });

    it("tells what a dataset is for, whether it was withdrawn, and how to opt out", async () => {
      const names = ["ffhq", "megaface"];
      for (const dataset of names) await world().helper.build(dataset, PHOTOS.slice(0, 3));
      const page = await openAsOwner(world(), "datasets");
      const known = await wordsOf(page, await unfold(page, "ffhq"));
      for (const part of ["Flickr-Faces-HQ", "for face generation", "NVIDIA, 2018", "How to opt out"]) expect(known).toContain(part);
      expect(known).not.toContain("withdrawn");
      const megaface = await unfold(page, "megaface");
      await expect.poll(() => wordsOf(page, megaface)).toContain("Its publisher has withdrawn this dataset");
      for (const dataset of names) await world().helper.remove(dataset);
      expectNoComplaints(page);
    });

    it("follows a build on the command line without a reload, and removes a dataset after asking", async () => {
      const page = await openAsOwner(world(), "datasets");
      await world().helper.build("passing", PHOTOS.slice(0, 3));
      const card = await unfold(page, "passing");
      await click(page, `${card} .asking button`);
      // The answer that changes nothing has the focus.
      await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe("Keep it");
      await page.evaluate(() => { (document.activeElement as HTMLElement).click(); });
      expect((await world().helper.run("datasets", "passing")).status).toBe(0);
      await click(page, `${card} .asking button`);
      await click(page, `${card} .danger`);
      await until("it to be gone", async () => (await page.$(card)) === null);
      expect((await world().helper.run("datasets", "passing")).status).not.toBe(0);
      expectNoComplaints(page);
    });
  });

  describe("Look up", () => {
    it("answers at once for the photo that its address names, as the card's link does", async () => {
      const page = await openAsOwner(world(), "lookup");
      await page.evaluate((photo) => { location.hash = `#lookup/${photo}`; }, PHOTOS[0]);
      expect(await until("the answer", () => wordsOf(page, "#lookup-result:not([hidden]) #lookup-headline"))).toBe("1 of 1 photo is listed");
      expectNoComplaints(page);
    });

    it("answers addresses, IDs and accounts in one table, and exports it", async () => {
      const page = await openAsOwner(world(), "lookup");
      const [listed = "", second = ""] = PHOTOS;
      const [probable = ""] = PROBABLE;
      const text = [pageOf(listed), `https://live.staticflickr.com/65535/${second}_5a3c7e9b10_b.jpg`, probable, NOT_LISTED, "some words"].join("\n");
      expect(await lookUp(page, text)).toBe("2 of 4 photos are listed, and 1 probably");
      const rows = await rowsOf(page);
      expect(rows.map(({ photo, answer }) => [photo, answer])).toEqual([
        [listed, "listed"],
        [second, "listed"],
        [probable, "probably_listed"],
        [NOT_LISTED, "not_listed"],
      ]);
      expect(rows[0]?.datasets).toEqual(["tidewatch"]);
      expect(rows[0]?.rest[0]).toBe(ACCOUNT);
      expect(rows[0]?.rest[1]).toMatch(/^CC BY 2.0\s+Commercial use allowed, changes allowed, the author must be named$/);
      expect(rows[2]?.datasets[0]).toMatch(/^floodmark: .+\slikely$/);
      await expect.poll(() => wordsOf(page, "#lookup-notes")).toContain("1 line that names no photo");
      const csv = (await savedBy(page, "#lookup-csv")).split("\r\n");
      expect(csv).toHaveLength(7);
      expect(csv[1]).toBe(`${pageOf(listed)},${listed},listed,tidewatch,listed,,${ACCOUNT},CC BY 2.0,${CC_BY},true,true,true,,built_here,,,,,`);
      const json = JSON.parse(await savedBy(page, "#lookup-json")) as { results: { answer: string }[] };
      expect(json.results.map((each) => each.answer)).toEqual(["listed", "listed", "probably_listed", "not_listed", "invalid"]);
      expectNoComplaints(page);
    });

    it("lists an account's photos, and says which datasets it could not ask", async () => {
      const page = await openAsOwner(world(), "lookup");
      expect(await lookUp(page, `https://www.flickr.com/people/${ACCOUNT}/`)).toBe("30 of 30 photos are listed");
      const words = await wordsOf(page, "#lookup-accounts");
      expect(words).toContain("30 photos of this account are listed");
      expect(words).toContain("floodmark");
      expect((await rowsOf(page)).every((row) => row.rest[0] === ACCOUNT)).toBe(true);
    });

    it("asks for thousands in batches of a thousand", async () => {
      const page = await openAsOwner(world(), "lookup");
      const before = lookupsIn(world().helper.log);
      const many = Array.from({ length: 2_500 }, (_, n) => String(FIRST + 1000 * n));
      expect(await lookUp(page, many.join("\n"))).toMatch(/^60 of 2,500 photos are listed/);
      // The log comes on a way of its own, and may be later than the answer that the page has.
      await expect.poll(() => lookupsIn(world().helper.log) - before).toBe(3);
      await expect.poll(() => page.$$eval("#lookup-rows tr", (rows) => rows.length)).toBe(100);
      await click(page, "#lookup-more");
      await expect.poll(() => page.$$eval("#lookup-rows tr", (rows) => rows.length)).toBe(200);
    });

    it("never shows what nobody could answer as not listed", async () => {
      const page = await openAsOwner(world(), "lookup");
      await world().helper.stop();
      try {
        expect(await lookUp(page, `${PHOTOS[0] ?? ""}\n${NOT_LISTED}`)).toBe("2 photos could not be checked");
        expect((await rowsOf(page)).map((row) => row.answer)).toEqual(["unknown", "unknown"]);
        expect(await wordsOf(page, "#lookup-result")).not.toContain("Not listed");
        await expect.poll(() => wordsOf(page, "#notice")).toContain("does not answer");
        expect(await savedBy(page, "#lookup-csv")).not.toContain("not_listed");
      } finally {
        await world().helper.start();
      }
    });
  });
});
