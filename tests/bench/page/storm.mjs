// 5,000 tiles and 1,000 changes a second that have nothing to do with photos.
import { ms, percent, row } from "./numbers.mjs";
import { share, tasks, trace } from "./trace.mjs";
import { stream } from "./world.mjs";

const TILES = 5_000;
const PER_SECOND = 1_000;
const LONG = 50;
const GOAL = 0.03;
/** Seconds under the profiler, beside those under the trace. */
const PROFILED = 10;

/** In the page: changes of every kind that pages make all the time, evenly over the time; counts them. */
const STORM = `
globalThis.storm = async (seconds, perSecond) => {
  const box = document.querySelector("#elsewhere");
  const tiles = [...document.querySelectorAll(".photo-list-photo-view")].slice(0, 200);
  const began = performance.now();
  let done = 0;
  while (performance.now() - began < seconds * 1000) {
    const due = ((performance.now() - began) / 1000) * perSecond;
    for (; done < due; done += 1) {
      const kind = done % 5;
      if (kind === 0) box.append(Object.assign(document.createElement("div"), { textContent: "note " + done }));
      else if (kind === 1) box.style.width = (done % 700) + "px";
      else if (kind === 2) tiles[done % tiles.length].style.opacity = done % 2 ? "1" : "0.99";
      else if (kind === 3) tiles[done % tiles.length].classList.toggle("hover");
      else if (box.childElementCount > 100) box.firstElementChild.remove();
      else box.lastElementChild?.append("more");
    }
    await new Promise((next) => setTimeout(next, 4));
  }
  return done;
};`;

export async function measureStorm(bench, { seconds }) {
  const page = await bench.open("/photos/marlene-tern/?storm", stream(TILES));
  await page.evaluate(STORM);
  await bench.until("the first badge", () => page.$("inset-badge"));
  await new Promise((done) => setTimeout(done, 3_000));
  let made = 0;
  const events = await trace(page, ["devtools.timeline", "disabled-by-default-devtools.timeline", "toplevel"], async () => {
    made = await page.evaluate((time, rate) => storm(time, rate), seconds, PER_SECOND);
  });
  const all = tasks(events);
  const longest = Math.max(...all.map(({ ours }) => ours));
  const long = all.filter(({ all: whole, ours }) => whole > LONG && ours > whole / 2).length;
  const profiled = await share(page, () => page.evaluate((time, rate) => storm(time, rate), PROFILED, PER_SECOND));
  await page.close();
  if (longest === 0) throw new Error("The trace does not show the content script.");
  for (const line of profiled.top) console.error(`    ${line}`);
  const what = `${TILES.toLocaleString("en")} tiles, ${Math.round(made / seconds).toLocaleString("en")} unrelated changes a second for ${seconds} s`;
  return [
    row(`${what}: share of the main thread`, percent(profiled.share), `≤ ${percent(GOAL)}`, profiled.share <= GOAL),
    row("The same: tasks over 50 ms that are mostly ours", `${long}; our longest part of one ${ms(longest)}`, "none", long === 0 && longest <= LONG),
  ];
}
