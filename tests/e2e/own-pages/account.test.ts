/** The account of the page: what the popup and the card say of it, and that nothing is said of another one. */
import type { Page } from "puppeteer-core";
import { beforeAll, describe, expect, it } from "vitest";

import { untilBadged } from "../harness/badges.ts";
import { pause, until } from "../harness/until.ts";
import { describeInBrowsers } from "../harness/world.ts";
import { frame, imageUrl, NSID, PERSON, photoIds } from "../pages/skeleton.ts";

const MINE = photoIds(941_000_000_017, 6);
const THEIRS = photoIds(941_100_000_017, 3);
const OTHER = "900000702@N03";
const PATH = `/photos/${PERSON}/?view=account`;

const tile = (photo: string, user: string, title: string): string =>
  `<div style="display: inline-block; width: 300px; height: 200px"><img src="${imageUrl(photo, "z")}" width="300" height="200" alt="${title}"><a class="overlay" href="/photos/${user}/${photo}/in/dateposted-public/"></a></div>`;
const header = (nsid: string): string => `<div class="coverphoto" style="background-image: url(//live.staticflickr.com/1/coverphoto/${nsid}_h.jpg)"></div><div class="avatar" style="background-image: url(//live.staticflickr.com/1/buddyicons/${nsid}_r.jpg)"></div>`;

/** A photostream with somebody else's photos beside it. */
const STREAM = {
  name: "account",
  path: PATH,
  photos: [...MINE, ...THEIRS],
  decoys: [],
  html: frame("photostream", "Marlene Tern", `${header(NSID)}${MINE.map((photo, n) => tile(photo, PERSON, `=Low tide ${String(n + 1)}`)).join("")}${THEIRS.map((photo) => tile(photo, "ebbe-roe", "<i>Ebb</i>")).join("")}`),
};

const textOf = (popup: Page, selector: string): Promise<string> => popup.evaluate((wanted) => {
  const element = document.querySelector<HTMLElement>(wanted);
  return element?.closest("[hidden]") === null ? element.innerText.replace(/\s+/g, " ").trim() : "";
}, selector);

describeInBrowsers("the account of the page", (world) => {
  beforeAll(async () => {
    const { helper, flickr } = world();
    flickr.serve(PATH, STREAM);
    await helper.build("tidewatch", [...MINE.slice(0, 4), ...photoIds(942_000_000_017, 80)], { owner: NSID });
    await helper.build("ebbmark", MINE.slice(2, 5), { owner: NSID });
    await helper.build("nameless", THEIRS);
    await helper.start();
    await world().pair();
    // Three builds, which take their time on a busy machine.
  });

  async function open(): Promise<Page> {
    const page = await world().openFlickr(PATH);
    await untilBadged(page, [...MINE.slice(0, 5), ...THEIRS]);
    return page;
  }

  it("is told in the popup with every photo once, and the way to the whole list", async () => {
    const page = await open();
    const popup = await world().openPopupOn(page);
    await until("the account", async () => (await textOf(popup, "#account-line")) !== "");
    await expect.poll(() => textOf(popup, "#account-line")).toBe("This account: 85 photos in 2 datasets");
    await expect.poll(() => textOf(popup, "#account-limits")).toBe("These name no accounts, and may list more: nameless.");
    await expect.poll(() => popup.$eval("#account-link", (link) => link.getAttribute("href"))).toBe(`http://127.0.0.1:${String(world().helper.port)}/#check/account/${encodeURIComponent(NSID)}`);
  });

  it("has titles in the popup's list, as text", async () => {
    const popup = await world().openPopupOn(await open());
    await until("the list", () => popup.$("#listed li"));
    const titles = await popup.$$eval("#listed li a", (links) => links.map((link) => link.textContent));
    expect(titles).toEqual([...[1, 2, 3, 4, 5].map((n) => `=Low tide ${String(n)}`), ...THEIRS.map(() => "<i>Ebb</i>")]);
  });

  it("is not that of the page before, when the page changes without loading anew", async () => {
    const page = await open();
    await page.evaluate(() => { history.pushState(null, "", "/photos/ebbe-roe/"); });
    const popup = await world().openPopupOn(page);
    await until("the numbers", async () => (await textOf(popup, "#headline")) !== "");
    await pause(2_500);
    expect(await textOf(popup, "#account-line")).toBe("");
    // The new page's own link names both its address and its NSID.
    await page.evaluate((nsid) => {
      document.body.insertAdjacentHTML("beforeend", `<a rel="author" href="/photos/ebbe-roe/" data-person-nsid="${nsid}" style="background-image: url(//live.staticflickr.com/1/buddyicons/${nsid}_l.jpg)"></a>`);
    }, OTHER);
    await until("the new account", async () => (await textOf(popup, "#account-line")) !== "");
    await expect.poll(() => textOf(popup, "#account-line")).toBe("This account: no photo in the 2 datasets that name accounts");
  });

  describe("that is the person's own", () => {
    it("has its mark in the popup and on no photo of another's", async () => {
      const page = await open();
      const options = await world().browser.openOwn("options.html");
      world().pages.push(options);
      await options.type("#own-account", NSID);
      await options.evaluate(() => { document.querySelector<HTMLFormElement>("#own-form")?.requestSubmit(); });
      await until("the account in the options", () => options.$("#own li"));
      const popup = await world().openPopupOn(page);
      await until("the marks", () => popup.$(".yours"));
      const marked = await popup.$$eval("#listed li", (items) => items.map((item) => [item.querySelector("a")?.textContent ?? "", item.querySelector(".yours") !== null] as const));
      expect(marked).toEqual([...[1, 2, 3, 4, 5].map((n) => [`=Low tide ${String(n)}`, true] as const), ...THEIRS.map(() => ["<i>Ebb</i>", false] as const)]);
    });
  });
});
