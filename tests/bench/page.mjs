// What the extension costs a page, measured in real Chromium with the real helper: `make bench-page`.
//
// Every figure is a median with its 95th percentile where one is meant, taken in one run on one machine; what is compared
// with and without the extension alternates between the two (the site is paused and woken in Inset's own preferences).
import { parseArgs } from "node:util";

import { measureHeap } from "./page/heap.mjs";
import { measureLatency } from "./page/latency.mjs";
import { printSection, writeSection } from "./page/report.mjs";
import { measureScroll } from "./page/scroll.mjs";
import { measureStart } from "./page/start.mjs";
import { measureStorm } from "./page/storm.mjs";
import { openBench } from "./page/world.mjs";

const PARTS = { latency: measureLatency, start: measureStart, storm: measureStorm, scroll: measureScroll, heap: measureHeap };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    minutes: { type: "string", default: "2" },
    seconds: { type: "string", default: "30" },
    rounds: { type: "string", default: "3" },
    against: { type: "string" },
    write: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

if (values.help) {
  console.log(`page.mjs [${Object.keys(PARTS).join("|")}]… [--minutes N] [--seconds N] [--rounds N] [--against FOLDER] [--write]
  --minutes  of simulated browsing for the heap's growth (goal: 20; default 2)
  --seconds  of unrelated mutations (default 30)
  --rounds   of scrolling with and without the extension (default 3)
  --against  the folder of another build of the extension, which scrolls, and is timed, in the same run
  --write    puts the section into docs/PERFORMANCE.md between its marks`);
} else {
  const wanted = positionals.length > 0 ? positionals : Object.keys(PARTS);
  const unknown = wanted.filter((part) => !(part in PARTS));
  if (unknown.length > 0) throw new Error(`Choose from ${Object.keys(PARTS).join(", ")}: there is no ${unknown.join(", ")}.`);
  const options = { minutes: Number(values.minutes), seconds: Number(values.seconds), rounds: Number(values.rounds), against: values.against };
  const bench = await openBench();
  const rows = [];
  const failed = [];
  try {
    for (const part of wanted) {
      console.error(`Measuring ${part} …`);
      try {
        const measured = await PARTS[part](bench, options);
        for (const row of measured) console.error(`  ${row.what}: ${row.figure}`);
        rows.push(...measured);
      } catch (error) {
        // What was measured before took half an hour.
        console.error(error);
        failed.push(part);
      }
    }
    const section = printSection(rows, await bench.describe());
    console.log(section);
    if (values.write && failed.length === 0) await writeSection(section);
  } finally {
    await bench.close();
  }
  if (failed.length > 0) throw new Error(`Measure again: ${failed.join(", ")} failed${values.write ? ", so nothing was written" : ""}.`);
}
