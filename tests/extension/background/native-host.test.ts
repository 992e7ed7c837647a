// Starting Inset and opening its page by the native messaging host: only by permission, and only with what the host said.
import { beforeEach, describe, expect, it } from "vitest";
import { openLocalPage } from "../../../extension/src/background/local-page.ts";
import { getTicket, startHelper } from "../../../extension/src/background/native-host.ts";
import { loadPairing, savePairing } from "../../../extension/src/shared/pairing.ts";
import { FakeChrome } from "../support/fake-chrome.ts";

let fake: FakeChrome;

beforeEach(async () => {
  fake = new FakeChrome().install();
  await savePairing({ port: 46738, token: "look-ups" });
});

describe("without the permission", () => {
  it("the host is not asked, and the page opens without a ticket", async () => {
    fake.host = () => { throw new Error("asked"); };
    expect(await startHelper()).toEqual({ outcome: "not_allowed" });
    expect(await getTicket()).toBeNull();
    await openLocalPage();
    expect(fake.opened).toEqual(["http://127.0.0.1:46738/"]);
  });
});

describe("with the permission", () => {
  beforeEach(() => {
    fake.allowed = ["nativeMessaging"];
  });

  it("a browser without the host says so", async () => {
    expect(await startHelper()).toEqual({ outcome: "no_host" });
    await openLocalPage();
    expect(fake.opened).toEqual(["http://127.0.0.1:46738/"]);
  });

  it("two verbs are sent, and nothing of the pairing", async () => {
    const asked: unknown[] = [];
    fake.host = (message) => { asked.push(message); return { ok: true, port: 46738, ticket: "t-1", expires_in: 60 }; };
    expect(await startHelper()).toEqual({ outcome: "started" });
    await openLocalPage();
    expect(asked).toEqual([{ verb: "start" }, { verb: "ticket" }]);
    expect(fake.opened).toEqual(["http://127.0.0.1:46738/#ticket=t-1"]);
  });

  it("the port is the helper's own, and the pairing stays", async () => {
    fake.host = () => ({ ok: true, port: 50001 });
    await startHelper();
    expect(await loadPairing()).toEqual({ port: 50001, token: "look-ups" });
  });

  it("a ticket of another helper is not taken to this one's page", async () => {
    fake.host = () => ({ ok: true, port: 50001, ticket: "t-1", expires_in: 60 });
    await openLocalPage();
    expect(fake.opened).toEqual(["http://127.0.0.1:46738/"]);
  });

  it("the helper's own words tell why it did not start", async () => {
    fake.host = () => ({ ok: false, error: { code: "port_unavailable", message: "Stop the program that uses port 46738.", hint: "" } });
    expect(await startHelper()).toEqual({ outcome: "failed", message: "Stop the program that uses port 46738." });
    expect(await getTicket()).toBeNull();
  });

  it.each([null, "ok", {}, { ok: "yes" }, { ok: true }, { ok: true, port: "1" }, { ok: true, port: 1, ticket: 5 }, { ok: true, port: 46738, ticket: "x#y z" }, { ok: false }, { ok: false, error: "no" }])(
    "an answer that is none counts as no host: %j",
    async (answer) => {
      fake.host = () => answer;
      expect(await startHelper()).toEqual({ outcome: "no_host" });
      expect(await getTicket()).toBeNull();
    },
  );
});
