// A photo's title, as the page names it: in the words for those who cannot see the picture, in a link's words, in a tooltip.
import { photoOfLink } from "./photo-url.ts";

/** Longer titles are cut: they are shown in one line. */
const LONGEST = 200;
/** What is not seen, but could turn or hide the words around it: controls, directions, joiners at the ends, tags. */
const INVISIBLE = /[\p{Cc}\p{Cf}\u{e0000}-\u{e007f}\ufe00-\ufe0f]/gu;
/** A joiner inside a word or an emoji belongs to it. */
const JOINED = /(?<=[\p{L}\p{M}\p{Emoji}\ufe0f])[\u200c\u200d](?=[\p{L}\p{Emoji}])/gu;

/**
 * The title of the photo that an element shows; null where the page does not name it. It is text that anybody may have
 * written. Labels for screen readers are taken last: Flickr writes "by" and the author into them, in every language.
 * @param element the picture, or the link where there is no picture
 * @param links those that lead to the photo, around or beside it
 */
export function titleOf(element: Element, links: readonly HTMLAnchorElement[]): string | null {
  const images = element.localName === "img" ? [element] : [...element.querySelectorAll("img")];
  const own = links.filter((link) => photoOfLink(link) !== null);
  const candidates = [
    ...images.map((image) => image.getAttribute("alt")),
    ...own.map((link) => link.textContent),
    ...own.map((link) => link.getAttribute("title")),
    element.getAttribute("title"),
    element.getAttribute("aria-label"),
    ...own.map((link) => link.getAttribute("aria-label")),
  ];
  for (const candidate of candidates) {
    const title = clean(candidate ?? "");
    if (title !== "") return title;
  }
  return null;
}

/** Words in one line, without what cannot be seen. */
function clean(words: string): string {
  // What is joined is kept from being taken for invisible.
  const kept = words.normalize("NFC").replace(JOINED, (joiner) => (joiner === "\u200d" ? "\ue000" : "\ue001"));
  const plain = kept.replace(/\s+/g, " ").replace(INVISIBLE, "").replaceAll("\ue000", "\u200d").replaceAll("\ue001", "\u200c").trim();
  if (plain.length <= LONGEST) return plain;
  const characters = Array.from(new Intl.Segmenter().segment(plain), ({ segment }) => segment);
  return characters.length <= LONGEST ? plain : `${characters.slice(0, LONGEST - 1).join("")}…`;
}
