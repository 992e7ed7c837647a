/**
 * Shapes of pages on which it is hard to say what is shown: made-up pages, each with the photos whose badge a person is to see.
 * Of each kind there is one whose photo is hidden, covered or swapped, or one whose photo is drawn in an unusual way.
 */
import { BLOG, FLICKR } from "../harness/flickr-server.ts";
import { imageUrl, PERSON, photoIds, photoPath } from "./skeleton.ts";

export interface Shape {
  readonly name: string;
  readonly host: string;
  readonly body: string;
  /** Photos whose badge is to be seen. */
  readonly seen: readonly string[];
  readonly head?: string;
  readonly width?: number;
  /** Where it is served, if that matters. */
  readonly path?: string;
}

/** Listed photos, and others. */
export const [A = "", B = "", C = "", WITNESS = ""] = photoIds(955_000_000_001, 4);
export const [X = "", Y = ""] = photoIds(956_000_000_001, 2);

/** In place of a size: the file is not there. */
export const BROKEN = "t";
export const file = (photo: string, size = "z"): string => `https:${imageUrl(photo, size)}`;
export const img = (photo: string, style = "", more = ""): string =>
  `<img src="${file(photo)}" width="300" height="200" style="${style}" ${more}>`;
/**
 * A listed photo in the window's corner, at the end of a page on which nothing else is to be badged: once its badge is seen,
 * the photos before it have been asked about, too, and a wrong badge on one of them would be there.
 */
export const witness = `<img src="${file(WITNESS)}" style="position: fixed; right: 0; bottom: 0; width: 180px; height: 120px">`;
const over = "position: absolute; left: 0; top: 0;";
const stack = (...slides: readonly string[]): string => `<div style="position: relative; width: 300px; height: 200px">${slides.join("")}</div>`;
const box = (style: string, inside: string): string => `<div style="${over} ${style}">${inside}</div>`;

const hidden: Shape[] = [
  { name: "slides, all but one without opacity", host: BLOG, body: stack(img(A, `${over} opacity: 0`), img(X, over), img(B, `${over} opacity: 0`)), seen: [] },
  { name: "slides in boxes, the shown one above the others", host: BLOG, body: stack(box("z-index: 1", img(A)), box("z-index: 2", img(X)), box("z-index: 1", img(B))), seen: [] },
  { name: "a photo that looks out from behind another one", host: BLOG, body: stack(box("z-index: 1; left: 0", img(A)), box("z-index: 2; left: 30px", img(X))), seen: [] },
  { name: "slides in hidden boxes", host: FLICKR, body: stack(box("visibility: hidden", img(A)), box("", img(X))), seen: [] },
  { name: "the listed slide is the shown one", host: BLOG, body: stack(box("", img(X)), box("", img(A)), box("opacity: 0", img(Y))), seen: [A] },
  { name: "a slide that takes no pointer lies over another", host: FLICKR, body: stack(img(A, `${over} pointer-events: none`), img(X, `${over} pointer-events: none`)), seen: [] },
  { name: "before and after, the listed one clipped away", host: BLOG, body: stack(img(A, over), img(X, over), img(B, `${over} clip-path: inset(0 0 0 95%)`)), seen: [] },
  { name: "a closed menu over another photo", host: FLICKR, body: `<div style="position: relative">${img(X)}<div style="${over} visibility: hidden; background: #fff">${img(A)}</div></div>`, seen: [] },
  { name: "an open menu over a listed photo", host: FLICKR, body: `<div style="position: relative">${img(A)}<div style="${over} width: 300px; height: 200px; background: #fff">words</div></div>`, seen: [] },
  { name: "a transparent sheet and a gradient over a photo", host: FLICKR, body: `<div style="position: relative; width: 300px">${img(A)}<span style="position: absolute; inset: 0; z-index: 100; background: linear-gradient(transparent, rgb(0 0 0 / .6))"></span></div>`, seen: [A] },
  { name: "a photo that fades to nothing in a box", host: FLICKR, body: `<div style="opacity: .2">${img(A)}</div>`, seen: [] },
  { name: "what a person writes", host: BLOG, body: `<div id="text" contenteditable="true"><p>Mine</p>${img(A)}</div>`, seen: [] },
  { name: "links to other photos over a photo that takes no pointer", host: FLICKR, body: stack(img(X, "pointer-events: none"), `<a href="${photoPath(A)}" style="${over} width: 100px; height: 200px"><span></span></a>`), seen: [] },
  { name: "links of icons", host: FLICKR, body: `<p>Words <a href="${photoPath(A)}" style="display: inline-block; width: 24px; height: 24px; background: #08c"></a> and <a href="${photoPath(B)}"></a></p>`, seen: [] },
  { name: "a picture for narrow windows", host: BLOG, width: 500, body: `<picture><source media="(max-width: 600px)" srcset="${file(X)}"><img src="${file(A)}" width="300" height="200"></picture>`, seen: [] },
  { name: "a picture for wide windows", host: BLOG, body: `<picture><source media="(max-width: 600px)" srcset="${file(X)}"><img src="${file(A)}" width="300" height="200"></picture>`, seen: [A] },
  { name: "faded by a filter", host: BLOG, body: `<div style="filter: opacity(0)">${img(A)}</div>${img(B)}`, seen: [B] },
  { name: "behind a mask", host: BLOG, body: `<div style="mask-image: linear-gradient(transparent, transparent)">${img(A)}</div>${img(B)}`, seen: [B] },
  { name: "content of a style sheet", host: BLOG, head: `<style>img.other { content: url("${file(X)}") }</style>`, body: img(A, "", 'class="other"'), seen: [] },
  { name: "a background changed by a class", host: BLOG, head: `<style>.a { background-image: url("${file(A)}") } .x { background-image: url("${file(X)}") }</style>`, body: `<div id="b" class="a" style="width: 300px; height: 200px"></div><script>setTimeout(() => { document.getElementById("b").className = "x"; }, 900);</script>`, seen: [] },
];

const drawn: Shape[] = [
  { name: "a video's poster", host: FLICKR, body: `<video poster="${file(A)}" width="300" height="200" controls></video>`, seen: [A] },
  { name: "a player's frame", host: BLOG, body: `<iframe src="https://www.flickr.com/photos/${PERSON}/${A}/player/" width="300" height="200"></iframe>`, seen: [A] },
  { name: "pictures by way of proxies", host: BLOG, body: [
    `/_next/image?url=${encodeURIComponent(file(A))}&w=640&q=75`,
    `https://${BLOG}/proxy/?url=ssl:${file(B).slice("https://".length)}`,
    `/cdn/rs:fit:300/plain/${file(C)}`,
  ].map((source) => `<img src="${source.replaceAll("&", "&amp;")}" width="300" height="200">`).join(""), seen: [A, B, C] },
  { name: "svg, object and input", host: FLICKR, body: `<svg width="300" height="200"><image href="${file(A)}" width="300" height="200"/></svg><object data="${file(B)}" type="image/svg+xml" width="300" height="200"></object><input type="image" src="${file(C)}" width="300" height="200">`, seen: [A, B, C] },
  { name: "an image-set of strings", host: FLICKR, body: `<div style='width: 300px; height: 200px; background-image: image-set("${file(A, "n")}" 1x, "${file(A)}" 2x)'></div>`, seen: [A] },
  { name: "a background of a style sheet", host: BLOG, head: `<style>.hero { width: 300px; height: 200px; background: url("${file(A)}") }</style>`, body: '<div class="hero"></div>', seen: [A] },
  { name: "an open shadow root", host: BLOG, body: `<x-photo></x-photo><script>document.querySelector("x-photo").attachShadow({ mode: "open" }).innerHTML = ${JSON.stringify(img(A))};</script>`, seen: [A] },
  { name: "a canvas inside a link", host: FLICKR, body: `<a href="${photoPath(A)}"><canvas width="240" height="160"></canvas></a>`, seen: [A] },
  { name: "turned, round and zoomed pictures", host: FLICKR, body: `<div style="zoom: 1.4">${img(A)}</div>${img(B, "transform: rotate(9deg) scale(.9); margin: 40px")}<p>${img(C, "border-radius: 50%")}</p>`, seen: [A, B, C] },
  { name: "a page of Flickr's whose links to the next photo lie over the photo", host: FLICKR, body: `<div style="position: relative; width: 600px; height: 400px"><a href="${photoPath(Y)}" style="position: absolute; inset: 0 50% 0 0; z-index: 101"><span>←</span></a><span style="position: absolute; inset: 0; z-index: 100"></span><img src="${file(A)}" width="600" height="400" style="pointer-events: none"></div>`, seen: [A] },
];

export const SHAPES: readonly Shape[] = [...hidden, ...drawn];
