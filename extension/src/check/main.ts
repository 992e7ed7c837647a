// The page of a check: walks over all photos of an account, an album or a group, and shows which of them are listed.
import { byId, write } from "../shared/dom.ts";
import { fillTexts, text } from "../shared/i18n.ts";
import { ask } from "../shared/messages.ts";
import { samePages, type PhotoPages } from "../shared/photo-pages.ts";
import { changesPreferences, loadPreferences } from "../shared/preferences.ts";
import { showStep } from "../shared/step-panel.ts";
import { Answers } from "./answers.ts";
import { FlickrApi } from "./flickr-api.ts";
import { FlickrWindow } from "./flickr-window.ts";
import { keyToUse, prepareKey } from "./key.ts";
import { pageDone, showProgress, startPace, type Where } from "./progress.ts";
import { prepareResults, showResults, showWhose, type Shown } from "./results.ts";
import { askedFor, nameOf, prepareSetup } from "./setup.ts";
import { changesCheck, forgetCheck, keepCheck, loadCheck } from "./store.ts";
import { begin, readAgain, resume, switchSource, type Walk } from "./walk.ts";
import { Walker } from "./walker.ts";

const REFRESH_EVERY = 2_000;
const TICK = 1_000;
/** Held by the page that walks: two would read every page twice. */
const LOCK = "inset-check";

let walk: Walk | null = null;
let walker: Walker | null = null;
let inOtherTab = false;

const answers = new Answers({
  shownCensuses: async () => (await loadPreferences()).shownCensuses,
  onChange: () => { show(); },
});

function shown(): Shown | null {
  return walk === null ? null : { walk, answers: answers.all, waiting: answers.waiting };
}

function show(): void {
  byId("setup", HTMLElement).hidden = walk !== null;
  byId("progress", HTMLElement).hidden = walk === null;
  showOther();
  const now = shown();
  if (now === null) byId("results", HTMLElement).hidden = true;
  else {
    showProgress(now.walk, where());
    showResults(now);
  }
  document.title = walk === null ? text("check_title") : `${nameOf(walk.pages)} – ${text("check_title")}`;
}

function where(): Where {
  if (walker !== null) return "here";
  return inOtherTab ? "in_other_tab" : "nowhere";
}

/** The person came for something else than what is kept. */
function showOther(): void {
  const asked = askedFor();
  const other = walk !== null && asked !== null && !samePages(asked, walk.pages) && !walk.names.includes("user" in asked ? asked.user.toLowerCase() : "");
  byId("other", HTMLElement).hidden = !other;
  if (other && walk !== null) write(byId("other", HTMLElement), text("check_other", nameOf(walk.pages), nameOf(asked)));
}

/** With the person's own key, an account comes from Flickr's API; albums and groups have pages only. */
function sourceFor(pages: PhotoPages): Walk["source"] {
  return keyToUse() !== null && pages.kind === "account" ? "api" : "window";
}

/** Walks on from there, unless another tab does. */
async function go(from: Walk): Promise<void> {
  const free = await navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
    if (lock === null) return false;
    // Another tab may have read more pages since this one was opened.
    const kept = await loadCheck();
    const source = sourceFor(from.pages);
    const key = keyToUse();
    walk = { ...from, source };
    startPace();
    walker = new Walker({ walk, photos: kept?.photos ?? [] }, {
      source: source === "api" && key !== null ? new FlickrApi(key) : new FlickrWindow(),
      onStep: (now, fresh) => {
        walk = now;
        if (now.trouble === null && now.failures === 0) pageDone();
        answers.add(fresh);
        show();
      },
    });
    show();
    await walker.run();
    walker = null;
    show();
    return true;
  });
  inOtherTab = !free;
  if (!free) await showKept();
}

/** What is kept, which another tab may have changed. */
async function showKept(): Promise<void> {
  const kept = await loadCheck();
  walk = kept?.walk ?? null;
  if (kept === null) answers.clear();
  else answers.add(kept.photos);
  show();
}

async function start(pages: PhotoPages): Promise<void> {
  await showKept();
  if (walk !== null) return;
  walk = begin(pages, "window", Date.now());
  await keepCheck(walk, []);
  await go(walk);
}

/** Goes on from what is kept, which another tab may have changed. */
async function goOn(change: (kept: Walk, now: number) => Walk): Promise<void> {
  const kept = await loadCheck();
  if (kept === null) return;
  answers.add(kept.photos);
  const same = kept.walk.source === sourceFor(kept.walk.pages);
  await go((same ? change : switchSource)(kept.walk, Date.now()));
}

let sure = false;

/** The first click asks, the second forgets. */
async function forget(): Promise<void> {
  const button = byId("forget", HTMLButtonElement);
  if (!sure) {
    sure = true;
    write(button, text("check_forget_sure"));
    return;
  }
  sure = false;
  write(button, text("check_forget"));
  await forgetCheck();
  walk = null;
  answers.clear();
  show();
  byId("of", HTMLInputElement).focus();
}

async function refresh(): Promise<void> {
  const { held = [] } = await navigator.locks.query();
  const taken = walker === null && held.some(({ name }) => name === LOCK);
  if (taken !== inOtherTab) {
    inOtherTab = taken;
    show();
  }
  const status = await ask({ kind: "status" });
  showStep(status, refresh);
  answers.learn(status);
  await showWhose({ answers: answers.all });
}

fillTexts(document);
prepareSetup((pages) => void start(pages));
prepareResults(shown);
byId("continue", HTMLElement).addEventListener("click", () => void goOn(resume));
byId("again", HTMLElement).addEventListener("click", () => void goOn(readAgain));
byId("pause", HTMLElement).addEventListener("click", () => { walker?.pause(); });
byId("stop", HTMLElement).addEventListener("click", () => { walker?.stop(); });
byId("forget", HTMLElement).addEventListener("click", () => void forget());
// A window that nobody turns pages in any more would only be in the way.
addEventListener("pagehide", () => { walker?.pause(); });

async function open(): Promise<void> {
  await prepareKey();
  await showKept();
  await refresh();
}

void open();
chrome.storage.local.onChanged.addListener((changes) => {
  if (changesPreferences(changes)) answers.askAgain();
  if (changesCheck(changes) && walker === null) void showKept();
});
setInterval(() => void refresh().catch(() => undefined), REFRESH_EVERY);
// Only the seconds until the next attempt change by themselves.
setInterval(() => {
  if (walk !== null && walker !== null) showProgress(walk, "here");
}, TICK);
