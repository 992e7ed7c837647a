/** Pages of the kinds in seen-shapes.ts: what a box hides, covers, paints in a part of it, or leaves to another picture. */
import { BLOG, FLICKR } from "../harness/flickr-server.ts";
import { A, B, C, file, img, X, type Shape } from "./seen-shapes.ts";
import { PERSON, photoPath } from "./skeleton.ts";

const ABOVE = "position: absolute; left: 0; top: 0;";
const ALL = "position: absolute; inset: 0;";
const SIZE = "width: 300px; height: 200px;";
const NO_POINTER = "pointer-events: none;";
const stack = (inside: string, style = ""): string => `<div style="position: relative; ${SIZE} ${style}">${inside}</div>`;
const sized = (inside: string): string => `<div style="width: 310px; height: 210px; float: left">Words${inside}</div>`;
const link = (photo: string, style: string, inside = "", more = ""): string => `<a href="${photoPath(photo)}" style="display: block; ${style}" ${more}>${inside}</a>`;
const ground = (photo: string, style: string, inside = ""): string => `<div style="${SIZE} background: url(${file(photo)}); ${style}">${inside}</div>`;
const later = (script: string): string => `<script>addEventListener("load", () => { setTimeout(() => { ${script} }, 100); });</script>`;
/** Puts an image into the page's first box whose file takes its time, once the page has loaded. */
const loading = (style: string): string => later(`document.querySelector("div").insertAdjacentHTML("beforeend", ${JSON.stringify(`<img src="${file(A, "h")}" style="${SIZE} ${style}">`)})`);

const unpainted: Shape[] = [
  { name: "grounds, fallbacks and light children that are not drawn, in boxes that have a size", host: BLOG, seen: [B], body: [
    sized(ground(A, "display: none")), sized(ground(A, "transform: scale(0)")), `<x-photo style="display: block; ${SIZE}"><template shadowrootmode="open">Words</template>${img(A)}</x-photo>`,
    sized(`<video width="300" height="200" poster="${file(X)}">${img(A)}</video>`), img(B),
  ].join("") },
  { name: "images moved out of their boxes, or without room in them", host: BLOG, body: img(A, "object-position: 320px 0") + `<img src="${file(A)}" style="box-sizing: border-box; ${SIZE} padding-top: 200px; background: url(${file(X)})">` + img(B), seen: [B] },
  { name: "grounds beside their boxes, below an opaque one, below a shadow, and cut to letters", host: BLOG, seen: [B], body: [
    ground(A, "background: url(" + file(A) + ") -9999px 0 no-repeat"), ground(A, `background: linear-gradient(#fff, #fff), url(${file(A)})`), ground(A, "box-shadow: inset 0 0 0 300px #222"),
    ground(A, "background-clip: text; -webkit-background-clip: text; color: transparent", "Ebbe"), img(B),
  ].join("") },
  { name: "glare, and glass without light", host: BLOG, body: img(A, "filter: brightness(50)") + stack(`${img(A)}<div style="${ALL} backdrop-filter: brightness(0)"></div>`) + img(B), seen: [B] },
  { name: "a frame whose document the page wrote itself", host: BLOG, body: `<iframe src="https://www.flickr.com/photos/${PERSON}/${A}/player/" srcdoc="Words" width="300" height="200"></iframe>${img(B)}`, seen: [B] },
  { name: "a film that runs in place of its poster", host: BLOG, body: `<video poster="${file(A)}" width="300" height="200" muted></video>${img(B)}<script>{ const c = document.createElement("canvas"); const d = c.getContext("2d"); setInterval(() => { d.fillRect(0, 0, 9, 9); }, 50); const v = document.querySelector("video"); v.srcObject = c.captureStream(20); v.play(); }</script>`, seen: [B] },
  { name: "a picture of an svg that is animated away", host: BLOG, body: `<svg width="300" height="200"><image href="${file(A)}" width="300" height="200"><set attributeName="href" to="${file(X)}" begin="0s" fill="freeze"/></image></svg>${img(B)}`, seen: [B] },
];

const part = (name: string, style: string): string => `.${name} { position: relative; ${SIZE} } .${name}::after { content: ""; ${ALL} ${style} }`;
const covers: Shape[] = [
  { name: "a part of its box covers a photo", host: BLOG, head: `<style>${part("t", "background: #222")}</style>`, body: `<div class="t">${img(A)}</div>`, seen: [] },
  { name: "the same without pointer, and frosted", host: FLICKR, head: `<style>${part("t", `background: #222; ${NO_POINTER}`)} ${part("u", "backdrop-filter: blur(20px)")}</style>`, body: `<div class="t">${img(A)}</div><div class="u">${img(A)}</div>`, seen: [] },
  { name: "a part of what lies over a photo covers it", host: BLOG, head: `<style>.o { ${ALL} } .o::before { content: ""; display: block; height: 100%; background: #222 }</style>`, body: stack(`${img(A)}<div class="o"></div>`), seen: [] },
  { name: "parts that shade, mark, wait outside or lie below a photo", host: FLICKR, seen: [A, A, A, B], head: `<style>${part("s", "background: linear-gradient(transparent, #000c)")} ${part("m", "inset: 80px 130px; background: #222")} ${part("w", "background: #fff; transform: translateY(100%)")} ${part("b", "background: #eee; z-index: -1")} div { overflow: hidden }</style>`,
    body: ["s", "m", "w", "b"].map((name, at) => `<div class="${name}">${img(at === 3 ? B : A)}</div>`).join("") },
  { name: "covers without pointer in a shadow root, and a part of its host", host: BLOG, seen: [], body: ['<style>:host { display: block; position: relative } .o { position: absolute; inset: 0; background: #222; pointer-events: none }</style><slot></slot><div class="o"></div>', '<style>:host { display: block; position: relative } :host::after { content: ""; position: absolute; inset: 0; background: #222 }</style><slot></slot>']
    .map((root) => `<x-cover style="${SIZE}"><template shadowrootmode="open">${root}</template>${img(A)}</x-cover>`).join("") },
  { name: "a curtain without pointer before the whole page", host: BLOG, body: `<main>${img(A)}</main><div style="position: fixed; left: 500px; top: 0; z-index: 100">${img(B)}</div><div style="position: fixed; inset: 0; z-index: 99; background: #fff; ${NO_POINTER}"></div>`, seen: [B] },
  { name: "a curtain in the page's one box, as one of its parts", host: FLICKR, head: `<style>#app::after { content: ""; position: fixed; inset: 0; background: #fff; ${NO_POINTER} }</style>`, body: `<div id="app"><div><div><div>${img(A)}</div></div></div></div>`, seen: [] },
  { name: "a curtain that has gone", host: BLOG, body: `<main>${img(A)}</main><div id="c" style="position: fixed; inset: 0; z-index: 99; background: #fff; ${NO_POINTER}"></div>${later('document.getElementById("c").style.opacity = "0"')}`, seen: [A] },
  { name: "covers of nothing but edges, and of a shadow", host: FLICKR, body: stack(`${img(A)}<div style="${ABOVE} width: 0; height: 0; border: solid #222; border-width: 100px 150px"></div>`) + stack(`${img(A)}<div style="${ALL} box-shadow: inset 0 0 0 300px #222"></div>`), seen: [] },
  ...["translate: 0 1px", "contain: paint", "mix-blend-mode: darken"].map((style) => ({ name: `untouched slides, the lower one's box stacked by ${style.split(":")[0] ?? ""}`, host: BLOG, body: stack(`<div style="${ABOVE} ${style}"><div style="position: relative; z-index: 5">${img(A)}</div></div><div style="${ABOVE} z-index: 2">${img(X)}</div>`, NO_POINTER), seen: [] })),
  { name: "photos that are toned by a part and by an element", host: BLOG, head: `<style>${part("t", "background: #08f; mix-blend-mode: color")}</style>`, body: `<div class="t">${img(A)}</div>` + stack(`${img(B)}<div style="${ALL} background: #08f; mix-blend-mode: multiply"></div>`), seen: [A, B] },
  { name: "a box that is not there is as clear as it says and hides nothing", host: BLOG, body: `<div style="display: contents; opacity: 0">${img(A)}</div>`, seen: [A] },
  { name: "a mask that shows now one, now the other of two photos", host: BLOG, body: stack(`${img(X, ABOVE)}${img(A, `${ABOVE} mask-image: linear-gradient(90deg, transparent 60%, #000 60%)`)}`), seen: [] },
];

const waiting: Shape[] = [
  { name: "a listed photo that loads over another one", host: BLOG, body: stack(img(X, ABOVE)) + loading(ABOVE), seen: [] },
  { name: "the same over a ground", host: FLICKR, body: ground(X, "") + loading(""), seen: [] },
  { name: "the same over one that takes no pointer", host: FLICKR, body: stack(img(X, ABOVE + NO_POINTER)) + loading(ABOVE), seen: [] },
  { name: "the same over its own ground's small picture", host: BLOG, body: ground(A, `background: url(${file(A, "s")})`) + loading(""), seen: [A] },
  { name: "a small picture, blurred below the large one, as an image and as a ground", host: BLOG, seen: [A, B], body: [`<img src="${file(A, "s")}" style="${ABOVE} ${SIZE} filter: blur(20px)">`, `<div style="${ALL} background: url(${file(B, "s")}); filter: blur(20px)"></div>`]
    .map((small, at) => stack(`${small}<img src="${file([A, B][at] ?? "")}" style="position: relative; ${SIZE}">`)).join("") },
  { name: "a small picture that has faded, and one that is for narrow windows", host: FLICKR, body: stack(img(A, `${ABOVE} opacity: 0`) + img(A, ABOVE)) + `<div>${img(B, "display: none")}${img(B)}</div>`, seen: [A, B] },
];

const links: Shape[] = [
  { name: "links with icons as content, as grounds, as masks and as grounds of what they hold", host: FLICKR, seen: [B], head: `<style>a { width: 80px; height: 80px } .c::before { content: url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='70' height='70'/%3E") } .g::before { content: ""; display: block; height: 80px; background: url(/icon.svg) } span { display: block; height: 80px }</style>`,
    body: link(A, "", "", 'class="c"') + link(A, "", "", 'class="g"') + link(A, "", '<span style="background: #08c; mask: url(/icon.svg)"></span>') + link(A, "", `<span style="background: url(//live.staticflickr.com/65535/buddyicons/${A}@N07_r.jpg)"></span>`) + img(B) },
  { name: "areas beside a slide show's photo that lead on", host: FLICKR, body: `<div style="display: flex; height: 400px">${link(A, "width: 150px", "", 'rel="prev"')}${img(X)}${link(C, "width: 150px", "", 'rel="next"')}</div>${img(B)}`, seen: [B] },
  { name: "a collage by way of a proxy", host: BLOG, body: `<img src="/cdn/collage?images=${encodeURIComponent(`${file(A)},${file(X)}`)}" width="300" height="200">${img(B)}`, seen: [B] },
];

const placed: Shape[] = [
  { name: "a page from right to left by its writing, cut by the window's edge", host: BLOG, head: "<style>html { writing-mode: vertical-rl } body { margin: 0 }</style>", body: `<div style="width: 1500px; height: 300px">Words</div><div style="width: 300px">${img(A)}</div>${later("scrollTo(-510, 0)")}`, seen: [A] },
  { name: "a photo that stays in a box that is moved, and scrolls with it", host: BLOG, body: `<div style="transform: translateX(0); height: 2000px; margin-top: 300px"><div style="position: fixed; left: 0; top: 0">${img(A)}</div></div>${later("scrollTo(0, 200)")}`, seen: [A] },
];

export const BOXES: readonly Shape[] = [...unpainted, ...covers, ...waiting, ...links, ...placed];
