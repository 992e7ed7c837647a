/** Tries everything that a web page can send: runs in the hostile page, so it stands alone. */
import type { Attempt } from "./attempts.ts";

/** What the workers of the page's own site fetch for it. */
export const WORKER = `
const ask = async (address) => {
  try {
    const answer = await fetch(address, { credentials: "include" });
    return (answer.ok ? "READ " : "refused ") + String(answer.status);
  } catch (error) { return "error " + error; }
};
onmessage = async ({ data, ports }) => { (ports[0] ?? self).postMessage(await ask(data)); };
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
`;

/**
 * Try all, many at once; returns what each brought the page, in the order of the attempts.
 *
 * An outcome that begins with a word in capitals (READ, LOADED, OPENED, SEEN) is one that a page must not have: it read an
 * answer that was no refusal, got a file, a socket, or could look into a window. Each address carries the attempt's number
 * as `attempt=N`. The windows and frames that it opened stay open.
 */
export async function attack(base: string, attempts: readonly Attempt[], patience: number): Promise<string[]> {
  const wait = (ms: number): Promise<string> => new Promise((done) => { setTimeout(() => { done("silent"); }, ms); });
  const wrap = (attempt: Attempt): BodyInit | undefined => {
    const { body, wrapped = "text" } = attempt;
    if (body === undefined) return undefined;
    if (wrapped === "text") return body;
    if (wrapped === "blob") return new Blob([body]);
    if (wrapped === "json blob") return new Blob([body], { type: "application/json" });
    if (wrapped === "parameters") return new URLSearchParams({ body });
    if (wrapped === "bytes") return new TextEncoder().encode(body);
    if (wrapped === "stream") return new Blob([body]).stream();
    const data = new FormData();
    data.append("file", new Blob([body], { type: "application/json" }), "x.json");
    return data;
  };
  const judged = async (answer: Response): Promise<string> => {
    if (answer.type === "opaque" || answer.type === "opaqueredirect") return "opaque";
    return `${answer.ok ? "READ" : "refused"} ${String(answer.status)} ${(await answer.text()).slice(0, 200)}`;
  };
  const place = (element: Element): void => { document.body.append(element); };
  const loaded = (element: HTMLElement): Promise<string> =>
    new Promise((done) => {
      const framing = ["IFRAME", "OBJECT", "EMBED"].includes(element.tagName);
      // What is only fetched ahead says that it was loaded whatever came back, and the page has nothing of it.
      const ahead = element instanceof HTMLLinkElement && element.rel !== "stylesheet";
      const good = (): void => { done(framing ? "framed, perhaps" : ahead ? "hinted" : "LOADED"); };
      for (const event of ["load", "loadeddata"]) element.addEventListener(event, good);
      element.addEventListener("error", () => { done("error"); });
      place(element);
    });
  /** A frame without an origin of its own asks and tells. */
  const told = (frame: HTMLIFrameElement): Promise<string> =>
    new Promise((done) => {
      addEventListener("message", ({ data, source }) => { if (source === frame.contentWindow) done(String(data)); });
      place(frame);
    });
  const asking = (address: string): string =>
    `<script>fetch(${JSON.stringify(address)}).then((a) => (a.ok ? "READ " : "refused ") + a.status, (e) => "error " + e).then((t) => parent.postMessage(t, "*"))</` + "script>";
  const looked = async (opened: Window | null): Promise<string> => {
    if (opened === null) return "no window";
    const end = performance.now() + 10 * patience;
    for (;;) {
      await wait(patience / 10);
      try {
        const { document: page, location: at } = opened;
        // A busy browser shows the new page before it has read it: what stands on it is asked when it is complete.
        const isLoading = at.href === "about:blank" || page.readyState !== "complete";
        if (isLoading && performance.now() < end) continue;
        const text = page.body.innerText;
        if (at.href === "about:blank") return "blank";
        return text.includes("forbidden_host") ? `refused ${text}` : `SEEN ${text.slice(0, 100)}`;
      } catch {
        return "error: another site's window";
      }
    }
  };
  const ways: Record<Attempt["way"], (attempt: Attempt, address: string) => Promise<string>> = {
    fetch: async (attempt, address) => {
      const { method = "GET", mode = "cors", headers = {}, keepalive = false } = attempt;
      const body = wrap(attempt);
      const init: RequestInit & { duplex?: string } = { method, mode, headers, keepalive, credentials: "include" };
      if (body !== undefined) Object.assign(init, { body, duplex: "half" });
      return judged(await fetch(address, init));
    },
    xhr: (attempt, address) =>
      new Promise((done) => {
        const request = new XMLHttpRequest();
        request.open(attempt.method ?? "GET", address);
        request.withCredentials = true;
        for (const [name, value] of Object.entries(attempt.headers ?? {})) request.setRequestHeader(name, value);
        request.onload = () => { done(`${request.status < 400 ? "READ" : "refused"} ${String(request.status)} ${request.responseText}`); };
        request.onerror = () => { done("error"); };
        request.send(wrap(attempt) as XMLHttpRequestBodyInit | undefined);
      }),
    worker: (_, address) =>
      new Promise((done) => {
        const worker = new Worker("/worker.js");
        worker.onmessage = ({ data }) => { done(String(data)); };
        worker.onerror = () => { done("error: no worker"); };
        worker.postMessage(address);
      }),
    "service worker": async (_, address) => {
      // The type says that it is always there; in a page without TLS it is not.
      const workers = (navigator as { serviceWorker?: ServiceWorkerContainer }).serviceWorker;
      if (workers === undefined) return "error: no service workers here";
      // One of the helper's own scripts, in the place of the helper's, and then one of the page's that asks.
      const planted = await workers.register(address).then(() => "LOADED", () => "");
      if (planted !== "") return planted;
      await workers.register("/worker.js");
      const { active } = await workers.ready;
      const channel = new MessageChannel();
      active?.postMessage(address, [channel.port2]);
      return new Promise((done) => { channel.port1.onmessage = ({ data }) => { done(String(data)); }; });
    },
    "sandboxed frame": (_, address) => {
      const frame = document.createElement("iframe");
      frame.sandbox.add("allow-scripts");
      frame.srcdoc = asking(address);
      return told(frame);
    },
    "data frame": (_, address) => {
      const frame = document.createElement("iframe");
      frame.src = `data:text/html,${encodeURIComponent(asking(address))}`;
      return told(frame);
    },
    socket: (_, address) =>
      new Promise((done) => {
        const socket = new WebSocket(address.replace("http", "ws"));
        socket.onopen = () => { done("OPENED"); };
        socket.onerror = () => { done("error"); };
      }),
    events: (_, address) =>
      new Promise((done) => {
        const events = new EventSource(address, { withCredentials: true });
        events.onopen = () => { done("OPENED"); };
        events.onerror = () => { events.close(); done("error"); };
      }),
    beacon: (attempt, address) => Promise.resolve(navigator.sendBeacon(address, wrap(attempt)) ? "sent" : "error"),
    element: (attempt, address) => {
      const element = document.createElement(attempt.tag ?? "img");
      for (const [name, value] of Object.entries(attempt.others ?? {})) element.setAttribute(name, value);
      element.setAttribute(attempt.attribute ?? "src", address);
      return loaded(element);
    },
    style: (_, address) => {
      const box = document.createElement("div");
      box.style.cssText = `width: 9px; height: 9px; background: url("${address}")`;
      place(box);
      return wait(patience / 2);
    },
    rules: (_, address) => {
      const script = document.createElement("script");
      script.type = "speculationrules";
      script.textContent = JSON.stringify({ prerender: [{ urls: [address], eagerness: "immediate" }] });
      place(script);
      return wait(patience);
    },
    form: (attempt, address) => {
      const { method = "POST", body = "", others = {} } = attempt;
      const form = document.createElement("form");
      const target = others.target === "frame" ? `sink${address}` : (others.target ?? "");
      if (others.target === "frame") {
        const frame = document.createElement("iframe");
        frame.name = target;
        place(frame);
      }
      Object.assign(form, { method, action: address, target, enctype: others.enctype ?? "" });
      // As text/plain, a form sends `name=value`: together they are the JSON, with one more key.
      const [name = "", value = ""] = body.endsWith("}") ? [`${body.slice(0, -1)}${body === "{}" ? "" : ","}"x":"`, '"}'] : [body, ""];
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name, value });
      form.append(field);
      if (method === "GET") {
        const number = document.createElement("input");
        Object.assign(number, { type: "hidden", name: "attempt", value: new URL(address).searchParams.get("attempt") });
        form.append(number);
      }
      place(form);
      form.submit();
      return wait(patience / 2);
    },
    window: (_, address) => looked(window.open(address)),
    refresh: (_, address) => {
      const frame = document.createElement("iframe");
      frame.srcdoc = `<meta http-equiv="refresh" content="0; url=${address}">`;
      place(frame);
      return wait(patience / 2);
    },
    ping: (_, address) => {
      const link = document.createElement("a");
      Object.assign(link, { href: "#here", ping: address });
      place(link);
      link.click();
      return wait(patience / 2);
    },
    download: (_, address) => {
      // A download from another site would lead this very page away: it goes into a window of its own.
      const opened = window.open("/opened");
      if (opened === null) return Promise.resolve("no window");
      return new Promise((done) => {
        opened.addEventListener("load", () => {
          const link = opened.document.createElement("a");
          Object.assign(link, { href: address, download: "status.json" });
          opened.document.body.append(link);
          link.click();
          done(wait(patience / 2));
        });
      });
    },
  };
  const outcomes: string[] = [];
  const one = async (number: number): Promise<void> => {
    const attempt = attempts[number];
    if (attempt === undefined) return;
    const address = `${base}${attempt.path}?attempt=${String(number)}`;
    try {
      outcomes[number] = await Promise.race([ways[attempt.way](attempt, address), wait(patience)]);
    } catch (error) {
      outcomes[number] = `error ${String(error)}`;
    }
  };
  // A few at a time: a browser keeps no more than six connections to one address.
  const AT_ONCE = 24;
  for (let first = 0; first < attempts.length; first += AT_ONCE)
    await Promise.all(Array.from({ length: AT_ONCE }, (_, n) => one(first + n)));
  return outcomes;
}
