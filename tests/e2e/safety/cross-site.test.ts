/**
 * Pages that attack the helper: one of another site, and one whose name was led to 127.0.0.1 after it had been opened (DNS
 * rebinding). All that a page can send (pages/attempts.ts) is tried in both browsers; no handler is reached.
 */
import { readdir } from "node:fs/promises";
import path from "node:path";

import type { Page } from "puppeteer-core";
import { beforeAll, expect, it, onTestFailed, onTestFinished } from "vitest";

import { HOSTILE, REBOUND } from "../harness/flickr-server.ts";
import { BLANK, PATIENCE, serveHostile } from "../harness/hostile-site.ts";
import { addressOf, openAsOwner } from "../harness/local-page.ts";
import { startOpenServer } from "../harness/open-server.ts";
import { requestsIn } from "../harness/request-log.ts";
import { PATIENCE_MS, pause } from "../harness/until.ts";
import { describeInBrowsers, type World } from "../harness/world.ts";
import { attack } from "../pages/attack.ts";
import { ATTEMPTS, sentBy, wordsOf, type Attempt } from "../pages/attempts.ts";

/** All that somebody could have changed, as the owner's own command line tells it. */
async function belongings(world: World): Promise<unknown> {
  const told: unknown[] = [];
  for (const words of [["datasets"], ["pair"], ["watch", "list"], ["check", "--list-kept"]]) {
    const { stdout } = await world.helper.run(...words, "--json");
    told.push(JSON.parse(stdout, (key, value: unknown) => (key === "last_used" ? null : value)));
  }
  const uploads = await readdir(path.join(world.helper.home, "data", "uploads")).catch(() => []);
  return [told, uploads];
}

/** What every frame and window that the page has opened shows. */
async function shown(world: World, page: Page): Promise<string[]> {
  const pages = (await world.browser.browser.pages()).filter((each) => each !== page);
  const frames = [...page.frames().filter((frame) => frame !== page.mainFrame()), ...pages.map((each) => each.mainFrame())];
  const texts = frames.map((frame) =>
    Promise.race([frame.evaluate(() => `${document.title} ${document.body.innerText}`), pause(2000)]).catch(() => undefined),
  );
  return (await Promise.all(texts)).filter((text) => typeof text === "string");
}

const OURS = /data-session|photos? listed|Approve|Look up/;

/** Hold that nothing came of the attempts: each was refused by a guard, and all is as it was. */
async function expectNothing(world: World, page: Page, base: string, attempts = ATTEMPTS): Promise<void> {
  await pause(1500); // what other pages still have on its way
  const before = await belongings(world);
  const from = world.helper.log.length;
  const outcomes = await page.evaluate(attack, base, attempts, PATIENCE);
  await pause(500);
  const arrived = requestsIn(world.helper.log.slice(from));
  attempts.forEach((attempt, n) => {
    expect(outcomes[n], wordsOf(attempt)).not.toMatch(/^(READ|LOADED|OPENED|SEEN)/);
  });
  for (const text of await shown(world, page)) expect(text).not.toMatch(OURS);
  for (const tab of await world.browser.browser.pages()) if (tab.url().includes("attempt=") || tab.url().includes("/opened")) await tab.close();
  expect(world.helper.running).toBe(true);
  expect(await belongings(world)).toEqual(before);
  // It must have tried: a page that fails before it asks would prove nothing.
  const methods = ["GET", "POST", ...(base.includes(REBOUND) ? ["HEAD", "PUT", "PATCH", "DELETE"] : ["OPTIONS"])];
  expect([...new Set(arrived.map(({ method }) => method))]).toEqual(expect.arrayContaining(methods));
  expect(arrived.length).toBeGreaterThan(attempts.length / 2);
  expect(arrived.filter(({ status }) => status !== "403")).toEqual([]);
}

describeInBrowsers("a hostile page", (world, name) => {
  beforeAll(async () => {
    await world().helper.build("tidewatch", ["950000000001"]);
    await world().helper.start();
    serveHostile(world().flickr);
    // The owner's cookie is in the browser; the extension has no pairing, so that all requests are the page's.
    await world().setPairing(null);
    await (await openAsOwner(world(), "datasets")).close();
  });

  it("sends all that the table names, and reads it where nothing guards", async () => {
    const open = await startOpenServer();
    const page = await world().open(`https://${HOSTILE}/`);
    const outcomes = await page.evaluate(attack, `http://127.0.0.1:${String(open.port)}`, ATTEMPTS, PATIENCE);
    const arrived = (attempt: Attempt): boolean => open.arrived.has(ATTEMPTS.indexOf(attempt));
    const missing = (): string[] => sentBy(name).filter((attempt) => !arrived(attempt)).map((each) => `${wordsOf(each)}: ${String(outcomes[ATTEMPTS.indexOf(each)])}`);
    onTestFinished(() => open.close());
    // The page waits for an outcome for a while only, and browsers take their time over what nobody waits for.
    await expect.poll(missing).toEqual([]);
    expect(outcomes.filter((each) => each.startsWith("READ")).length).toBeGreaterThan(40);
    expect(outcomes.filter((each) => each.startsWith("LOADED")).length).toBeGreaterThan(5);
  });

  it("of another site reaches no handler, reads nothing and leaves nothing behind", async () => {
    const page = await world().open(`https://${HOSTILE}/`);
    await expectNothing(world(), page, `http://127.0.0.1:${String(world().helper.port)}`);
  });

  it("of another site fares no better by the name localhost: one attempt of each way", async () => {
    const page = await world().open(`https://${HOSTILE}/`);
    const ways = ATTEMPTS.filter((attempt, n) => n === ATTEMPTS.findIndex(({ way, method }) => way === attempt.way && method === attempt.method));
    await expectNothing(world(), page, `http://localhost:${String(world().helper.port)}`, ways);
  });

  it("whose name now leads to 127.0.0.1 reaches no handler, and is told nothing but that", async () => {
    const { helper } = world();
    await helper.stop();
    const theirs = await startOpenServer(BLANK, helper.port);
    // Also where this fails in between: a second try needs the port, and the tests after it the helper.
    onTestFailed(async () => {
      await theirs.close();
      if (!helper.running) await helper.start();
    });
    const home = `http://${REBOUND}:${String(helper.port)}`;
    const page = await world().open(`${home}/`);
    await page.evaluate(() => { document.cookie = "inset_session_1=guess"; });
    await theirs.close();
    await helper.start();
    await expectNothing(world(), page, home);
    const told = await page.evaluate(async () => (await fetch("/v1/datasets")).text());
    expect(Object.keys(JSON.parse(told) as object)).toEqual(["code", "message", "hint", "hint_told"]);
    expect(JSON.parse(told)).toMatchObject({ code: "forbidden_host" });
  });

  it("opens by a link only what is the same for everybody, and cannot look into it", async () => {
    const page = await world().open(`https://${HOSTILE}/`);
    const from = world().helper.log.length;
    const seen = await page.evaluate(async (home, patience) => {
      const told: string[] = [];
      for (const at of ["", "sample"]) {
        const opened = window.open(`${home}${at}`);
        // Cut off is a window once its page has come, which takes as long as it takes.
        for (const end = performance.now() + patience; opened?.closed === false && performance.now() < end; ) await new Promise((done) => { setTimeout(done, 40); });
        try {
          // One browser says that the window is another site's, the other shows the empty page that it began with.
          told.push(opened?.document.body.innerText === "" ? "another site's window" : "SEEN");
        } catch {
          told.push("another site's window");
        }
        told.push(opened?.closed === true ? "cut off" : `frames: ${String(opened?.length)}`);
      }
      return told;
    }, addressOf(world()), PATIENCE_MS / 2);
    expect(seen).toEqual(["another site's window", "cut off", "another site's window", "cut off"]);
    const windows = async (): Promise<Page[]> => (await world().browser.browser.pages()).filter((each) => each.url().startsWith(addressOf(world())));
    await expect.poll(async () => (await windows()).length).toBe(2);
    const opened = await windows();
    onTestFailed(async () => { for (const each of await windows()) await each.close(); });
    // The cookie does not come along, so what opens is nobody's.
    for (const each of opened) {
      expect(await each.evaluate(() => document.documentElement.dataset.session)).not.toBe("owner");
      await each.close();
    }
    await expect.poll(() => requestsIn(world().helper.log.slice(from))).toContainEqual({ method: "GET", route: "/", status: "200" });
  });
});
