// Where the milliseconds between a tile and its badge go: marks of one tile's way, taken in the page and in the background
// on the clock that all of a browser's processes share.

/** In the background: takes down when a question about photos arrives, and when the helper is asked and has answered. */
const BACKGROUND = () => {
  if (globalThis.marks !== undefined) return;
  const now = () => performance.timeOrigin + performance.now();
  globalThis.marks = [];
  const asks = (message) => { for (const photo of message?.photos ?? []) marks.push({ photo, name: "message", at: now() }); };
  // By a message of its own, as builds before this one ask, or over a line that stays open.
  chrome.runtime.onMessage.addListener((message) => {
    asks(message);
    return false;
  });
  chrome.runtime.onConnect.addListener((port) => { port.onMessage.addListener(asks); });
  const mark = (photos, name) => { for (const photo of photos) marks.push({ photo, name, at: now() }); };
  const { fetch, WebSocket } = globalThis;
  globalThis.WebSocket = class extends WebSocket {
    #asked = new Map();
    constructor(...args) {
      super(...args);
      this.addEventListener("message", ({ data }) => { mark(this.#asked.get(JSON.parse(data).number) ?? [], "answered"); });
    }
    send(data) {
      const { number, photos } = JSON.parse(data);
      this.#asked.set(number, photos);
      mark(photos, "asked");
      super.send(data);
    }
  };
  globalThis.fetch = async (address, init) => {
    if (!String(address).endsWith("/v1/lookup")) return fetch(address, init);
    const { photos } = JSON.parse(init.body);
    mark(photos, "asked");
    const response = await fetch(address, init);
    const text = await response.text();
    mark(photos, "answered");
    return new Response(text, response);
  };
};

/** The steps of a tile's way to its badge, each from the mark before it. */
const STEPS = [
  ["message", "the page's change is noticed and read, and the question reaches the background"],
  ["asked", "the background joins it with others and asks the helper"],
  ["answered", "the helper's answer"],
  ["inserted", "the answer reaches the page, and the badge is made"],
  ["placed", "waiting for the next frame, in which the badge is placed"],
  ["painted", "that frame is painted"],
];

export async function watchBackground(browser) {
  const target = browser.browser.targets().find((each) => each.type() === "service_worker" && each.url().startsWith(browser.origin));
  const worker = await target.worker();
  await worker.evaluate(BACKGROUND);
  return () => worker.evaluate(() => marks.splice(0));
}

/**
 * Milliseconds of each step, of every tile whose marks are complete.
 * @param ways what the page took down of each tile: photo, and when it was added, its badge inserted, placed and painted
 * @param taken what the background took down
 */
export function steps(ways, taken) {
  const by = new Map();
  for (const { photo, name, at } of taken) by.set(`${photo} ${name}`, at);
  const of = (way, name) => (name in way ? way[name] : by.get(`${way.photo} ${name}`));
  const complete = ways.filter((way) => STEPS.every(([name]) => of(way, name) !== undefined));
  return STEPS.map(([name, what], n) => ({
    what,
    took: complete.map((way) => of(way, name) - of(way, n === 0 ? "added" : STEPS[n - 1][0])),
  }));
}
