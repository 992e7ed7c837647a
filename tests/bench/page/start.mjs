// What the content script costs before the page's first byte is parsed.
import { median, ms, percentile, row } from "./numbers.mjs";
import { ourEvents, trace } from "./trace.mjs";
import { stream } from "./world.mjs";

const LOADS = 15;
/** Milliseconds. */
const GOAL = 5;

export async function measureStart(bench) {
  const page = await bench.open("/photos/marlene-tern/?start", stream(100));
  const took = [];
  for (let n = 0; n < LOADS; n += 1) {
    const events = await trace(page, ["devtools.timeline", "v8"], () => page.reload({ waitUntil: "load" }));
    const ran = [...ourEvents(events, "EvaluateScript"), ...ourEvents(events, "v8.compile")];
    if (ran.length > 0) took.push(ran.reduce((sum, each) => sum + each, 0));
  }
  await page.close();
  if (took.length === 0) throw new Error("The trace does not show the content script.");
  return [row("Start of the content script (compile and run)", `${ms(median(took))}, p95 ${ms(percentile(took, 0.95))}`, `≤ ${GOAL} ms`, median(took) <= GOAL)];
}
