// How a badge looks. Its ground is opaque and ringed, so that its words are legible on any photo. Certain and probable
// differ in ground, outline, mark and words, never in colour alone.
import { PALETTES, type Paint } from "../../shared/palettes.ts";
import type { BadgeColours } from "../../shared/preferences.ts";

const RULES = `
:host {
  all: initial !important;
  /* "all" does not reset the direction of writing. */
  direction: ltr !important;
  position: absolute !important;
  inset: var(--top, 0) auto auto var(--left, 0) !important;
  /* Without a size until it is placed: even what is not drawn could make the page scroll further. */
  inline-size: var(--inline-size, 0) !important;
  block-size: var(--block-size, 0) !important;
  /* Not "style" as well: with it the browser looks through the whole page, for counters, whenever a badge comes or goes. */
  contain: layout !important;
  /* Only the button takes the pointer: a frame around a photo must leave the photo to the page. */
  pointer-events: none !important;
}
.badge {
  all: initial;
  display: flex;
  align-items: center;
  justify-content: center;
  gap: 5px;
  box-sizing: border-box;
  inline-size: max-content;
  min-inline-size: 24px;
  min-block-size: 24px;
  padding: 3px 9px 3px 6px;
  border: 1.5px solid var(--edge);
  border-radius: 7px;
  outline: 1.5px solid var(--ring);
  background: var(--ground);
  color: var(--ink);
  font: 600 12.5px/1.25 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
  letter-spacing: 0.005em;
  white-space: nowrap;
  visibility: hidden;
  pointer-events: auto;
  cursor: pointer;
  user-select: none;
  -webkit-tap-highlight-color: transparent;
  box-shadow: 0 1px 5px rgb(0 0 0 / 35%);
}
.narrow { max-inline-size: var(--room); }
.narrow .words { overflow: hidden; text-overflow: ellipsis; }
/* A picture with a smaller one set into its corner. Drawn with boxes, because an SVG would be one more layer while scrolling. */
.mark { flex: none; box-sizing: border-box; inline-size: 14px; block-size: 14px; border: 2px solid; border-radius: 3.5px; }
.mark::before { content: ""; display: block; box-sizing: border-box; inline-size: 5px; block-size: 5px; margin: 4px 0 0 4px; border-radius: 1px; background: currentColor; }
/* Nobody vouches for the dataset: its edge is not that of what is certain. */
.unvouched.badge { border-style: dotted; }
.unvouched .mark { border-style: dotted; }
.probably.badge { border-style: dashed; }
.probably.around { border-image: repeating-linear-gradient(45deg, var(--frame) 0 8px, var(--stripe) 8px 16px) 4; }
.probably .mark { border-style: dotted; }
.probably .mark::before { border: 1px solid; background: none; }
/* A round mark without a picture set in: nothing was chosen. */
.public.badge { border-style: dotted; }
.public .mark { border-radius: 50%; }
.public .mark::before { display: none; }
.public.around { border-color: var(--edge); border-style: dotted; }
/* The person's own photo: a second line inside the badge's edge, which takes no room. */
.own.badge { box-shadow: inset 0 0 0 1.5px var(--ground), inset 0 0 0 2.5px var(--edge), 0 1px 5px rgb(0 0 0 / 35%); }
.compact { padding: 2px 4px; gap: 3px; border-radius: 6px; font-size: 11.5px; }
.compact .long { display: none; }
.short { display: none; }
.compact .short:not(:empty) { display: inline; }
.tiny { min-inline-size: 16px; min-block-size: 16px; padding: 0; border-radius: 4px; }
.tiny .short { display: none !important; }
.tiny .mark { inline-size: 10px; block-size: 10px; border-width: 1.5px; border-radius: 2.5px; }
.tiny .mark::before { inline-size: 4px; block-size: 4px; margin: 2.5px 0 0 2.5px; }
.badge:hover { filter: brightness(1.06); }
.badge:focus-visible { outline: 3px solid #fff; box-shadow: 0 0 0 5px #0b4f9e; }
/* The frame lies just inside the picture's edges, wherever the badge itself lies. */
.around {
  position: absolute;
  inset-block-start: calc(-1 * var(--margin, 0px));
  inset-inline-start: calc(-1 * var(--margin, 0px));
  inline-size: var(--width, 0);
  block-size: var(--height, 0);
  box-sizing: border-box;
  border: 4px solid var(--frame);
  box-shadow: inset 0 0 0 1.5px rgb(255 255 255 / 90%), inset 0 0 0 3px rgb(0 0 0 / 25%);
  visibility: hidden;
  pointer-events: none;
}
.placed { visibility: visible; }
@media (forced-colors: active) {
  .badge { border-color: ButtonText; outline-color: Canvas; background: ButtonFace; color: ButtonText; box-shadow: none; forced-color-adjust: none; }
  .badge:focus-visible { outline-color: Highlight; box-shadow: none; }
  .own.badge { border-style: double; border-width: 3px; }
  .around { border-color: Highlight; box-shadow: none; forced-color-adjust: none; }
  .probably.around { border-style: dashed; border-image: none; }
}
@media print { .badge, .around { display: none; } }
`;

let sheet: CSSStyleSheet | null = null;
let colours: BadgeColours = "amber";

/**
 * Gives a shadow root the badge's style. A constructed sheet is shared by every badge and is none of the page's
 * business: a page's content security policy cannot refuse it.
 */
export function applyStyle(root: ShadowRoot): void {
  if (sheet === null) {
    sheet = new CSSStyleSheet();
    write(sheet);
  }
  root.adoptedStyleSheets = [sheet];
}

/** Paints every badge, those that are there and those that come, in these colours. */
export function paint(chosen: BadgeColours): void {
  if (chosen === colours) return;
  colours = chosen;
  if (sheet !== null) write(sheet);
}

function write(into: CSSStyleSheet): void {
  const { listed, probably, public: known, frame, stripe } = PALETTES[colours];
  into.replaceSync(`${variables(".badge, .around", listed)} ${variables(".probably", probably)} ${variables(".public", known)} .around { --frame: ${frame}; --stripe: ${stripe}; } ${RULES}`);
}

function variables(selector: string, { ground, ink, edge, ring }: Paint): string {
  return `${selector} { --ground: ${ground}; --ink: ${ink}; --edge: ${edge}; --ring: ${ring}; }`;
}
