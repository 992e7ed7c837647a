// The helper's local page in jsdom: its real HTML and scripts, and a server on a real port whose answers a test writes.
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { JSDOM, type DOMWindow } from "jsdom";
import { onTestFinished, vi } from "vitest";

import { languages, pageMessages, wordsElement } from "./page-messages.ts";

const WEB = new URL("../../../helper/inset/server/web/", import.meta.url);
const PARTS = ["check", "datasets", "lookup", "add", "browsers", "health"];
const { fetch: realFetch } = globalThis;

/** A template of the page, filled as inset.server.web.templates fills it. */
function fill(language: string, name: string, values: Record<string, string> = {}): string {
  const messages: Readonly<Record<string, string>> = { ...pageMessages(language), between: /^(?:ja|zh)/.test(language) ? "" : " " };
  const template = readFileSync(new URL(name, WEB), "utf8");
  return template.replace(/\$(\w+)/g, (_, key: string) => {
    const filled = values[key] ?? messages[key]?.replaceAll("<", "&lt;").replace(/`([^`]*)`/g, "<code>$1</code>");
    if (filled === undefined) throw new Error(`${name} has a place for ${key}, which nothing fills.`);
    return filled;
  });
}

/** What the helper answers at `/`, without most of the head: jsdom loads neither styles nor scripts. */
function homePage(spoken: string): string {
  const said = fill.bind(null, spoken);
  const steps = said("steps.html");
  const parts = PARTS.map((part) => said(`page/${part}/part.html`, part === "browsers" ? { steps } : {})).join("");
  const choice = languages.map((each) => `<option value="${each}">${pageMessages(each).language_name ?? each}</option>`).join("");
  const values = {
    language: spoken.replace("_", "-"), direction: "ltr", title: "Inset", head: wordsElement(spoken), links: said("page/links.html"), note: "",
    main: said("home.html", { steps, parts, connecting: said("page/browsers/connect.html") }), foot: said("page/shared/language.html", { languages: choice }),
  };
  return said("layout.html", values);
}

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** An error as the helper answers it. */
export function failure(status: number, code: string, message = "Do that.", hint = ""): Answer {
  return { status, body: { code, message, hint } };
}

/** A stream of events that the page has opened. */
export class FakeEventSource extends EventTarget {
  closed = false;
  constructor(readonly address: string) {
    super();
    LocalPage.streams.push(this);
  }
  close(): void {
    this.closed = true;
  }
  /** The helper sends an event. */
  tell(kind: string, data: unknown): void {
    this.dispatchEvent(new MessageEvent(kind, { data: JSON.stringify(data) }));
  }
}

export class LocalPage {
  /** Streams of events that were opened, oldest first. */
  static streams: FakeEventSource[] = [];
  readonly window: DOMWindow;
  readonly document: Document;
  /** Every request, in the order in which they came. */
  readonly seen: Request[] = [];
  /** Elements that were scrolled into view; jsdom cannot scroll. */
  readonly scrolledTo: string[] = [];
  readonly origin: string;
  readonly #server: Server;
  readonly #port: number;
  readonly #answers = new Map<string, (request: Request) => Answer>();

  private constructor(server: Server, hash: string, language: string) {
    this.#server = server;
    this.#port = (server.address() as AddressInfo).port;
    this.origin = `http://127.0.0.1:${String(this.#port)}`;
    this.window = new JSDOM(homePage(language), { url: `${this.origin}/${hash}`, pretendToBeVisual: true }).window;
    this.document = this.window.document;
  }

  /** Opens the page; `hash` is what follows its address (`connect#pairing=…` is another page), `language` one of its languages. The modules that a test imports afterwards are new ones. */
  static async open(hash = "", language = "en"): Promise<LocalPage> {
    const waiting: { page?: LocalPage } = {};
    const server = createServer((request, response) => {
      void read(request).then((seen) => {
        const { status, body } = waiting.page?.answerTo(seen) ?? failure(500, "failure");
        response.writeHead(status, { "content-type": "application/json" });
        response.end(typeof body === "string" ? body : JSON.stringify(body));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const page = new LocalPage(server, hash, language);
    waiting.page = page;
    onTestFinished(() => page.close());
    page.#stubGlobals();
    return page;
  }

  #stubGlobals(): void {
    const { window, scrolledTo } = this;
    LocalPage.streams = [];
    window.HTMLElement.prototype.scrollIntoView = function scrollIntoView(this: HTMLElement) {
      scrolledTo.push(this.id);
    };
    // Which jsdom's files have not.
    window.Blob.prototype.text = function text(this: Blob) {
      return new Promise((resolve) => {
        const reader = new window.FileReader();
        reader.addEventListener("load", () => { resolve(reader.result as string); });
        reader.readAsText(this);
      });
    };
    // Every kind of element, for what the page's scripts ask of theirs.
    for (const name of Object.getOwnPropertyNames(window)) {
      if (/^(HTML\w*Element|Element|Node|XMLHttpRequest|FormData|File|Blob)$/.test(name)) vi.stubGlobal(name, (window as unknown as Record<string, unknown>)[name]);
    }
    const { document, location, history, sessionStorage } = window;
    for (const [name, value] of Object.entries({ document, location, history, sessionStorage, EventSource: FakeEventSource })) vi.stubGlobal(name, value);
    vi.stubGlobal("addEventListener", window.addEventListener.bind(window));
    vi.stubGlobal("scrollTo", () => undefined);
    vi.stubGlobal("fetch", (path: string, init?: RequestInit) => realFetch(new URL(path, this.origin), init));
    vi.resetModules();
  }

  /** What the helper answers to a request such as `GET /v1/datasets`, with or without the query; a body alone is a success. */
  answers(request: string, answer: unknown): this {
    const isWhole = (each: unknown): each is Answer => typeof each === "object" && each !== null && "status" in each && "body" in each;
    this.#answers.set(request, typeof answer === "function"
      ? (seen) => { const made: unknown = (answer as (request: Request) => unknown)(seen); return isWhole(made) ? made : { status: 200, body: made }; }
      : () => (isWhole(answer) ? answer : { status: 200, body: answer }));
    return this;
  }

  answerTo(request: Request): Answer {
    this.seen.push(request);
    const { method, path } = request;
    const found = this.#answers.get(`${method} ${path}`) ?? this.#answers.get(`${method} ${path.replace(/\?.*/, "")}`);
    return found?.(request) ?? failure(404, "not_found", "There is nothing here.");
  }

  /** The requests of one kind, such as `DELETE /v1/datasets/ebb`, with or without the query. */
  asked(request: string): Request[] {
    return this.seen.filter(({ method, path }) => [`${method} ${path}`, `${method} ${path.replace(/\?.*/, "")}`].includes(request));
  }

  /** The helper stops answering. */
  async close(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** The helper answers again. */
  async startAgain(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(this.#port, "127.0.0.1", resolve));
  }

  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- as querySelector's own
  get<T extends HTMLElement = HTMLElement>(selector: string): T {
    const element = this.document.querySelector<T>(selector);
    if (element === null) throw new Error(`The page has no ${selector}.`);
    return element;
  }

  all(selector: string): HTMLElement[] {
    return [...this.document.querySelectorAll<HTMLElement>(selector)];
  }

  /** The words of an element, "" where it or a box around it is hidden. */
  words(selector: string): string {
    const element = this.get(selector);
    return element.closest("[hidden]:not(.part, #parts)") === null ? wordsOf(element) : "";
  }

  click(selector: string): void {
    this.get(selector).click();
  }

  /** Clicks the button with these words. */
  press(words: string, within = "body"): void {
    const button = this.all(`${within} button`).find((each) => each.textContent === words);
    if (button === undefined) throw new Error(`There is no button ${words}.`);
    button.click();
  }

  /** Types into a field. */
  type(selector: string, words: string): void {
    const field = this.get<HTMLInputElement>(selector);
    field.value = words;
    field.dispatchEvent(new this.window.Event("input", { bubbles: true }));
  }

  submit(selector: string): void {
    this.get(selector).dispatchEvent(new this.window.Event("submit", { bubbles: true, cancelable: true }));
  }

  /** Chooses a file. */
  choose(selector: string, name: string, content: string): void {
    const input = this.get<HTMLInputElement>(selector);
    Object.defineProperty(input, "files", { value: [new this.window.File([content], name)], configurable: true });
    input.dispatchEvent(new this.window.Event("change", { bubbles: true }));
  }

  /** What a screen reader was told last. */
  get said(): string {
    return this.get("#said").textContent;
  }
}

/** Waits until something holds, as patiently as all tests do (`patience.ts`). */
export function until(check: () => void): Promise<void> {
  return vi.waitFor(check);
}

/** The words of an element, with single blanks. */
export function wordsOf(element: Element): string {
  return element.textContent.replace(/\s+/g, " ").trim();
}

async function read(request: IncomingMessage): Promise<Request> {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  return { method: request.method ?? "", path: request.url ?? "", body };
}
