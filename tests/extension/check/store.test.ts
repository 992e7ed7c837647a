// What is kept of a check in the browser, and that nothing of it is left once it is forgotten.
import { beforeEach, expect, it } from "vitest";
import { forgetCheck, isKey, keepCheck, keepKey, loadCheck, loadKey } from "../../../extension/src/check/store.ts";
import { begin } from "../../../extension/src/check/walk.ts";
import { FakeChrome } from "../support/fake-chrome.ts";
import { ACCOUNT, photoIds } from "../support/stand-in.ts";

let fake: FakeChrome;
const start = begin(ACCOUNT, "window", 0);

beforeEach(() => {
  fake = new FakeChrome().install();
});

it("a check comes back as it was kept, part by part", async () => {
  expect(await loadCheck()).toBeNull();
  await keepCheck({ ...start, parts: 1, found: 3, next: 2 }, photoIds(3));
  await keepCheck({ ...start, parts: 2, found: 5, next: 3 }, photoIds(2, 900_000_000_100));
  await keepCheck({ ...start, parts: 2, found: 5, next: 4, state: "paused" }, []);
  expect(await loadCheck()).toEqual({ walk: { ...start, parts: 2, found: 5, next: 4, state: "paused" }, photos: [...photoIds(3), ...photoIds(2, 900_000_000_100)] });
});

it("nothing is left of a check that was forgotten", async () => {
  for (let part = 1; part <= 12; part += 1) await keepCheck({ ...start, parts: part, found: part }, photoIds(1, 900_000_000_000 + part));
  await keepKey("f".repeat(32));
  expect(fake.local.keys()).toHaveLength(14);
  await forgetCheck();
  expect(fake.local.keys()).toEqual(["flickr-key"]);
  expect(await loadCheck()).toBeNull();
  await keepKey("");
  expect(fake.local.keys()).toEqual([]);
});

it.each([null, 7, "x", {}, { pages: { kind: "account", user: "../x" }, next: 1, parts: 0 }, { ...start, next: "1" }, { ...start, names: "x" }])("damage counts as nothing kept: %j", async (stored) => {
  await fake.local.set({ check: stored });
  expect(await loadCheck()).toBeNull();
});

it("what is no photo's ID is not taken for one", async () => {
  await fake.local.set({ check: { ...start, parts: 1, found: 9 }, "check-photos-1": "900000000001 0123 <b> 900000000002" });
  expect(await loadCheck()).toMatchObject({ photos: ["900000000001", "900000000002"], walk: { found: 2 } });
});

it("a browser without room says so", async () => {
  fake.local.set = () => Promise.reject(new Error("Quota exceeded"));
  expect(await keepCheck(start, photoIds(1))).toBe(false);
});

it("a key is 32 hexadecimal digits", async () => {
  expect(isKey("0123456789abcdef0123456789ABCDEF")).toBe(true);
  for (const wrong of ["", "f".repeat(31), "g".repeat(32), `${"f".repeat(32)}\n`]) expect(isKey(wrong)).toBe(false);
  expect(await loadKey()).toBe("");
});
