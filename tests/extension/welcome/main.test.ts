import { beforeEach, expect, it } from "vitest";
import type { HelperState } from "../../../extension/src/shared/answers.ts";
import { FakeChrome, settle } from "../support/fake-chrome.ts";
import { openOwnPage } from "../support/own-page.ts";

let state: HelperState;
let started: unknown;
let fake: FakeChrome;

beforeEach(() => {
  fake = new FakeChrome().install();
  fake.background = ({ kind }) => kind === "start_helper" ? started :
    kind === "status" ? { state, revision: null, port: 46799, version: "0.1.0" } : { outcome: "idle" };
});

it.each<[HelperState, readonly string[]]>([
  ["off", []],
  ["other_program", []],
  ["not_paired", ["start"]],
  ["no_index", ["start", "connect"]],
  ["ready", ["start", "connect"]],
])("ticks off what is done while %s", async (now, done) => {
  state = now;
  const browser = await openOwnPage("welcome");
  await settle(20);
  expect([...browser.document.querySelectorAll("ol > .over")].map(({ id }) => id)).toEqual(done);
  expect(browser.document.querySelector("#panel button") !== null).toBe(now === "not_paired");
  expect([...browser.document.querySelectorAll("#downloads a")].map((link) => [link.textContent, link.className])).toEqual([
    ["For Linux", "button primary"],
    ["For Windows", "button"],
    ["For macOS", "button"],
  ]);
  expect((browser.get("#sample") as HTMLAnchorElement).href).toBe("http://127.0.0.1:46799/sample");
});

it.each([
  [true, { outcome: "started" }, "The first time, your browser asks"],
  [true, { outcome: "no_host" }, "This browser found no Inset that it can start."],
  [true, { outcome: "failed", message: "Stop the program that uses port 46738." }, "Inset could not be started: Stop the program"],
  [false, undefined, "You did not allow it"],
])("starts the helper by a click, where the person allows it (%s) and the host answers %j", async (willing, reply, words) => {
  state = "off";
  started = reply;
  fake.willing = willing;
  const browser = await openOwnPage("welcome");
  await settle(20);
  const panel = browser.get("#start-panel");
  expect(panel.hidden).toBe(false);
  expect(fake.allowed).toEqual([]);
  panel.querySelector("button")?.click();
  await settle(20);
  expect(fake.allowed).toEqual(willing ? ["nativeMessaging"] : []);
  expect(panel.querySelector("p")?.textContent).toContain(words);
});
