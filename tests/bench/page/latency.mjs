// From a tile's entering the screen to its badge painted, on a page of 1,000 tiles with the helper warm.
import { median, ms, percentile, row } from "./numbers.mjs";
import { COLUMNS, EVERY, FIRST, isListed, photo, ROW, stream, tile } from "./world.mjs";

const TILES = 1_000;
const ADDED = 60;
const JUMPS = 40;
/** Milliseconds. */
const GOAL = 50;

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

export async function measureLatency(bench) {
  const page = await bench.open("/photos/marlene-tern/?latency", stream(TILES));
  await page.evaluate(PAINTED);
  await bench.until("the first badge", () => page.$("inset-badge"));
  const added = [];
  for (let n = 0; n < ADDED; n += 1) {
    const number = 100_001 + EVERY * n;
    if (!isListed(number)) throw new Error("Only a listed photo gets a badge.");
    added.push(
      await page.evaluate(
        async (html, id) => {
          const list = document.querySelector(".photo-list-view");
          await new Promise((done) => setTimeout(done, 30 + Math.random() * 30));
          const began = performance.now();
          list.insertAdjacentHTML("beforeend", html);
          const took = await painted(began, [id]);
          list.lastElementChild.remove();
          return took;
        },
        tile(number, 3),
        photo(number),
      ),
    );
  }
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
  const frames = [];
  for (let n = 0; n < ADDED; n += 1) {
    frames.push(
      await page.evaluate(async (html) => {
        const list = document.querySelector(".photo-list-view");
        await new Promise((done) => setTimeout(done, 30 + Math.random() * 30));
        const began = performance.now();
        list.insertAdjacentHTML("beforeend", html);
        await frame();
        const took = performance.now() - began;
        list.lastElementChild.remove();
        return took;
      }, tile(0, 3)),
    );
  }
  await page.close();
  return [
    row("For comparison: the page's own new tile → itself painted", `${ms(median(frames))}, p95 ${ms(percentile(frames, 0.95))}`, "–", true),
    row("A new tile on screen → its badge painted, new to the helper", `${ms(median(added))}, p95 ${ms(percentile(added, 0.95))}`, `p95 ≤ ${GOAL} ms`, percentile(added, 0.95) <= GOAL),
    row("Scrolling: a tile enters the screen → its badge painted", `${ms(median(scrolled))}, p95 ${ms(percentile(scrolled, 0.95))}`, `p95 ≤ ${GOAL} ms`, percentile(scrolled, 0.95) <= GOAL),
    row("A jump to a far place of the page → all badges there painted", `${ms(median(jumped))}, p95 ${ms(percentile(jumped, 0.95))}`, "–", true),
  ];
}
