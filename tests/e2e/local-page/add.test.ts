/** The helper's own page: rebuilding, browsers and health. Real builds in real child processes, the real extension. */
import path from "node:path";
import { createGzip } from "node:zlib";
import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";

import type { ElementHandle, Page } from "puppeteer-core";
import { afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";

import { endBuilds, endPairings, ownerToken } from "../harness/left-behind.ts";
import { click, expectNoComplaints, fill, FIRST, MANIFEST, openAsOwner, ACCOUNT, PHOTOS, showPart, startWithDatasets, wordsOf } from "../harness/local-page.ts";
import { requestsIn } from "../harness/request-log.ts";
import { until } from "../harness/until.ts";
import { describeInBrowsers } from "../harness/world.ts";

async function takeFile(page: Page, file: string): Promise<void> {
  const input = (await until("the field", () => page.$("#manifest-file"))) as ElementHandle<HTMLInputElement>;
  await input.uploadFile(file);
}

/** A manifest that takes some seconds to build: two million rows with accounts, a few megabytes when packed. */
async function writeLarge(folder: string): Promise<string> {
  const file = path.join(folder, "large.csv.gz");
  const packed = createGzip({ level: 1 });
  const done = once(packed.pipe(createWriteStream(file)), "finish");
  packed.write("photo_url,owner\n");
  for (let block = 0; block < 200; block += 1) {
    const lines = Array.from({ length: 10_000 }, (_, n) => `https://www.flickr.com/photos/${ACCOUNT}/${String(FIRST + block * 10_000 + n)}/,${ACCOUNT}\n`);
    if (!packed.write(lines.join(""))) await once(packed, "drain");
  }
  packed.end();
  await done;
  return file;
}

describeInBrowsers("the local page", (world, name) => {
  beforeAll(async () => {
    await startWithDatasets(world());
  });

  describe("Add a dataset", () => {
    let file = "";
    beforeEach(async () => {
      file = path.join(world().helper.home, "Spring Tide.csv");
      await writeFile(file, MANIFEST);
    });
    afterEach(() => endBuilds(world().helper));

    it("explains a manifest, builds it, and tells what was rejected", async () => {
      const page = await openAsOwner(world(), "add");
      await takeFile(page, file);
      const taken = await until("the explanation", () => wordsOf(page, "#taken:not([hidden]) .source"));
      expect(taken).toContain("csv");
      expect(taken).toContain("photo_url");
      expect(taken).toContain(PHOTOS[0]);
      await expect.poll(() => page.$eval("#build-name", (field) => (field as HTMLInputElement).value)).toBe("spring-tide");
      await click(page, "#build-form .primary");
      await until("the outcome", () => page.$('#running-list [data-state="published"]'));
      const outcome = await wordsOf(page, '#running-list [data-state="published"]');
      for (const part of ["Ready", "spring-tide", "60", "61"]) expect(outcome).toContain(part);
      await click(page, "#running-list details summary");
      await expect.poll(() => wordsOf(page, "#running-list details")).toContain("72157620000000001");
      await until("the history", async () => (await wordsOf(page, "#history-list")).includes("spring-tide"));
      await showPart(page, "datasets");
      await until("the new dataset", () => page.$('[data-dataset="spring-tide"]'));
      await world().helper.remove("spring-tide");
      expectNoComplaints(page);
    });

    it("takes a dropped file, refuses a name that will not do, and says what a name would replace", async () => {
      const page = await openAsOwner(world(), "add");
      await page.evaluate((content) => {
        const dropped = new DataTransfer();
        dropped.items.add(new File([content], "Tidewatch.csv"));
        document.getElementById("drop")?.dispatchEvent(new DragEvent("drop", { dataTransfer: dropped, bubbles: true, cancelable: true }));
      }, MANIFEST);
      await until("the explanation", () => wordsOf(page, "#taken:not([hidden]) .source"));
      await expect.poll(() => wordsOf(page, "#build-name-note")).toContain("Takes the place of the tidewatch");
      await fill(page, "#build-name", "No Such Name!");
      await click(page, "#build-form .primary");
      await expect.poll(() => page.evaluate(() => [document.activeElement?.id, document.activeElement?.getAttribute("aria-invalid")])).toEqual(["build-name", "true"]);
      // The file is still there after a reload, until another one is taken.
      await page.reload();
      await until("the same file", () => wordsOf(page, "#taken:not([hidden]) .source"));
      await click(page, "#build-drop");
      await page.waitForSelector("#drop:not([hidden])");
      expectNoComplaints(page);
    });

    it("says why a file is no manifest", async () => {
      const page = await openAsOwner(world(), "add");
      const words = path.join(world().helper.home, "words.txt");
      await writeFile(words, "just some words\nand no photos\n");
      await takeFile(page, words);
      expect(await until("the reason", () => wordsOf(page, "#manifest-problem:not([hidden])"))).toMatch(/photo/);
    });

    it("shows the progress of a large build, keeps it over a reload, and cancels it", async () => {
      const large = await writeLarge(world().helper.home);
      // A try before this one may have come to its end and published it.
      await world().helper.run("remove", "large");
      const page = await openAsOwner(world(), "add");
      await takeFile(page, large);
      await until("the explanation", () => wordsOf(page, "#taken:not([hidden]) .source"));
      await fill(page, "#build-name", "large");
      await click(page, "#build-form .primary");
      await until("rows", async () => /[1-9][\d,]* rows/.test(await wordsOf(page, "#running-list .figures")));
      const goOn = await world().helper.holdBuild();
      onTestFinished(goOn);
      await page.reload();
      await until("the same build", async () => /[1-9][\d,]* rows/.test(await wordsOf(page, "#running-list .figures")));
      await expect.poll(() => page.$$eval("#running-list .build", (cards) => cards.length)).toBe(1);
      const from = world().helper.log.length;
      await click(page, "#running-list button");
      // The build goes on only once the helper was told: it might come to its end before that.
      await until("the helper to be told", () => requestsIn(world().helper.log.slice(from)).some(({ method }) => method === "DELETE"));
      goOn();
      await until("its end", () => page.$('#running-list [data-state="cancelled"]'));
      expect((await world().helper.run("datasets", "large")).status).not.toBe(0);
      expectNoComplaints(page);
    });

    it("shows a queue of builds that were asked for elsewhere, and stays quick", async () => {
      const large = await readFile(await writeLarge(world().helper.home));
      const page = await openAsOwner(world(), "add");
      const owner = await ownerToken(world().helper);
      const start = async (dataset: string, file: string, body: BodyInit): Promise<string> => {
        const answer = await world().helper.fetch(`/v1/datasets/${dataset}/builds?file=${file}`, owner, { method: "POST", headers: { "Content-Type": "application/octet-stream" }, body });
        expect(answer.status).toBe(202);
        return ((await answer.json()) as { id: string }).id;
      };
      const builds: string[] = [];
      const cancelAll = async (): Promise<void> => {
        for (const id of [...builds].reverse()) await world().helper.fetch(`/v1/builds/${id}`, owner, { method: "DELETE" });
      };
      builds.push(await start("slow", "large.csv.gz", new Uint8Array(large)));
      const goOn = await world().helper.holdBuild();
      // Also where this test fails: the builds that it asked for must not wait before those of its second try.
      onTestFinished(async () => {
        await cancelAll();
        goOn();
      });
      for (let n = 0; n < 8; n += 1) builds.push(await start(`small-${String(n)}`, "small.txt", `${PHOTOS[n] ?? ""}\n`));
      await until("the queue", async () => (await page.$$("#running-list .build")).length === builds.length);
      // A browser opens at most six connections to one address: one stream for each build would leave none for anything else.
      const answers = await page.evaluate(async () => (await fetch("/v1/session", { signal: AbortSignal.timeout(5_000) })).ok);
      expect(answers).toBe(true);
      await showPart(page, "datasets");
      await until("the datasets", () => page.$('[data-dataset="tidewatch"]'));
      await showPart(page, "add");
      await until("the queue again", async () => (await page.$$("#running-list .build")).length === builds.length);
      await cancelAll();
      goOn();
      await until("all to be cancelled", async () => (await page.$$('#running-list [data-state="cancelled"]')).length === builds.length);
      expectNoComplaints(page);
    });

    it("shows the catalog, and offers to add only what can be had", async () => {
      const page = await openAsOwner(world(), "add");
      await until("the catalog", () => page.$("#catalog-list .entry"));
      await click(page, "#catalog-more");
      const shown = await page.$$eval("#catalog-list .entry", (entries) => entries.map((each) => [each.querySelector("h3 code")?.textContent, each.querySelector(".actions button") !== null] as const));
      const { stdout } = await world().helper.run("catalog", "--json");
      const known = (JSON.parse(stdout) as { datasets: { name: string; fetchable: boolean }[] }).datasets;
      expect(shown).toEqual(known.map((each) => [each.name, each.fetchable]));
      await fill(page, "#catalog-find", "megaface");
      await until("fewer", async () => (await page.$$("#catalog-list .entry")).length < known.length);
      await expect.poll(() => wordsOf(page, "#catalog-list")).toContain("Withdrawn");
    });
  });

  describe("Browsers", () => {
    afterEach(() => endPairings(world().helper));

    it("approves an extension by its six digits, and revokes it", async () => {
      await world().setPairing({ port: world().helper.port });
      const popup = await world().openPopup();
      await click(popup, "#step-action button");
      const code = (await until("a code", () => popup.evaluate(() => document.querySelector("#step-action .code")?.textContent))).replaceAll(/\s/g, "");
      const page = await openAsOwner(world(), "browsers");
      await page.bringToFront();
      await until("the same code", async () => (await wordsOf(page, "#waiting-list .code")).replaceAll(/\s/g, "") === code);
      // Approve works once the page has been in view for a moment.
      await click(page, "#waiting-list .primary:not([data-settling])");
      await until("the pairing", () => page.$("#paired-list .entry"));
      await expect.poll(() => wordsOf(page, "#paired-list")).toContain(name === "firefox" ? "extension in Firefox" : "extension in Chrome");
      const stateOf = (): Promise<string | undefined> => popup.evaluate(() => document.querySelector<HTMLElement>("#state")?.dataset.state);
      await until("the extension to be ready", async () => (await stateOf()) === "ready");
      await click(page, "#paired-list .asking button");
      await click(page, "#paired-list .danger");
      await until("it to be gone", async () => (await page.$("#paired-list .entry")) === null);
      await until("the extension to notice", async () => (await stateOf()) === "not_paired");
    });

    it("refuses who was not asked for", async () => {
      const { port } = world().helper;
      const asked = await fetch(`http://127.0.0.1:${String(port)}/v1/pairings`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ name: "Some program" }) });
      expect(asked.status).toBe(201);
      const page = await openAsOwner(world(), "browsers");
      await until("who waits", async () => (await wordsOf(page, "#waiting-list")).includes("Some program"));
      await expect.poll(() => wordsOf(page, "#waiting-list")).toContain("a program on this computer");
      await click(page, "#waiting-list .actions button:last-child");
      await until("nobody to wait", async () => (await page.$("#waiting-list .entry")) === null);
      expectNoComplaints(page);
    });
  });

  describe("Health", () => {
    it("shows what inset doctor says, and facts about the helper", async () => {
      const page = await openAsOwner(world(), "health");
      await until("the checks", () => page.$("#health-list li"));
      const { stdout } = await world().helper.run("doctor", "--json");
      const { checks } = JSON.parse(stdout) as { checks: { name: string; state: string }[] };
      const shown = await page.$$eval("#health-list li", (items) => items.map((each) => `${each.querySelector("strong")?.textContent ?? ""} ${each.dataset.state ?? ""}`));
      const words = JSON.parse(await readFile(new URL("../../../helper/inset/words/locales/en/checks.json", import.meta.url), "utf8")) as Record<string, { message: string } | undefined>;
      const called = (name: string): string => words[`check_name_${name.replaceAll(" ", "_")}`]?.message ?? name;
      expect(shown.sort()).toEqual(checks.map((each) => `${called(each.name)} ${each.state}`).sort());
      await expect.poll(() => wordsOf(page, "#helper-facts")).toContain(String(world().helper.port));
      expectNoComplaints(page);
    });
  });
});
