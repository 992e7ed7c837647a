// Hours of browsing in small: streams that grow while they are scrolled, then another view without a reload, again and again.
import { median, mib, row } from "./numbers.mjs";
import { loaded, stream, tile } from "./world.mjs";

const TILES = 60;
/** Milliseconds after which a view that takes half a second is taken for stuck. */
const STUCK = 30_000;
/** Milliseconds in which a page that is not busy answers. */
const ANSWERS = 5_000;
/** Bytes a minute that count as flat: less than a badge's worth a second. */
const GOAL = 64 * 1024;

/** Look at what is alive after a collection: the page's heap, its nodes and its listeners. */
async function alive(session) {
  await session.send("HeapProfiler.collectGarbage");
  const { metrics } = await session.send("Performance.getMetrics");
  const named = Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  return { heap: named.JSHeapUsedSize, nodes: named.Nodes, listeners: named.JSEventListeners };
}

// Not waited for at the end: a timer for each view that went well is still running.
const late = (time, what) => new Promise((done) => { setTimeout(done, time, what).unref(); });

/**
 * Waits for a view of the page, and returns whether it ended. Headless Chromium once in some thousand views stops drawing
 * frames, a picture of the page included, while the page is idle and answers; a page that is busy is an error with its stack.
 */
async function ends(session, view, number) {
  if ((await Promise.race([view.then(() => "done"), late(STUCK, "stuck")])) === "done") return true;
  if ((await Promise.race([session.send("Runtime.evaluate", { expression: "0" }), late(ANSWERS, null)])) !== null) return false;
  throw new Error(`View ${number} was busy in ${await stackOf(session)}.`);
}

async function stackOf(session) {
  const paused = new Promise((done) => { session.once("Debugger.paused", done); });
  await Promise.race([session.send("Debugger.enable").then(() => session.send("Debugger.pause")), late(ANSWERS)]);
  const { callFrames } = await Promise.race([paused, late(ANSWERS, { callFrames: [] })]);
  return callFrames.map(({ functionName, location }) => `${functionName}:${location.lineNumber}`).join(" < ");
}

export async function measureHeap(bench, { minutes }) {
  const page = await bench.open("/photos/marlene-tern/?heap", loaded(stream(TILES)));
  await bench.until("the first badge", () => page.$("inset-badge"));
  const session = await page.createCDPSession();
  await session.send("Performance.enable");
  await session.send("HeapProfiler.enable");
  const samples = [];
  const began = Date.now();
  let next = 1_000;
  let views = 0;
  while (Date.now() - began < minutes * 60_000) {
    // Photos come round again, as on a site that one knows; the numbers stay within the dataset.
    const first = next % 300_000;
    const more = loaded(Array.from({ length: TILES }, (_, n) => tile(first + TILES + n, TILES + n)).join(""));
    const view = page.evaluate(
      async (html, added, address) => {
        const view = new DOMParser().parseFromString(html, "text/html").querySelector(".flickr-view-root-view");
        history.pushState({}, "", address);
        document.querySelector("#content > *").replaceWith(document.importNode(view, true));
        scrollTo(0, 0);
        const step = async () => {
          for (let n = 0; n < 12; n += 1) {
            scrollBy(0, 200);
            await new Promise((done) => requestAnimationFrame(done));
          }
        };
        await step();
        const list = document.querySelector(".photo-list-view");
        list.insertAdjacentHTML("beforeend", added);
        list.style.height = "4896px";
        await step();
      },
      loaded(stream(TILES, first)),
      more,
      `/photos/marlene-tern/?heap=${views % 50}`,
    );
    if (!(await ends(session, view, views))) {
      console.error(`  The browser draws no more frames after ${views} views, though the page answers; what was measured until then counts.`);
      break;
    }
    next += 2 * TILES;
    views += 1;
    if (views % 5 === 0) samples.push({ at: (Date.now() - began) / 60_000, ...(await alive(session)) });
  }
  const measured = Math.round(samples.at(-1)?.at ?? 0);
  await Promise.race([page.close(), late(ANSWERS)]);
  // The first third fills caches that are bounded; growth is what comes after.
  const later = samples.slice(Math.floor(samples.length / 3));
  const half = Math.floor(later.length / 2);
  const [one, other] = [later.slice(0, half), later.slice(half)];
  const middle = (part, what) => median(part.map((sample) => sample[what]));
  const perMinute = (what) => (middle(other, what) - middle(one, what)) / (middle(other, "at") - middle(one, "at"));
  const growth = perMinute("heap");
  const counts = (what) => `${middle(one, what)} → ${middle(other, what)}`;
  return [
    row(
      `Heap over ${measured} min of browsing (${views} views of ${2 * TILES} tiles)`,
      `${mib(middle(one, "heap"))} → ${mib(middle(other, "heap"))} (${(growth / 1024).toFixed(0)} KiB a minute); nodes ${counts("nodes")}, listeners ${counts("listeners")}`,
      "flat",
      growth <= GOAL && measured >= Math.round(minutes),
    ),
  ];
}
