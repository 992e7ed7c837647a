import { beforeEach, describe, expect, it, vi } from "vitest";
import { loadPairing, parsePort, readPairing, savePairing } from "../../../extension/src/shared/pairing.ts";
import type { FakeBrowser } from "../support/browser.ts";
import { FakeChrome, settle } from "../support/fake-chrome.ts";
import { openOwnPage, visibleText } from "../support/own-page.ts";

let fake: FakeChrome;
let browser: FakeBrowser;

beforeEach(async () => {
  fake = new FakeChrome().install();
  fake.background = () => ({ state: "other_program", revision: null, port: 46738, version: null });
  await savePairing({ port: 46738, token: "t" });
  browser = await openOwnPage("options");
  await settle(20);
});

const port = (): HTMLInputElement => browser.get("#port") as HTMLInputElement;

async function save(value: string): Promise<void> {
  port().value = value;
  browser.get("#form").dispatchEvent(new browser.window.Event("submit", { cancelable: true }));
  await settle(20);
}

describe("the options", () => {
  it("name the cause when the connection is tested", () => {
    expect(visibleText(browser.get("#state"))).toBe("Other program");
    expect(visibleText(browser.get("#cause"))).toContain("Another program answers on port 46738.");
  });

  it("keep a port and the token with it", async () => {
    await save("46999");
    expect(await loadPairing()).toEqual({ port: 46999, token: "t" });
    expect(visibleText(browser.get("#port-note"))).toBe("Saved");
  });

  it.each(["", "80", "65536", "46738x", "4.6e4", "-46738"])("refuse %j as a port", async (value) => {
    await save(value);
    expect((await loadPairing()).port).toBe(46738);
    expect(port().getAttribute("aria-invalid")).toBe("true");
    expect(visibleText(browser.get("#port-note"))).toContain("1024");
  });

  it("forget the pairing on the second click, and keep the port", async () => {
    browser.get("#forget").click();
    await settle(20);
    expect((await loadPairing()).token).toBe("t");
    browser.get("#forget").click();
    await vi.waitFor(async () => { expect(await loadPairing()).toEqual({ port: 46738, token: null }); });
  });
});

describe("what storage holds", () => {
  it.each([
    [undefined, 46738, null],
    ["nonsense", 46738, null],
    [{ port: "46739", token: 5 }, 46738, null],
    [{ port: 46739 }, 46739, null],
    [{ port: 0, token: "t" }, 46738, "t"],
    [{ port: 46739, token: "t" }, 46739, "t"],
  ])("%j is read with care", (stored, portRead, token) => {
    expect(readPairing(stored)).toEqual({ port: portRead, token });
  });

  it("a typed port may have blanks around it", () => {
    expect(parsePort(" 46739 ")).toBe(46739);
  });
});
