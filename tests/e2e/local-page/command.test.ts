/** The helper's own page: builds of the command line, by a cluster and by a merge, as they run and when they have ended. */
import { once } from "node:events";
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import process from "node:process";

import type { Page } from "puppeteer-core";
import { beforeAll, expect, it, onTestFailed, type TestContext } from "vitest";

import { ACCOUNT, expectNoComplaints, FIRST, openAsOwner, startWithDatasets, wordsOf } from "../harness/local-page.ts";
import { until } from "../harness/until.ts";
import { describeInBrowsers } from "../harness/world.ts";

const FILES = 8;
const ROWS = 250_000;
const STAGES = ["Starting", "Looking into the list", "Reading rows", "Merging what was read", "Writing it to disk", "Verifying every photo", "Putting it into use"];

/** Lists that take some seconds to read; what stands for all of them on a command line. */
async function writeLists(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (let file = 0; file < FILES; file += 1) {
    const rows = Array.from({ length: ROWS }, (_, n) => `https://www.flickr.com/photos/${ACCOUNT}/${String(FIRST + file * ROWS + n)}/`);
    await writeFile(path.join(folder, `part-${String(file)}.csv`), `photo_url\n${rows.join("\n")}\n`);
  }
  return path.join(folder, "part-*.csv");
}

const cardOf = (dataset: string): string => `#running-list [data-of="${dataset}"]`;

/** Name each card by its dataset, and keep every stage that it shows. */
async function noteStages(page: Page): Promise<void> {
  await page.evaluate(() => {
    const list = document.querySelector("#running-list");
    const stages: string[] = [];
    Object.assign(globalThis, { stages });
    const look = (): void => {
      for (const card of list?.querySelectorAll<HTMLElement>(".build") ?? []) {
        card.dataset.of ??= card.querySelector("h3")?.childNodes[0]?.nodeValue ?? "";
        const stage = card.querySelector(".phase")?.textContent;
        if (stage && stages.at(-1) !== stage) stages.push(stage);
      }
    };
    if (list) new MutationObserver(look).observe(list, { childList: true, subtree: true, characterData: true });
    look();
  });
}

const seenStages = (page: Page): Promise<string[]> => page.evaluate(() => (globalThis as unknown as { stages: string[] }).stages);

describeInBrowsers("builds of the command line on the local page", (world) => {
  let lists = "";
  let small = "";

  beforeAll(async () => {
    await startWithDatasets(world());
    lists = await writeLists(path.join(world().helper.home, "lists"));
    small = path.join(world().helper.home, "small.csv");
    await writeFile(small, `photo_url\nhttps://www.flickr.com/photos/${ACCOUNT}/${String(FIRST)}/\n`);
  });

  /** Skip where this installation of Inset has no cluster. */
  async function needCluster(context: TestContext): Promise<void> {
    const { status, stderr } = await world().helper.run("build", "tried", small, "--cluster", "local:1");
    context.skip(status !== 0 && stderr.includes("inset[cluster]"), "the extra inset[cluster] is not installed");
    expect(status, stderr).toBe(0);
    await world().helper.remove("tried");
  }

  it("shows a build by a cluster with its stages, and what it made", async (context) => {
    await needCluster(context);
    const page = await openAsOwner(world(), "add");
    await noteStages(page);
    const done = world().helper.run("build", "large", lists, "--cluster", "local:1");
    // Where this fails before the build's end, that must be neither in the second try's way nor an error that nobody awaits.
    void done.catch(() => undefined);
    onTestFailed(async () => {
      await done.catch(() => undefined);
      await world().helper.run("remove", "large");
    });
    const card = cardOf("large");
    await until("rows", async () => /[1-9][\d,]* rows/.test(await wordsOf(page, `${card} .figures`)));
    expect(await wordsOf(page, `${card} h3`)).toBe("large by the command line");
    // It is ended where it was started.
    expect(await page.$(`${card} button`)).toBeNull();
    const { status, stderr } = await done;
    expect(status, stderr).toBe(0);
    await until("its end", () => page.$(`${card}[data-state="published"]`));
    const outcome = await wordsOf(page, card);
    for (const part of ["Ready", "large", (FILES * ROWS).toLocaleString("en")]) expect(outcome).toContain(part);
    const stages = await seenStages(page);
    expect(stages).toEqual(STAGES.filter((stage) => stages.includes(stage)));
    expect(stages).toContain("Reading rows");
    await until("the history", async () => (await wordsOf(page, "#history-list")).includes("large"));
    expectNoComplaints(page);
    await world().helper.remove("large");
  });

  it.skipIf(process.platform === "win32")("says that one was ended where it was started", async (context) => {
    await needCluster(context);
    const page = await openAsOwner(world(), "add");
    await noteStages(page);
    const build = world().helper.begin("build", "ended", lists, "--cluster", "local:1");
    onTestFailed(async () => {
      if (build.exitCode !== null || build.signalCode !== null) return;
      const ended = once(build, "exit");
      build.kill("SIGINT");
      await ended;
    });
    const card = cardOf("ended");
    await until("rows", async () => /[1-9][\d,]* rows/.test(await wordsOf(page, `${card} .figures`)));
    const gone = once(build, "exit");
    build.kill("SIGINT");
    await gone;
    await until("its end", () => page.$(`${card}[data-state="cancelled"]`));
    expect((await world().helper.run("datasets", "ended")).status).not.toBe(0);
    expectNoComplaints(page);
  });

  it("shows what a merge of shards made", async () => {
    const page = await openAsOwner(world(), "add");
    const shared = path.join(world().helper.home, "shared");
    await rm(shared, { recursive: true, force: true });
    for (const shard of ["1/2", "2/2"]) {
      const { status, stderr } = await world().helper.run("build", "merged", lists, "--shard", shard, "--to", shared);
      expect(status, stderr).toBe(0);
    }
    const { status, stderr } = await world().helper.run("merge", "merged", shared);
    expect(status, stderr).toBe(0);
    const past = "#history-list details:first-of-type summary";
    await until("the history", async () => (await wordsOf(page, past)).includes("merged"));
    const words = await wordsOf(page, past);
    for (const part of ["Ready", "by the command line", `${(FILES * ROWS).toLocaleString("en")} photos`]) expect(words).toContain(part);
    expectNoComplaints(page);
  });
});
