/** Pages of the kinds in seen-shapes.ts: photos that are named and not drawn, or drawn by way of something else. */
import { BLOG, FLICKR } from "../harness/flickr-server.ts";
import { A, B, BROKEN, C, file, img, X, type Shape } from "./seen-shapes.ts";

const ABOVE = "position: absolute; left: 0; top: 0;";
const ALL = "position: absolute; inset: 0;";
const SIZE = "width: 300px; height: 200px;";
const NO_POINTER = "pointer-events: none;";
const SVG = "http://www.w3.org/2000/svg";
const stack = (inside: string, style = ""): string => `<div style="position: relative; ${SIZE} ${style}">${inside}</div>`;
const within = (levels: number, inside: string, style = ""): string => (levels === 0 ? inside : `<div style="${style}">${within(levels - 1, inside, style)}</div>`);
const later = (script: string): string => `<script>addEventListener("load", () => { setTimeout(() => { ${script} }, 1500); });</script>`;
const slides = (count: number, style: string, shown: (n: number) => string): string => Array.from({ length: count }, (_, n) => `<div style="${ABOVE} ${style}">${shown(n)}</div>`).join("");

const veiled: Shape[] = [
  { name: "a mask without a size", host: BLOG, body: `<div style="mask-image: linear-gradient(#000, #000); mask-size: 0">${img(A)}</div>${img(B)}`, seen: [B] },
  { name: "a mask without a width, on the picture itself", host: BLOG, body: img(A, "mask: linear-gradient(#000, #000) 0 0 / 0 100% no-repeat") + img(B), seen: [B] },
  { name: "a mask that has opened", host: BLOG, body: img(A, "mask: linear-gradient(#000, #000) 0 0 / 100% 100% no-repeat"), seen: [A] },
  { name: "a photo in heavy fog", host: FLICKR, body: `<div style="filter: blur(24px)">${img(A)}</div>${img(B)}`, seen: [B] },
  { name: "a photo in heavy fog over a photo", host: FLICKR, body: stack(img(A) + img(X, `${ABOVE} filter: blur(24px)`)), seen: [] },
  { name: "a photo without contrast", host: BLOG, body: img(A, "filter: contrast(0)") + img(B), seen: [B] },
  { name: "frosted glass over a photo", host: FLICKR, body: stack(`${img(A)}<div style="${ALL} backdrop-filter: blur(20px)">Sensitive</div>`), seen: [] },
];

const setOf = (one: string, two: string): string => `<div style='${SIZE} background-image: image-set(url("${one}") 1x, url("${two}") 2x)'></div>`;
const chosen: Shape[] = [
  { name: "a set whose other picture is for finer screens", host: BLOG, body: setOf(file(A), file(X)), seen: [A] },
  { name: "a set whose listed picture is for finer screens", host: BLOG, body: setOf(file(X), file(A)), seen: [] },
  { name: "the same from a style sheet", host: FLICKR, head: `<style>.p { ${SIZE} background-image: image-set("${file(X)}" 96dpi, "${file(A)}" 2dppx) } .q { ${SIZE} background-image: image-set("${file(X)}" type("image/x-nothing"), "${file(B)}" type("image/svg+xml")) }</style>`, body: '<div class="p"></div><div class="q"></div>', seen: [B] },
  { name: "an image whose file is broken", host: BLOG, body: `<img src="${file(A, BROKEN)}" width="300" height="200">${img(B)}`, seen: [B] },
  { name: "a broken image before the ground of another photo", host: BLOG, body: `<img src="${file(A, BROKEN)}" style="${SIZE} background: url('${file(C)}')">${img(B)}`, seen: [B] },
  { name: "broken files of an svg, of a button and of an object", host: BLOG, body: `<svg width="300" height="200"><image href="${file(A, BROKEN)}" width="300" height="200"/></svg><input type="image" src="${file(A, BROKEN)}" width="300" height="200"><object data="${file(A, BROKEN)}" width="300" height="200"></object>${img(B)}`, seen: [B] },
  { name: "a film by its file", host: FLICKR, body: `<video width="300" height="200" controls><source src="https://live.staticflickr.com/video/${A}/0a1b2c3d4e/720p.mp4" type="video/mp4"></video>`, seen: [A] },
  { name: "a film's poster whose film cannot be had", host: FLICKR, body: `<video style="${SIZE}" controls poster="${file(A)}" src="https://live.staticflickr.com/video/${A}/0a1b2c3d4e/720p.mp4"></video>`, seen: [A] },
  { name: "a film whose file comes later", host: FLICKR, body: `<video width="300" height="200" controls></video>${later(`document.querySelector("video").innerHTML = '<source src="https://live.staticflickr.com/video/${A}/0a1b2c3d4e/720p.mp4">'`)}`, seen: [A] },
];

const deep: Shape[] = [
  { name: "slides eight boxes deep that take no pointer", host: BLOG, body: stack(`<div style="${ABOVE} z-index: 2">${within(8, img(X))}</div><div style="${ABOVE} z-index: 1">${within(8, img(A))}</div>`, NO_POINTER), seen: [] },
  { name: "the same with the listed one on top", host: BLOG, body: stack(`<div style="${ABOVE} z-index: 2">${within(8, img(A))}</div><div style="${ABOVE} z-index: 1">${within(8, img(X))}</div>`, NO_POINTER), seen: [A] },
  { name: "forty slides that take no pointer, the last one on top", host: BLOG, body: stack(slides(40, SIZE, (n) => img(n === 7 ? A : X)), NO_POINTER), seen: [] },
  { name: "forty slides without a size, the listed one on top", host: BLOG, body: stack(slides(40, "", (n) => img(n === 39 ? A : X)), NO_POINTER), seen: [A] },
  { name: "a list of forty pictures that take no pointer", host: FLICKR, body: `<div style="${NO_POINTER} display: flex; flex-wrap: wrap; gap: 4px">${Array.from({ length: 40 }, (_, n) => img(n === 3 ? A : X, "width: 150px; height: 100px")).join("")}</div>`, seen: [A] },
  { name: "a cover over a list of forty that takes no pointer", host: FLICKR, body: `<div style="position: relative">${Array.from({ length: 40 }, (_, n) => img(n === 3 ? A : X, "width: 150px; height: 100px")).join("")}<div style="${ALL} ${NO_POINTER} background: #222"></div></div>`, seen: [] },
];

/** A ring of so many sides seen from outside, turned by so many degrees. */
const ring = (sides: readonly string[], turned: number, face = ""): string => `<div style="perspective: 900px; padding: 60px"><div style="position: relative; ${SIZE} transform-style: preserve-3d; transform: translateZ(-260px) rotateY(${String(turned)}deg)">${sides.map((photo, n) => `<figure style="margin: 0; ${ABOVE} ${face} transform: rotateY(${String((360 / sides.length) * n)}deg) translateZ(260px)">${img(photo)}</figure>`).join("")}</div></div>`;
const turned: Shape[] = [
  { name: "the back of a ring of four", host: BLOG, body: ring([X, X, A, X], 0), seen: [] },
  { name: "the back of a ring whose sides hide their backs", host: BLOG, body: ring([X, X, A, X], 0, "backface-visibility: hidden;"), seen: [] },
  { name: "a ring that is turned to its listed side", host: BLOG, body: ring([X, X, A, X], 180), seen: [A] },
  { name: "a ring that is turned away from its listed side", host: BLOG, body: ring([A, X, X, X], 180, "backface-visibility: hidden;"), seen: [] },
  { name: "a card turned by the property of its own", host: BLOG, body: stack(`<div style="${ABOVE} backface-visibility: hidden; rotate: y 180deg">${img(A)}</div>`, "transform-style: preserve-3d") + img(B), seen: [B] },
  { name: "a card whose box is turned, with its back to the person", host: BLOG, body: stack(`<div style="${ALL} transform-style: preserve-3d; transform: rotateY(180deg)"><div style="${ABOVE} backface-visibility: hidden">${img(A)}</div><div style="${ABOVE} backface-visibility: hidden; transform: rotateY(180deg)">${img(B)}</div></div>`), seen: [B] },
];

const defs = (inside: string): string => `<svg width="0" height="0" style="position: absolute"><defs>${inside}</defs></svg>`;
const image = (photo: string, more = ""): string => `<image href="${file(photo)}" width="300" height="200" ${more}/>`;
const svg = (inside: string): string => `<svg width="300" height="200" viewBox="0 0 300 200">${inside}</svg>`;
const references: Shape[] = [
  { name: "a picture of an svg that nothing uses", host: BLOG, body: svg(`<defs>${image(A, 'id="p"')}</defs><rect width="300" height="200" fill="#eee"/>`) + img(B), seen: [B] },
  { name: "one that is used", host: BLOG, body: svg(`<defs>${image(A, 'id="p"')}</defs><use href="#p"/>`), seen: [A] },
  { name: "one of a symbol in another svg", host: FLICKR, body: defs(`<symbol id="s" viewBox="0 0 300 200">${image(A)}</symbol>`) + svg('<use xlink:href="#s" width="300" height="200"/>'), seen: [A] },
  { name: "a shape filled with a photo", host: BLOG, body: svg(`<defs><pattern id="f" width="1" height="1" patternUnits="objectBoundingBox">${image(A)}</pattern></defs><circle cx="150" cy="100" r="90" fill="url(#f)"/>`), seen: [A] },
  { name: "the same by a style sheet", host: BLOG, head: "<style>.f { fill: url(#f) }</style>", body: svg(`<defs><pattern id="f" width="300" height="200" patternUnits="userSpaceOnUse">${image(A)}</pattern></defs><rect class="f" width="300" height="200"/>`), seen: [A] },
  { name: "a pattern of another photo over a photo", host: BLOG, body: stack(img(A) + `<svg style="${ALL}" width="300" height="200"><defs><pattern id="f" width="300" height="200" patternUnits="userSpaceOnUse">${image(X)}</pattern></defs><rect width="300" height="200" fill="url(#f)"/></svg>`), seen: [] },
  { name: "a picture in a mask", host: BLOG, body: svg(`<mask id="m">${image(A)}</mask><rect width="300" height="200" fill="#888" mask="url(#m)"/>`) + img(B), seen: [B] },
  { name: "a used picture that is changed", host: BLOG, body: svg(`<defs>${image(A, 'id="p"')}</defs><use href="#p"/>`) + later(`document.querySelector("image").setAttribute("href", "${file(X)}")`), seen: [] },
  { name: "a used picture that comes later", host: BLOG, body: svg('<defs></defs><use href="#p"/>') + later(`const i = document.createElementNS("${SVG}", "image"); for (const [k, v] of [["id", "p"], ["width", 300], ["height", 200], ["href", "${file(A)}"]]) i.setAttribute(k, v); document.querySelector("defs").append(i)`), seen: [A] },
];

/** A frame, clear within its bars; one wholly opaque; and one whose bars begin at the very corner. */
const frame = (bar: number, inner = "none"): string => `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="${SVG}" width="300" height="200"><rect x="${String(bar / 2)}" y="${String(bar / 2)}" width="${String(300 - bar)}" height="${String(200 - bar)}" fill="${inner}" stroke="#742" stroke-width="${String(bar)}"/></svg>`)}`;
const over = (source: string, style = ""): string => `<img src="${source}" style="${ABOVE} ${style}" width="300" height="200">`;
/** A page's own file, as a canvas makes it: no data: URL that would pass for a spacer. */
const painted = (paint: string): string => `<script>{ const c = document.createElement("canvas"); c.width = 300; c.height = 200; const d = c.getContext("2d"); ${paint}; c.toBlob((b) => { document.querySelector("img.over").src = URL.createObjectURL(b); }); }</script>`;
const overlay = (style = ""): string => `<img class="over" style="${ABOVE} ${style}" width="300" height="200">`;
const framed: Shape[] = [
  { name: "a thin frame over a photo", host: BLOG, body: stack(img(A) + over(frame(8))), seen: [A] },
  { name: "a clear file of the page's over a photo", host: BLOG, body: stack(img(A) + overlay()) + painted("d.fillRect(0, 190, 300, 10)"), seen: [A] },
  { name: "the same that takes no pointer", host: FLICKR, body: stack(img(A) + overlay(NO_POINTER)) + painted("d.fillRect(0, 190, 300, 10)"), seen: [A] },
  { name: "a broad frame of the page's over a photo", host: BLOG, body: stack(img(A) + overlay()) + painted("d.lineWidth = 60; d.strokeRect(0, 0, 300, 200)"), seen: [A] },
  { name: "the same that takes no pointer, over a photo", host: BLOG, body: stack(img(A) + overlay(NO_POINTER)) + painted("d.lineWidth = 60; d.strokeRect(0, 0, 300, 200)"), seen: [A] },
  { name: "a file of the page's that hides a photo", host: BLOG, body: stack(img(A) + overlay()) + painted("d.fillRect(0, 0, 300, 200)"), seen: [] },
  { name: "the same that takes no pointer, which hides it", host: BLOG, body: stack(img(A) + overlay(NO_POINTER)) + painted("d.fillRect(0, 0, 300, 200)"), seen: [] },
];

const root = (host: string, mode = "open"): string => `${host}.attachShadow({ mode: "${mode}" }).innerHTML = ${JSON.stringify(img(A))}`;
const late: Shape[] = [
  { name: "a page's own element whose script is late", host: BLOG, body: `<x-photo></x-photo>${later(`customElements.define("x-photo", class extends HTMLElement { constructor() { super(); ${root("this")}; } })`)}`, seen: [A] },
  { name: "the same with a closed root", host: FLICKR, body: `<x-photo></x-photo>${later(`customElements.define("x-photo", class extends HTMLElement { constructor() { super(); ${root("this", "closed")}; } })`)}`, seen: [A] },
  { name: "a box that gets a root late, and becomes higher by it", host: BLOG, body: `<div id="b"></div>${later(root('document.getElementById("b")'))}`, seen: [A] },
  { name: "a box that gets a root late, and stays as high as it was", host: BLOG, body: `<div id="b" style="${SIZE}">Loading</div>${later(root('document.getElementById("b")'))}`, seen: [A] },
];

export const DRAWN: readonly Shape[] = [...veiled, ...chosen, ...deep, ...turned, ...references, ...framed, ...late];
