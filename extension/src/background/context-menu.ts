// "Is this photo in a dataset?" on pictures and links of Flickr's, wherever they are, and on a photo's own page.
import { UNKNOWN, type HelperStatus, type PhotoAnswer } from "../shared/answers.ts";
import { text } from "../shared/i18n.ts";
import type { ShowAnswer } from "../shared/messages.ts";
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
  });
}

/** Answers every click from now on. */
export function watchMenus(lookups: Lookups): void {
  contextMenus?.onClicked.addListener((clicked, tab) => void answerClick(clicked, tab?.id, lookups));
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
