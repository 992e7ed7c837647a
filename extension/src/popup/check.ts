// The way from a page of Flickr to a check of all photos of its account, album or group.
import { byId, write } from "../shared/dom.ts";
import { text } from "../shared/i18n.ts";
import type { Outline, OutlineRequest } from "../shared/page-reading.ts";
import { addressOfPage, checkPage, parsePhotoPages } from "../shared/photo-pages.ts";
import type { ShownTab } from "./tab.ts";

export async function showCheck(tab: ShownTab | null): Promise<void> {
  const pages = parsePhotoPages(tab?.url ?? "");
  byId("check", HTMLElement).hidden = pages === null;
  if (tab === null || pages === null) return;
  const link = byId("check-link", HTMLAnchorElement);
  write(link, text(`check_popup_${pages.kind}`));
  link.href = checkPage(addressOfPage(pages, 1), await lastPageOf(tab.id));
}

/** The number of pages, where the page says so. */
async function lastPageOf(tab: number): Promise<number | null> {
  const request: OutlineRequest = { kind: "outline" };
  const outline = await chrome.tabs.sendMessage<OutlineRequest, Outline | undefined>(tab, request).catch(() => undefined);
  return outline?.last ?? null;
}
