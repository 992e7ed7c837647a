// The background: answers the other parts of the extension. The browser may stop it after any answer and start it for the
// next message, so every listener is registered while this file runs, and nothing important is kept in memory alone.
import type { Counts, HelperStatus } from "../shared/answers.ts";
import { isRequest, type Changed, type ContentRequest, type Replies, type Request } from "../shared/messages.ts";
import { changesPairing, loadPairing } from "../shared/pairing.ts";
import { hasPermission } from "../shared/permission.ts";
import { changesPreferences } from "../shared/preferences.ts";
import { Accounts } from "./accounts.ts";
import { AnswerCache } from "./cache.ts";
import { Connection } from "./connection.ts";
import { makeMenus, watchMenus } from "./context-menu.ts";
import { Details } from "./details.ts";
import { askReady, callApi } from "./flickr.ts";
import { openCodeWindow, openLocalPage } from "./local-page.ts";
import { HelperLine } from "./helper-line.ts";
import { watchLines } from "./lines.ts";
import { Lookups, type Asker } from "./lookups.ts";
import { startHelper } from "./native-host.ts";
import { News, renewFromTimeToTime } from "./news.ts";
import { cancel, connect, follow } from "./pairing.ts";
import { preferencesFor, inactiveBecause, tellPreferences } from "./preferences.ts";
import { enterOnce, enterOpenTabs, registerSites } from "./sites.ts";
import { clearToolbar, showOnToolbar } from "./toolbar.ts";

type Sender = chrome.runtime.MessageSender;

/** Milliseconds: a reply within that time surely comes before the person can have gone to another page. */
const MOMENT = 100;

const connection = new Connection({ loadPairing, hasPermission, onChange: (status) => void tellTabs(status), line: new HelperLine() });
const lookups = new Lookups(connection, new AnswerCache());
const details = new Details(connection);
const accounts = new Accounts(connection);
const news = new News(() => connection.changes());

/** Tells every tab, whichever noticed the change, so that those that show photos ask again. */
async function tellTabs(status: HelperStatus): Promise<void> {
  if (status.state === "ready") void news.renew();
  const changed: Changed = { kind: "changed", status };
  for (const tab of await chrome.tabs.query({})) {
    // In tabs without our content script nothing receives it.
    if (tab.id !== undefined) chrome.tabs.sendMessage(tab.id, changed).catch(() => undefined);
  }
}

async function startOver(): Promise<void> {
  connection.forget();
  await tellTabs(await connection.check(true));
}

async function permissionsChanged(given: readonly string[]): Promise<void> {
  await registerSites();
  await enterOpenTabs(given);
  await tellPreferences();
  await startOver();
}

/** Which document a message came from; undefined in browsers that do not say. */
function documentOf(sender: Sender): string | undefined {
  return (sender as Sender & { readonly documentId?: string }).documentId;
}

function askerOf(sender: Sender): Asker {
  return { tab: sender.tab?.id ?? -1, document: documentOf(sender) ?? "", active: sender.tab?.active === true };
}

/** Whether the tab still shows the page that sent a message. */
async function stillShows(tab: number, sender: Sender): Promise<boolean> {
  const sent = documentOf(sender);
  try {
    if (sent !== undefined) return (await documentIn(tab)) === sent;
    // A page may change its own path, so only another site is surely another page. The browser withholds the address of no
    // page that we run on.
    const { url } = await chrome.tabs.get(tab);
    return url !== undefined && new URL(url).origin === new URL(sender.url ?? "").origin;
  } catch {
    // The tab was closed, or shows a page that extensions may not access.
    return false;
  }
}

/** The document that a tab shows. Do not ask the sending document instead: Chrome may keep it, hidden, for the Back button. */
async function documentIn(tab: number): Promise<string | undefined> {
  const [ran] = await chrome.scripting.executeScript({ target: { tabId: tab }, func: () => null, injectImmediately: true });
  return ran?.documentId;
}

/** The newest counts of each tab: older ones that took longer must not replace them. */
const newest = new Map<number, Counts>();

async function showCounts(counts: Counts, sender: Sender): Promise<void> {
  const tab = sender.tab?.id;
  if (tab === undefined) return;
  newest.set(tab, counts);
  const began = Date.now();
  const reason = inactiveBecause(await preferencesFor(sender.url));
  const status = reason === null ? await connection.current() : null;
  // A helper that hangs takes seconds. If the tab shows another page by then, do not write on its toolbar.
  if (Date.now() - began > MOMENT && !(await stillShows(tab, sender))) return;
  if (newest.get(tab) !== counts) return;
  if (reason !== null) await clearToolbar(tab, reason);
  else if (status !== null) await showOnToolbar(tab, counts, status);
}

async function reply(request: Request, sender: Sender): Promise<Replies[Request["kind"]] | undefined> {
  switch (request.kind) {
    case "lookup":
      return (await lookups.answer(request.photos, askerOf(sender), request.eager)) ?? undefined;
    case "check":
      // The person may have approved after the page with the code was closed.
      await follow();
      void news.current(false);
      return connection.check(request.eager);
    case "counts":
      await showCounts(request.counts, sender);
      return null;
    case "preferences":
      return preferencesFor(sender.url);
    case "details":
      return details.of(request.photo);
    case "account":
      return accounts.of(request.nsid);
    case "status":
      await follow();
      return connection.check(true);
    case "changes":
      return { numbers: await news.current(true) };
    case "datasets":
      return connection.datasets();
    case "connect": {
      const started = await connect(connection);
      if (started.outcome === "waiting") {
        await openLocalPage();
        // The popup is in no tab, and is closed by now; all other pages stay, with their code.
        if (sender.tab === undefined) await openCodeWindow();
      }
      return started;
    }
    case "connecting":
      return follow();
    case "cancel_connect":
      return cancel();
    case "open_page":
      await openLocalPage();
      return null;
    case "start_helper":
      return startHelper();
    case "flickr_ready":
      return askReady(request.pages, request.page);
    case "flickr_api":
      return callApi(request);
  }
}

/** Content scripts run in the page's process: they may ask about photos, not about pairings. */
const OF_CONTENT: ReadonlySet<Request["kind"]> = new Set<ContentRequest["kind"]>(["lookup", "check", "counts", "preferences", "details", "account"]);

function mayAsk(request: Request, sender: Sender): boolean {
  if (sender.id !== chrome.runtime.id) return false;
  if (OF_CONTENT.has(request.kind)) return true;
  return sender.url?.startsWith(chrome.runtime.getURL("")) === true;
}

chrome.runtime.onMessage.addListener((message: unknown, sender, respond: (value: unknown) => void) => {
  if (!isRequest(message) || !mayAsk(message, sender)) return false;
  reply(message, sender).then(respond, () => { respond(undefined); });
  return true;
});

watchLines(({ photos, eager, seen }, sender) => lookups.answer(photos, { ...askerOf(sender), active: seen }, eager));

chrome.storage.local.onChanged.addListener((changes) => {
  if (changesPairing(changes)) void startOver();
  if (changesPreferences(changes)) void tellPreferences();
});

// In Firefox a person can take any permission back at any time, and give it again; in both, those for other sites.
chrome.permissions.onAdded.addListener(({ origins = [] }) => void permissionsChanged(origins));
chrome.permissions.onRemoved.addListener(() => void permissionsChanged([]));

chrome.tabs.onRemoved.addListener((tab) => {
  lookups.leave(tab);
  newest.delete(tab);
});

watchMenus(lookups);
renewFromTimeToTime(news);

chrome.runtime.onInstalled.addListener(({ reason }: { readonly reason: string }) => {
  makeMenus();
  if (reason === "install") void chrome.tabs.create({ url: chrome.runtime.getURL("welcome.html") });
});

async function keepTokenFromPages(): Promise<void> {
  // Chrome can withhold storage from content scripts, which run in the pages' own processes. Firefox cannot yet.
  const { local } = chrome.storage as { local: { setAccessLevel?: typeof chrome.storage.local.setAccessLevel } };
  await local.setAccessLevel?.({ accessLevel: "TRUSTED_CONTEXTS" });
}

void keepTokenFromPages();
void enterOnce();
