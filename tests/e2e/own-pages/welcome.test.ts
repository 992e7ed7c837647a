/** The first minutes: the welcome page opens by itself and leads from nothing to a badge. */
import type { Page } from "puppeteer-core";
import { beforeAll, expect, it } from "vitest";

import { badges } from "../harness/badges.ts";
import { until } from "../harness/until.ts";
import { describeInBrowsers } from "../harness/world.ts";

const FIRST = 990_000_000_001;

describeInBrowsers("the welcome page", (world, name) => {
  beforeAll(async () => {
    await world().helper.buildSample();
  });

  const done = (page: Page): Promise<string> =>
    page.evaluate(() => [...document.querySelectorAll("ol > .over")].map(({ id }) => id).join(" "));

  // Over BiDi Firefox tells nothing of tabs that show an extension's own pages.
  it.skipIf(name === "firefox")("opens after the installation, once", async () => {
    const { browser, origin } = world().browser;
    const count = async (): Promise<number> => (await browser.pages()).filter((page) => page.url() === `${origin}/welcome.html`).length;
    await until("the welcome page", async () => (await count()) === 1);
  });

  it("leads from no helper to the first badge", async () => {
    const { helper, browser } = world();
    // A try before this one may have started it.
    if (helper.running) await helper.stop();
    await world().setPairing({ port: helper.port });
    const page = await browser.openOwn("welcome.html");
    world().pages.push(page);
    await until("the state", () => page.$eval("#state", (each) => (each as HTMLElement).dataset.state === "off"));
    expect(await done(page)).toBe("");
    await helper.start();
    await page.bringToFront();
    await until("the helper", async () => (await done(page)) === "start");
    await page.evaluate(() => document.querySelector<HTMLElement>("#panel button")?.click());
    const code = await until("a code", () => page.evaluate(() => document.querySelector("#panel .code")?.textContent));
    expect((await helper.run("pair", code.replaceAll(/\s/g, ""))).status).toBe(0);
    // Connect opened the approval in a tab of its own; the person goes back to this one.
    await page.bringToFront();
    await until("the connection", async () => (await done(page)) === "start connect");
    const sample = await page.$eval("#sample", (each) => (each as HTMLAnchorElement).href);
    const gallery = await world().open(sample);
    await until("a badge", async () => (await badges(gallery)).some(({ photo }) => photo === String(FIRST)));
  });
});
