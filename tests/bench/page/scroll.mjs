// Scrolling through 10,000 tiles, with the extension and without it, in turns: frames by the clock, which whatever else the
// machine does slows down, and the processor's time of the page's main thread, which that hardly touches.
import path from "node:path";

import { median, ms, percent, row } from "./numbers.mjs";
import { loaded, openBench, stream } from "./world.mjs";

const TILES = 10_000;
const SECONDS = 6;
/** Milliseconds after which every photo has its answer: scrolling is measured, not reading. */
const SETTLE = 8_000;
const GOAL = 0.98;

/** Seconds of processor time that the page's main thread has taken so far. */
async function processor(session) {
  const { metrics } = await session.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "TaskDuration").value;
}

async function scrollOnce(bench) {
  const page = await bench.open("/photos/marlene-tern/?scroll", loaded(stream(TILES)));
  await new Promise((done) => setTimeout(done, SETTLE));
  const session = await page.createCDPSession();
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const before = await processor(session);
  const { frames, rate, longest } = await page.evaluate(async (seconds) => {
    let longest = 0;
    const observer = new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) longest = Math.max(longest, duration); });
    observer.observe({ type: "longtask" });
    const began = performance.now();
    let frames = 0;
    while (performance.now() - began < seconds * 1000) {
      scrollBy(0, 60);
      await new Promise((next) => requestAnimationFrame(next));
      frames += 1;
    }
    const rate = (frames * 1000) / (performance.now() - began);
    observer.disconnect();
    return { frames, rate, longest };
  }, SECONDS);
  const took = ((await processor(session)) - before) * 1000;
  const badges = await page.evaluate(() => document.querySelectorAll("inset-badge").length);
  await page.close();
  return { rate, badges, longest, each: took / frames };
}

export async function measureScroll(bench, { rounds, against }) {
  const other = against === undefined ? null : await openBench(path.resolve(against));
  const kinds = [{ name: "with", on: bench }, { name: "without", on: bench }, ...(other === null ? [] : [{ name: "against", on: other }])];
  const runs = Object.fromEntries(kinds.map(({ name }) => [name, []]));
  try {
    for (let round = 0; round < rounds; round += 1) {
      for (const { name, on } of round % 2 === 0 ? kinds : kinds.slice().reverse()) {
        if (on === bench) await bench.pause(name === "without");
        const run = await scrollOnce(on);
        if (run.badges > 0 !== (name !== "without")) throw new Error(`There are ${run.badges} badges ${name} the extension.`);
        runs[name].push(run);
      }
    }
  } finally {
    await bench.pause(false);
    await other?.close();
  }
  const middle = (name, key) => median(runs[name].map((run) => run[key]));
  const what = `Scrolling ${TILES.toLocaleString("en")} tiles`;
  const rowsOf = (name, label) => {
    const [rate, own] = [middle(name, "rate"), middle("without", "rate")];
    return [
      row(`${what}, frames a second ${label} / without`, `${rate.toFixed(1)} / ${own.toFixed(1)} (${percent(rate / own)})`, `≥ ${percent(GOAL)}`, rate / own >= GOAL),
      row(`The same: processor time of the main thread a frame, ${label} / without`, `${ms(middle(name, "each"))} / ${ms(middle("without", "each"))}`, "–", true),
      row(`The same: the longest task, ${label} / without`, `${ms(middle(name, "longest"))} / ${ms(middle("without", "longest"))}`, "–", true),
    ];
  };
  return [...rowsOf("with", "with"), ...(other === null ? [] : rowsOf("against", `with the build in ${against}`))];
}
