// "Is this photo in a dataset?" on pictures and links of Flickr's, wherever they are, and on a photo's own page.
import { UNKNOWN, type HelperStatus, type PhotoAnswer } from "../shared/answers.ts";
import { text } from "../shared/i18n.ts";
import type { ShowAnswer } from "../shared/messages.ts";
import { checkPage } from "../shared/photo-pages.ts";
import { photoIdFromUrl } from "../shared/photo-ref.ts";
import type { Lookups } from "./lookups.ts";

/** Addresses that may name a photo; the menu item appears on these alone. */
const TARGETS = [
  "*://*.flickr.com/*",
  "*://*.staticflickr.com/*",
  "*://flic.kr/*",
  "*://*.wp.com/*staticflickr.com/*",
  "http://127.0.0.1/sample/*",
];
/** On a photo's own page something lies over the picture, so that a click there is neither on a picture nor on a link. */
const PHOTO_PAGES = ["*://*.flickr.com/photos/*/*"];
/** Where all photos of an account, an album or a group can be checked. */
const PAGES_OF_PHOTOS = ["*://*.flickr.com/photos/*", "*://*.flickr.com/people/*", "*://*.flickr.com/groups/*"];

/** The menu item that checks all photos. */
const CHECK = "check";

/** Not the number of any tab: a question from the menu is not given up when a tab closes. */
const NO_TAB = -1;
const WINDOW = { width: 420, height: 560 };

/** What browsers say of the place that was clicked. */
export interface Clicked {
  readonly srcUrl?: string | undefined;
  readonly linkUrl?: string | undefined;
  readonly pageUrl?: string | undefined;
}

/** Firefox for Android has no context menus of extensions. */
const { contextMenus } = chrome as { readonly contextMenus?: typeof chrome.contextMenus };

/** Browsers keep the menu items until the extension is updated. */
export function makeMenus(): void {
  contextMenus?.removeAll(() => {
    const title = text("menu_ask");
    contextMenus.create({ id: "target", title, contexts: ["image", "link"], targetUrlPatterns: TARGETS });
    contextMenus.create({ id: "page", title, contexts: ["page"], documentUrlPatterns: PHOTO_PAGES });
    contextMenus.create({ id: CHECK, title: text("menu_check"), contexts: ["page"], documentUrlPatterns: PAGES_OF_PHOTOS });
  });
}

/** Answers every click from now on. */
export function watchMenus(lookups: Lookups): void {
  contextMenus?.onClicked.addListener((clicked, tab) => {
    if (clicked.menuItemId === CHECK) void chrome.tabs.create({ url: chrome.runtime.getURL(checkPage(clicked.pageUrl ?? "", null)) });
    else void answerClick(clicked, tab?.id, lookups);
  });
}

/** The photo that was clicked: the picture itself, else where its link leads, else the page's own. */
export function photoClicked({ srcUrl, linkUrl, pageUrl }: Clicked): string | null {
  const targets = [srcUrl, linkUrl].filter((url) => url !== undefined && url !== "");
  const asked = targets.length > 0 ? targets : [pageUrl];
  for (const url of asked) {
    const photo = url === undefined ? null : photoIdFromUrl(readSample(url));
    if (photo !== null) return photo;
  }
  return null;
}

/** The helper's own sample page shows made-up photos under addresses that end like Flickr's. */
function readSample(url: string): string {
  const [, kind, rest] = /^http:\/\/127\.0\.0\.1:[0-9]+\/sample\/(photos|static)(\/.*)$/.exec(url) ?? [];
  if (kind === undefined || rest === undefined) return url;
  return kind === "photos" ? `https://www.flickr.com/photos${rest}` : `https://live.staticflickr.com${rest.replace(/\.svg$/, ".jpg")}`;
}

/** Answers a click: in the page where our content script runs, else in a small window of our own. */
async function answerClick(clicked: Clicked, tabId: number | undefined, lookups: Lookups): Promise<void> {
  const photo = photoClicked(clicked);
  if (photo !== null && tabId !== undefined) {
    const found = await lookups.answer([photo], { tab: NO_TAB, document: "", active: true }, true);
    if (found !== null && (await showInPage(tabId, photo, found.answers[photo] ?? UNKNOWN, found.status))) return;
  }
  const url = chrome.runtime.getURL(`answer.html${photo === null ? "" : `?photo=${photo}`}`);
  await chrome.windows.create({ url, type: "popup", ...WINDOW });
}

async function showInPage(tabId: number, photo: string, answer: PhotoAnswer, status: HelperStatus): Promise<boolean> {
  const message: ShowAnswer = { kind: "show-answer", photo, answer, status };
  try {
    return (await chrome.tabs.sendMessage<ShowAnswer, unknown>(tabId, message)) === true;
  } catch {
    return false;
  }
}
