// The few parts of chrome.* that our modules use, kept in memory and as strict as the real ones: values go through JSON,
// listeners run after the write, and a message without a receiver is an error.
import { readFileSync } from "node:fs";
import { vi } from "vitest";

type Listener = (...args: never[]) => unknown;
type Messages = Record<string, { readonly message: string }>;

class Event {
  readonly listeners = new Set<Listener>();
  addListener(listener: Listener): void {
    this.listeners.add(listener);
  }
  removeListener(listener: Listener): void {
    this.listeners.delete(listener);
  }
  emit(...args: unknown[]): unknown[] {
    return [...this.listeners].map((listener) => (listener as (...all: unknown[]) => unknown)(...args));
  }
}

class Area {
  readonly onChanged = new Event();
  #values = new Map<string, string>();
  accessLevel = "default";

  get(key: string): Promise<Record<string, unknown>> {
    const value = this.#values.get(key);
    return Promise.resolve(value === undefined ? {} : { [key]: JSON.parse(value) as unknown });
  }
  set(values: Record<string, unknown>): Promise<void> {
    const changes: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(values)) {
      this.#values.set(key, JSON.stringify(value));
      changes[key] = { newValue: value };
    }
    queueMicrotask(() => this.onChanged.emit(changes));
    return Promise.resolve();
  }
  remove(key: string): Promise<void> {
    if (this.#values.delete(key)) queueMicrotask(() => this.onChanged.emit({ [key]: {} }));
    return Promise.resolve();
  }
  setAccessLevel({ accessLevel }: { accessLevel: string }): Promise<void> {
    this.accessLevel = accessLevel;
    return Promise.resolve();
  }
}

/** The messages of one language, as the browser would read them. */
export function readMessages(language: string): Messages {
  const file = new URL(`../../../extension/_locales/${language}/messages.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as Messages;
}

export class FakeChrome {
  readonly local = new Area();
  readonly session = new Area();
  readonly onMessage = new Event();
  readonly onInstalled = new Event();
  readonly permissionAdded = new Event();
  readonly permissionRemoved = new Event();
  readonly badges = new Map<number, Record<string, string>>();
  /** Messages that were sent to tabs. */
  readonly told: { readonly tab: number; readonly message: unknown }[] = [];
  readonly opened: string[] = [];
  tabs: readonly number[] = [];
  permitted = true;
  /** Undefined once the extension has been updated under the page. */
  id: string | undefined = "inset-test";
  /** What the background answers to a page or a content script. */
  background: (message: { readonly kind: string }) => unknown = () => {
    throw new Error("Could not establish connection. Receiving end does not exist.");
  };
  /** What the content script of a tab answers; null where there is none. */
  page: () => unknown = () => null;
  readonly #messages = readMessages("en");

  /** Becomes globalThis.chrome until the test ends. */
  install(): this {
    const badge = (key: string) => (details: { tabId: number } & Record<string, string | number>) => {
      this.badges.set(details.tabId, { ...this.badges.get(details.tabId), [key]: String(details[key]) });
      return Promise.resolve();
    };
    const id = (): string | undefined => this.id;
    vi.stubGlobal("navigator", { userAgent: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/126.0.0.0 Safari/537.36" });
    vi.stubGlobal("chrome", {
      storage: { local: this.local, session: this.session },
      runtime: {
        get id() {
          return id();
        },
        onMessage: this.onMessage,
        onInstalled: this.onInstalled,
        getManifest: () => ({ version: "0.1.0" }),
        getURL: (path: string) => `chrome-extension://inset-test/${path}`,
        getPlatformInfo: () => Promise.resolve({ os: "linux" }),
        sendMessage: (message: { readonly kind: string }) => {
          if (this.id === undefined) throw new Error("Extension context invalidated.");
          return Promise.resolve().then(() => this.background(message));
        },
      },
      permissions: {
        contains: () => Promise.resolve(this.permitted),
        onAdded: this.permissionAdded,
        onRemoved: this.permissionRemoved,
      },
      tabs: {
        query: () => Promise.resolve(this.tabs.map((tab) => ({ id: tab }))),
        sendMessage: (tab: number, message: unknown) => {
          this.told.push({ tab, message });
          const reply = this.page();
          if (reply !== null) return Promise.resolve(reply);
          return Promise.reject(new Error("Could not establish connection. Receiving end does not exist."));
        },
        create: ({ url }: { url: string }) => {
          this.opened.push(url);
          return Promise.resolve({});
        },
      },
      action: {
        setBadgeText: badge("text"),
        setBadgeBackgroundColor: badge("color"),
        setBadgeTextColor: () => Promise.resolve(),
        setTitle: badge("title"),
      },
      i18n: {
        getMessage: (name: string, args: readonly string[] = []) =>
          (this.#messages[name]?.message ?? "").replace(/\$([1-9])/g, (_, n: string) => args[Number(n) - 1] ?? ""),
      },
    });
    return this;
  }
}

/** Lets everything that is due now happen. */
export async function settle(milliseconds = 0): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}
