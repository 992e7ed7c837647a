// How the card looks: quiet, legible, in the person's own scheme of light or dark.
import { asProperties, CARD } from "../../shared/palettes.ts";

const RULES = `
:host {
  all: initial !important;
  /* "block" by content.css, as long as there is an extension. */
  display: var(--inset-drawn, none) !important;
  direction: ltr !important;
  position: fixed !important;
  inset: var(--top, 0) auto auto var(--left, 0) !important;
  inline-size: min(340px, 100vw - 16px) !important;
  z-index: 2147483647 !important;
  color-scheme: light dark;
  ${asProperties(CARD.light)}
}
@media (prefers-color-scheme: dark) {
  :host { ${asProperties(CARD.dark)} }
}
* { box-sizing: border-box; margin: 0; padding: 0; }
.card {
  position: static;
  inline-size: auto;
  max-inline-size: none;
  display: flex;
  flex-direction: column;
  max-block-size: min(480px, 100vh - 16px);
  border: 1px solid var(--line);
  border-radius: 12px;
  background: var(--ground);
  color: var(--ink);
  font: 13.5px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
  text-align: start;
  box-shadow: 0 2px 6px rgb(0 0 0 / 18%), 0 12px 32px rgb(0 0 0 / 28%);
  overflow: hidden;
}
.card:modal { position: fixed; inset: var(--top, 0) auto auto var(--left, 0); inline-size: min(340px, 100vw - 16px); }
.card::backdrop { background: none; }
.card:focus { outline: none; }
.card:focus-visible, :focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; border-radius: 5px; }
.card:focus-visible { outline-offset: -3px; border-radius: 12px; }
header { display: flex; align-items: center; gap: 8px; padding: 10px 8px 9px 14px; border-block-end: 1px solid var(--line); }
h2 { flex: 1; font-size: 15px; font-weight: 650; line-height: 1.3; }
.close { flex: none; inline-size: 28px; block-size: 28px; border: 0; border-radius: 7px; background: none; color: var(--quiet); font: 20px/1 system-ui, sans-serif; cursor: pointer; }
.close:hover { background: var(--line); color: var(--ink); }
.body { overflow-y: auto; overscroll-behavior: contain; padding: 2px 14px 10px; overflow-wrap: anywhere; }
.body > p { margin-block: 10px 2px; }
ul { list-style: none; }
.dataset { display: grid; gap: 4px; padding-block: 10px; }
.dataset + .dataset { border-block-start: 1px solid var(--line); }
h3 { font-size: 14px; font-weight: 650; line-height: 1.35; }
.quiet { color: var(--quiet); font-size: 12.5px; }
.unsigned { inline-size: fit-content; padding: 1px 7px; border: 1px dashed currentcolor; border-radius: 5px; font-size: 12.5px; font-weight: 600; }
span.unsigned { display: inline-block; font-size: inherit; }
h3, p, bdi { overflow-wrap: anywhere; }
.certain { padding: 5px 9px; border-inline-start: 3px solid var(--mark); }
.public .certain { border-inline-start-color: var(--line); }
.likely .certain { border-inline-start-style: dashed; }
.unvouched .certain { border-inline-start: 3px dotted var(--quiet); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 3px 10px; margin-block-start: 2px; }
dt { color: var(--quiet); }
a { color: var(--accent); text-underline-offset: 2px; }
details { margin-block-start: 2px; }
summary { inline-size: fit-content; color: var(--accent); font-weight: 600; cursor: pointer; }
details > p { margin-block-start: 5px; }
.ways { display: flex; flex-wrap: wrap; gap: 4px 14px; }
footer { display: flex; align-items: center; justify-content: space-between; gap: 12px; padding: 8px 14px; border-block-start: 1px solid var(--line); }
footer a { padding-block: 3px; font-weight: 600; }
[hidden] { display: none; }
@media (prefers-reduced-motion: no-preference) {
  .card { animation: appear 120ms ease-out; }
  @keyframes appear { from { opacity: 0; } }
}
@media (forced-colors: active) {
  .card { border: 2px solid CanvasText; box-shadow: none; }
  .certain { border-inline-start-color: Highlight; }
}
@media print { :host { display: none !important; } }
`;

let sheet: CSSStyleSheet | null = null;

/** Gives the card's shadow root its style, as a constructed sheet: Flickr's policy would refuse a style element. */
export function applyCardStyle(root: ShadowRoot): void {
  if (sheet === null) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(RULES);
  }
  root.adoptedStyleSheets = [sheet];
}
