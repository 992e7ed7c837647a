// Scrolling through 10,000 tiles, with the extension and without it, in turns.
import { median, percent, row } from "./numbers.mjs";
import { loaded, stream } from "./world.mjs";

const TILES = 10_000;
const SECONDS = 6;
/** Milliseconds after which every photo has its answer: scrolling is measured, not reading. */
const SETTLE = 8_000;
const GOAL = 0.97;

async function framesPerSecond(bench) {
  const page = await bench.open("/photos/marlene-tern/?scroll", loaded(stream(TILES)));
  await new Promise((done) => setTimeout(done, SETTLE));
  const rate = await page.evaluate(async (seconds) => {
    const began = performance.now();
    let frames = 0;
    while (performance.now() - began < seconds * 1000) {
      scrollBy(0, 60);
      await new Promise((next) => requestAnimationFrame(next));
      frames += 1;
    }
    return (frames * 1000) / (performance.now() - began);
  }, SECONDS);
  const badges = await page.evaluate(() => document.querySelectorAll("inset-badge").length);
  await page.close();
  return { rate, badges };
}

export async function measureScroll(bench, { rounds }) {
  const rates = { with: [], without: [] };
  try {
    for (let round = 0; round < rounds; round += 1) {
      for (const kind of round % 2 === 0 ? ["with", "without"] : ["without", "with"]) {
        await bench.pause(kind === "without");
        const { rate, badges } = await framesPerSecond(bench);
        if (badges > 0 !== (kind === "with")) throw new Error(`There are ${badges} badges ${kind} the extension.`);
        rates[kind].push(rate);
      }
    }
  } finally {
    await bench.pause(false);
  }
  const [on, off] = [median(rates.with), median(rates.without)];
  const what = `Scrolling ${TILES.toLocaleString("en")} tiles, frames a second with / without`;
  return [row(what, `${on.toFixed(1)} / ${off.toFixed(1)} (${percent(on / off)})`, `≥ ${percent(GOAL)}`, on / off >= GOAL)];
}
