/** Chromium, driven over its own protocol. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";

import puppeteer, { TargetType, type Page } from "puppeteer-core";

import { HOSTS, REBOUND } from "./flickr-server.ts";
import { newPatientPage, type LaunchOptions, type TestBrowser } from "./test-browser.ts";
import { PATIENCE_MS } from "./until.ts";

const VIEWPORT = { width: 1280, height: 800 };

/** Launch Chromium with the extension installed, able to reach nothing but the stand-in and 127.0.0.1. */
export async function launchChromium(executablePath: string, options: LaunchOptions): Promise<TestBrowser> {
  const own = await mkdtemp(path.join(tmpdir(), "inset-chromium-"));
  const home = options.home ?? own;
  const netLog = path.join(own, "net.json");
  const port = String(options.flickrPort);
  const browser = await puppeteer.launch({
    executablePath,
    headless: true,
    timeout: PATIENCE_MS,
    pipe: true,
    enableExtensions: true,
    userDataDir: options.profile ?? path.join(home, ".config", "chromium"),
    env: { ...process.env, HOME: home },
    defaultViewport: options.viewport ?? VIEWPORT,
    args: [
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--ignore-certificate-errors",
      `--host-resolver-rules=${HOSTS.map((host) => `MAP ${host}:443 127.0.0.1:${port}`).join(", ")}, MAP ${REBOUND} 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost`,
      `--log-net-log=${netLog}`,
      "--lang=en-US",
      "--force-color-profile=srgb",
      ...(options.asPublic ? [`--ip-address-space-overrides=127.0.0.1:${port}=public`] : []),
      // Chromium refuses its sandbox to root, as which test machines often run; everybody else keeps it.
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    ],
  });
  let origin: string;
  try {
    const id = await browser.installExtension(options.extension);
    origin = `chrome-extension://${id}`;
    await browser.waitForTarget(
      (target) => target.type() === TargetType.SERVICE_WORKER && target.url().startsWith(origin),
      { timeout: PATIENCE_MS },
    );
  } catch (error) {
    await browser.close();
    await rm(own, { recursive: true, force: true });
    throw error;
  }
  const close = async (): Promise<void> => {
    await browser.close();
    await rm(own, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  const newPage = async (type: "tab" | "window"): Promise<Page> => {
    const page = await newPatientPage(browser, type);
    if (options.forcedColours) {
      const session = await page.createCDPSession();
      await session.send("Emulation.setEmulatedMedia", { features: [{ name: "forced-colors", value: "active" }] });
    }
    return page;
  };
  return {
    name: "chromium",
    browser,
    origin,
    newPage: () => newPage("tab"),
    newWindow: () => newPage("window"),
    openOwn: async (file) => {
      const page = await newPatientPage(browser);
      await page.goto(`${origin}/${file}`, { waitUntil: "load" });
      return page;
    },
    stopBackground: async () => {
      const isWorker = (target: { type(): string; url(): string }): boolean =>
        target.type() === "service_worker" && target.url().startsWith(origin);
      const target = browser.targets().find(isWorker);
      if (!target) return;
      const worker = await target.worker();
      // Do not wait until it is gone: a page that waits for an answer starts it again at once.
      await worker?.close().catch((error: unknown) => {
        // Closing fails where the worker is gone already, which is what was wanted.
        if (!/No session with given id|Session closed|Target closed/.test(String(error))) throw error;
      });
    },
    outside: async () => {
      await browser.close();
      return extensionRequests(await readFile(netLog, "utf8"), origin);
    },
    close,
  };
}

interface NetLog {
  readonly constants: { readonly logEventTypes: Record<string, number> };
  readonly events: readonly {
    readonly type: number;
    readonly params?: { readonly url?: string; readonly initiator?: string };
  }[];
}

/** Every address off 127.0.0.1 in Chromium's network log that the extension asked for. */
function extensionRequests(text: string, origin: string): string[] {
  const log = JSON.parse(text) as NetLog;
  const start = log.constants.logEventTypes.URL_REQUEST_START_JOB;
  const urls = log.events
    .filter((event) => event.type === start && event.params?.initiator === origin)
    .map((event) => event.params?.url ?? "");
  if (!urls.some((url) => url.startsWith("http://127.0.0.1"))) {
    throw new Error("The network log shows no request of the extension at all: it does not record what it should.");
  }
  return urls.filter((url) => !/^(?:http|ws):\/\/127\.0\.0\.1:/.test(url) && !url.startsWith(`${origin}/`));
}
