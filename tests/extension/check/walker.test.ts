// The walker: every step is kept before it is shown, a wish of the person's ends it at once, and sources say what happened.
import { beforeEach, describe, expect, it, vi } from "vitest";
import { FlickrApi } from "../../../extension/src/check/flickr-api.ts";
import { keepCheck, loadCheck } from "../../../extension/src/check/store.ts";
import { begin, PACE, type Attempt, type Walk } from "../../../extension/src/check/walk.ts";
import { Walker, type PageSource } from "../../../extension/src/check/walker.ts";
import { FakeChrome } from "../support/fake-chrome.ts";
import { ACCOUNT, photoIds, serve, type StandIn } from "../support/stand-in.ts";

const NSID = "900000701@N07";
let fake: FakeChrome;

beforeEach(() => {
  vi.useFakeTimers();
  fake = new FakeChrome().install();
  return () => vi.useRealTimers();
});

/** A source that reads the stand-in's pages. */
function sourceOf(flickr: StandIn, each: (walk: Walk) => Promise<Attempt | null> = () => Promise.resolve(null)): PageSource & { readonly asked: number[]; closed: number } {
  return {
    asked: [],
    closed: 0,
    async attempt(walk, known) {
      this.asked.push(walk.next);
      const reading = serve(flickr, walk.pages, walk.next);
      return (await each(walk)) ?? { outcome: "read", reading, fresh: reading.photos.filter((photo) => !known.has(photo)).length };
    },
    close() {
      this.closed += 1;
      return Promise.resolve();
    },
  };
}

const flickr = (count: number): StandIn => ({ photos: photoIds(count), size: 10, past: "redirect", links: true, counts: true });

async function walkWith(source: PageSource, start = begin(ACCOUNT, "window", 0)): Promise<{ steps: Walk[]; fresh: string[]; walker: Walker; done: Promise<void> }> {
  const steps: Walk[] = [];
  const fresh: string[] = [];
  const kept = await loadCheck();
  const walker = new Walker({ walk: start, photos: kept?.photos ?? [] }, { source, onStep: (walk, photos) => { steps.push(walk); fresh.push(...photos); } });
  return { steps, fresh, walker, done: walker.run() };
}

describe("the walker", () => {
  it("keeps each page's photos, and closes its source at the end", async () => {
    const source = sourceOf(flickr(35));
    const { steps, fresh, done } = await walkWith(source);
    await vi.runAllTimersAsync();
    await done;
    expect(fresh).toEqual(photoIds(35));
    expect(steps.at(-1)?.state).toBe("finished");
    expect(source.closed).toBe(1);
    expect(await loadCheck()).toMatchObject({ photos: photoIds(35), walk: { state: "finished", found: 35 } });
  });

  it("waits between pages", async () => {
    const source = sourceOf(flickr(35));
    await walkWith(source);
    await vi.advanceTimersByTimeAsync(PACE - 1);
    expect(source.asked).toEqual([1]);
    await vi.advanceTimersByTimeAsync(1);
    expect(source.asked).toEqual([1, 2]);
    await vi.runAllTimersAsync();
  });

  it.each([["while it waits", false], ["while a page is being read, whose window it closes", true]])("pauses %s", async (_, reading) => {
    let stuck: (attempt: Attempt) => void = () => undefined;
    const source = sourceOf(flickr(35), (walk) => (reading && walk.next === 2 ? new Promise((resolve) => { stuck = resolve; }) : Promise.resolve(null)));
    source.close = () => {
      stuck({ outcome: "ended", trouble: "closed" });
      return Promise.resolve();
    };
    const { steps, walker, done } = await walkWith(source);
    await vi.advanceTimersByTimeAsync(reading ? PACE : PACE / 2);
    walker.pause();
    await vi.runAllTimersAsync();
    await done;
    expect(steps.at(-1)).toMatchObject({ state: "paused", trouble: null, next: 2, found: 10 });
  });

  it("stops where the browser has no room, and does not claim what it could not keep", async () => {
    const { steps, done, fresh } = await walkWith(sourceOf(flickr(35), (walk) => {
      if (walk.next === 2) {
        const keep = fake.local.set.bind(fake.local);
        fake.local.set = (values) => (Object.keys(values).some((key) => key.startsWith("check-photos")) ? Promise.reject(new Error("Quota exceeded")) : keep(values));
      }
      return Promise.resolve(null);
    }));
    await vi.runAllTimersAsync();
    await done;
    expect(steps.at(-1)).toMatchObject({ state: "stopped", trouble: "full", found: 10, parts: 1, next: 2 });
    expect(fresh).toEqual(photoIds(10));
  });

  it("takes a source that breaks for one that did not answer", async () => {
    const { steps, done } = await walkWith({ attempt: () => Promise.reject(new Error("gone")), close: () => Promise.resolve() });
    await vi.runAllTimersAsync();
    await done;
    expect(steps.at(-1)).toMatchObject({ state: "stopped", trouble: "unreachable" });
  });
});

describe("Flickr's API", () => {
  const key = "f".repeat(32);
  const walk = begin(ACCOUNT, "api", 0);
  const answering = (...bodies: readonly unknown[]): { asked: { method: string; args: Record<string, string> }[] } => {
    const asked: { method: string; args: Record<string, string> }[] = [];
    let n = 0;
    fake.background = (message) => {
      asked.push(message as unknown as { method: string; args: Record<string, string> });
      const body = bodies[Math.min(n, bodies.length - 1)];
      n += 1;
      return body !== null && typeof body === "object" && "status" in body ? body : { status: 200, retryAfter: null, body };
    };
    return { asked };
  };
  const user = { stat: "ok", user: { id: NSID } };

  it("is asked for the account's NSID, then for its photos, and only those of that account are taken", async () => {
    const photo = photoIds(3).map((id, n) => ({ id, owner: n === 1 ? "900000702@N03" : NSID }));
    const { asked } = answering(user, { stat: "ok", photos: { page: 1, pages: 7, total: "3343", photo: [...photo, { id: "x", owner: NSID }] } });
    const attempt = await new FlickrApi(key).attempt(walk, new Set());
    expect(attempt).toMatchObject({ outcome: "read", fresh: 2, reading: { photos: [photoIds(3)[0], photoIds(3)[2]], last: 7, stated: 3343, nsid: NSID } });
    expect(asked.map(({ method, args }) => [method, args])).toEqual([
      ["flickr.urls.lookupUser", { url: "https://www.flickr.com/photos/marlene-tern/" }],
      ["flickr.people.getPublicPhotos", { user_id: NSID, per_page: "500", page: "1" }],
    ]);
  });

  it.each<[string, unknown, Partial<Attempt> & { trouble: string }]>([
    ["a wrong key", { stat: "fail", code: 100 }, { outcome: "ended", trouble: "bad_key" }],
    ["no such account", { stat: "fail", code: 1 }, { outcome: "ended", trouble: "gone" }],
    ["an outage", { stat: "fail", code: 105 }, { outcome: "failed", trouble: "refused" }],
    ["a limit", { status: 429, retryAfter: 60_000, body: null }, { outcome: "failed", trouble: "refused", retryAfter: 60_000 }],
    ["no answer", { status: null, retryAfter: null, body: null }, { outcome: "failed", trouble: "unreachable" }],
    ["a web page", { status: 200, retryAfter: null, body: null }, { outcome: "failed", trouble: "refused" }],
    ["another form", { stat: "ok", user: { id: "marlene" } }, { outcome: "failed", trouble: "refused" }],
  ])("says what went wrong: %s", async (_, body, attempt) => {
    answering(body);
    expect(await new FlickrApi(key).attempt(walk, new Set())).toMatchObject(attempt);
  });

  it("gives a whole walk", async () => {
    const all = photoIds(1203);
    fake.background = (message) => {
      const { method, args } = message as unknown as { method: string; args: Record<string, string> };
      if (method === "flickr.urls.lookupUser") return { status: 200, retryAfter: null, body: user };
      const page = Number(args.page);
      const photo = all.slice((page - 1) * 500, page * 500).map((id) => ({ id, owner: NSID }));
      return { status: 200, retryAfter: null, body: { stat: "ok", photos: { page, pages: 3, total: all.length, photo } } };
    };
    const { done, fresh, steps } = await walkWith(new FlickrApi(key), walk);
    await vi.runAllTimersAsync();
    await done;
    expect(fresh).toEqual(all);
    expect(steps.at(-1)).toMatchObject({ state: "finished", nsid: NSID, stated: 1203 });
  });
});

it("a check that was kept does not count photos twice when it goes on", async () => {
  await keepCheck({ ...begin(ACCOUNT, "window", 0), parts: 1, found: 10, next: 2, last: 2 }, photoIds(10));
  const kept = await loadCheck();
  const { fresh, done } = await walkWith(sourceOf(flickr(20)), { ...(kept?.walk ?? begin(ACCOUNT, "window", 0)), next: 1, again: 1 });
  await vi.runAllTimersAsync();
  await done;
  expect(fresh).toEqual(photoIds(20).slice(10));
});
