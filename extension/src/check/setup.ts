// Before a check: what is to be checked, and what will happen, in plain words.
import { byId, write } from "../shared/dom.ts";
import { countText, text } from "../shared/i18n.ts";
import { addressOfPage, parsePhotoPages, type PhotoPages } from "../shared/photo-pages.ts";

/** Milliseconds that a page takes: to load, to be scrolled to its end, and the pause before the next. */
export const PER_PAGE = 14_000;

/** So much time in words, in whole minutes. */
export function minutes(milliseconds: number): string {
  return countText("check_minutes", Math.max(1, Math.round(milliseconds / 60_000)));
}

/** What is being checked, in words. */
export function nameOf(pages: PhotoPages): string {
  switch (pages.kind) {
    case "account":
      return text("check_account", pages.user);
    case "album":
      return text("check_album", pages.album, pages.user);
    case "group":
      return text("check_group", pages.group);
  }
}

/** What the page's own address asks for: `?of=ADDRESS&pages=34`. */
export function askedFor(): PhotoPages | null {
  return parsePhotoPages(new URLSearchParams(location.search).get("of") ?? "");
}

export function prepareSetup(start: (pages: PhotoPages) => void): void {
  const field = byId("of", HTMLInputElement);
  const asked = askedFor();
  if (asked !== null) field.value = addressOfPage(asked, 1);
  write(byId("how-long", HTMLElement), howLong(asked));
  byId("form", HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault();
    const typed = field.value.trim();
    const pages = parsePhotoPages(/^https?:\/\//i.test(typed) ? typed : `https://${typed}`);
    const note = byId("of-note", HTMLElement);
    write(note, pages === null ? text("check_of_wrong") : "");
    if (pages === null) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    if (pages === null) field.focus();
    else start(pages);
  });
}

/** How many pages there are, and how long they take, where the page that the person came from says so. */
function howLong(asked: PhotoPages | null): string {
  const count = Number(new URLSearchParams(location.search).get("pages") ?? "0");
  if (asked === null || !Number.isInteger(count) || count < 1) return text("check_howlong");
  return countText("check_howlong_pages", count, minutes(count * PER_PAGE));
}
