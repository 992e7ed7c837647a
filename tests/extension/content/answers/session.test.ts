// Asking about many photos while the helper comes and goes.
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { AnswerBook } from "../../../../extension/src/content/answers/answer-book.ts";
import { Session } from "../../../../extension/src/content/answers/session.ts";
import { NOT_LISTED, UNKNOWN, type HelperState, type HelperStatus } from "../../../../extension/src/shared/answers.ts";
import type { Request } from "../../../../extension/src/shared/messages.ts";
import { FakeChrome, settle } from "../../support/fake-chrome.ts";

/** More than travel in one message. */
const MANY = Array.from({ length: 700 }, (_, n) => String(911_000_000_001 + n));

let answers: AnswerBook;
let session: Session;
let state: HelperState | "silent";
let lookups: string[][];

const status = (): HelperStatus => ({ state: state === "silent" ? "off" : state, revision: state === "ready" ? "r1" : null, port: 8765, version: null });

beforeEach(() => {
  const fake = new FakeChrome().install();
  vi.stubGlobal("requestIdleCallback", (work: () => void) => setTimeout(work, 0));
  vi.stubGlobal("cancelIdleCallback", (handle: ReturnType<typeof setTimeout>) => { clearTimeout(handle); });
  answers = new AnswerBook(vi.fn());
  for (const photo of MANY) answers.add(photo);
  state = "ready";
  lookups = [];
  fake.background = (message) => {
    const request = message as Request;
    if (request.kind === "check") return status();
    if (request.kind !== "lookup") return null;
    lookups.push([...request.photos]);
    if (state === "silent") return undefined;
    const answer = state === "ready" ? NOT_LISTED : UNKNOWN;
    return { status: status(), answers: Object.fromEntries(request.photos.map((photo) => [photo, answer])) };
  };
  session = new Session({ answers, document: { visibilityState: "visible" } as Document, orphaned: vi.fn() });
});

afterEach(() => { session.stop(); });

it("asks about all photos in as few messages as hold them", async () => {
  session.askAll();
  await vi.waitFor(() => { expect(answers.due()).toEqual([]); });
  expect(lookups.map((photos) => photos.length)).toEqual([300, 300, 100]);
});

it("asks about those near the screen before the others, and about none twice at once", async () => {
  const near = MANY.slice(-3);
  session.askAll();
  session.askFirst(near);
  session.askFirst(near);
  await vi.waitFor(() => { expect(answers.due()).toEqual([]); });
  expect(lookups[0]).toEqual(near);
  expect(lookups.flat().sort()).toEqual(MANY);
});

it.each(["off", "failing", "silent"] as const)("does not ask on and on while the helper is %s, keeps what it said, and goes on afterwards", async (trouble) => {
  session.askAll();
  await vi.waitFor(() => { expect(answers.due()).toEqual([]); });
  state = trouble;
  answers.askAgain();
  lookups = [];
  session.askAll();
  await settle(400);
  expect(lookups.length).toBeLessThanOrEqual(4);
  expect(answers.counts.not_listed).toBe(MANY.length);
  state = "ready";
  await session.check(true);
  await vi.waitFor(() => { expect(answers.due()).toEqual([]); });
});
