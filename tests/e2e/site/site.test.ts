/** The static page that `inset publish --site` writes: on a plain host and from a folder, in real browsers. */
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

import type { ElementHandle, Page } from "puppeteer-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { languages } from "../../extension/support/page-messages.ts";
import { makeZip } from "../../extension/support/zip-files.ts";
import { faults } from "../harness/axe.ts";
import { startStaticHost, writeSites, type StaticHost } from "../harness/static-site.ts";
import { until } from "../harness/until.ts";
import { describeInBrowsers } from "../harness/world.ts";

const FIRST = 990_000_100_000;
const LISTED = Array.from({ length: 60 }, (_, n) => String(FIRST + 1000 * n));
const PROBABLE = LISTED.map((photo) => String(Number(photo) + 7));
const NOBODY = [3, 5, 11].map((n) => String(FIRST + n));
const pageOf = (photo: string): string => `https://www.flickr.com/photos/made-up/${photo}/`;
const NARROW = 360;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "inset-site-"));
  await writeSites(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const shown = (page: Page, selector: string): Promise<string> => page.$eval(selector, (each) => (each as HTMLElement).innerText).catch(() => "");
const press = (page: Page, dataset: string, action: string): Promise<void> => page.$eval(`[data-dataset="${dataset}"] [data-action="${action}"]`, (each) => { (each as HTMLElement).click(); });

async function paste(page: Page, words: string): Promise<void> {
  await page.$eval("#paste", (each, said) => {
    (each as HTMLTextAreaElement).value = said;
    each.dispatchEvent(new Event("input", { bubbles: true }));
  }, words);
}

async function fetchDataset(page: Page, dataset: string): Promise<void> {
  await press(page, dataset, "fetch");
  await until(`${dataset} to be here`, () => page.$(`[data-dataset="${dataset}"] .done`));
}

/** Listed, probably listed, not listed, and could not be checked. */
const row = (page: Page, dataset: string): Promise<string[]> => page.$$eval(`#table [data-dataset="${dataset}"] td`, (cells) => cells.map((cell) => cell.textContent));

async function upload(page: Page, selector: string, ...files: string[]): Promise<void> {
  const input = (await until("the field", () => page.$(selector))) as ElementHandle<HTMLInputElement>;
  await input.uploadFile(...files);
}

/** The file that the page saves. */
async function save(page: Page): Promise<string> {
  await page.evaluate(() => {
    const make = URL.createObjectURL.bind(URL);
    URL.createObjectURL = (content: Blob | MediaSource) => {
      document.body.dataset.saving = "";
      void (content as Blob).text().then((text) => { Object.assign(globalThis, { saved: text }); });
      return make(content);
    };
    document.querySelector<HTMLElement>("#save")?.click();
  });
  return until("the file", () => page.evaluate(() => (globalThis as { saved?: string }).saved));
}

describeInBrowsers("the static page", (world, name) => {
  let host: StaticHost;
  /** Every address that the browser asked for on behalf of the page. */
  let asked: string[] = [];

  beforeAll(async () => { host = await startStaticHost(path.join(folder, "site")); });
  afterAll(() => host.close());
  beforeEach(() => {
    asked = [];
    host.requests.length = 0;
    host.ranges = true;
    host.change = null;
  });

  async function open(address = host.address, language = "en"): Promise<Page> {
    const page = await world().browser.newPage();
    world().pages.push(page);
    page.on("request", (request) => { asked.push(request.url()); });
    await page.goto(`${address}#${language}`, { waitUntil: "load" });
    await until("the page", () => page.$("#main:not([hidden])"));
    return page;
  }

  it("answers from the browser alone, and asks for nothing but its own files", async () => {
    const page = await open();
    expect(host.requests.map(({ path: each }) => each).filter((each) => each.includes("/data/"))).toEqual([]);
    await paste(page, [...LISTED.slice(0, 10), ...PROBABLE.slice(0, 2), ...NOBODY].map(pageOf).join("\n"));
    await expect.poll(() => shown(page, "#have")).toBe("15 photos to look up");
    await fetchDataset(page, "tidewatch");
    await expect.poll(() => row(page, "tidewatch")).toEqual(["10", "0", "5", "0"]);
    // What was not fetched is unknown, and never "not listed".
    expect(await row(page, "floodmark")).toEqual(["0", "0", "0", "15"]);
    await fetchDataset(page, "floodmark");
    await expect.poll(() => row(page, "floodmark")).toEqual(["0", "2", "13", "0"]);
    expect(await shown(page, "#headline")).toBe("10 of 15 photos are listed, and 2 possibly");
    expect(await shown(page, "#table [data-dataset=floodmark] th")).toMatch(/likely/);
    await fetchDataset(page, "everyone");
    await expect.poll(() => row(page, "everyone")).toEqual(["10", "0", "5", "0"]);
    // A census is counted apart.
    expect(await shown(page, "#headline")).toBe("10 of 15 photos are listed, and 2 possibly");
    expect(await shown(page, "#census")).toContain("not that it was used for training");
    const csv = await save(page);
    expect(csv.split("\r\n")).toContain(`${LISTED[0] ?? ""},${pageOf(LISTED[0] ?? "")},tidewatch,training,listed,`);
    expect(csv).toContain(`${NOBODY[0] ?? ""},${pageOf(NOBODY[0] ?? "")},wide,training,unknown,`);
    expect(csv).toMatch(new RegExp(`${PROBABLE[0] ?? ""},[^,]*,floodmark,training,probably_listed,0\\.[0-9]+`));
    const strange = asked.filter((each) => !each.startsWith(host.address) && !each.startsWith("blob:"));
    expect(strange).toEqual([]);
    expect(host.requests.length).toBeGreaterThan(8);
    for (const { method, path: each, headers, status } of host.requests) {
      expect([method, status], each).toEqual(["GET", 200]);
      expect(each).not.toMatch(/[?]|990000/);
      expect(headers.cookie).toBeUndefined();
      if (each.includes("/data/")) expect(headers.referer).toBeUndefined();
    }
    expect(await page.evaluate(() => [document.cookie, localStorage.length, sessionStorage.length])).toEqual(["", 0, 0]);
  });

  it("reads a data export by the names of its files, and nothing else of it", async () => {
    const records = [...LISTED.slice(0, 4), NOBODY[0] ?? ""].map((photo) => ({ name: `photo_${photo}.json`, content: "{}" }));
    const others = [{ name: "faves_part001.json", content: JSON.stringify({ faves: LISTED.slice(20) }) }, { name: "albums.json", content: "{}" }];
    const zip = path.join(folder, `export-${name}_part1.zip`);
    await writeFile(zip, Buffer.from(await makeZip([...records, ...others]).arrayBuffer()));
    const list = path.join(folder, `list-${name}.csv`);
    await writeFile(list, `title,link\r\n"Low, tide",${pageOf(LISTED[50] ?? "")}\r\n`);
    const broken = path.join(folder, `broken-${name}.zip`);
    await writeFile(broken, "no zip at all");
    const picture = path.join(folder, `picture-${name}.jpg`);
    await writeFile(picture, "no picture");
    const page = await open();
    await upload(page, "#files", zip, list, broken, picture);
    await expect.poll(() => shown(page, "#have")).toBe("6 photos to look up");
    const said = await shown(page, "#read");
    expect(said).toContain(`export-${name}_part1.zip (5 photos)`);
    expect(said).toContain("it is no zip archive");
    expect(said).toContain(`picture-${name}.jpg holds pictures`);
    await fetchDataset(page, "tidewatch");
    await expect.poll(() => row(page, "tidewatch")).toEqual(["5", "0", "1", "0"]);
    await page.evaluate((photo) => {
      const dropped = new DataTransfer();
      dropped.items.add(new File(["{}"], `photo_${photo}.json`));
      document.querySelector("#drop")?.dispatchEvent(new DragEvent("drop", { dataTransfer: dropped, bubbles: true, cancelable: true }));
    }, LISTED[30] ?? "");
    await expect.poll(() => row(page, "tidewatch")).toEqual(["6", "0", "1", "0"]);
  });

  it("offers the whole before parts, says what parts tell, and fetches only these", async () => {
    const page = await open();
    await paste(page, [...LISTED.slice(0, 5), "123456789", "40000000000"].join("\n"));
    await expect.poll(() => shown(page, "#have")).toBe("7 photos to look up");
    const buttons = await page.$$eval('[data-dataset="wide"] button', (all) => all.map((each) => each.dataset.action));
    expect(buttons).toEqual(["fetch", "parts"]);
    expect(await page.$('[data-dataset="tidewatch"] [data-action="parts"]')).toBeNull();
    await press(page, "wide", "parts");
    await until("the sentence", async () => (await shown(page, '[data-dataset="wide"] .note')).includes("Your photos lie in 3 of"));
    await press(page, "wide", "fetch-parts");
    await expect.poll(() => row(page, "wide")).toEqual(["5", "0", "2", "0"]);
    const data = host.requests.filter(({ path: each }) => each.includes("/data/wide-0"));
    expect(data.map(({ status }) => status)).toEqual([206, 206, 206]);
    // Each is one range of the index, and together they are what the button said; of a photo that is alone in one, the host learns that one.
    const spans = data.map(({ headers }) => (/^bytes=([0-9]+)-([0-9]+)$/.exec(headers.range ?? "") ?? []).slice(1).map(Number));
    expect(spans.every(([first = NaN, last = NaN]) => last - first < 100_000)).toBe(true);
    expect(new Set(spans.map(String)).size).toBe(3);
    expect(host.requests.filter(({ path: each }) => each.includes("/data/") && !each.includes("/data/wide-")).map(({ path: each }) => each)).toEqual([]);
    // Other photos lie elsewhere: of them nothing is known, so it is offered again.
    await paste(page, "20000000000");
    await until("the offer", () => page.$('[data-dataset="wide"] [data-action="fetch"]'));
    await expect.poll(() => row(page, "wide")).toEqual(["0", "0", "0", "1"]);
    host.requests.length = 0;
    await press(page, "wide", "parts");
    await until("the sentence", async () => (await shown(page, '[data-dataset="wide"] .note')).includes("Your photos lie in 1 of"));
    await press(page, "wide", "fetch-parts");
    await expect.poll(() => row(page, "wide")).toEqual(["0", "0", "1", "0"]);
    expect(host.requests.filter(({ path: each }) => each.includes("/data/wide-0")).map(({ status }) => status)).toEqual([206]);
  });

  it("says where a host gives no parts", async () => {
    host.ranges = false;
    const page = await open();
    await paste(page, LISTED[0] ?? "");
    await expect.poll(() => shown(page, "#have")).toBe("1 photo to look up");
    await press(page, "wide", "parts");
    await until("the offer", () => page.$('[data-dataset="wide"] [data-action="fetch-parts"]'));
    await press(page, "wide", "fetch-parts");
    await expect.poll(() => shown(page, '[data-dataset="wide"] [role="alert"]')).toContain("this host gives no parts");
    await fetchDataset(page, "wide");
    await expect.poll(() => row(page, "wide")).toEqual(["1", "0", "0", "0"]);
  });

  it.each([
    ["one byte changed", (content: Buffer) => { const changed = Buffer.from(content); changed[changed.length - 2] = (changed[changed.length - 2] ?? 0) ^ 1; return changed; }, "is damaged"],
    ["cut", (content: Buffer) => content.subarray(0, content.length - 1), "is damaged"],
    ["longer", (content: Buffer) => Buffer.concat([content, content]), "is damaged"],
    ["gone", () => null, "Reload this page"],
  ] as const)("answers nothing from a file that is %s", async (_, change, said) => {
    for (const wrong of ["tidewatch-ranges", "tidewatch-000"]) {
      host.change = (file, content) => (file.includes(wrong) ? change(content) : content);
      const page = await open();
      await paste(page, LISTED[0] ?? "");
      await expect.poll(() => shown(page, "#have")).toBe("1 photo to look up");
      await press(page, "tidewatch", "fetch");
      await expect.poll(() => shown(page, '[data-dataset="tidewatch"] [role="alert"]')).toContain(said);
      expect(await page.$("#answers:not([hidden])")).toBeNull();
    }
  });

  it("answers nothing from a damaged part", async () => {
    host.change = (file, content) => (file.includes("wide-000") ? Buffer.from(content.map((byte) => byte ^ 1)) : content);
    const page = await open();
    await paste(page, LISTED[0] ?? "");
    await expect.poll(() => shown(page, "#have")).toBe("1 photo to look up");
    await press(page, "wide", "parts");
    await until("the offer", () => page.$('[data-dataset="wide"] [data-action="fetch-parts"]'));
    await press(page, "wide", "fetch-parts");
    await expect.poll(() => shown(page, '[data-dataset="wide"] [role="alert"]')).toContain("is damaged");
    expect(await page.$("#answers:not([hidden])")).toBeNull();
  });

  it("shows the publisher's words as words", async () => {
    const page = await open();
    await until("the datasets", () => page.$('[data-dataset="tidewatch"] h3'));
    expect(await shown(page, '[data-dataset="tidewatch"] h3')).toBe('“<img src=x onerror="document.title=1">\\u202egnp.exe”');
    expect(await shown(page, "#publisher")).toContain("Published by: “<img src=x");
    expect(await shown(page, "#publisher")).toContain("ab".repeat(32));
    expect(await page.$$eval("main img", (all) => all.length)).toBe(0);
    expect(await page.title()).toBe("Are your photos in these datasets?");
    // It was promised to be renewed by a day that is past.
    expect(await shown(page, "#expired")).toMatch(/^This page may be out of date: .*28 November 2020\.$/);
  });

  it("finds a hundred thousand photos, and can be used meanwhile", async () => {
    const page = await open();
    await fetchDataset(page, "wide");
    await paste(page, LISTED[0] ?? "");
    await expect.poll(() => row(page, "wide")).toEqual(["1", "0", "0", "0"]);
    const links = [...Array.from({ length: 100_000 - LISTED.length }, (_, n) => String(1_000_000_000 + 400_000 * n)), ...LISTED].map(pageOf).join("\n");
    // How long nobody could click, at most; and whether the answers before were taken for those of the new text meanwhile.
    await page.evaluate((words) => {
      const field = document.querySelector<HTMLTextAreaElement>("#paste");
      if (field === null) throw new Error("no field");
      field.value = "";
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", words);
      let last = performance.now();
      let [longest, untrue] = [0, 0];
      setInterval(() => {
        const now = performance.now();
        if (document.body.dataset.saving === undefined) longest = Math.max(longest, now - last);
        last = now;
        const isOld = document.querySelector("#old:not([hidden])") !== null;
        if (!isOld && (document.querySelector('#table [data-dataset="wide"] td')?.textContent ?? "") === "1") untrue += 1;
        document.body.dataset.longest = longest.toFixed(0);
        document.body.dataset.untrue = String(untrue);
      }, 4);
      // What nobody has prevented, the browser puts into the field, which takes it seconds.
      if (field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }))) field.value = words;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }, links);
    await expect.poll(() => shown(page, "#have")).toBe("100,000 photos to look up");
    expect(await shown(page, "#read")).toContain("Pasted text (100,000 photos)");
    expect(await page.$eval("#paste", (field) => (field as HTMLTextAreaElement).value)).toBe("");
    await expect.poll(async () => (await row(page, "wide")).map((each) => Number(each.replaceAll(",", ""))).reduce((sum, each) => sum + each, 0)).toBe(100_000);
    expect(Number((await row(page, "wide"))[0])).toBeGreaterThanOrEqual(LISTED.length);
    await expect.poll(() => page.$$eval("#found li", (all) => all.length)).toBeGreaterThan(0);
    expect(await page.$eval("body", ({ dataset }) => dataset.untrue)).toBe("0");
    expect((await save(page)).trimEnd().split("\r\n")).toHaveLength(1 + 4 * 100_000);
    if (process.env.INSET_E2E_FIGURES !== undefined) process.stdout.write(`${name}: ${await page.$eval("body", ({ dataset }) => dataset.longest ?? "")} ms at once, at most, for 100,000 links\n`);
  });

  describe("opened from a folder", () => {
    const address = (site: string): string => `${pathToFileURL(path.join(folder, site)).href}/index.html`;

    it("answers all the same, from scripts", async () => {
      const page = await open(address("site"));
      await paste(page, [...LISTED.slice(0, 3), ...NOBODY].map(pageOf).join("\n"));
      await expect.poll(() => shown(page, "#have")).toBe("6 photos to look up");
      await fetchDataset(page, "tidewatch");
      await fetchDataset(page, "wide");
      await expect.poll(() => row(page, "tidewatch")).toEqual(["3", "0", "3", "0"]);
      await expect.poll(() => row(page, "wide")).toEqual(["3", "0", "3", "0"]);
      expect(asked.filter((each) => !each.startsWith("file:"))).toEqual([]);
    });

    it("asks for the files of a large dataset, and believes no others", async () => {
      const page = await open(address("files"));
      expect(await page.$("#expired[hidden]")).not.toBeNull();
      await paste(page, LISTED.slice(0, 3).join("\n"));
      await expect.poll(() => shown(page, "#have")).toBe("3 photos to look up");
      const data = path.join(folder, "files/site/data");
      const files = (await readdir(data)).filter((each) => each.startsWith("tidewatch-")).map((each) => path.join(data, each));
      await upload(page, '[data-dataset="tidewatch"] [data-action="files"]', ...files.slice(0, 1));
      await expect.poll(() => shown(page, '[data-dataset="tidewatch"] [role="alert"]')).toContain("one of them is missing");
      await upload(page, '[data-dataset="tidewatch"] [data-action="files"]', ...files);
      await expect.poll(() => row(page, "tidewatch")).toEqual(["3", "0", "0", "0"]);
    });
  });

  it.each(languages)("speaks %s without a fault, and fits a phone", async (language) => {
    const page = await open(host.address, language);
    await page.setViewport({ width: NARROW, height: 740 });
    await paste(page, [...LISTED.slice(0, 3), PROBABLE[0] ?? ""].join("\n"));
    for (const dataset of ["tidewatch", "floodmark"]) await fetchDataset(page, dataset);
    await until("the answers", () => page.$("#answers:not([hidden])"));
    expect(await page.$eval("html", (each) => each.lang)).toBe(language.replace("_", "-"));
    expect(await page.$eval("#language", (each) => (each as HTMLSelectElement).value)).toBe(language);
    expect(await shown(page, "body")).not.toMatch(/site_|report_|\$[1-9]/);
    // Each of the answers of four datasets is beside its name, none of them beyond the window's edge.
    expect(await page.$$eval("#table td", (all, width) => all.filter((cell) => cell.getBoundingClientRect().right <= width && getComputedStyle(cell, "::before").content.length > 3).length, NARROW)).toBe(16);
    // At 200 % a window of 1280 pixels is 640 wide.
    for (const [width, theme] of [[NARROW, "dark"], [640, "light"]] as const) {
      await page.setViewport({ width, height: 740 });
      await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      if (name === "firefox") continue;
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }]);
      expect(await faults(page), theme).toEqual([]);
    }
    await page.select("#language", language === "en" ? "de" : "en");
    await expect.poll(() => page.title()).toBe(language === "en" ? "Sind Ihre Fotos in diesen Datensätzen?" : "Are your photos in these datasets?");
    expect(await row(page, "tidewatch")).toEqual(["3", "0", "1", "0"]);
  });

  it("has no fault that axe finds, in light and dark", async () => {
    const page = await open();
    expect(await faults(page)).toEqual([]);
    await paste(page, [...LISTED.slice(0, 3), PROBABLE[0] ?? "", "no photo at all"].join("\n"));
    for (const dataset of ["tidewatch", "floodmark"]) await fetchDataset(page, dataset);
    await until("the answers", () => page.$("#answers:not([hidden])"));
    expect(await faults(page)).toEqual([]);
    if (name === "firefox") return;
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "dark" }]);
    expect(await faults(page)).toEqual([]);
  });
});
