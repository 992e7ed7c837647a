/** More pages of the kinds in seen-shapes.ts, in other spellings, nestings and moments. */
import { BLOG, FLICKR } from "../harness/flickr-server.ts";
import { A, B, C, file, img, X, type Shape } from "./seen-shapes.ts";
import { PERSON, photoPath } from "./skeleton.ts";

const ABOVE = "position: absolute; left: 0; top: 0;";
const stack = (inside: string, style = ""): string => `<div style="position: relative; width: 300px; height: 200px; ${style}">${inside}</div>`;
const link = (photo: string, style: string, inside = ""): string => `<a href="https://www.flickr.com${photoPath(photo)}" style="${style}">${inside}</a>`;
const later = (script: string): string => `<script>addEventListener("load", () => { setTimeout(() => { ${script} }, 900); });</script>`;

/** Pictures in boxes that cannot be seen. */
const unseen: Shape[] = [
  { name: "a menu that a class hides", host: BLOG, head: "<style>.menu { position: absolute; visibility: hidden } .menu.open { visibility: visible }</style>", body: stack(`${img(X)}<nav class="menu" style="left: 0; top: 0">${img(A)}</nav>`), seen: [] },
  { name: "a menu that a class opens after a while", host: BLOG, head: "<style>.menu { position: absolute; visibility: hidden } .menu.open { visibility: visible }</style>", body: stack(`${img(X)}<nav class="menu" style="left: 0; top: 0">${img(A)}</nav>`) + later('document.querySelector(".menu").classList.add("open")'), seen: [A] },
  { name: "a hidden box inside which one thing is visible", host: FLICKR, body: `<div style="visibility: hidden">${img(A)}<div style="visibility: visible">${img(B)}</div></div>`, seen: [B] },
  { name: "tabs, the others without display", host: BLOG, body: `<section>${img(A)}</section><section style="display: none">${img(B)}</section>`, seen: [A] },
  { name: "closed details", host: BLOG, body: `<details><summary>More</summary>${img(A)}</details>${img(B)}`, seen: [B] },
  { name: "hidden until found", host: BLOG, body: `<div hidden="until-found">${img(A)}</div>${img(B)}`, seen: [B] },
  { name: "content-visibility hidden", host: BLOG, body: `<div style="content-visibility: hidden; height: 200px">${img(A)}</div>${img(B)}`, seen: [B] },
  { name: "a popover that is closed", host: BLOG, body: `<div popover>${img(A)}</div>${img(B)}`, seen: [B] },
  { name: "collapsed to no height", host: FLICKR, body: `<div style="height: 0; overflow: hidden">${img(A)}</div>${img(B)}`, seen: [B] },
  { name: "moved out of the box that clips it", host: FLICKR, body: `<div style="width: 300px; height: 200px; overflow: clip"><div style="transform: translateX(-400px)">${img(A)}</div></div>${img(B)}`, seen: [B] },
  { name: "clipped by a path around it", host: BLOG, body: `<div style="clip-path: inset(100%)">${img(A)}</div>${img(B)}`, seen: [B] },
  { name: "shrunk to nothing", host: BLOG, body: `<div style="transform: scale(0)">${img(A)}</div>${img(B)}`, seen: [B] },
  { name: "seen from behind", host: BLOG, body: `<div style="transform: rotateY(180deg); backface-visibility: hidden">${img(A)}</div>${img(B)}`, seen: [B] },
];

/** Pictures on one place, of which one is shown. */
const stacked: Shape[] = [
  { name: "a grid of one cell", host: BLOG, body: `<div style="display: grid">${[A, X].map((id) => img(id, "grid-area: 1 / 1")).join("")}</div>`, seen: [] },
  { name: "margins pull one over the other", host: BLOG, body: `${img(A, "display: block")}${img(X, "display: block; margin-top: -200px; position: relative")}`, seen: [] },
  { name: "a background below a picture", host: FLICKR, body: `<div style="width: 300px; height: 200px; background: url('${file(A)}')">${img(X)}</div>`, seen: [] },
  { name: "a picture below a background", host: FLICKR, body: stack(`${img(A)}<div style="${ABOVE} width: 300px; height: 200px; background: url('${file(X)}')"></div>`), seen: [] },
  { name: "a fade that has ended", host: BLOG, head: "<style>@keyframes out { to { opacity: 0 } } .out { animation: out .3s forwards }</style>", body: stack(`${img(X, ABOVE)}${img(A, ABOVE, 'class="out"')}`), seen: [] },
  { name: "a fade by script that changes styles", host: BLOG, body: stack(`${img(X, ABOVE)}${img(A, ABOVE, 'id="a"')}`) + later('document.getElementById("a").style.opacity = "0"'), seen: [] },
  { name: "negative z-index", host: BLOG, body: `<div style="position: relative; z-index: 0; width: 300px; height: 200px">${img(X)}${img(A, `${ABOVE} z-index: -1`)}</div>`, seen: [] },
  { name: "slides as a list in a box that takes no pointer", host: FLICKR, body: `<ul style="pointer-events: none; position: relative; height: 200px; padding: 0; list-style: none">${[A, X].map((id) => `<li style="${ABOVE}">${img(id)}</li>`).join("")}</ul>`, seen: [] },
  { name: "before and after by width", host: BLOG, body: stack(`${img(X, ABOVE)}<div style="${ABOVE} width: 6px; height: 200px; overflow: hidden">${img(A)}</div>`), seen: [] },
  { name: "before and after by a path, the listed one shown", host: BLOG, body: stack(`${img(X, ABOVE)}${img(A, `${ABOVE} clip-path: inset(0 30% 0 0)`)}`), seen: [A] },
  { name: "slides beside each other in a strip", host: BLOG, body: `<div style="width: 300px; overflow: hidden"><div style="display: flex; width: 900px; transform: translateX(-300px)">${img(A)}${img(B)}${img(C)}</div></div>`, seen: [B] },
  { name: "a box that scrolls by its width", host: BLOG, body: `<div style="width: 300px; overflow: auto hidden; display: flex" id="strip">${[A, B].map((id) => img(id, "flex: none")).join("")}</div>${later('document.getElementById("strip").scrollLeft = 300')}`, seen: [B] },
  { name: "a card that is turned over", host: BLOG, body: stack(`<div style="${ABOVE} backface-visibility: hidden; transform: rotateY(180deg)">${img(A)}</div><div style="${ABOVE} backface-visibility: hidden">${img(X)}</div>`), seen: [] },
  { name: "a picture nearer in a box with depth", host: BLOG, body: stack(`${img(X, `${ABOVE} transform: translateZ(10px)`)}${img(A, ABOVE)}`, "transform-style: preserve-3d"), seen: [] },
  { name: "a card in a box with depth, its listed side in front", host: BLOG, body: stack(`<div style="${ABOVE} backface-visibility: hidden; transform: rotateY(180deg)">${img(X)}</div><div style="${ABOVE} backface-visibility: hidden">${img(A)}</div>`, "transform-style: preserve-3d"), seen: [A] },
  { name: "a video over a photo", host: BLOG, body: stack(`${img(A)}<video style="${ABOVE}" width="300" height="200" poster="${file(X)}"></video>`), seen: [] },
];

/** What an element names and what it paints. */
const named: Shape[] = [
  { name: "a link without text over another photo, from a sibling", host: FLICKR, body: stack(`${img(X)}${link(A, `${ABOVE} width: 300px; height: 200px`)}`), seen: [] },
  { name: "the same with the photo as a background", host: BLOG, body: stack(link(A, `${ABOVE} width: 300px; height: 200px`), `background: url('${file(X)}')`), seen: [] },
  { name: "an icon in a link, drawn by a font", host: FLICKR, body: `<p>Words ${link(A, "display: inline-block; width: 20px; height: 20px", "<i></i>")}</p>`, seen: [] },
  { name: "srcset of another photo", host: BLOG, body: `<img src="${file(A)}" srcset="${file(X)} 1x" width="300" height="200">`, seen: [] },
  { name: "srcset of the same photo", host: BLOG, body: `<img src="${file(A, "n")}" srcset="${file(A)} 2x, ${file(A, "n")} 1x" width="300" height="200">`, seen: [A] },
  { name: "a source that is not for this browser", host: BLOG, body: `<picture><source type="image/x-nothing" srcset="${file(X)}"><img src="${file(A)}" width="300" height="200"></picture>`, seen: [A] },
  { name: "a source that is taken away later", host: BLOG, body: `<picture><source srcset="${file(X)}"><img src="${file(A)}" width="300" height="200"></picture>${later('document.querySelector("source").remove()')}`, seen: [A] },
  { name: "a source that comes later", host: BLOG, body: `<picture><img src="${file(A)}" width="300" height="200"></picture>${later(`document.querySelector("picture").insertAdjacentHTML("afterbegin", '<source srcset="${file(X)}">')`)}`, seen: [] },
  { name: "src changed to another photo", host: FLICKR, body: img(A) + later(`document.querySelector("img").src = "${file(X)}"`), seen: [] },
  { name: "src changed to a listed photo and back", host: FLICKR, body: img(X) + later(`const i = document.querySelector("img"); i.src = "${file(A)}"; i.src = "${file(X)}"`), seen: [] },
  { name: "lazy attributes beside another picture", host: BLOG, body: `<img data-src="${file(A)}" src="${file(X)}" width="300" height="200">`, seen: [] },
  { name: "a link to one photo around another", host: FLICKR, body: link(A, "display: inline-block", img(X)), seen: [] },
  { name: "a link around its photo's small one", host: FLICKR, body: link(A, "display: inline-block", img(A, "width: 150px; height: 100px")), seen: [A] },
];

/** Photos that are drawn in unusual ways. */
const missed: Shape[] = [
  { name: "a poster that comes later", host: FLICKR, body: `<video width="300" height="200"></video>${later(`document.querySelector("video").poster = "${file(A)}"`)}`, seen: [A] },
  { name: "a poster in a player's own boxes", host: BLOG, body: `<div class="video-js" style="position: relative; width: 300px; height: 200px"><video width="300" height="200"></video><div class="vjs-poster" style="${ABOVE} width: 300px; height: 200px; background-image: url(${file(A)})"></div></div>`, seen: [A] },
  { name: "a player with a size in its address", host: BLOG, body: `<iframe src="//www.flickr.com/photos/${PERSON}/${A}/player/abc123/?s=1#x" width="320" height="240"></iframe>`, seen: [A] },
  { name: "svg with xlink", host: BLOG, body: `<svg width="300" height="200" viewBox="0 0 300 200"><g><image xlink:href="${file(A)}" width="300" height="200"/></g></svg>`, seen: [A] },
  { name: "a vendor's image-set", host: BLOG, body: `<div style='width: 300px; height: 200px; background-image: -webkit-image-set(url("${file(A)}") 1x)'></div>`, seen: [A] },
  { name: "several backgrounds, the photo below a gradient", host: BLOG, body: `<div style='width: 300px; height: 200px; background: linear-gradient(transparent, #0008), url("${file(A)}")'></div>`, seen: [A] },
  { name: "an embedded object inside a figure", host: FLICKR, body: `<figure><object data="${file(A)}" type="image/svg+xml" width="300" height="200">Ebbe</object></figure>`, seen: [A] },
  { name: "a background of a pseudo-element's box", host: BLOG, head: `<style>.p { width: 300px; height: 200px; --photo: url("${file(A)}"); background-image: var(--photo) }</style>`, body: '<div class="p"></div>', seen: [A] },
  { name: "a background under a media query", host: BLOG, head: `<style>.p { width: 300px; height: 200px } @media (min-width: 600px) { .p { background-image: url("${file(A)}") } }</style>`, body: '<div class="p"></div>', seen: [A] },
  { name: "shadow roots inside shadow roots", host: BLOG, body: `<x-outer></x-outer><script>const o = document.querySelector("x-outer").attachShadow({ mode: "open" }); o.innerHTML = "<x-inner></x-inner>"; o.firstChild.attachShadow({ mode: "open" }).innerHTML = ${JSON.stringify(img(A))};</script>`, seen: [A] },
  { name: "a declared shadow root", host: BLOG, body: `<x-photo><template shadowrootmode="open">${img(A)}</template></x-photo>`, seen: [A] },
  { name: "a photo slotted into a shadow root", host: BLOG, body: `<x-frame><template shadowrootmode="open"><div style="padding: 10px"><slot></slot></div></template>${img(A)}</x-frame>`, seen: [A] },
  { name: "a canvas inside a figure's link", host: FLICKR, body: `<figure>${link(A, "display: block", '<span><canvas width="240" height="160"></canvas></span>')}</figure>`, seen: [A] },
  { name: "an image in a button", host: BLOG, body: `<button>${img(A)}</button>`, seen: [A] },
  { name: "an image in a label and a summary", host: BLOG, body: `<label>${img(A)}<input type="radio"></label><details open><summary>${img(B)}</summary></details>`, seen: [A, B] },
];

export const VARIANTS: readonly Shape[] = [...unseen, ...stacked, ...named, ...missed];
