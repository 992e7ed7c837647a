// The line between a content script and the background, both ends of it.
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { watchLines } from "../../../../extension/src/background/lines.ts";
import { Line } from "../../../../extension/src/content/answers/line.ts";
import type { LineQuestion, LookupReply } from "../../../../extension/src/shared/messages.ts";
import { FakeChrome } from "../../support/fake-chrome.ts";

type Listener = (message: unknown) => void;

/** One end of a line; what is sent arrives at the other one. */
class End {
  other: End | null = null;
  readonly listeners: Listener[] = [];
  readonly ended: (() => void)[] = [];
  readonly onMessage = { addListener: (listener: Listener) => { this.listeners.push(listener); } };
  readonly onDisconnect = { addListener: (listener: () => void) => { this.ended.push(listener); } };
  readonly sender = { id: "inset-test", tab: { id: 5 } };

  constructor(readonly name: string) {}

  postMessage(message: unknown): void {
    const { other } = this;
    if (other === null) throw new Error("Attempting to use a disconnected port object");
    const written = JSON.stringify(message);
    queueMicrotask(() => { for (const listener of other.listeners) listener(JSON.parse(written)); });
  }

  disconnect(): void {
    const { other } = this;
    this.other = null;
    if (other === null) return;
    other.other = null;
    for (const end of other.ended) end();
  }
}

const STATUS = { state: "ready", revision: "r1", port: 46738, version: null } as const;
const REPLY: LookupReply = { status: STATUS, answers: {} };

let fake: FakeChrome;
let opened: End[];
let asked: LineQuestion[];
/** What the background says; held back until the test lets it go where it is a promise. */
let say: (question: LineQuestion) => Promise<LookupReply | null>;

beforeEach(() => {
  fake = new FakeChrome().install();
  opened = [];
  asked = [];
  say = () => Promise.resolve(REPLY);
  chrome.runtime.connect = ((info: { name: string }) => {
    const [here, there] = [new End(info.name), new End(info.name)];
    [here.other, there.other] = [there, here];
    opened.push(there);
    fake.onConnect.emit(there);
    return here;
  }) as unknown as typeof chrome.runtime.connect;
  watchLines((question) => {
    asked.push(question);
    return say(question);
  });
});
afterEach(() => { vi.unstubAllGlobals(); });

it("is opened by the first question and stays open", async () => {
  const line = new Line();
  expect(opened).toEqual([]);
  expect(await line.ask(["1"], true, true)).toEqual(REPLY);
  expect(await line.ask(["2"], false, false)).toEqual(REPLY);
  expect(opened).toHaveLength(1);
  expect(asked).toMatchObject([{ photos: ["1"], eager: true, seen: true }, { photos: ["2"], eager: false, seen: false }]);
});

it("gives each question its own answer, in whatever order they come", async () => {
  const one: LookupReply = { ...REPLY, answers: { 1: { answer: "unknown", datasets: [] } } };
  let answerLate = (): void => undefined;
  const late = new Promise<LookupReply>((resolve) => { answerLate = () => { resolve(one); }; });
  say = ({ photos }) => (photos[0] === "1" ? late : Promise.resolve(REPLY));
  const line = new Line();
  const first = line.ask(["1"], false, true);
  expect(await line.ask(["2"], false, true)).toEqual(REPLY);
  answerLate();
  expect(await first).toEqual(one);
});

it("ends with the background: what waits is rejected, and the next question opens another", async () => {
  say = () => new Promise(() => undefined);
  const line = new Line();
  const waits = line.ask(["1"], false, true);
  opened[0]?.disconnect();
  await expect(waits).rejects.toThrow("closed");
  say = () => Promise.resolve(REPLY);
  expect(await line.ask(["1"], false, true)).toEqual(REPLY);
  expect(opened).toHaveLength(2);
});

it("is closed when the page is left", async () => {
  say = () => new Promise(() => undefined);
  const line = new Line();
  const waits = line.ask(["1"], false, true);
  line.close();
  await expect(waits).rejects.toThrow("closed");
  expect(opened[0]?.other).toBeNull();
});

it("rejects where nobody waits for the answer any more, where answering failed, and where the extension is gone", async () => {
  const line = new Line();
  say = () => Promise.resolve(null);
  await expect(line.ask(["1"], false, true)).rejects.toThrow("did not answer");
  say = () => Promise.reject(new Error("storage"));
  await expect(line.ask(["1"], false, true)).rejects.toThrow("did not answer");
  chrome.runtime.connect = () => { throw new Error("Extension context invalidated."); };
  line.close();
  await expect(line.ask(["1"], false, true)).rejects.toThrow("invalidated");
});

it("answers nothing that is no question, and no line of a stranger's", async () => {
  const line = new Line();
  await line.ask(["1"], false, true);
  opened[0]?.other?.postMessage({ number: 9, photos: "all" });
  opened[0]?.other?.postMessage(null);
  const stranger = new End("photos");
  const heard: unknown[] = [];
  stranger.other = new End("photos");
  stranger.other.listeners.push((message) => heard.push(message));
  fake.onConnect.emit(Object.assign(stranger, { sender: { id: "stranger" } }));
  for (const listener of stranger.listeners) listener({ number: 1, photos: ["1"], eager: false, seen: true });
  await line.ask(["2"], false, true);
  expect(asked.map(({ photos }) => photos)).toEqual([["1"], ["2"]]);
  expect(heard).toEqual([]);
});
