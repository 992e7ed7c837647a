/** Pages of the kinds in seen-shapes.ts: what is cut to a shape, fades, or is clear in parts; and files that take each other's place. */
import { BLOG, FLICKR } from "../harness/flickr-server.ts";
import { A, B, BROKEN, file, img, X, type Shape } from "./seen-shapes.ts";
import { PERSON, photoPath } from "./skeleton.ts";

const ABOVE = "position: absolute; left: 0; top: 0;";
const ALL = "position: absolute; inset: 0;";
const SIZE = "width: 300px; height: 200px;";
const NO_POINTER = "pointer-events: none;";
const stack = (inside: string, style = ""): string => `<div style="position: relative; ${SIZE} ${style}">${inside}</div>`;
const link = (photo: string, style: string, inside = ""): string => `<a href="${photoPath(photo)}" style="display: block; ${style}">${inside}</a>`;
const later = (script: string): string => `<script>addEventListener("load", () => { setTimeout(() => { ${script} }, 900); });</script>`;
const strip = (style: string, photos: readonly string[]): string => `<div style="margin-left: 400px; width: 300px; ${style}"><div style="display: flex; transform: translateX(-300px)">${photos.map((photo) => img(photo, "flex: none")).join("")}</div></div>`;

const CUTS = ["clip-path: inset(0 100% 0 0)", "clip-path: circle(0)", "clip-path: ellipse(10% 10% at 90% 90%)", "clip-path: polygon(60% 0, 100% 0, 100% 100%, 60% 100%)", "position: absolute; clip: rect(0 0 0 0)"];
const cut: Shape[] = [
  ...CUTS.map((style) => ({ name: `an untouched photo that is cut away by ${style}`, host: BLOG, body: `<div style="height: 260px">Words</div><div style="${style}; ${NO_POINTER}">${img(A)}</div>`, seen: [] })),
  { name: "an untouched strip that is cut by a path, and one whose box contains its paint", host: BLOG, body: strip(`clip-path: inset(0); ${NO_POINTER}`, [A, X]) + strip(`contain: paint; ${NO_POINTER}`, [A, X]), seen: [] },
  { name: "strips whose second photo is shown", host: FLICKR, body: strip(`clip-path: inset(0); ${NO_POINTER}`, [X, A]) + strip(`contain: paint; ${NO_POINTER}`, [X, B]) + strip("content-visibility: auto", [A, B]), seen: [A, B, B] },
  { name: "a photo from which another one has been wiped", host: BLOG, body: stack(img(A, ABOVE) + img(X, `${ABOVE} clip-path: inset(0 0 0 100%); ${NO_POINTER}`)) + stack(img(B, ABOVE) + img(X, `${ABOVE} clip-path: polygon(60% 0, 100% 0, 100% 100%, 60% 100%)`), NO_POINTER), seen: [A, B] },
  { name: "a photo outside its svg", host: BLOG, body: `<svg width="300" height="100" style="overflow: hidden; ${NO_POINTER}"><image href="${file(A)}" y="150" width="300" height="200"/></svg>${img(B)}`, seen: [B] },
  { name: "a link in a line of text that says that it hides what is outside it", host: BLOG, body: `<a href="/more" style="overflow: hidden; contain: paint">${img(A)}</a>`, seen: [A] },
];

const header = (style: string, inside = ""): string => `<header style="position: fixed; left: 0; right: 0; top: 0; height: 110px; z-index: 50; ${style}">${inside}</header><div style="height: 3000px; position: relative">${img(A, "display: block")}</div>`;
const part = (name: string, style: string): string => `.${name} { position: relative; ${SIZE} } .${name}::after { content: ""; ${ALL} ${style} }`;
const fading: Shape[] = [
  { name: "a header whose lower edge fades", host: BLOG, body: header("background: linear-gradient(#fff, #fff 80%, transparent)"), seen: [] },
  { name: "a header without pointer, clear itself, whose inside is not", host: BLOG, body: header(NO_POINTER, '<div><div><div style="height: 110px; background: #fff">Words</div></div></div>'), seen: [] },
  { name: "the end of a strip that fades", host: BLOG, body: `<div style="position: relative; width: 320px; overflow: hidden; display: flex">${img(X, "flex: none; width: 260px")}${img(A, "flex: none")}<div style="position: absolute; right: 0; top: 0; bottom: 0; width: 100px; background: linear-gradient(to right, transparent, #fff 40%)"></div></div>`, seen: [] },
  { name: "white from one corner, and from the other", host: BLOG, body: [[A, 135], [B, 315]].map(([photo, angle]) => stack(`${img(String(photo))}<div style="${ALL} background: linear-gradient(${String(angle)}deg, #fff 40%, transparent)"></div>`)).join(""), seen: [B] },
  { name: "what is cut off in white by a part, at its beginning and in its lower half", host: BLOG, head: `<style>${part("t", "background: linear-gradient(transparent, #fff 5%)")} ${part("u", "background: linear-gradient(transparent, #fff 80%)")}</style>`, body: `<div class="t">${img(A)}</div><div class="u">${img(B)}</div>`, seen: [B] },
  { name: "a strong shade on the upper part of a photo", host: FLICKR, body: stack(`${img(A)}<div style="${ALL} background: linear-gradient(rgb(0 0 0 / .7), transparent 40%)"></div>`), seen: [A] },
];

const glass: Shape[] = [
  { name: "tiles with a ground of their own and glass over their photo", host: BLOG, head: `<style>.t { background: #eee } ${part("t", "background: rgb(0 0 0 / .1)")}</style>`, body: `<div class="t">${img(A)}</div><button class="t" style="padding: 0; border: 0">${img(B)}</button>`, seen: [A, B] },
  { name: "the same, the photo below that ground", host: BLOG, head: `<style>.t { background: #eee } ${part("t", "background: rgb(0 0 0 / .1)")}</style>`, body: `<div style="position: relative; z-index: 0"><div class="t">${img(A, "position: relative; z-index: -1")}</div></div>`, seen: [] },
  { name: "snow on a canvas over the page", host: BLOG, body: `${img(A)}<canvas style="position: fixed; inset: 0; z-index: 99; ${NO_POINTER}"></canvas>${later("const c = document.querySelector('canvas'); c.width = innerWidth; c.height = innerHeight; c.getContext('2d').fillRect(900, 500, 5, 5)")}`, seen: [A] },
  { name: "a canvas with a line, and one that is painted all over", host: FLICKR, body: [A, B].map((photo) => stack(`${img(photo)}<canvas width="300" height="200" style="${ABOVE}"></canvas>`)).join("") + later("const [a, b] = document.querySelectorAll('canvas'); a.getContext('2d').fillRect(200, 100, 40, 5); b.getContext('2d').fillRect(0, 0, 300, 200)"), seen: [A] },
  { name: "a photo toned by a colour in its own ground", host: BLOG, body: `<div style="${SIZE} background: linear-gradient(#08f, #08f), url(${file(A)}); background-blend-mode: multiply"></div>`, seen: [A] },
  { name: "cells of a grid in an order of their own", host: BLOG, seen: [B], body: [[X, A], [B, X]].map(([over = "", under = ""]) => `<div style="display: grid; ${NO_POINTER}">${img(over, "grid-area: 1 / 1; order: 2")}${img(under, "grid-area: 1 / 1; order: 1")}</div>`).join("") },
];

/** The file of size "h" takes eight seconds: what was painted before stays until then. */
const slow = file(A, "h");
const swapped: Shape[] = [
  { name: "a picture of an svg, a button and a poster that wait for a listed photo", host: BLOG, seen: [B], body: `<svg width="300" height="200"><image href="${file(X)}" width="300" height="200"/></svg><input type="image" src="${file(X)}" width="300" height="200"><video poster="${file(X)}" width="300" height="200"></video>${img(B)}${later(`document.querySelector("image").setAttribute("href", "${slow}"); document.querySelector("input").src = "${slow}"; document.querySelector("video").poster = "${slow}"`)}` },
  { name: "the same when it is there", host: FLICKR, seen: [A, A, A], body: `<svg width="300" height="200"><image href="${file(X)}" width="300" height="200"/></svg><input type="image" src="${file(X)}" width="300" height="200"><video poster="${file(X)}" width="300" height="200"></video>${later(`document.querySelector("image").setAttribute("href", "${file(A)}"); document.querySelector("input").src = "${file(A)}"; document.querySelector("video").poster = "${file(A)}"`)}` },
  { name: "a photo in what is disabled", host: BLOG, body: `<fieldset disabled><button>${img(A)}</button></fieldset><button disabled>${img(B)}</button>`, seen: [A, B] },
  { name: "photos that stand for what the browser cannot show", host: BLOG, body: `<object type="application/x-shockwave-flash" data="/slides.swf" width="300" height="200">${img(A)}</object><object data="${file(X, BROKEN)}" width="300" height="200">${img(B)}</object>`, seen: [A, B] },
  { name: "a frame of a photo's file", host: BLOG, body: `<iframe src="${file(A)}" width="300" height="200"></iframe>`, seen: [A] },
  { name: "a box that a style sheet replaces by a photo", host: BLOG, head: `<style>.p { ${SIZE} content: url("${file(A)}") }</style>`, body: '<div class="p"></div>', seen: [A] },
];

const written: Shape[] = [
  { name: "a photo in an element of the page's own in what a person writes, and one slotted into it", host: BLOG, seen: [], body: `<div contenteditable><x-photo contenteditable="false"><template shadowrootmode="open">${img(A)}</template></x-photo></div><x-editor><template shadowrootmode="open"><div contenteditable="true"><slot></slot></div></template>${img(B)}</x-editor>` },
  { name: "what a person has written and no longer writes", host: BLOG, body: `<div contenteditable="true">${img(A)}</div>${later("document.querySelector('div').contentEditable = 'false'")}`, seen: [A] },
];

const links: Shape[] = [
  { name: "links with icons in what they hold: letters, edges and elements of the page's own", host: FLICKR, seen: [B], head: '<style>a { width: 80px; height: 80px } .i::before { content: "\\e001"; font-size: 60px }</style>', body: [
    '<span class="i"></span>', '<span><em class="i"></em></span>', '<span style="display: block; width: 0; height: 0; border: 40px solid transparent; border-left-color: #08c"></span>', "<x-icon></x-icon>",
  ].map((inside) => link(A, "", inside)).join("") + img(B) },
  { name: "two areas beside a canvas that lead on", host: FLICKR, body: stack(`<canvas width="300" height="200"></canvas>${link(A, `${ABOVE} width: 40%; height: 100%`)}${link(B, "position: absolute; right: 0; top: 0; width: 40%; height: 100%")}`) + img(B), seen: [B] },
  { name: "an area over a slide show's photo by its ground", host: FLICKR, path: `/photos/${PERSON}/albums/72157600000000/show`, body: `<div style="position: relative; ${SIZE} background: url(${file(X)})">${link(A, `${ABOVE} width: 40%; height: 100%`)}</div>`, seen: [] },
];

export const PARTLY: readonly Shape[] = [...cut, ...fading, ...glass, ...swapped, ...written, ...links];
