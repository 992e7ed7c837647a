// Look-ups over a line to the helper: faster where it is open, and a request wherever it is not.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { askLookup } from "../../../extension/src/background/client.ts";
import { Connection } from "../../../extension/src/background/connection.ts";
import { HelperLine } from "../../../extension/src/background/helper-line.ts";
import { HelperServer } from "../support/helper-server.ts";

/** The browser's WebSocket, of which a test is the other end. */
class Socket {
  static readonly OPEN = 1;
  static all: Socket[] = [];
  readyState = 0;
  readonly sent: { readonly number: number; readonly photos: readonly string[] }[] = [];
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;

  constructor(readonly address: string, readonly protocols: readonly string[]) {
    Socket.all.push(this);
  }

  send(data: string): void {
    this.sent.push(JSON.parse(data) as Socket["sent"][number]);
  }

  close(): void {
    this.readyState = 3;
  }

  opens(): void {
    this.readyState = Socket.OPEN;
  }

  says(message: unknown): void {
    this.onmessage?.({ data: typeof message === "string" ? message : JSON.stringify(message) });
  }

  /** Answers the newest question. */
  answers(body: unknown, status = 200): void {
    this.says({ number: this.sent.at(-1)?.number, status, body });
  }

  ends(): void {
    this.readyState = 3;
    this.onclose?.();
  }
}

const BODY = { revision: "r1", datasets: ["tidewatch"], unavailable: [], listed: { 7: [{ dataset: "tidewatch", answer: "listed" }] }, public: {}, invalid: [] };
const { signal } = new AbortController();

let helper: HelperServer;
let line: HelperLine;
let pairing: { port: number; token: string };

beforeEach(async () => {
  Socket.all = [];
  vi.stubGlobal("WebSocket", Socket);
  helper = await HelperServer.start();
  pairing = { port: helper.port, token: "right" };
  line = new HelperLine();
});
afterEach(async () => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  await helper.stop();
});

const requests = (): number => helper.seen.filter(({ path }) => path === "/v1/lookup").length;
const ask = (): ReturnType<typeof askLookup> => askLookup(pairing, ["7"], signal, line);

/** After a first question, which a request answers. */
async function opened(): Promise<Socket> {
  await ask();
  const socket = Socket.all.at(-1);
  if (socket === undefined) throw new Error("No line was opened.");
  socket.opens();
  return socket;
}

it("is opened after a request was answered, and asked from then on", async () => {
  const socket = await opened();
  expect(socket.address).toBe(`ws://127.0.0.1:${String(helper.port)}/v1/lookup`);
  expect(socket.protocols).toEqual(["inset.lookup.1", "right"]);
  const asked = ask();
  expect(socket.sent).toMatchObject([{ photos: ["7"] }]);
  socket.answers(BODY);
  expect(await asked).toMatchObject({ ok: true, value: { revision: "r1" } });
  expect([requests(), Socket.all.length]).toEqual([1, 1]);
});

it("tells apart what was asked at once", async () => {
  const socket = await opened();
  const [one, other] = [line.ask(pairing, ["1"], signal), line.ask(pairing, ["2"], signal)];
  const [first, second] = socket.sent.map(({ number }) => number);
  socket.says({ number: second, status: 200, body: "second" });
  socket.says({ number: first, status: 200, body: "first" });
  expect(await Promise.all([one, other])).toEqual(["first", "second"]);
});

describe("a request answers", () => {
  it("while the line is not open yet", async () => {
    await ask();
    expect(await ask()).toMatchObject({ ok: true });
    expect([requests(), Socket.all.length]).toEqual([2, 1]);
  });

  it.each([
    ["ends", (socket: Socket) => { socket.ends(); }],
    ["says what is no answer", (socket: Socket) => { socket.says("<html>"); }],
    ["refuses", (socket: Socket) => { socket.answers({ code: "index_missing" }, 503); }],
    ["answers nonsense", (socket: Socket) => { socket.answers({ listed: "all" }); }],
  ])("where the line %s", async (_, does) => {
    const socket = await opened();
    const asked = ask();
    does(socket);
    expect(await asked).toMatchObject({ ok: true });
    expect(requests()).toBe(2);
  });

  it("where the line does not answer, which is then given up", async () => {
    const socket = await opened();
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const asked = ask();
    await vi.advanceTimersByTimeAsync(2_000);
    vi.useRealTimers();
    expect(await asked).toMatchObject({ ok: true });
    expect(socket.readyState).toBe(3);
  });

  it("and a line that was lost is not opened again at once: an older helper has none", async () => {
    const socket = await opened();
    socket.ends();
    await ask();
    expect(Socket.all).toHaveLength(1);
    vi.spyOn(performance, "now").mockReturnValue(performance.now() + 31_000);
    await ask();
    expect(Socket.all).toHaveLength(2);
  });
});

it("gives up a question that nobody waits for any more", async () => {
  const socket = await opened();
  const gone = new AbortController();
  const asked = line.ask(pairing, ["1"], gone.signal);
  gone.abort();
  expect(await asked).toBeNull();
  socket.answers(BODY);
});

it("is never asked with another token, nor at another port, than it was opened with", async () => {
  const socket = await opened();
  for (const other of [{ ...pairing, token: "other" }, { ...pairing, port: 1 }]) expect(await line.ask(other, ["1"], signal)).toBeNull();
  expect(socket.sent).toEqual([]);
  line.open({ ...pairing, token: "other" });
  expect([socket.readyState, Socket.all.at(-1)?.protocols[1]]).toEqual([3, "other"]);
});

it("is not opened without a token, nor where the helper did not answer", async () => {
  line.open({ port: helper.port, token: null });
  helper.override = () => ({ status: 503, body: { code: "index_missing" } });
  await ask();
  expect(Socket.all).toEqual([]);
});

it("ends as soon as the pairing or the permission changes", async () => {
  const connection = new Connection({ loadPairing: () => Promise.resolve(pairing), hasPermission: () => Promise.resolve(true), onChange: () => undefined, line });
  await connection.lookup(["7"], signal);
  const [socket] = Socket.all;
  socket?.opens();
  connection.forget();
  expect(socket?.readyState).toBe(3);
  await connection.lookup(["7"], signal);
  expect(Socket.all).toHaveLength(2);
});
