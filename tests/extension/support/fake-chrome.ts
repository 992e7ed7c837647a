// The few parts of chrome.* that our modules use, kept in memory and as strict as the real ones: values go through JSON,
// listeners run after the write, and a message without a receiver is an error.
import { readFileSync } from "node:fs";
import { vi } from "vitest";
import type { LineQuestion } from "../../../extension/src/shared/messages.ts";

type Listener = (...args: never[]) => unknown;
type Messages = Record<string, { readonly message: string }>;

/** Where `badges` keeps what holds in every tab without its own. */
export const ALL_TABS = -1;

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

  /** Names of everything that is kept. */
  keys(): string[] {
    return [...this.#values.keys()];
  }
  get(names: string | readonly string[]): Promise<Record<string, unknown>> {
    const found: Record<string, unknown> = {};
    for (const key of typeof names === "string" ? [names] : names) {
      const value = this.#values.get(key);
      if (value !== undefined) found[key] = JSON.parse(value) as unknown;
    }
    return Promise.resolve(found);
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
  remove(names: string | readonly string[]): Promise<void> {
    const gone = (typeof names === "string" ? [names] : names).filter((key) => this.#values.delete(key));
    if (gone.length > 0) queueMicrotask(() => this.onChanged.emit(Object.fromEntries(gone.map((key) => [key, {}]))));
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

/** A WebSocket that never opens. */
class SilentSocket {
  static readonly OPEN = 1;
  readonly readyState = 0;
  close(): void {
    // It is not open.
  }
}

/** A content script's end of a line to the background, which answers as it does to messages, or is stopped where it gives no answer. */
class FakeLine {
  readonly onMessage = new Event();
  readonly onDisconnect = new Event();
  readonly #background: FakeChrome["background"];
  #open = true;

  constructor(background: FakeChrome["background"]) {
    this.#background = background;
  }

  postMessage({ number, photos, eager }: LineQuestion): void {
    if (!this.#open) throw new Error("Attempting to use a disconnected port object");
    const question = { kind: "lookup", photos, eager } as const;
    const answer = async (): Promise<void> => {
      const reply = await this.#background(question);
      if (!this.#open) return;
      if (reply !== undefined) {
        this.onMessage.emit({ number, reply });
        return;
      }
      this.#open = false;
      this.onDisconnect.emit(this);
    };
    // As the browser does where nobody listens.
    answer().catch(() => { this.disconnect(); this.onDisconnect.emit(this); });
  }

  disconnect(): void {
    this.#open = false;
  }
}

export class FakeChrome {
  readonly local = new Area();
  readonly session = new Area();
  readonly onMessage = new Event();
  readonly onConnect = new Event();
  readonly onInstalled = new Event();
  readonly permissionAdded = new Event();
  readonly permissionRemoved = new Event();
  readonly tabRemoved = new Event();
  readonly tabUpdated = new Event();
  readonly menuClicked = new Event();
  readonly alarm = new Event();
  /** Minutes between two, by the alarm's name. */
  readonly alarms = new Map<string, number>();
  /** Origins that the extension may use, as match patterns. */
  origins: readonly string[] = ["*://*.flickr.com/*", "http://127.0.0.1/*"];
  readonly scripts = new Map<string, { readonly matches: readonly string[] }>();
  /** Tabs in which the content script was run by hand. */
  readonly entered: number[] = [];
  readonly styled: number[] = [];
  readonly menus: { readonly id: string }[] = [];
  readonly badges = new Map<number, Record<string, string>>();
  /** Messages that were sent to tabs. */
  readonly told: { readonly tab: number; readonly message: unknown }[] = [];
  readonly opened: string[] = [];
  /** Whether another tab holds the page's lock. */
  locked = false;
  tabs: readonly number[] = [];
  /** Addresses of tabs, where the extension may see them. */
  addresses: Record<number, string> = {};
  /** How far tabs are, where they are not complete. */
  loading: Record<number, "loading" | "unloaded"> = {};
  permitted = true;
  /** Optional permissions that were given. */
  allowed: readonly string[] = [];
  /** Whether the person allows what the extension requests. */
  willing = true;
  /** Notifications of the system. */
  readonly notified: string[] = [];
  /** What the native messaging host answers; undefined where the browser knows none. */
  host: ((message: unknown) => unknown) | undefined = undefined;
  /** Undefined once the extension has been updated under the page. */
  id: string | undefined = "inset-test";
  /** What the background answers to a page or a content script. */
  background: (message: { readonly kind: string }) => unknown = () => {
    throw new Error("Could not establish connection. Receiving end does not exist.");
  };
  /** What the content script of a tab answers; undefined where there is none. */
  page: (message: unknown) => unknown = () => undefined;
  readonly #messages = readMessages("en");

  /** Becomes globalThis.chrome until the test ends. */
  install(): this {
    const badge = (key: string) => (details: { tabId?: number } & Record<string, string | number>) => {
      const tab = details.tabId ?? ALL_TABS;
      this.badges.set(tab, { ...this.badges.get(tab), [key]: String(details[key]) });
      return Promise.resolve();
    };
    const id = (): string | undefined => this.id;
    const locks = {
      request: (name: string, _: unknown, run: (lock: { name: string } | null) => unknown) => Promise.resolve(run(this.locked ? null : { name })),
      query: () => Promise.resolve({ held: this.locked ? [{ name: "inset-check" }] : [] }),
    };
    vi.stubGlobal("navigator", { userAgent: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/126.0.0.0 Safari/537.36", locks });
    // No helper of a test speaks it, and not every Node.js has it.
    vi.stubGlobal("WebSocket", SilentSocket);
    vi.stubGlobal("chrome", {
      storage: { local: this.local, session: this.session },
      runtime: {
        get id() {
          return id();
        },
        onMessage: this.onMessage,
        onConnect: this.onConnect,
        onInstalled: this.onInstalled,
        getManifest: () => ({ version: "0.1.0" }),
        getURL: (path: string) => `chrome-extension://inset-test/${path}`,
        getPlatformInfo: () => Promise.resolve({ os: "linux" }),
        sendNativeMessage: (name: string, message: unknown) =>
          this.host === undefined || name !== "inset.native_host" || !this.allowed.includes("nativeMessaging")
            ? Promise.reject(new Error("Specified native messaging host not found."))
            : Promise.resolve(this.host(message)),
        sendMessage: (message: { readonly kind: string }) => {
          if (this.id === undefined) throw new Error("Extension context invalidated.");
          return Promise.resolve().then(() => this.background(message));
        },
        connect: () => {
          if (this.id === undefined) throw new Error("Extension context invalidated.");
          return new FakeLine((message) => this.background(message));
        },
      },
      permissions: {
        contains: ({ origins = [], permissions = [] }: { origins?: readonly string[]; permissions?: readonly string[] }) =>
          Promise.resolve(this.permitted && permissions.every((wanted) => this.allowed.includes(wanted)) && origins.every((wanted) => this.origins.some((held) => covers(held, wanted)))),
        getAll: () => Promise.resolve({ origins: [...this.origins] }),
        request: ({ origins = [], permissions = [] }: { origins?: readonly string[]; permissions?: readonly string[] }) => {
          if (!this.willing) return Promise.resolve(false);
          this.allowed = [...this.allowed, ...permissions];
          this.origins = [...this.origins, ...origins];
          this.permissionAdded.emit({ origins });
          return Promise.resolve(true);
        },
        remove: ({ origins = [], permissions = [] }: { origins?: readonly string[]; permissions?: readonly string[] }) => {
          this.allowed = this.allowed.filter((each) => !permissions.includes(each));
          this.origins = this.origins.filter((origin) => !origins.includes(origin));
          this.permissionRemoved.emit({ origins });
          return Promise.resolve(true);
        },
        onAdded: this.permissionAdded,
        onRemoved: this.permissionRemoved,
      },
      tabs: {
        onRemoved: this.tabRemoved,
        onUpdated: this.tabUpdated,
        get: (tab: number) => Promise.resolve({ id: tab, url: this.addresses[tab], status: this.loading[tab] ?? "complete" }),
        update: (tab: number, { url }: { url: string }) => {
          this.opened.push(url);
          for (const status of ["loading", "complete"]) queueMicrotask(() => this.tabUpdated.emit(tab, { status }));
          return Promise.resolve({});
        },
        remove: (tab: number) => {
          this.tabRemoved.emit(tab);
          return Promise.resolve();
        },
        captureVisibleTab: () => Promise.reject(new Error("Either the '<all_urls>' or 'activeTab' permission is required.")),
        query: ({ url, status }: { url?: readonly string[]; status?: string }) =>
          Promise.resolve(
            this.tabs
              .map((tab) => ({ id: tab, url: this.addresses[tab], status: this.loading[tab] ?? "complete", discarded: false }))
              .filter((tab) => status === undefined || tab.status === status)
              .filter((tab) => url === undefined || url.some((held) => tab.url !== undefined && covers(held, tab.url))),
          ),
        sendMessage: (tab: number, message: unknown) => {
          this.told.push({ tab, message });
          const reply = this.page(message);
          if (reply !== undefined) return Promise.resolve(reply);
          return Promise.reject(new Error("Could not establish connection. Receiving end does not exist."));
        },
        create: ({ url }: { url: string }) => {
          this.opened.push(url);
          return Promise.resolve({});
        },
      },
      scripting: {
        getRegisteredContentScripts: ({ ids }: { ids: readonly string[] }) =>
          Promise.resolve(ids.flatMap((id) => (this.scripts.has(id) ? [{ id, ...this.scripts.get(id) }] : []))),
        registerContentScripts: (scripts: readonly { id: string; matches: readonly string[] }[]) => {
          for (const script of scripts) {
            if (this.scripts.has(script.id)) return Promise.reject(new Error(`Duplicate script ID '${script.id}'`));
            this.scripts.set(script.id, script);
          }
          return Promise.resolve();
        },
        updateContentScripts: (scripts: readonly { id: string; matches: readonly string[] }[]) => {
          for (const script of scripts) this.scripts.set(script.id, { ...this.scripts.get(script.id), ...script });
          return Promise.resolve();
        },
        unregisterContentScripts: ({ ids }: { ids: readonly string[] }) => {
          for (const id of ids) this.scripts.delete(id);
          return Promise.resolve();
        },
        insertCSS: ({ target }: { target: { tabId: number } }) => {
          this.styled.push(target.tabId);
          return Promise.resolve();
        },
        executeScript: ({ target }: { target: { tabId: number } }) => {
          this.entered.push(target.tabId);
          return Promise.resolve([]);
        },
      },
      contextMenus: {
        onClicked: this.menuClicked,
        removeAll: (then: () => void) => {
          this.menus.length = 0;
          then();
        },
        create: (menu: { readonly id: string }) => {
          this.menus.push(menu);
        },
      },
      alarms: {
        onAlarm: this.alarm,
        get: (name: string) => Promise.resolve(this.alarms.has(name) ? { name } : undefined),
        create: (name: string, { periodInMinutes }: { periodInMinutes: number }) => {
          this.alarms.set(name, periodInMinutes);
          return Promise.resolve();
        },
      },
      windows: {
        create: ({ url }: { url: string }) => {
          this.opened.push(url);
          return Promise.resolve({ tabs: [{ id: 50 }] });
        },
      },
      notifications: {
        create: (id: string, { message }: { message: string }) => {
          this.notified.push(message);
          return Promise.resolve(id);
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

/** Whether a match pattern holds for an address or for a narrower pattern. */
function covers(held: string, wanted: string): boolean {
  const [, scheme = "", host = ""] = /^([^:]+):\/\/([^/]+)/.exec(held) ?? [];
  const [, wantedScheme = "", wantedHost = ""] = /^([^:]+):\/\/([^/:]+)/.exec(wanted) ?? [];
  const base = host.replace(/^\*\.?/, "");
  const hosts = host === "*" || wantedHost === base || wantedHost === host || (host.startsWith("*.") && wantedHost.endsWith(`.${base}`));
  return hosts && (scheme === "*" || scheme === wantedScheme);
}

/** Lets everything that is scheduled for now happen. */
export async function settle(milliseconds = 0): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}
