import { beforeEach, expect, it } from "vitest";
import type { HelperState } from "../../../extension/src/shared/answers.ts";
import { FakeChrome, settle } from "../support/fake-chrome.ts";
import { openOwnPage } from "../support/own-page.ts";

let state: HelperState;

beforeEach(() => {
  const fake = new FakeChrome().install();
  fake.background = ({ kind }) =>
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
