// The walk over an account's pages: which page is next, when it waits, goes back, stops, and what it may claim.
import { describe, expect, it } from "vitest";
import { after, begin, FIRST_WAIT, isWhole, MOST_FAILURES, PACE, pause, readAgain, resume, stop, type Attempt, type Walk } from "../../../extension/src/check/walk.ts";
import type { PageReading } from "../../../extension/src/shared/page-reading.ts";
import type { PhotoPages } from "../../../extension/src/shared/photo-pages.ts";
import { ACCOUNT, numbers, photoIds, readingOf, walkThrough, type StandIn } from "../support/stand-in.ts";

const flickr = (count: number, change: Partial<StandIn> = {}): StandIn => ({
  photos: photoIds(count),
  size: 10,
  past: "redirect",
  links: true,
  counts: true,
  ...change,
});
const read = (walk: Walk, reading: PageReading, fresh: number, now = 0): Walk => after(walk, { outcome: "read", reading, fresh }, now);
const refused = (retryAfter: number | null = null): Attempt => ({ outcome: "failed", trouble: "refused", retryAfter });

describe("the walk", () => {
  it("reads every page once, at its pace, and asks for none beyond the last that is linked", () => {
    const { walk, found, asked, times } = walkThrough(flickr(35));
    expect(asked).toEqual([1, 2, 3, 4]);
    expect(found.size).toBe(35);
    expect(walk).toMatchObject({ state: "finished", found: 35, parts: 4, last: 4, stated: 35, trouble: null });
    expect(times).toEqual([0, PACE, 2 * PACE, 3 * PACE]);
    expect(isWhole(walk)).toBe(true);
  });

  it.each(["redirect", "repeat", "gone", "empty"] as const)("ends by itself where no page is linked and past the end Flickr answers with: %s", (past) => {
    const { walk, found, asked } = walkThrough(flickr(35, { past, links: false, counts: false }));
    expect(asked).toEqual([1, 2, 3, 4, 5]);
    expect(found.size).toBe(35);
    expect(walk).toMatchObject({ state: "finished", found: 35, skipped: [] });
    expect(isWhole(walk)).toBe(true);
  });

  it("reads a single page without any links, and looks once whether there is a second", () => {
    expect(walkThrough(flickr(4)).asked).toEqual([1, 2]);
  });

  it("finds every photo of any stream that stands still, whatever links and counts are there and however it ends", () => {
    for (let seed = 1; seed <= 300; seed += 1) {
      const next = numbers(seed);
      const past = (["redirect", "repeat", "gone", "empty"] as const)[Math.floor(next() * 4)] ?? "redirect";
      const stream = flickr(1 + Math.floor(next() * 130), { past, size: 1 + Math.floor(next() * 12), links: next() < 0.5, counts: next() < 0.5 });
      const { walk, found } = walkThrough(stream);
      expect(new Set(stream.photos), `seed ${seed}`).toEqual(found);
      expect(isWhole(walk), `seed ${seed}`).toBe(true);
    }
  });

  it("loses no photo to those that are removed meanwhile, where the page says how many there are", () => {
    for (let seed = 1; seed <= 300; seed += 1) {
      const next = numbers(seed);
      const stream = flickr(30 + Math.floor(next() * 100));
      const rate = next() * 0.5;
      const { walk, found } = walkThrough(stream, () => {
        const gone = next() < rate ? 1 + Math.floor(next() * 14) : 0;
        for (let n = 0; n < gone && stream.photos.length > 12; n += 1) stream.photos.splice(Math.floor(next() * stream.photos.length), 1);
        return null;
      });
      expect(stream.photos.filter((photo) => !found.has(photo)), `seed ${seed}`).toEqual([]);
      expect(walk.state, `seed ${seed}`).toBe("finished");
    }
  });

  it("never asks faster than its pace or before what Flickr asked for, and loses nothing to refusals", () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const next = numbers(seed);
      let inARow = 0;
      const least: number[] = [];
      const { walk, found, times } = walkThrough(flickr(95), () => {
        if (inARow >= MOST_FAILURES - 1 || next() > 0.4) {
          inARow = 0;
          least.push(PACE);
          return null;
        }
        const retryAfter = next() < 0.5 ? Math.floor(next() * 200_000) : null;
        least.push(Math.max(FIRST_WAIT * 2 ** inARow, retryAfter ?? 0));
        inARow += 1;
        return next() < 0.5 ? refused(retryAfter) : { outcome: "failed", trouble: "unreachable", retryAfter };
      });
      for (const [n, time] of times.slice(1).entries()) expect(time - (times[n] ?? 0), `seed ${seed}`).toBe(least[n]);
      expect(found.size, `seed ${seed}`).toBe(95);
      expect(isWhole(walk), `seed ${seed}`).toBe(true);
    }
  });
});

describe("a refusal", () => {
  it("is waited out twice as long each time, at least as long as Flickr said, and ends the walk when it does not end", () => {
    let walk = begin(ACCOUNT, "window", 0);
    const waits: number[] = [];
    for (let n = 0; walk.state === "running"; n += 1) {
      walk = after(walk, refused(n === 1 ? 90_000 : null), 1_000);
      if (walk.state === "running") waits.push(walk.waitUntil - 1_000);
    }
    expect(waits).toEqual([FIRST_WAIT, 90_000, FIRST_WAIT * 4, FIRST_WAIT * 8]);
    expect(walk).toMatchObject({ state: "stopped", trouble: "refused", next: 1, found: 0 });
    expect(isWhole(walk)).toBe(false);
  });

  it.each([429, 500, 502, 503])("is read from the status %d", (status) => {
    const walk = read(begin(ACCOUNT, "window", 0), readingOf(ACCOUNT, 1, { status }), 0);
    expect(walk).toMatchObject({ state: "running", trouble: "refused", next: 1, waitUntil: FIRST_WAIT });
  });

  it("is forgotten with the next page that comes", () => {
    const { walk } = walkThrough(flickr(20), (_, turn) => (turn % 2 === 0 ? refused() : null));
    expect(walk).toMatchObject({ state: "finished", failures: 0, trouble: null });
  });
});

describe("pages that hide", () => {
  it("asks the person to sign in, and goes on from there", () => {
    const stopped = read({ ...begin(ACCOUNT, "window", 0), next: 4 }, readingOf(ACCOUNT, 1, { address: "https://identity.flickr.com/sign-in" }), 0);
    expect(stopped).toMatchObject({ state: "stopped", trouble: "sign_in", next: 4 });
    expect(resume(stopped, 5)).toMatchObject({ state: "running", next: 3, again: 3, trouble: null });
    const old = read(begin(ACCOUNT, "window", 0), readingOf(ACCOUNT, 1, { address: "https://www.flickr.com/signin?acf=/photos/marlene-tern/" }), 0);
    expect(old.trouble).toBe("sign_in");
  });

  it("says that a first page is not there, or shows no photo", () => {
    expect(read(begin(ACCOUNT, "window", 0), readingOf(ACCOUNT, 1, { status: 404 }), 0)).toMatchObject({ state: "stopped", trouble: "gone" });
    const { walk } = walkThrough(flickr(0));
    expect(walk).toMatchObject({ state: "stopped", trouble: "empty", found: 0 });
  });

  it("passes over a page in the middle that stays empty, and does not call the result whole", () => {
    const { walk, found } = walkThrough(flickr(60, { counts: false }), (page) => (page === 3 ? { outcome: "read", reading: readingOf(ACCOUNT, 3, { last: 6 }), fresh: 0 } : null));
    expect(found.size).toBe(50);
    expect(walk).toMatchObject({ state: "finished", skipped: [3] });
    expect(isWhole(walk)).toBe(false);
  });

  it("looks again at a page that was not filled, keeps what it showed, and says which page it was", () => {
    const part = (page: number): Attempt => ({ outcome: "read", reading: readingOf(ACCOUNT, page, { last: 6, stated: 60, photos: photoIds(3, 900_000_000_001 + (page - 1) * 10) }), fresh: 3 });
    let slow = 1;
    const second = walkThrough(flickr(60), (page, _, known) => {
      if (page !== 2 || slow-- <= 0) return null;
      const attempt = part(2);
      for (const photo of photoIds(3, 900_000_000_011)) (known as Set<string>).add(photo);
      return attempt;
    });
    expect(second.walk).toMatchObject({ state: "finished", found: 60, skipped: [] });
    expect(second.times[2]).toBe((second.times[1] ?? 0) + FIRST_WAIT);
    const asked: number[] = [];
    const never = walkThrough(flickr(60), (page) => {
      asked.push(page);
      return page === 2 || page === 4 ? { ...part(page), fresh: asked.filter((each) => each === page).length === 1 ? 3 : 0 } as Attempt : null;
    });
    expect(asked).toEqual([1, 2, 2, 2, 3, 4, 5, 6]);
    expect(never.walk).toMatchObject({ state: "finished", found: 46, skipped: [2, 4] });
    expect(isWhole(never.walk)).toBe(false);
  });

  it("does not take pages that lead elsewhere in the middle for the end", () => {
    const { walk, found } = walkThrough(flickr(60), (page) => (page === 2 ? { outcome: "read", reading: readingOf(ACCOUNT, 1, { last: 6, photos: photoIds(10) }), fresh: 0 } : null));
    expect(found.size).toBe(50);
    expect(walk).toMatchObject({ state: "finished", skipped: [2] });
    expect(isWhole(walk)).toBe(false);
  });

  it("stops when page after page repeats what is known, although Flickr links to more", () => {
    const { walk, asked } = walkThrough(flickr(100), (page) => (page > 2 ? { outcome: "read", reading: readingOf(ACCOUNT, page, { last: 10, photos: photoIds(10) }), fresh: 0 } : null));
    expect(walk).toMatchObject({ state: "stopped", trouble: "repeats" });
    expect(asked).toEqual([1, 2, 3, 4, 5]);
  });

  it("tries again where the browser ended up on another page", () => {
    const walk = read({ ...begin(ACCOUNT, "window", 0), next: 2, found: 10 }, readingOf(ACCOUNT, 2, { address: "https://www.flickr.com/explore" }), 0);
    expect(walk).toMatchObject({ state: "running", trouble: "elsewhere", next: 2, failures: 1 });
  });

  it("waits for a window that nobody sees, as long as it takes", () => {
    let walk = begin(ACCOUNT, "window", 0);
    for (let n = 0; n < 50; n += 1) walk = read(walk, readingOf(ACCOUNT, 1, { hidden: true, photos: photoIds(3) }), 3, n);
    expect(walk).toMatchObject({ state: "running", trouble: "hidden", found: 0, failures: 0 });
  });

  it("pauses where the person closed the window", () => {
    expect(after(begin(ACCOUNT, "window", 0), { outcome: "ended", trouble: "closed" }, 0)).toMatchObject({ state: "paused", trouble: "closed" });
  });
});

describe("a walk that was interrupted", () => {
  it("finds the same photos, wherever that was", () => {
    for (let cut = 1; cut <= 7; cut += 1) {
      const stream = flickr(66);
      let turns = 0;
      const first = walkThrough(stream, () => (turns++ === cut ? { outcome: "ended", trouble: "closed" } : null));
      const kept = JSON.parse(JSON.stringify(first.walk)) as Walk;
      const second = kept.state === "finished" ? first : walkThrough(stream, undefined, resume(kept, 9), [...first.found]);
      expect(second.found, `cut after ${cut} pages`).toEqual(new Set(stream.photos));
      expect(isWhole(second.walk), `cut after ${cut} pages`).toBe(true);
    }
  });

  it("knows that photos are missing which were added meanwhile, and finds them when it reads again", () => {
    const stream = flickr(40);
    const first = walkThrough(stream, (page) => {
      if (page === 3 && stream.photos.length === 40) stream.photos.unshift("900000009001", "900000009002");
      return null;
    });
    expect(first.found.has("900000009001")).toBe(false);
    expect(first.walk).toMatchObject({ state: "finished", stated: 42, found: 40 });
    expect(isWhole(first.walk)).toBe(false);
    const second = walkThrough(stream, undefined, readAgain(first.walk, 0), [...first.found]);
    expect(second.found.size).toBe(42);
    expect(isWhole(second.walk)).toBe(true);
  });

  it("keeps what was found when it is paused or stopped", () => {
    const half: Walk = { ...begin(ACCOUNT, "window", 0), found: 20, parts: 2, next: 3 };
    expect(pause(half)).toMatchObject({ state: "paused", found: 20, next: 3 });
    expect(stop(half)).toMatchObject({ state: "stopped", trouble: null, found: 20, next: 3 });
    expect(pause({ ...half, state: "finished" }).state).toBe("finished");
  });
});

describe("the account", () => {
  const byNsid: PhotoPages = { kind: "account", user: "900000701@N07" };

  it("is called as Flickr calls it, where an address leads to another", () => {
    const address = "https://www.flickr.com/photos/marlene-tern/";
    const walk = read(begin(byNsid, "window", 0), readingOf(byNsid, 1, { address, photos: photoIds(3), last: 2 }), 3);
    expect(walk).toMatchObject({ pages: ACCOUNT, next: 2, nsid: "900000701@N07", names: ["900000701@n07", "marlene-tern"] });
  });

  it("does not change its name in the middle", () => {
    const address = "https://www.flickr.com/photos/somebody-else/page2";
    const walk = read({ ...begin(ACCOUNT, "window", 0), next: 2, found: 10 }, readingOf(ACCOUNT, 2, { address, photos: photoIds(3) }), 3);
    expect(walk).toMatchObject({ pages: ACCOUNT, trouble: "elsewhere", found: 10 });
  });
});
