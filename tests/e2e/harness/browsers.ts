/** Real Chromium and real Firefox with the extension in them, launched and used in the same way. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import path from "node:path";

import { launchChromium } from "./chromium.ts";
import { launchFirefox } from "./firefox.ts";
import type { BrowserName, LaunchOptions, TestBrowser } from "./test-browser.ts";

/** The built extension: `INSET_EXTENSION`, or `extension/dist` in this repository. */
export const EXTENSION =
  process.env.INSET_EXTENSION ?? fileURLToPath(new URL("../../../extension/dist", import.meta.url));

const PLACES: Record<BrowserName, readonly string[]> = {
  chromium: [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/snap/bin/chromium",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
  ],
  firefox: [
    "/usr/bin/firefox-esr",
    "/usr/bin/firefox",
    "/Applications/Firefox.app/Contents/MacOS/firefox",
    "C:\\Program Files\\Mozilla Firefox\\firefox.exe",
  ],
};

/** Where this browser is: `INSET_CHROMIUM` or `INSET_FIREFOX`, else the usual places; undefined when it is nowhere. */
function findBrowser(name: BrowserName): string | undefined {
  const given = process.env[`INSET_${name.toUpperCase()}`];
  if (given !== undefined && given !== "") {
    if (!existsSync(given)) throw new Error(`Point INSET_${name.toUpperCase()} at the browser: there is no ${given}.`);
    return given;
  }
  return PLACES[name].find((place) => existsSync(place));
}

/** Why tests in this browser cannot run here; undefined when they can. */
export function whyNot(name: BrowserName): string | undefined {
  if (!existsSync(path.join(EXTENSION, "manifest.json"))) {
    return `build the extension first (make run, or npm run build in extension/): there is no ${EXTENSION}/manifest.json`;
  }
  if (findBrowser(name) === undefined) return `install ${name} or set INSET_${name.toUpperCase()}`;
  return undefined;
}

/** Launch this browser with the extension installed. */
export async function launch(name: BrowserName, options: LaunchOptions): Promise<TestBrowser> {
  const executable = findBrowser(name);
  if (executable === undefined) throw new Error(whyNot(name));
  return name === "chromium" ? launchChromium(executable, options) : launchFirefox(executable, options);
}
