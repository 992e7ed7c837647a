// How a badge looks. Its ground is opaque and ringed, so its words are legible on any photo: dark on amber is 9.6:1,
// white on slate 15:1. Certain and probable differ in ground, outline, mark and words, never in colour alone.

const RULES = `
:host {
  all: initial !important;
  position: var(--position, absolute) !important;
  float: var(--float, none) !important;
  inset: var(--top, 0) auto auto var(--left, 0) !important;
  inline-size: var(--inline-size, max-content) !important;
  block-size: var(--block-size, auto) !important;
  /* Above the transparent sheets that Flickr lays over a photo, below its menus. */
  z-index: 100 !important;
  pointer-events: none !important;
}
.badge {
  display: flex;
  align-items: center;
  gap: 5px;
  box-sizing: border-box;
  inline-size: max-content;
  max-inline-size: var(--room, 200px);
  min-block-size: 24px;
  padding: 3px 9px 3px 6px;
  border: 1.5px solid #2a1a00;
  border-radius: 7px;
  outline: 1.5px solid rgb(255 255 255 / 92%);
  background: #ffb733;
  color: #211400;
  font: 600 12.5px/1.25 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
  letter-spacing: 0.005em;
  white-space: nowrap;
  visibility: hidden;
  box-shadow: 0 1px 5px rgb(0 0 0 / 35%);
}
.badge.placed { visibility: visible; }
.words { overflow: hidden; text-overflow: ellipsis; }
svg { flex: none; inline-size: 14px; block-size: 14px; overflow: visible; }
.frame { fill: none; stroke: currentColor; stroke-width: 1.6; }
.inner { fill: currentColor; }
.probably {
  border: 1.5px dashed #ffc966;
  background: #1a2029;
  color: #fff;
  outline-color: rgb(15 18 24 / 88%);
}
.probably .frame { stroke-dasharray: 2.6 1.7; }
.probably .inner { fill: none; stroke: currentColor; stroke-width: 1.4; }
.compact { min-block-size: 20px; padding: 2px 4px; gap: 3px; border-radius: 6px; font-size: 11.5px; }
.compact .long { display: none; }
.short { display: none; }
.compact .short:not(:empty) { display: inline; }
@media (prefers-reduced-motion: no-preference) {
  .badge.placed { animation: appear 140ms ease-out; }
  @keyframes appear { from { opacity: 0; } }
}
@media (forced-colors: active) {
  .badge { border-color: CanvasText; outline-color: Canvas; background: Canvas; color: CanvasText; box-shadow: none; forced-color-adjust: none; }
}
@media print { .badge { display: none; } }
`;

let sheet: CSSStyleSheet | null = null;

/**
 * Gives a shadow root the badge's style. A constructed sheet is shared by every badge and is none of the page's
 * business: a page's content security policy cannot refuse it.
 */
export function applyStyle(root: ShadowRoot): void {
  if (sheet === null) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(RULES);
  }
  root.adoptedStyleSheets = [sheet];
}
