/** Pages that are not laid out as Flickr's lists: a badge is on its own photo there too, or nowhere. */
import type { Page } from "puppeteer-core";
import { beforeAll, expect, it } from "vitest";

import { box, SETTLE_MS } from "../harness/badges.ts";
import { pause, until } from "../harness/until.ts";
import { describeInBrowsers } from "../harness/world.ts";
import { imageUrl, PERSON, photoId } from "../pages/skeleton.ts";

/** Two photos, by the ID of their element; the first is in a dataset. */
const PHOTOS = { listed: photoId(954_000_000_001), other: photoId(954_000_000_002) } as const;
type Name = keyof typeof PHOTOS;
/** Inside a photo, where its badge is. */
const CORNER = 14;

const picture = (name: Name, style = ""): string =>
  `<img id="${name}" src="${imageUrl(PHOTOS[name])}" style="width: 300px; height: 200px; ${style}">`;

describeInBrowsers("other layouts", (world) => {
  let pages = 0;

  beforeAll(async () => {
    const { helper } = world();
    await helper.build("tidewatch", [PHOTOS.listed]);
    await helper.start();
    await world().pair();
  });

  async function open(body: string, attributes = ""): Promise<Page> {
    pages += 1;
    const path = `/photos/${PERSON}/?layout=${String(pages)}`;
    world().flickr.serve(path, { html: `<!DOCTYPE html><html ${attributes}><head><meta charset="utf-8"><title>Marlene Tern</title></head><body>${body}</body></html>` });
    return world().openFlickr(path);
  }

  /** Whether the badge, which is of the listed photo, is drawn in the corner of a photo. */
  async function isBadged(page: Page, name: Name): Promise<boolean> {
    const place = await box(page, `#${name}`);
    if (place === null) return false;
    return page.evaluate(
      ({ x, y }, inside) => document.elementFromPoint(x - scrollX + inside, y - scrollY + inside)?.localName === "inset-badge",
      place,
      CORNER,
    );
  }

  const untilBadged = (page: Page, name: Name): Promise<unknown> => until(`the badge on ${name}`, () => isBadged(page, name));

  /** Gives the two photos other styles. */
  const restyle = (page: Page, styles: Readonly<Partial<Record<Name, Readonly<Record<string, string>>>>>): Promise<void> =>
    page.evaluate((all) => {
      for (const [name, style] of Object.entries(all)) Object.assign(document.getElementById(name)?.style ?? {}, style);
    }, styles);

  it("the badge of a hidden slide is not drawn on the slide that is shown instead", async () => {
    const page = await open(`<div>${picture("other")}${picture("listed", "display: none")}</div>`);
    await until("the badge", () => page.$("inset-badge"));
    await pause(SETTLE_MS);
    expect(await isBadged(page, "other")).toBe(false);
    await restyle(page, { other: { display: "none" }, listed: { display: "" } });
    await untilBadged(page, "listed");
    await restyle(page, { listed: { display: "none" }, other: { display: "" } });
    await until("the badge to go", async () => !(await isBadged(page, "other")));
  });

  it("a badge follows its photo when others before it go, change or load", async () => {
    const tile = (name: Name): string => `<div style="display: flex">${picture(name)}</div>`;
    const page = await open(`<p id="note">Words</p><img id="late">${tile("other")}${tile("listed")}`);
    await untilBadged(page, "listed");
    await restyle(page, { other: { height: "90px" } });
    await untilBadged(page, "listed");
    await page.evaluate(() => { document.getElementById("note")?.remove(); });
    await untilBadged(page, "listed");
    await page.evaluate(() => {
      const late = document.getElementById("late") as HTMLImageElement;
      const drawing = Object.assign(document.createElement("canvas"), { width: 40, height: 70 });
      late.src = drawing.toDataURL();
    });
    await untilBadged(page, "listed");
    await page.evaluate(() => { document.getElementById("other")?.parentElement?.remove(); });
    await untilBadged(page, "listed");
  });

  it("a badge goes with its photo where several share a box, and is never on the one that takes its place", async () => {
    const page = await open(`<div style="position: relative">${picture("listed")}</div>${picture("other")}`);
    await untilBadged(page, "listed");
    await page.evaluate(() => {
      const other = document.getElementById("other");
      if (other !== null) document.getElementById("listed")?.parentElement?.prepend(other);
    });
    await untilBadged(page, "listed");
    expect(await isBadged(page, "other")).toBe(false);
    await restyle(page, { other: { height: "120px" } });
    await untilBadged(page, "listed");
    expect(await isBadged(page, "other")).toBe(false);
  });

  it("a badge in a box that is not drawn stays where it is, however often the page changes", async () => {
    const page = await open(`<div id="around" style="width: 300px; height: 200px"><div id="slide" style="display: none">${picture("listed")}</div></div>`);
    await until("the badge", () => page.$("inset-badge"));
    for (let n = 0; n < 5; n += 1) {
      await page.evaluate(() => { document.body.append(document.createElement("p")); });
      await pause(60);
    }
    const left = await page.evaluate(() => document.querySelector<HTMLElement>("inset-badge")?.style.getPropertyValue("--left"));
    expect(Math.abs(Number.parseInt(left === undefined || left === "" ? "0" : left, 10))).toBeLessThan(20);
    await page.evaluate(() => document.getElementById("slide")?.style.removeProperty("display"));
    await untilBadged(page, "listed");
  });

  it("a badge on a page that is written from right to left is on its photo, whatever room there is", async () => {
    const page = await open(`<div id="tile" style="width: 300px">${picture("listed", "max-width: 100%")}</div>`, 'dir="rtl"');
    await untilBadged(page, "listed");
    for (const width of [90, 300]) {
      await page.evaluate((pixels) => { document.getElementById("tile")?.style.setProperty("width", `${String(pixels)}px`); }, width);
      await pause(SETTLE_MS);
      await untilBadged(page, "listed");
    }
  });
});
