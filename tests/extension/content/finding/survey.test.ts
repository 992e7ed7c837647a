// When the screen is looked at for what no selector finds, and in which order: pauses, caps, and what comes before what.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { Survey } from "../../../../extension/src/content/finding/survey.ts";
import { Scrolling } from "../../../../extension/src/content/screen/scrolling.ts";
import { FakeBrowser } from "../../support/browser.ts";

const PHOTO = 'url("https://live.staticflickr.com/65535/911000000001_0a1b2c3d4e_z.jpg")';
/** Milliseconds that a look waits at most. */
const LONGEST_PAUSE = 8_000;
/** Places of a screen of 112 by 112 pixels. */
const PLACES = ["28,28", "84,28", "28,84", "84,84"];

let browser: FakeBrowser;
let survey: Survey;
let scrolling: Scrolling;
/** Milliseconds that it takes to ask what is at a place. */
let cost: number;
let now: number;
let asked: string[];
const drawn = vi.fn<(element: Element) => void>();
const opened = vi.fn<(root: ShadowRoot) => void>();
/** What waits for a time, for a frame, for an idle moment. */
let timers: { work: () => void; at: number }[];
let frames: (() => void)[];
let idle: (() => void)[];

/** Time goes on, and what waited for it is done. */
function pass(milliseconds: number): void {
  now += milliseconds;
  const due = timers.filter(({ at }) => at <= now);
  timers = timers.filter(({ at }) => at > now);
  for (const { work } of due) work();
}
const paint = (): void => { for (const work of frames.splice(0)) work(); };
const rest = (): void => { for (const work of idle.splice(0)) work(); };
/** How long until the next look, in milliseconds. */
const waits = (): number => Math.min(...timers.map(({ at }) => at)) - now;
function look(): void {
  pass(waits());
  // The first slice of a look waits for a frame; one that goes on after a pause does not.
  paint();
  while (idle.length > 0) rest();
}

beforeEach(() => {
  browser = new FakeBrowser('<main id="main"></main>');
  [cost, now, asked, timers, frames, idle] = [0, 1_000, [], [], [], []];
  drawn.mockClear();
  opened.mockClear();
  for (const [name, value] of Object.entries({
    innerWidth: 112,
    innerHeight: 112,
    performance: { now: () => now },
    setTimeout: (work: () => void, milliseconds: number) => { timers.push({ work, at: now + milliseconds }); return work; },
    clearTimeout: (handle: unknown) => { timers = timers.filter(({ work }) => work !== handle); },
    requestAnimationFrame: (work: () => void) => { frames.push(work); return 1; },
    cancelAnimationFrame: () => { frames = []; },
    requestIdleCallback: (work: () => void) => { idle.push(work); return 1; },
    cancelIdleCallback: () => { idle = []; },
    getComputedStyle: () => ({ backgroundImage: "none", content: "normal" }),
    // Only the survey's own timers are of interest here.
    ResizeObserver: class { observe(): void { return; } disconnect(): void { return; } },
  })) vi.stubGlobal(name, value);
  browser.document.elementsFromPoint = (x, y) => {
    asked.push(`${String(x)},${String(y)}`);
    now += cost;
    return [browser.get("#main")];
  };
  scrolling = new Scrolling();
  survey = new Survey({ document: browser.document, scrolling, drawn, opened });
});

afterEach(() => {
  survey.stop();
  scrolling.stop();
  vi.unstubAllGlobals();
});

const scroll = (): void => { browser.document.dispatchEvent(new browser.window.Event("scroll")); };

describe("a look", () => {
  it("comes 150 milliseconds after a change, after the next frame, in an idle moment; several changes are one look", () => {
    survey.want();
    survey.want();
    expect(waits()).toBe(150);
    pass(149);
    expect(frames).toHaveLength(0);
    pass(1);
    expect(asked).toEqual([]);
    paint();
    expect(asked).toEqual([]);
    rest();
    expect(asked).toEqual(PLACES);
  });

  it("goes over the screen from the left to the right, then down", () => {
    survey.want();
    look();
    expect(asked).toEqual(PLACES);
  });

  it("is not begun behind another page", () => {
    browser.show(false);
    survey.want();
    pass(150);
    expect(frames).toHaveLength(0);
  });

  it("stops after four milliseconds beyond the first place, and goes on in the next idle moment", () => {
    cost = 2;
    survey.want();
    pass(150);
    paint();
    rest();
    expect(asked).toEqual(PLACES.slice(0, 3));
    rest();
    expect(asked).toEqual(PLACES);
  });

  it("after a slice that took longer than two, waits sixty times as long before it goes on", () => {
    cost = 10;
    survey.want();
    pass(150);
    paint();
    rest();
    expect(asked).toEqual(PLACES.slice(0, 2));
    expect(idle).toHaveLength(0);
    expect(waits()).toBe(60 * 20);
  });

  it("waits eight seconds for that at most", () => {
    cost = 1_000;
    survey.want();
    pass(150);
    paint();
    rest();
    expect(waits()).toBe(8_000);
  });

  it("is put off to after the next frame where the page has changed meanwhile, five times at most", () => {
    survey.want();
    pass(150);
    for (let time = 0; time < 5; time += 1) {
      paint();
      survey.want();
      rest();
      expect(asked).toEqual([]);
    }
    paint();
    survey.want();
    rest();
    expect(asked).toEqual(PLACES);
  });

  it("is given up where somebody scrolls, and begins again 150 milliseconds after that", () => {
    survey.want();
    pass(150);
    paint();
    scroll();
    rest();
    expect(asked).toEqual([]);
    pass(150);
    look();
    expect(asked).toEqual(PLACES);
  });
});

describe("the look after that", () => {
  it("waits a hundred times as long as the last one took, counted from its end", () => {
    cost = 1;
    survey.want();
    look();
    survey.want();
    expect(waits()).toBe(400);
    pass(100);
    expect(waits()).toBe(300);
  });

  it("waits eight seconds at most", () => {
    cost = 90;
    survey.want();
    look();
    look();
    expect(asked).toEqual(PLACES);
    survey.want();
    // Late roots are asked for sooner, by a timer of their own.
    expect(timers.map(({ at }) => at - now)).toContain(8_000);
  });
});

describe("what changes in the middle of a look", () => {
  /** Lets so much time pass, and then all that waits for a frame or an idle moment. */
  function settle(milliseconds: number): void {
    pass(milliseconds);
    while (frames.length + idle.length > 0) {
      paint();
      rest();
    }
  }

  it("is met by another look: its place may have been looked at already", () => {
    cost = 5;
    survey.want();
    look();
    expect(asked).toEqual(PLACES.slice(0, 2));
    survey.want();
    settle(600);
    expect(asked).toEqual(PLACES);
    settle(LONGEST_PAUSE);
    expect(asked.slice(PLACES.length)).toEqual(PLACES.slice(0, 2));
  });

  it("needs no other look where this one had not begun", () => {
    survey.want();
    pass(150);
    survey.want();
    settle(0);
    expect(asked).toEqual(PLACES);
    settle(LONGEST_PAUSE);
    expect(asked).toEqual(PLACES);
  });
});

describe("what a style sheet draws", () => {
  it("is told of once, and again before the next frame when it is something else", () => {
    const main = browser.get("#main");
    vi.stubGlobal("getComputedStyle", () => ({ backgroundImage: PHOTO, content: "normal" }));
    survey.want();
    look();
    expect(drawn.mock.calls).toEqual([[main]]);
    vi.stubGlobal("getComputedStyle", () => ({ backgroundImage: "none", content: "normal" }));
    survey.want();
    paint();
    expect(drawn.mock.calls).toEqual([[main], [main]]);
  });

  it("is nobody's when its element has gone from the page", () => {
    const main = browser.get("#main");
    vi.stubGlobal("getComputedStyle", () => ({ backgroundImage: PHOTO, content: "normal" }));
    survey.want();
    look();
    main.remove();
    survey.forgetRemoved();
    expect(drawn).toHaveBeenCalledTimes(2);
  });
});

it("a shadow root that is met is told of once, before what is in it is read", () => {
  const root = browser.get("#main").attachShadow({ mode: "open" });
  opened.mockImplementation(() => { expect(drawn).not.toHaveBeenCalled(); });
  vi.stubGlobal("getComputedStyle", () => ({ backgroundImage: PHOTO, content: "normal" }));
  survey.want();
  look();
  look();
  expect(opened.mock.calls[0]).toEqual([root]);
});

it("when it is stopped, nothing waits any more", () => {
  survey.want();
  pass(150);
  survey.stop();
  paint();
  rest();
  expect(asked).toEqual([]);
});
