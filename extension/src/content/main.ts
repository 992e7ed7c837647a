// The content script: finds the photos on a page and draws badges on those that are listed.
import type { Changed, PageReport, ReportRequest } from "../shared/messages.ts";
import { ask } from "../shared/messages.ts";
import { strayBadges } from "./badge.ts";
import { Finder } from "./finder.ts";
import { isSampleAddress } from "./sample-page.ts";
import { Session } from "./session.ts";
import { Tiles } from "./tiles.ts";
import { Watcher } from "./watcher.ts";

function run(): void {
  const tiles: Tiles = new Tiles({
    near: (photos) => { session.askAll(photos); },
    changed: () => { session.countsChanged(); },
  });
  const session: Session = new Session({ tiles, document, orphaned: stop });
  const finder: Finder = new Finder({
    found: (sighting) => { tiles.add(sighting); },
    lost: (sighting) => { tiles.remove(sighting); },
    again: (sighting) => { tiles.refresh(sighting); },
  });
  const watcher: Watcher = new Watcher({
    document,
    finder,
    badgeRemoved: (badge) => { tiles.badgeRemoved(badge); },
    settled: () => {
      session.askAll();
      tiles.follow();
    },
  });

  function look(): void {
    if (document.visibilityState === "visible") void session.check(true);
  }

  function listen(message: unknown, _sender: unknown, respond: (reply: PageReport) => void): void {
    const { kind } = message as Changed | ReportRequest;
    if (kind === "changed") session.learn((message as Changed).status);
    else respond({ counts: tiles.counts(), listed: tiles.listed() });
  }

  function stop(): void {
    watcher.stop();
    session.stop();
    tiles.stop();
    document.removeEventListener("visibilitychange", look);
    removeEventListener("focus", look);
    try {
      chrome.runtime.onMessage.removeListener(listen);
    } catch {
      // The extension is gone, and its listeners with it.
    }
  }

  for (const left of strayBadges(document.documentElement)) left.remove();
  document.addEventListener("visibilitychange", look);
  addEventListener("focus", look);
  chrome.runtime.onMessage.addListener(listen);
  watcher.start();
  void session.check();
}

async function start(): Promise<void> {
  if (document.contentType !== "text/html") return;
  if (location.hostname === "127.0.0.1") {
    // Only the helper's own page, and only the helper of this extension.
    const { port } = await ask({ kind: "check", eager: true });
    if (!isSampleAddress(location, port)) return;
  }
  run();
}

start().catch(() => undefined);
