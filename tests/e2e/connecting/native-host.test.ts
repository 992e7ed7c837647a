/**
 * Starting Inset and opening its page from the browser, by the real native messaging host: told to the browsers by the code
 * of `inset service install`, in a home of its own.
 *
 * Firefox is told not to ask (harness/firefox.ts). Chromium's question no test can answer, so its copy of the extension has
 * the permission from the beginning.
 */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";

import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from "vitest";

import { EXTENSION, launch, whyNot } from "../harness/browsers.ts";
import { startFlickrServer, type FlickrServer } from "../harness/flickr-server.ts";
import { Helper, INSET, whyNoHelper } from "../harness/helper.ts";
import { click } from "../harness/local-page.ts";
import { BROWSERS, type TestBrowser } from "../harness/test-browser.ts";
import { until } from "../harness/until.ts";

const INSTALL = `
from inset.paths import find_paths
from inset.service.native_manifest import install_native_host
from inset.service.plan import make_plan
print(install_native_host(make_plan(find_paths()), find_paths().data))
`;

/** A home in which somebody has used both browsers, and the host is installed for this helper. */
function makeHome(helper: Helper): string {
  const home = mkdtempSync(path.join(tmpdir(), "inset-home-"));
  for (const folder of [".config/chromium", ".mozilla"]) mkdirSync(path.join(home, folder), { recursive: true });
  const environment: NodeJS.ProcessEnv = { ...process.env, INSET_HOME: helper.home, INSET_PORT: String(helper.port), HOME: home };
  delete environment.XDG_CONFIG_HOME;
  const python = path.join(path.dirname(INSET), "python");
  expect(execFileSync(python, ["-c", INSTALL], { env: environment }).toString()).toBe("['Chromium', 'Firefox']\n");
  return home;
}

function withPermission(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "inset-extension-"));
  cpSync(EXTENSION, folder, { recursive: true });
  const file = path.join(folder, "manifest.json");
  const manifest = JSON.parse(readFileSync(file, "utf8")) as { permissions: string[]; optional_permissions: string[] };
  manifest.permissions.push("nativeMessaging");
  manifest.optional_permissions = manifest.optional_permissions.filter((each) => each !== "nativeMessaging");
  writeFileSync(file, JSON.stringify(manifest));
  return folder;
}

for (const name of BROWSERS) {
  const why = process.platform === "linux" ? (whyNot(name) ?? whyNoHelper()) : "the host is told to Linux's browsers here";
  describe.skipIf(why !== undefined)(`the native messaging host in ${name}${why === undefined ? "" : ` (skipped: ${why})`}`, () => {
    let helper: Helper;
    let flickr: FlickrServer;
    let home: string;
    let extension: string;
    let browser: TestBrowser;

    beforeAll(async () => {
      helper = await Helper.create();
      flickr = await startFlickrServer("");
      home = makeHome(helper);
      extension = name === "chromium" ? withPermission() : EXTENSION;
      browser = await launch(name, { extension, flickrPort: flickr.port, home });
    });
    afterAll(async () => {
      await browser.close();
      await helper.run("stop");
      await helper.close();
      await flickr.close();
      rmSync(home, { recursive: true, force: true });
      if (extension !== EXTENSION) rmSync(extension, { recursive: true, force: true });
    });

    const answers = (): Promise<boolean> => fetch(`http://127.0.0.1:${String(helper.port)}/v1/hello`).then(({ ok }) => ok, () => false);
    const pages = (): Promise<string[]> => browser.browser.pages().then((all) => all.map((page) => page.url()));
    const opened = (beginning: string): Promise<Page> =>
      until(beginning, async () => (await browser.browser.pages()).find((page) => page.url().startsWith(`http://127.0.0.1:${String(helper.port)}/${beginning}`)));
    const press = async (page: Page, selector: string): Promise<void> => {
      await page.bringToFront();
      await until(selector, () => page.$(selector));
      await page.click(selector);
    };

    it("is nothing that a web page can reach: it is started by none of its tries, and no tab opens", async () => {
      const page = await browser.newPage();
      flickr.serve("/hostile-host", { html: "<!doctype html><title>Hostile</title><p>A page.</p>" });
      await page.goto(flickr.address("/hostile-host"));
      const before = (await pages()).length;
      const tries = await page.evaluate(async (origin) => {
        const id = new URL(origin).host;
        const runtime = (globalThis as unknown as { chrome?: { runtime?: Record<string, (...words: unknown[]) => unknown> } }).chrome?.runtime;
        const done: string[] = [];
        for (const attempt of [
          () => runtime?.sendNativeMessage?.("inset.native_host", { verb: "start" }),
          () => runtime?.connectNative?.("inset.native_host"),
          () => runtime?.sendMessage?.(id, { kind: "start_helper" }),
          () => runtime?.sendMessage?.(id, { kind: "open_page" }),
          () => { postMessage({ kind: "start_helper" }, "*"); },
          () => document.dispatchEvent(new CustomEvent("inset", { detail: { kind: "start_helper" } })),
        ]) {
          try {
            const told = await attempt();
            done.push(told === undefined ? "nothing" : JSON.stringify(told));
          } catch {
            done.push("refused");
          }
        }
        const frame = document.createElement("iframe");
        frame.src = `${origin}/welcome.html`;
        document.body.append(frame);
        const loaded = new Promise((resolve) => {
          frame.addEventListener("load", () => { resolve(null); });
          frame.addEventListener("error", () => { resolve(null); });
          setTimeout(() => { resolve(null); }, 2000);
        });
        await loaded;
        try {
          done.push(frame.contentDocument?.querySelector("#start-panel")?.id ?? "no document");
        } catch {
          done.push("refused");
        }
        return done;
      }, browser.origin);
      expect(tries.filter((each) => !["nothing", "refused", "no document", "true"].includes(each))).toEqual([]);
      expect(await answers()).toBe(false);
      expect((await pages()).length).toBe(before);
      await page.close();
    });

    it("starts the helper by a click, opens its page as the owner, and the pairing is approved without the menu entry", async () => {
      // A second try begins without a helper, and without the tabs of the first.
      onTestFailed(async () => {
        await helper.run("stop");
        for (const page of await browser.browser.pages()) if (page.url().startsWith(`http://127.0.0.1:${String(helper.port)}/`)) await page.close();
      });
      const welcome = await browser.openOwn("welcome.html");
      await welcome.evaluate(async (port) => { await chrome.storage.local.set({ pairing: { port } }); }, helper.port);
      await press(welcome, "#start-panel:not([hidden]) button");
      await until("the helper", answers);
      await until("the first step's tick", () => welcome.$("#start.over"));
      await press(welcome, "#open-page:not([hidden])");
      const own = await opened("");
      await until("the owner's session", () => own.evaluate(() => document.documentElement.dataset.session === "owner"));
      expect(own.url()).not.toContain("ticket");
      await press(welcome, "#panel button.primary");
      const shown = await until("a code", () => welcome.evaluate(() => document.querySelector("#panel .code")?.textContent));
      const approval = await opened("connect");
      await approval.bringToFront();
      const asked = await until("the same code", () => approval.evaluate(() => document.querySelector("#connect-asker .code")?.textContent));
      expect(asked).toBe(shown);
      expect(approval.url()).not.toContain("ticket");
      await click(approval, "#connect-asker button.primary:not([data-settling])");
      await welcome.bringToFront();
      await until("the connection", () => welcome.$("#connect.over"));
      // What the extension keeps is a token for look-ups: it opens no session and gives out no ticket.
      const token = await welcome.evaluate(async () => ((await chrome.storage.local.get("pairing")).pairing as { token: string }).token);
      expect((await helper.fetch("/v1/tickets", token, { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" })).status).toBe(403);
    });
  });
}
