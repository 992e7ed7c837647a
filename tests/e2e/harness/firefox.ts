/** Firefox, driven by WebDriver BiDi; no geckodriver is needed. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";

import puppeteer, { type Browser, type Page } from "puppeteer-core";

import { startConnectProxy } from "./connect-proxy.ts";
import { FLICKR, HOSTILE, HOSTS, REBOUND } from "./flickr-server.ts";
import { newPatientPage, readManifest, type LaunchOptions, type TestBrowser } from "./test-browser.ts";
import { PATIENCE_MS, pause, until } from "./until.ts";

const VIEWPORT = { width: 1280, height: 800 };
/** Firefox gives every installation its own; pinned, so that the popup's address is known. */
const UUID = "0b1d5c3e-7a42-4f0e-9c86-3d1f5a7b9e20";
/** Longer than a person's short pause, shorter than a test's patience. */
const IDLE_MS = 30_000;

/** Launch Firefox with the extension installed, able to reach nothing but the stand-in and 127.0.0.1. */
export async function launchFirefox(executablePath: string, options: LaunchOptions): Promise<TestBrowser> {
  const own = await mkdtemp(path.join(tmpdir(), "inset-firefox-"));
  const home = options.home ?? own;
  const proxy = await startConnectProxy(HOSTS, options.flickrPort);
  const { gecko } = (await readManifest(options.extension)).browser_specific_settings;
  const idleMs = options.backgroundIdleMs ?? IDLE_MS;
  const cleanUp = async (): Promise<void> => {
    await proxy.close();
    await rm(own, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  try {
    const browser = await puppeteer.launch({
      browser: "firefox",
      // Without it, BiDi may not open an extension's own pages.
      args: ["--remote-allow-system-access"],
      executablePath,
      headless: true,
      timeout: PATIENCE_MS,
      acceptInsecureCerts: true,
      ...(options.profile === undefined ? {} : { userDataDir: options.profile }),
      // The second lets the pref below about Firefox's settings service have its effect.
      env: { ...process.env, HOME: home, MOZ_REMOTE_SETTINGS_DEVTOOLS: "1" },
      defaultViewport: options.viewport ?? VIEWPORT,
      extraPrefsFirefox: {
        "network.proxy.type": 1,
        "network.proxy.ssl": "127.0.0.1",
        "network.proxy.ssl_port": proxy.port,
        "network.proxy.http": "127.0.0.1",
        "network.proxy.http_port": proxy.port,
        ...direct([REBOUND, ...(options.asPublic ? [FLICKR, HOSTILE] : [])]),
        ...(options.asPublic ? localNetworkAccess([options.flickrPort, proxy.port]) : {}),
        "extensions.webextensions.uuids": JSON.stringify({ [gecko.id]: UUID }),
        "extensions.background.idle.timeout": idleMs,
        // An extension that is installed for a test only would lose what it has stored when the browser closes.
        "extensions.webextensions.keepStorageOnUninstall": true,
        "extensions.webextensions.keepUuidOnUninstall": true,
        "intl.locale.requested": "en-US",
        // 2 is "always", 1 is "never".
        "browser.display.document_color_use": options.forcedColours ? 2 : 1,
        // What an extension asks for by a click is given: no test can press a button of the browser's own.
        "extensions.webextOptionalPermissionPrompts": false,
        // Firefox's own settings service, so that all that reaches the proxy is a page's or the extension's.
        "services.settings.server": "data:,#remote-settings-dummy/v1",
      },
    });
    try {
      await browser.installExtension(options.extension);
    } catch (error) {
      await browser.close();
      throw error;
    }
    return {
      name: "firefox",
      browser,
      origin: `moz-extension://${UUID}`,
      newPage: () => newPatientPage(browser),
      newWindow: () => newPatientPage(browser, "window"),
      openOwn: (file) => openOwn(browser, `moz-extension://${UUID}/${file}`),
      stopBackground: () => pause(idleMs + 1000),
      outside: () => Promise.resolve(proxy.asked.filter((name) => !HOSTS.some((host) => name === `${host}:443`))),
      close: async () => {
        await browser.close();
        await cleanUp();
      },
    };
  } catch (error) {
    await cleanUp();
    throw error;
  }
}

/** Open one of the extension's own pages. BiDi opens it but reports no load event for it, so the page itself is asked. */
async function openOwn(browser: Browser, address: string): Promise<Page> {
  const page = await newPatientPage(browser);
  page.goto(address, { timeout: 2000 }).catch(() => undefined);
  await until(`${address} to load`, () =>
    page.evaluate((wanted) => location.href === wanted && document.readyState === "complete", address),
  );
  return page;
}

/** These names lead to 127.0.0.1, whatever the port, and past the proxy. */
function direct(names: readonly string[]): Record<string, string> {
  return { "network.proxy.no_proxies_on": names.join(","), "network.dns.localDomains": names.join(",") };
}

/** Firefox's rules for what a public page may ask of this computer, all switched on; who answers on these ports is public. */
function localNetworkAccess(ports: readonly number[]): Record<string, string | number | boolean> {
  return {
    "network.lna.enabled": true,
    "network.lna.blocking": true,
    "network.lna.websocket.enabled": true,
    // Firefox asks the person. Nobody answers in a test, which it takes for a no after so many milliseconds.
    "network.lna.prompt.timeout": 1000,
    "network.lna.address_space.public.override": ports.map((port) => `127.0.0.1:${String(port)}`).join(","),
  };
}
