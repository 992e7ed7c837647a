/** Pages of the kinds in seen-shapes.ts that look alike to a program and not to a person: each of a kind beside its opposite. */
import { BLOG, FLICKR } from "../harness/flickr-server.ts";
import { A, B, C, file, img, X, Y, type Shape } from "./seen-shapes.ts";
import { photoPath } from "./skeleton.ts";

const ABOVE = "position: absolute; left: 0; top: 0;";
const ALL = "position: absolute; inset: 0;";
const SIZE = "width: 300px; height: 200px;";
const stack = (inside: string, style = ""): string => `<div style="position: relative; ${SIZE} ${style}">${inside}</div>`;
const link = (photo: string, style: string, inside = "", more = ""): string => `<a href="${photoPath(photo)}" style="${style}" ${more}>${inside}</a>`;
const within = (levels: number, inside: string): string => (levels === 0 ? inside : `<div>${within(levels - 1, inside)}</div>`);

/** Slides in a box that takes no pointer, so that no hit test finds them. */
const untouched = (first: string, second: string): string => stack(`<div style="${ABOVE} z-index: 2">${first}</div><div style="${ABOVE} z-index: 1">${second}</div>`, "pointer-events: none");

const covers: Shape[] = [
  { name: "slides that no hit test finds, the other one on top", host: BLOG, body: untouched(img(X), img(A)), seen: [] },
  { name: "the same deep inside their boxes", host: BLOG, body: untouched(within(3, img(X)), within(3, img(A))), seen: [] },
  { name: "the same with the listed one on top", host: BLOG, body: untouched(img(A), img(X)), seen: [A] },
  { name: "a cover that takes no pointer", host: BLOG, body: stack(`${img(A)}<div style="${ALL} background: #222; pointer-events: none">Sensitive</div>`), seen: [] },
  { name: "a shade that takes no pointer", host: BLOG, body: stack(`${img(A)}<div style="${ALL} background: rgb(0 0 0 / .2); pointer-events: none"></div>`), seen: [A] },
  { name: "a black sheet that is nearly clear", host: FLICKR, body: stack(`${img(A)}<div style="${ALL} background: #000; opacity: .3"></div>`), seen: [A] },
  { name: "another photo that is nearly clear", host: FLICKR, body: stack(`${img(A)}<div style="${ALL} opacity: .2">${img(X)}</div>`), seen: [A] },
  { name: "an svg with a mark in its middle", host: FLICKR, body: stack(`${img(A)}<svg viewBox="0 0 300 200" style="${ALL} ${SIZE}"><circle cx="150" cy="100" r="30" fill="#fff"/></svg>`), seen: [A] },
  { name: "an svg that is filled", host: FLICKR, body: stack(`${img(A)}<svg viewBox="0 0 300 200" style="${ALL} ${SIZE}"><rect width="300" height="200" fill="#222"/></svg>`), seen: [] },
  { name: "a picture of an svg below a shape", host: BLOG, body: `<svg width="300" height="200"><image href="${file(A)}" width="300" height="200"/><rect width="300" height="200" fill="#222"/></svg>`, seen: [] },
  { name: "a box to tick that is not drawn, over all of a photo", host: FLICKR, body: stack(`${img(A)}<input type="checkbox" style="${ALL} ${SIZE} margin: 0; appearance: none; background: none">`), seen: [A] },
  { name: "a box that is inert", host: FLICKR, body: `<div inert>${img(A)}</div>`, seen: [A] },
  { name: "as dark as night", host: BLOG, body: `${img(A, "filter: brightness(0)")}${img(B)}`, seen: [B] },
];

const styled: Shape[] = [
  { name: "a photo deep in its page, whose own badge hides nothing", host: BLOG, body: within(9, img(A)), seen: [A] },
  { name: "a variable that nobody draws", host: BLOG, body: `<div style="${SIZE} --photo: url(${file(A)})">Words</div>`, seen: [] },
  { name: "a variable that a child draws", host: BLOG, head: `<style>.p div { ${SIZE} background-image: var(--photo) }</style>`, body: `<div class="p" style="width: 400px; height: 300px; --photo: url(${file(A)})"><div></div></div>`, seen: [A] },
  { name: "a background that a style sheet overrules", host: BLOG, head: "<style>.p { background-image: none !important }</style>", body: `<div class="p" style="${SIZE} background-image: url(${file(A)})"></div>`, seen: [] },
  { name: "a photo as a mask", host: BLOG, body: `<div style="${SIZE} background: #ccc; mask-image: url(${file(A)})"></div>`, seen: [] },
  { name: "a background without a size", host: BLOG, body: `<div style="${SIZE} background: url(${file(A)}) 0 0 / 0 0 no-repeat"></div>`, seen: [] },
  { name: "a background of what a style sheet puts into a box", host: BLOG, head: `<style>.p { position: relative; ${SIZE} } .p::before { content: ""; ${ALL} background: url("${file(A)}") }</style>`, body: '<div class="p"></div>', seen: [A] },
  { name: "an image moved out of its own box, with another as its ground", host: BLOG, body: img(A, `object-fit: none; object-position: -9999px 0; background: url(${file(X)})`), seen: [] },
  { name: "an image that its padding leaves no room", host: BLOG, body: `<img src="${file(A)}" style="box-sizing: border-box; ${SIZE} padding-left: 300px; background: url(${file(X)})">`, seen: [] },
  { name: "an embedded file", host: BLOG, body: `<embed src="${file(A)}" type="image/svg+xml" width="300" height="200">`, seen: [A] },
  { name: "a closed shadow root", host: BLOG, body: `<x-photo></x-photo><script>document.querySelector("x-photo").attachShadow({ mode: "closed" }).innerHTML = ${JSON.stringify(img(A))};</script>`, seen: [A] },
  { name: "a figure in what a person writes", host: BLOG, body: `<div contenteditable="true">Mine <figure contenteditable="false">${img(A)}</figure></div>`, seen: [] },
  { name: "a photo that begins above the page", host: BLOG, head: "<style>body { margin: 0 }</style>", body: `<img src="${file(A)}" style="position: absolute; top: -300px; left: 0; width: 600px; height: 900px">`, seen: [A] },
  { name: "a photo larger than the window, in its middle", host: BLOG, body: `<div style="position: fixed; inset: 0; background: #000"><img src="${file(A)}" style="position: absolute; left: 50%; top: 50%; transform: translate(-50%, -50%); width: 2400px; height: 1600px; max-width: none"></div>`, seen: [A] },
];

/** Flickr's photo page of a photo in portrait: the areas that lead on reach into the dark beside it. */
const well = (photo: string, areas: string): string => `<div style="position: relative; background: #212124; height: 500px; display: flex">${areas}<div style="position: relative; margin: auto"><span style="${ALL} z-index: 100"></span><img src="${file(photo)}" width="267" height="400" style="pointer-events: none; display: block"></div></div>`;
const area = (side: string, photo: string, inside: string): string => link(photo, `position: absolute; ${side}: 0; top: 20px; height: 100%; width: 40%; z-index: 101; opacity: .7; display: flex`, inside);
const areas = (inside: string): string => area("left", B, inside) + area("right", C, inside);

const links: Shape[] = [
  { name: "areas without words beside a photo in portrait", host: FLICKR, path: photoPath(X, "in/photostream/"), body: well(X, areas("<span></span>")), seen: [] },
  { name: "the same with arrows as pictures", host: FLICKR, path: photoPath(Y, "in/photostream/"), body: well(X, areas('<img src="data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 width=%2240%22 height=%2240%22/%3E" width="80" height="80">')), seen: [] },
  { name: "the same of a listed photo", host: FLICKR, path: photoPath(A, "in/photostream/"), body: well(A, areas("<span></span>")), seen: [A] },
  { name: "areas without a ground beside a photo", host: FLICKR, path: photoPath(X, "in/album-1/"), body: `<div style="display: flex; height: 400px">${link(A, "width: 100px", "", 'rel="prev"')}${img(X)}${link(B, "width: 100px", "", 'rel="next"')}</div>`, seen: [] },
  { name: "a strip of pictures on a photo's page", host: FLICKR, path: photoPath(X, "in/album-2/"), body: `${well(X, "")}<div style="display: flex">${link(A, "", img(A, "width: 75px; height: 75px"))}${link(B, `width: 75px; height: 75px; background-image: url(${file(B, "s")})`)}</div>`, seen: [A, B] },
  { name: "a card of words that is a link", host: FLICKR, body: `<div style="position: relative; height: 90px; width: 500px">Ebbe faved a photo of yours and wrote something about it ${link(A, ALL)}</div>`, seen: [] },
  { name: "an icon that a style sheet writes", host: FLICKR, head: '<style>.i { display: block; width: 70px; height: 70px } .i::before { content: "★"; font-size: 50px }</style>', body: link(A, "", "", 'class="i"'), seen: [] },
  { name: "a canvas below a link", host: FLICKR, body: stack(`<canvas width="300" height="200"></canvas>${link(A, ALL)}`), seen: [A] },
  { name: "a link around what a script loaded", host: FLICKR, body: `${link(A, "display: inline-block", '<img width="300" height="200">')}<script>document.querySelector("img").src = URL.createObjectURL(new Blob(['<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200"><rect width="300" height="200"/></svg>'], { type: "image/svg+xml" }));</script>`, seen: [A] },
];

export const CONTRASTS: readonly Shape[] = [...covers, ...styled, ...links];
