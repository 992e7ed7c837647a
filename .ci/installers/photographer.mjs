// The photographer: from the download to the first badge without a terminal, on a desktop of its own, in the browser that is
// named. Run by try_photographer.py in a private view of the system; writes steps.json and a picture of the screen for each step.
import { execFileSync, spawn } from "node:child_process";
import { createReadStream, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import { createRequire } from "node:module";
import path from "node:path";

const [root, name, deb, out] = process.argv.slice(2);
const puppeteer = createRequire(path.join(root, "extension", "package.json"))("puppeteer-core");
const extension = path.join(root, "extension", "dist");
const { firefox_id: firefoxId } = JSON.parse(readFileSync(path.join(root, "helper/inset/identity.json"), "utf8"));
const UUID = "0b1d5c3e-7a42-4f0e-9c86-3d1f5a7b9e20";
const HOME = "http://127.0.0.1:46738";
const home = process.env.HOME;
const downloads = path.join(home, "Downloads");
const steps = [];

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(what, look, patience = 120_000) {
  for (const end = Date.now() + patience; Date.now() < end; await pause(100)) {
    const found = await Promise.resolve().then(look).catch(() => null);
    if (found) return found;
  }
  throw new Error(`Waited in vain for ${what}.`);
}

/** Does one step, notes the seconds, and takes a picture of the whole screen. */
async function step(words, what) {
  const began = Date.now();
  const result = await what();
  const seconds = Math.round((Date.now() - began) / 100) / 10;
  await pause(700); // until what is drawn is on the screen; not counted
  const picture = `${name}-${String(steps.length + 1).padStart(2, "0")}.png`;
  execFileSync("import", ["-window", "root", path.join(out, picture)]);
  steps.push({ step: words, seconds, picture });
  writeFileSync(path.join(out, `${name}.json`), JSON.stringify(steps, null, 2));
  console.log(`${name}: ${seconds} s  ${words}`);
  return result;
}

/** The releases' page, as a release's workflow fills it: one link to the package. */
function serveReleases() {
  const [key, certificate] = ["/etc/inset-test.key", "/etc/inset-test.crt"];
  execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=inset.example", "-keyout", key, "-out", certificate], { stdio: "ignore" });
  const file = path.basename(deb);
  return new Promise((resolve) => {
    const server = createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (request, answer) => {
      if (request.url?.endsWith(".deb")) {
        answer.writeHead(200, { "Content-Type": "application/vnd.debian.binary-package", "Content-Length": statSync(deb).size, "Content-Disposition": `attachment; filename="${file}"` });
        createReadStream(deb).pipe(answer);
      } else {
        answer.writeHead(200, { "Content-Type": "text/html; charset=utf-8" });
        answer.end(`<!doctype html><title>Inset's releases</title><h1>Inset</h1><p id="linux"><a href="/${file}">${file}</a></p>`);
      }
    }).listen(443, "127.0.0.1", () => { resolve(server); });
  });
}

async function launch() {
  const shared = { headless: false, acceptInsecureCerts: true, defaultViewport: null, env: process.env };
  if (name === "chromium") {
    const browser = await puppeteer.launch({
      ...shared,
      executablePath: "/usr/bin/chromium",
      pipe: true,
      enableExtensions: true,
      userDataDir: path.join(home, ".config/chromium"),
      args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--no-default-browser-check", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--ignore-certificate-errors", "--lang=en-US", "--window-size=1280,900", "--window-position=0,0"],
    });
    const id = await browser.installExtension(extension);
    return { browser, own: (file) => `chrome-extension://${id}/${file}` };
  }
  const browser = await puppeteer.launch({
    ...shared,
    browser: "firefox",
    executablePath: "/usr/bin/firefox",
    args: ["--remote-allow-system-access", "--width=1280", "--height=900"],
    extraPrefsFirefox: {
      "extensions.webextensions.uuids": JSON.stringify({ [firefoxId]: UUID }),
      "extensions.webextOptionalPermissionPrompts": false,
      "browser.download.folderList": 2,
      "browser.download.dir": downloads,
      "browser.download.always_ask_before_handling_new_types": false,
      "browser.shell.checkDefaultBrowser": false,
      "intl.locale.requested": "en-US",
      "services.settings.server": "data:,#remote-settings-dummy/v1",
    },
  });
  await browser.installExtension(extension);
  return { browser, own: (file) => `moz-extension://${UUID}/${file}` };
}

const find = (browser, beginning) => until(`a tab with ${beginning}`, async () => (await browser.pages()).find((page) => page.url().startsWith(beginning)));

async function press(page, selector) {
  await page.bringToFront();
  await until(selector, () => page.$(selector));
  await page.evaluate((wanted) => { const found = document.querySelector(wanted); found.removeAttribute("target"); found.click(); }, selector);
}

/** What a desktop does when the menu entry is clicked. */
function clickMenuEntry() {
  spawn("gio", ["launch", "/usr/share/applications/inset.desktop"], { stdio: "inherit", detached: true }).unref();
}

async function play() {
  mkdirSync(downloads, { recursive: true });
  await serveReleases();
  const { browser, own } = await step("the browser is open, and the extension installed", launch);
  const openWelcome = async () => {
    const page = await browser.newPage();
    page.goto(own("welcome.html"), { timeout: 3000 }).catch(() => undefined);
    await until("the welcome page", () => page.evaluate(() => document.querySelectorAll("#downloads a").length === 3));
    return page;
  };
  // Chromium's opens by itself; over BiDi Firefox tells nothing of a tab that an extension opened.
  const welcome = await step("the welcome page is there", () => (name === "chromium" ? find(browser, own("welcome.html")) : openWelcome()));
  if (name === "chromium") {
    const session = await browser.target().createCDPSession();
    await session.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: downloads, eventsEnabled: false });
  }
  const releases = await step("“For Linux” leads to the releases", async () => {
    const href = await until("the button", () => welcome.$eval("#downloads a.primary", (link) => link.href));
    const page = await browser.newPage();
    await page.goto(href);
    return page;
  });
  await step("the package is downloaded", async () => {
    await press(releases, "#linux a");
    await until("the package", () => readdirSync(downloads).some((file) => file.endsWith(".deb") && statSync(path.join(downloads, file)).size === statSync(deb).size));
    await releases.close();
  });
  await step("the package is installed (dpkg, in place of the software manager's button)", () => {
    execFileSync("dpkg", ["--install", path.join(downloads, readdirSync(downloads).find((file) => file.endsWith(".deb")))], { stdio: "ignore" });
  });
  await step("“Inset” in the applications menu: Inset's page is open, as its owner", async () => {
    clickMenuEntry();
    // The desktop's default browser is a stand-in that notes what it is to open; this browser opens it.
    const address = await until("what the browser is given", () => readFileSync(path.join(home, "asked"), "utf8").trim());
    const page = await browser.newPage();
    page.goto(address.startsWith("/") ? `file://${address}` : address).catch(() => undefined);
    await until("the owner's session", () => page.evaluate(() => document.documentElement.dataset.session === "owner"));
  });
  await step("the welcome page has noticed by itself", async () => {
    await welcome.bringToFront();
    await until("the first step's tick", () => welcome.$("#start.over"));
  });
  const approval = await step("Connect: the approval is open, with the same code", async () => {
    await press(welcome, "#panel button.primary");
    const code = await until("a code", () => welcome.evaluate(() => document.querySelector("#panel .code")?.textContent));
    const page = await find(browser, `${HOME}/connect`);
    await page.bringToFront();
    await until("the same code", () => page.evaluate((wanted) => document.querySelector("#connect-asker .code")?.textContent === wanted, code));
    return page;
  });
  await step("Approve: connected", async () => {
    await press(approval, "#connect-asker button.primary:not([data-settling])");
    await until("the approval", () => approval.evaluate(() => document.querySelector("#connect-approved")?.checkVisibility()));
  });
  const page = await step("a list of photos is chosen on Inset's page", async () => {
    const list = path.join(home, "my-list.csv");
    writeFileSync(list, `photo_id\n${Array.from({ length: 6 }, (_, n) => String(990_000_000_001 + 2 * n)).join("\n")}\n`);
    const opened = await browser.newPage();
    await opened.goto(`${HOME}/#add`);
    const field = await until("the field", () => opened.$("#manifest-file"));
    await field.uploadFile(list);
    await until("how it is read", () => opened.$("#taken:not([hidden])"));
    return opened;
  });
  await step("the dataset is made", async () => {
    await press(page, "#build-form .primary");
    await until("the dataset", async () => (await fetch(`${HOME}/v1/hello`).then((answer) => answer.json())).ready === true);
  });
  await step("the sample page shows the first badge", async () => {
    await welcome.bringToFront();
    await until("the second step's tick", () => welcome.$("#connect.over"));
    const gallery = await browser.newPage();
    await gallery.goto(`${HOME}/sample`);
    await gallery.bringToFront();
    await until("a badge", () => gallery.evaluate(() => document.querySelector("inset-layer, inset-badge, [data-inset]") !== null || [...document.querySelectorAll("*")].some((each) => each.localName.startsWith("inset-"))));
  });
  await browser.close();
}

const began = Date.now();
try {
  await play();
} catch (error) {
  execFileSync("import", ["-window", "root", path.join(out, `${name}-failed.png`)]);
  throw error;
}
console.log(`${name}: ${((Date.now() - began) / 1000).toFixed(0)} s in all`);
process.exit(0);
