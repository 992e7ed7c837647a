/** Connecting by one click on each side: Connect in the extension, Approve on the page that it opens. And what a web page can do against it. */
import type { Page } from "puppeteer-core";
import { afterEach, beforeAll, expect, it, onTestFailed } from "vitest";

import { badges } from "../harness/badges.ts";
import { click, expectNoComplaints, openNoting, ticketAddress, wordsOf } from "../harness/local-page.ts";
import { until } from "../harness/until.ts";
import { describeInBrowsers } from "../harness/world.ts";

const FIRST = "990000000001";
const APPROVE = "#connect-asker button.primary";

describeInBrowsers("connecting", (world) => {
  beforeAll(async () => {
    await world().helper.buildSample();
    await world().helper.start();
  });

  const home = (): string => `http://127.0.0.1:${String(world().helper.port)}`;

  /** The tab that the extension has opened for the approval. */
  const approvalTab = (): Promise<Page> =>
    until("the approval's tab", async () => (await world().browser.browser.pages()).find((page) => page.url().startsWith(`${home()}/connect#pairing=`)));

  // A tab that a failed try has left would be taken for that of the second one.
  afterEach(async () => {
    for (const page of await world().browser.browser.pages()) if (page.url().startsWith(`${home()}/connect`)) await page.close();
  });

  const codeOn = (page: Page, selector: string): Promise<string> => until("a code", () => wordsOf(page, selector));

  it("takes one click on each side, and the page goes on by itself once its owner is there", async () => {
    const { helper, browser } = world();
    // The owner's session ends with the helper: a second try, too, begins as a stranger.
    onTestFailed(async () => {
      await helper.stop();
      await helper.start();
    });
    await world().setPairing({ port: helper.port });
    const welcome = await browser.openOwn("welcome.html");
    world().pages.push(welcome);
    await until("Connect", () => welcome.$("#panel button"));
    await welcome.evaluate(() => document.querySelector<HTMLElement>("#panel button")?.click());
    const shown = await codeOn(welcome, "#panel .code");
    const page = await approvalTab();
    world().pages.push(page);
    await page.bringToFront();
    await until("who is not the owner yet", async () => (await wordsOf(page, "#connect-stranger")).includes("applications menu"));
    expect(await page.$(APPROVE)).toBeNull();
    // What the menu entry does: it opens Inset's page as the owner.
    const owned = await openNoting(world(), await ticketAddress(world()));
    await until("the session", () => owned.evaluate(() => document.documentElement.dataset.session === "owner"));
    await page.bringToFront();
    await expect.poll(() => codeOn(page, "#connect-asker .code")).toBe(shown);
    // In one step: the button settles once more when the window gets or loses the focus.
    await click(page, `${APPROVE}:not([data-settling])`);
    await until("the approval", async () => (await wordsOf(page, "#connect-approved")).includes("Connected"));
    await welcome.bringToFront();
    await until("the connection", () => welcome.$("#connect.over"));
    const gallery = await world().open(`${home()}/sample`);
    await until("a badge", async () => (await badges(gallery)).some(({ photo }) => photo === FIRST));
    // The page says which of the connected ones this browser is, and gives it a name of its own.
    const { stdout } = await helper.run("pair", "--list", "--json");
    const [paired] = (JSON.parse(stdout) as { pairings: { id: string }[] }).pairings.slice(-1);
    await owned.bringToFront();
    await owned.evaluate(() => { location.hash = "#browsers"; });
    const entry = `#paired-list [data-pairing="${String(paired?.id)}"]`;
    await until("this browser", async () => (await wordsOf(owned, entry)).includes("this browser"));
    await owned.evaluate((selector) => document.querySelector<HTMLElement>(`${selector} .renaming button`)?.click(), entry);
    await owned.evaluate((selector) => {
      const field = document.querySelector<HTMLInputElement>(`${selector} input`);
      if (field === null) throw new Error("no field");
      field.value = "Laptop";
      field.form?.requestSubmit();
    }, entry);
    await until("the new name", async () => (await wordsOf(owned, entry)).startsWith("Laptop"));
    expectNoComplaints(owned);
  });

  it("is offered to nobody any more once it is given up in the extension, and a helper that comes back is not called away", async () => {
    const { helper, browser } = world();
    await world().setPairing({ port: helper.port });
    const owned = await openNoting(world(), await ticketAddress(world()));
    await until("the session", () => owned.evaluate(() => document.documentElement.dataset.session === "owner"));
    const welcome = await browser.openOwn("welcome.html");
    world().pages.push(welcome);
    const press = (selector: string): Promise<unknown> => until(selector, () => welcome.evaluate((wanted) => {
      const button = document.querySelector<HTMLElement>(wanted);
      button?.click();
      return button !== null;
    }, selector));
    await press("#panel button");
    await codeOn(welcome, "#panel .code");
    const page = await approvalTab();
    world().pages.push(page);
    await page.bringToFront();
    await until("Approve", () => page.$(APPROVE));
    await welcome.bringToFront();
    await press("#panel .actions button:last-child");
    await until("no code", async () => (await welcome.$("#panel .code")) === null);
    await expect.poll(() => welcome.$eval("#panel .said", (said) => said.textContent)).toBe("");
    await page.bringToFront();
    const state = (): Promise<string | undefined> => page.evaluate(() => document.documentElement.dataset.connect);
    await until("that nothing waits", async () => (await state()) === "gone");
    await helper.stop();
    try {
      await until("the word about the helper", async () => (await wordsOf(page, "#connect-problem")).includes("does not answer"));
    } finally {
      await helper.start();
    }
    await until("who is not the owner any more", async () => (await state()) === "stranger");
    expect(await wordsOf(page, "#connect-problem")).toBe("");
  });

  it("is nothing that a link, a frame, a form or a script of another site can open", async () => {
    const asked = await fetch(`${home()}/v1/pairings`, { method: "POST", headers: { "Content-Type": "application/json" }, body: '{"name":"A program"}' });
    const { id, code } = (await asked.json()) as { id: string; code: string };
    const address = `${home()}/connect#pairing=${id}`;
    const hostile = await world().open("https://www.flickr.com/hostile");
    await hostile.evaluate((to) => {
      const link = document.createElement("a");
      link.id = "lure";
      link.href = to;
      link.textContent = "A prize";
      const frame = document.createElement("iframe");
      frame.src = to;
      document.body.replaceChildren(link, frame);
    }, address);
    expect(await hostile.evaluate(() => document.querySelector("iframe")?.contentDocument?.querySelector("#connecting") ?? null)).toBeNull();
    // A request for a pairing, and an approval, with whatever the page can send.
    const sent = await hostile.evaluate(async (to, number) => {
      const tries = [["/v1/pairings", "{\"name\":\"Lure\"}"], ["/v1/pairings/by-code/approval", JSON.stringify({ code: number })]] as const;
      const read: string[] = [];
      for (const [path, body] of tries)
        for (const mode of ["cors", "no-cors"] as const)
          await fetch(to + path, { method: "POST", mode, body, credentials: "include" }).then((answer) => read.push(answer.type), () => read.push("failed"));
      return read;
    }, home(), code);
    expect(sent.every((each) => each === "failed" || each === "opaque")).toBe(true);
    await Promise.all([hostile.waitForNavigation().catch(() => null), hostile.evaluate(() => document.querySelector<HTMLElement>("#lure")?.click())]);
    await until("the refusal", async () => (await hostile.evaluate(() => document.body.innerText)).includes("forbidden_site"));
    expect(await hostile.$("#connecting")).toBeNull();
    const { stdout } = await world().helper.run("pair", "--json");
    expect((JSON.parse(stdout) as { waiting: { name: string }[] }).waiting.map(({ name }) => name)).toContain("A program");
    expect(stdout).not.toContain("Lure");
  });
});
