// What of a page's main thread is ours, read from Chromium's own trace and from its sampling profiler.

/** The name that the content script has in stacks. */
const OURS = /^chrome-extension:\/\/[a-p]{32}\/content\.js$/;

/** Trace a page while `work` runs, and return the trace's events. */
export async function trace(page, categories, work) {
  const session = await page.createCDPSession();
  const events = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...value));
  const ended = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
  await session.send("Tracing.start", { transferMode: "ReportEvents", traceConfig: { includedCategories: categories } });
  await work();
  await session.send("Tracing.end");
  await ended;
  await session.detach();
  return events;
}

/** Whole-task durations in milliseconds, and in each how much ran in our script. */
export function tasks(events) {
  const main = mainThread(events);
  const whole = events.filter((event) => event.name === "RunTask" && event.ph === "X" && same(event, main));
  const calls = merged(events.filter((event) => event.ph === "X" && same(event, main) && OURS.test(event.args?.data?.url ?? "")));
  return whole.map(({ ts, dur = 0 }) => ({
    all: dur / 1000,
    ours: calls.filter((call) => call.from >= ts && call.to <= ts + dur).reduce((sum, call) => sum + call.to - call.from, 0) / 1000,
  }));
}

/** Durations in milliseconds of every event of that name that names our script. */
export function ourEvents(events, name) {
  return events.filter((event) => event.name === name && OURS.test(event.args?.data?.url ?? event.args?.data?.fileName ?? "")).map(({ dur = 0 }) => dur / 1000);
}

function mainThread(events) {
  const named = events.filter((event) => event.name === "thread_name" && event.args?.name === "CrRendererMain");
  // The page's renderer is the one in which our script ran.
  const ran = events.find((event) => OURS.test(event.args?.data?.url ?? ""));
  return named.find(({ pid }) => pid === ran?.pid) ?? { pid: ran?.pid, tid: ran?.tid };
}

const same = (event, { pid, tid }) => event.pid === pid && event.tid === tid;

/** Calls inside calls count once. */
function merged(events) {
  const spans = [];
  for (const { ts, dur = 0 } of [...events].sort((a, b) => a.ts - b.ts)) {
    const last = spans.at(-1);
    if (last !== undefined && ts <= last.to) last.to = Math.max(last.to, ts + dur);
    else spans.push({ from: ts, to: ts + dur });
  }
  return spans;
}

/** Share of the wall time in which our script, or what it called, ran; with the functions that took most of it. */
export async function share(page, work) {
  const session = await page.createCDPSession();
  await session.send("Profiler.enable");
  await session.send("Profiler.setSamplingInterval", { interval: 250 });
  await session.send("Profiler.start");
  await work();
  const { profile } = await session.send("Profiler.stop");
  await session.detach();
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const parents = new Map(profile.nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node.id])));
  const owner = new Map();
  const find = (id) => {
    if (id === undefined) return null;
    if (!owner.has(id)) {
      const { url, functionName, lineNumber } = nodes.get(id).callFrame;
      owner.set(id, OURS.test(url) ? `${functionName || "(anonymous)"}:${lineNumber + 1}` : find(parents.get(id)));
    }
    return owner.get(id);
  };
  const by = new Map();
  let ours = 0;
  profile.samples.forEach((id, n) => {
    const name = find(id);
    if (name === null) return;
    const took = Math.max(0, profile.timeDeltas[n] ?? 0);
    ours += took;
    by.set(name, (by.get(name) ?? 0) + took);
  });
  const wall = profile.endTime - profile.startTime;
  const top = [...by].sort((a, b) => b[1] - a[1]).slice(0, 8).map(([name, took]) => `${name} ${((100 * took) / wall).toFixed(2)} %`);
  return { share: ours / wall, top };
}
