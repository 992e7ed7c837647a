// One case for every row of the table of page kinds, in markup of our own, and the ways in which tiles change.
import { describe, expect, it } from "vitest";
import { findOn, type FoundPage } from "../../support/page.ts";

const A = "911000000001";
const B = "911000000002";
const C = "911000000003";

const image = (photo: string, size = "_z"): string => `//live.staticflickr.com/65535/${photo}_0a1b2c3d4e${size}.jpg`;
const page = (photo: string, more = ""): string => `/photos/somebody/${photo}/${more}`;
const style = (photo: string): string => `background-image: url(${image(photo)})`;
const SPACER = "https://combo.staticflickr.com/pw/images/spaceout.gif";

/** The tile of a gallery before its script has run. */
const bare = (photo: string): string =>
  `<div class="tile"><div class="photo-container"><div class="photo"></div><a class="click-target" href="${page(photo, "in/gallery-x-72157690638331410/")}"></a></div></div>`;

describe("photos are found, per tile once, in", () => {
  it.each<[string, string, readonly string[]]>([
    ["a photostream with backgrounds", [A, B].map((id) => `<div style="width: 5px; ${style(id)}"><div></div></div>`).join(""), [A, B]],
    ["a background in quotes", `<div style="background-image: url(&quot;${image(A, "")}&quot;);"></div>`, [A]],
    ["a background among others", `<div style="background: url('x.png'), url( '${image(A)}' )"></div>`, [A]],
    [
      "a photostream with images, hydrated",
      [A, B]
        .map(
          (id) =>
            `<div><div><img loading="lazy" src="${image(id)}"><div><div><a class="overlay" href="${page(id)}"></a><div><a class="title" href="${page(id)}">Dunes</a></div></div></div></div></div>`,
        )
        .join(""),
      [A, B],
    ],
    ["an album of cards", `<div class="photo"><img src="${image(A)}"><a href="${page(A, "in/album-72177720316430456")}"></a></div><a href="${page(A)}">Title</a>`, [A]],
    ["a gallery without images", [A, B, C].map(bare).join(""), [A, B, C]],
    ["a gallery of one", bare(A), [A]],
    ["a photo page", `<div><span></span><img class="main-photo" style="display:none" src="${image(A)}"><noscript><img src="${image(A)}"></noscript></div>`, [A]],
    ["a search with backgrounds and links", `<div><div class="photo" style="${style(A)}"><a href="${page(A)}"></a></div></div>`, [A]],
    ["a home feed of batched cards", [A, B].map((id) => `<div class="item"><div class="photo"><a href="${page(id)}"><img src="${image(id)}"></a></div></div>`).join(""), [A, B]],
    ["a deferred image", `<a href="${page(A)}"><img data-defer-src="http:${image(A)}" src="${SPACER}"></a>`, [A]],
    ["an image that is still a spacer", `<a href="${page(A)}"><img src="${SPACER}"></a>`, [A]],
    ["a notification", `<a class="thumb" style="${style(A)}" href="${page(B)}"></a>`, [A]],
    ["an image with sources only", `<img srcset="${image(A)} 1x, ${image(A, "_b")} 2x">`, [A]],
    ["a picture element", `<picture><source srcset="${image(A)} 640w"><img src=""></picture>`, [A]],
    ["a comment", `<p>Look: <a href="${page(A)}"><img src="${image(A, "_s")}"></a></p>`, [A]],
    ["all sizes", `<div><div class="spaceball"></div><img src="${image(A, "_b")}"></div>`, [A]],
    ["a map, without links", `<div><img src="${image(A, "_s")}"></div><div><img src="${image(B, "_s")}"></div>`, [A, B]],
    ["an album's cover inside its link", `<a href="/photos/somebody/albums/72157640592797285"><img src="${image(A)}"></a>`, [A]],
    ["an embed on another site", `<a data-flickr-embed="true" href="https://www.flickr.com${page(A)}"><img src="https:${image(A)}"></a>`, [A]],
    ["a tile that draws its photo twice", `<div><img src="${image(A, "_t")}"><img src="${image(A)}"></div>`, [A]],
    ["a tile that draws its photo as a background behind it", `<div style="${style(A)}"><div><div><img src="${image(A)}"></div></div></div>`, [A]],
    ["a tile whose link names another photo than its image", `<div><img src="${image(A)}"><a href="${page(B)}"></a></div>`, [A]],
  ])("%s", (_, html, photos) => {
    const found = findOn(`<main>${html}</main>`);
    expect(found.photos()).toEqual(photos);
    expect(found.sightings().length).toBe(photos.length);
  });
});

it.each([
  ["images", `<div><img src="${image(A)}"></div><div><img src="${image(A)}"></div>`],
  ["backgrounds", `<div style="${style(A)}"></div><div style="${style(A)}"></div>`],
])("a photo in two tiles of %s is found in both", (_, html) => {
  expect(findOn(`<main>${html}</main>`).sightings().map(({ photo }) => photo)).toEqual([A, A]);
});

describe("nothing is found in", () => {
  it.each([
    ["a link of words", `<a href="${page(A)}">A photo by somebody</a>`],
    ["a link of an icon", `<a href="${page(A)}"><svg></svg></a><a href="${page(B)}"><i></i></a>`],
    ["a link around another picture", `<a href="${page(A)}"><img src="https://example.org/button.png"></a>`],
    ["a link to an album, a set, a gallery, a page", ["albums/72157640592797285", "sets/72157650686499888", "galleries/72157690638331410", "with/911000000001", "page2"].map((end) => `<a href="/photos/somebody/${end}/"></a>`).join("")],
    ["a member's picture and cover", `<div style="background-image: url(//live.staticflickr.com/456/buddyicons/71402340@N00_r.jpg)"></div><div style="background-image: url(//live.staticflickr.com/5549/coverphoto/71402340@N00_h.jpg)"></div>`],
    ["copies for browsers without scripts", `<noscript><img src="${image(A)}"></noscript>`],
    ["templates", `<script type="text/x-template"><img src="${image(A)}"></script><template><img src="${image(A)}"></template>`],
    ["spacers", `<img src="${SPACER}"><img src="http://l.yimg.com/g/images/spaceball.gif">`],
    ["a copy on somebody else's host", `<img src="https://i0.wp.com/live.staticflickr.com/65535/${A}_0a1b2c3d4e_c.jpg">`],
  ])("%s", (_, html) => {
    expect(findOn(`<main>${html}</main>`).sightings()).toEqual([]);
  });

  it("a photo page's empty links to itself", () => {
    const html = `<img src="${image(A)}"><aside><p><b><i><a href="${page(A, "sizes/l")}"></a></i></b></p></aside>`;
    expect(findOn(html, `https://www.flickr.com${page(A)}`).sightings().length).toBe(1);
  });
});

it("an album's cover behind its title is a photo of its own", () => {
  const found = findOn(`<div class="album-header-content" style="${style(B)}"></div><div style="${style(A)}"></div><div style="${style(B)}"></div>`);
  expect(found.sightings().map(({ photo }) => photo)).toEqual([B, A, B]);
});

describe("when a tile changes", () => {
  const change = (found: FoundPage, selector: string, name: string, value: string): void => {
    const element = found.document.querySelector(selector);
    if (element === null) throw new Error(selector);
    element.setAttribute(name, value);
    found.finder.read(element);
  };

  it("the old photo is gone at once and the new one comes", () => {
    const found = findOn(`<main><img src="${image(A)}"></main>`);
    change(found, "img", "src", image(B));
    expect(found.photos()).toEqual([]);
    found.finder.settle();
    expect(found.photos()).toEqual([B]);
    change(found, "img", "src", SPACER);
    expect(found.photos()).toEqual([]);
  });

  it("the same photo in another size is the same photo", () => {
    const found = findOn(`<main><div style="${style(A)}"></div></main>`);
    const [before] = found.sightings();
    change(found, "div", "style", `${style(A).replace("_z", "_b")}; width: 20px`);
    expect(found.sightings()).toEqual([before]);
  });

  it("an image that arrives takes over from its link, and gives back when it goes", () => {
    const found = findOn(`<main>${bare(A)}${bare(B)}</main>`);
    const box = found.document.querySelector(".photo");
    const arrived = found.document.createElement("img");
    arrived.setAttribute("src", image(A));
    box?.append(arrived);
    found.finder.read(arrived);
    found.finder.settle();
    expect(found.sightings().map(({ element }) => element.localName)).toEqual(["img", "a"]);
    arrived.remove();
    found.finder.read(arrived);
    found.finder.settle();
    expect(found.sightings().map(({ element }) => element.localName)).toEqual(["a", "a"]);
    expect(found.photos()).toEqual([A, B]);
  });

  it("a link that follows to another photo is followed", () => {
    const found = findOn(`<main>${bare(A)}${bare(B)}</main>`);
    change(found, "a", "href", page(C));
    found.finder.settle();
    expect(found.photos()).toEqual([C, B]);
  });

  it("a stale link beside a changed image says nothing", () => {
    const found = findOn(`<main><div><div><img src="${image(A)}"><div><div><a href="${page(A)}"></a></div></div></div></div></main>`);
    change(found, "img", "src", image(B));
    found.finder.settle();
    expect(found.photos()).toEqual([B]);
  });
});
