// From a tile's entering the screen to its badge painted, on a page of 1,000 tiles with the helper warm.
import path from "node:path";

import { steps, watchBackground } from "./marks.mjs";
import { median, ms, percentile, row } from "./numbers.mjs";
import { COLUMNS, EVERY, FIRST, isListed, openBench, photo, ROW, stream, tile } from "./world.mjs";

const TILES = 1_000;
const ADDED = 120;
const JUMPS = 40;
/** Milliseconds; and how many more than the page itself needs. */
const GOAL = 50;
const MORE = 10;

/**
 * In the page: resolves when every badge that is wanted is painted, with the time since `began`. A badge is placed
 * when a frame has been laid out, which changes its style attribute; a task that is posted then runs when the frame is painted.
 */
const PAINTED = `
globalThis.placed = (id) => [...document.querySelectorAll('inset-badge[data-photo-id="' + id + '"]')].some((badge) => badge.style.getPropertyValue("--inline-size") === "max-content");
globalThis.painted = (began, ids) => new Promise((done) => {
  const observer = new MutationObserver(() => { look(); });
  const look = () => {
    if (!ids.every(placed)) return false;
    observer.disconnect();
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => done(performance.now() - began);
    port2.postMessage(0);
    return true;
  };
  if (!look()) observer.observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ["style"] });
  setTimeout(() => done(Infinity), 5000);
});
// A task behind a frame's callbacks runs when the frame has been painted.
globalThis.frame = () => new Promise((done) => requestAnimationFrame(() => { const { port1, port2 } = new MessageChannel(); port1.onmessage = done; port2.postMessage(0); }));`;

/** One tile that comes while the page stands still, and what the page took down of its way. */
async function addTile(page, number) {
  if (!isListed(number)) throw new Error("Only a listed photo gets a badge.");
  return page.evaluate(
    async (html, id) => {
      const list = document.querySelector(".photo-list-view");
      await new Promise((done) => setTimeout(done, 30 + Math.random() * 30));
      const now = () => performance.timeOrigin + performance.now();
      const way = { photo: id };
      const observer = new MutationObserver(() => {
        if (document.querySelector('inset-badge[data-photo-id="' + id + '"]') === null) return;
        way.inserted ??= now();
        if (placed(id)) way.placed ??= now();
      });
      observer.observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ["style"] });
      way.added = now();
      list.insertAdjacentHTML("beforeend", html);
      const [tile] = await Promise.all([frame().then(now), painted(performance.now(), [id]).then(() => { way.painted = now(); })]);
      observer.disconnect();
      list.lastElementChild.remove();
      return { ...way, tile };
    },
    tile(number, 3),
    photo(number),
  );
}

/**
 * The same with Inset paused: the tile, and then the least that a script can do which hears of it too late for the tile's own
 * frame. A plain element, without a look at the page, in the first moment after that frame; it is painted in the next one.
 */
async function addPlain(page, number) {
  return page.evaluate(
    async (html) => {
      const list = document.querySelector(".photo-list-view");
      const plain = document.createElement("span");
      plain.style.cssText = "position:absolute;left:800px;top:100px;contain:layout;background:#fff;font:12px sans-serif";
      plain.textContent = "In tidewatch";
      await new Promise((done) => setTimeout(done, 30 + Math.random() * 30));
      const added = performance.now();
      list.insertAdjacentHTML("beforeend", html);
      await frame();
      const tile = performance.now();
      document.documentElement.append(plain);
      await frame();
      const painted = performance.now();
      list.lastElementChild.remove();
      plain.remove();
      return { added, tile, painted };
    },
    tile(number, 3),
  );
}

async function measurePlain(bench) {
  await bench.pause(true);
  try {
    const page = await bench.open("/photos/marlene-tern/?plain", stream(TILES));
    await page.evaluate(PAINTED);
    // As long as a page with badges is given.
    await new Promise((done) => setTimeout(done, 2_000));
    const ways = [];
    for (let n = 0; n < ADDED; n += 1) ways.push(await addPlain(page, 100_001 + EVERY * n));
    await page.close();
    const own = ways.map(({ added, tile: at }) => at - added);
    const plain = ways.map(({ added, painted }) => painted - added);
    return [
      row("With Inset paused: the page's own new tile → itself painted", both(own), "–", true),
      row("With Inset paused: the same tile → a plain element, which is added as soon as the tile is painted, painted", both(plain), "–", true),
      row("The same, more than the tile itself: the least for an answer that comes after the tile's frame has begun", `${ms(percentile(plain, 0.5) - percentile(own, 0.5))}, p95 ${ms(percentile(plain, 0.95) - percentile(own, 0.95))}`, "–", true),
    ];
  } finally {
    await bench.pause(false);
  }
}

/** A page of tiles that stands still, with its helper warm. */
async function ready(bench) {
  const taken = await watchBackground(bench.browser);
  const page = await bench.open("/photos/marlene-tern/?latency", stream(TILES));
  await page.evaluate(PAINTED);
  await bench.until("the first badge", () => page.$("inset-badge"));
  return { page, taken, ways: [] };
}

export async function measureLatency(bench, { against }) {
  const other = against === undefined ? null : await openBench(path.resolve(against));
  const kinds = [await ready(bench), ...(other === null ? [] : [await ready(other)])];
  for (let n = 0; n < ADDED; n += 1) {
    // In turns, so that whatever else the machine does slows down both.
    for (const kind of n % 2 === 0 ? kinds : kinds.slice().reverse()) {
      kind.ways.push(await addTile(kind.page, 100_001 + EVERY * n));
    }
  }
  const [{ page, ways, taken }, before] = kinds;
  const split = steps(ways, await taken());
  const compared = before === undefined ? [] : rowsOf(before.ways, steps(before.ways, await before.taken()), `with the build in ${against}: `);
  await other?.close();
  const jumped = [];
  for (let n = 0; n < JUMPS; n += 1) {
    const top = Math.floor((((n * 37) % JUMPS) / JUMPS) * (TILES / COLUMNS - 5));
    const shown = Array.from({ length: 3 * COLUMNS }, (_, k) => (top + 1) * COLUMNS + k).filter(isListed).map(photo);
    jumped.push(
      await page.evaluate(async (y, ids) => {
        await new Promise((done) => setTimeout(done, 120));
        const began = performance.now();
        scrollTo(0, y + document.querySelector(".photo-list-view").offsetTop);
        return painted(began, ids);
      }, top * ROW, shown),
    );
  }
  // A person scrolls: of each listed photo that comes in from below, how long its badge was missing.
  const scrolled = await page.evaluate(
    async (tiles, columns, height, every, first) => {
      scrollTo(0, 0);
      await new Promise((done) => setTimeout(done, 300));
      const from = document.querySelector(".photo-list-view").offsetTop;
      const entered = new Map();
      const missing = [];
      const end = scrollY + 12_000;
      while (scrollY < end) {
        scrollBy(0, 50);
        await frame();
        const now = performance.now();
        const last = Math.floor((scrollY + innerHeight - from) / height) * columns;
        for (let n = 1; n < Math.min(last, tiles); n += every) if (!entered.has(n)) entered.set(n, now);
        for (const [n, since] of entered) {
          if (since === null || !placed(String(first + n))) continue;
          missing.push(now - since);
          entered.set(n, null);
        }
      }
      return missing;
    },
    TILES,
    COLUMNS,
    ROW,
    EVERY,
    FIRST,
  );
  await page.close();
  return [
    ...rowsOf(ways, split),
    ...compared,
    ...(await measurePlain(bench)),
    row("Scrolling: a tile enters the screen → its badge painted", both(scrolled), `p95 ≤ ${GOAL} ms`, percentile(scrolled, 0.95) <= GOAL),
    row("A jump to a far place of the page → all badges there painted", both(jumped), "–", true),
  ];
}

function rowsOf(ways, split, label = "") {
  const own = ways.map(({ added, tile: at }) => at - added);
  const badge = ways.map(({ added, painted }) => painted - added);
  const more = [0.5, 0.95].map((share) => percentile(badge, share) - percentile(own, share));
  return [
    row(`${label}For comparison: the page's own new tile → itself painted`, both(own), "–", true),
    row(`${label}A new tile on screen → its badge painted, new to the helper`, both(badge), `p95 ≤ ${GOAL} ms`, percentile(badge, 0.95) <= GOAL),
    row(`${label}The same, more than the tile itself`, `${ms(more[0])}, p95 ${ms(more[1])}`, `≤ ${MORE} ms`, more.every((each) => each <= MORE)),
    ...split.map(({ what, took }) => row(`${label}… of it: ${what}`, both(took), "–", true)),
  ];
}

const both = (values) => `${ms(median(values))}, p95 ${ms(percentile(values, 0.95))}`;
