/** The page of the documentation's screenshots: a photostream that looks lived in, with made-up photos. */
import { frame, imageUrl, NSID, PERSON, photoIds, photoPath, type SkeletonPage } from "./skeleton.ts";

/** Rows of photos by width in pixels; every row adds up to the same. */
const ROWS = [
  [372, 248, 444],
  [300, 420, 344],
  [452, 308, 304],
] as const;
const GAP = 8;
const ROW_HEIGHT = 236;

const TITLES = [
  "Evening in the red range",
  "Night walk",
  "Nine minutes past five",
  "Before the snow",
  "Dunes",
  "What the tide left",
  "Ebb",
  "Ridge line",
  "A slow Sunday",
] as const;

/** Every photo's tile as the page's script leaves it. */
export function showcase(): SkeletonPage {
  const photos = photoIds(930_000_000_019, 9);
  let n = 0;
  const tiles = ROWS.flatMap((row, line) => {
    let x = 0;
    return row.map((width) => {
      const id = photos[n] ?? "";
      const title = TITLES[n] ?? "";
      const place = `transform: translate(${String(x)}px, ${String(line * (ROW_HEIGHT + GAP))}px); width: ${String(width)}px; height: ${String(ROW_HEIGHT)}px`;
      n += 1;
      x += width + GAP;
      return `<div class="view photo-list-photo-view awake" style="${place}"><div class="photo-list-photo-container">
<img loading="lazy" src="${imageUrl(id, "c")}" height="100%" width="100%">
<div class="interaction-view"><div class="photo-list-photo-interaction"><a class="overlay" href="${photoPath(id)}" tabindex="0" aria-label="${title} by Marlene Tern"></a>
<div class="interaction-bar"><div class="text"><a href="${photoPath(id)}" class="title" tabindex="-1">${title}</a></div></div>
</div></div></div></div>`;
    });
  });
  const header = `<header class="showcase-header"><a class="showcase-avatar" rel="author" href="/photos/${PERSON}/" data-person-nsid="${NSID}" style="text-decoration: none; --icon: url(//combo.staticflickr.com/pw/images/buddyicon08_l.png#${NSID})">MT</a><div><h1>Marlene Tern</h1><p>${PERSON} · 214 photos · joined 2031</p></div></header>
<nav class="showcase-tabs"><a href="/people/${PERSON}/">About</a><a class="selected" href="/photos/${PERSON}/">Photostream</a><a href="/photos/${PERSON}/albums">Albums</a><a href="/photos/${PERSON}/galleries">Galleries</a></nav>`;
  return {
    name: "showcase",
    path: `/photos/${PERSON}/?view=showcase`,
    photos,
    decoys: [],
    html: frame(
      "photostream",
      "Marlene Tern",
      `${header}<div role="main" class="photolist-container showcase"><div class="view photo-list-view photostream" style="height: ${String(3 * (ROW_HEIGHT + GAP))}px">${tiles.join("")}</div></div>`,
    ),
  };
}
