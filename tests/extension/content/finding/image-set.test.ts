// Which picture of an image-set() is drawn on which screen.
import { describe, expect, it } from "vitest";

import { chooseOfSets } from "../../../../extension/src/content/finding/image-set.ts";

const FINE = 'image-set(url("one.jpg") 1x, url("two.jpg") 2x, url("three.jpg") 3x)';

describe("an image-set()", () => {
  it.each([
    [0.5, "one.jpg"],
    [1, "one.jpg"],
    [1.25, "two.jpg"],
    [2, "two.jpg"],
    [4, "three.jpg"],
  ])("draws on a screen of %d dots what is fine enough and no finer", (resolution, file) => {
    expect(chooseOfSets(FINE, resolution)).toBe(`url("${file}")`);
  });

  it.each([
    ["strings", 'image-set("a.jpg" 1x, "b.jpg" 2x)', 'url("a.jpg")'],
    ["no resolution", 'image-set("a.jpg", "b.jpg" 2x)', 'url("a.jpg")'],
    ["other units", 'image-set("b.jpg" 192dpi, "a.jpg" 1dppx)', 'url("a.jpg")'],
    ["two of one resolution", 'image-set("a.jpg" 1x, "b.jpg" 1x)', 'url("a.jpg")'],
    ["an unknown kind of file", 'image-set("b.xyz" type("image/x-nothing"), "a.jpg" type("image/jpeg") 1x)', 'url("a.jpg")'],
    ["resolution before kind, in capitals", "image-set('b.avif' 2x type('image/avif'), 'a.jpg' 1X type('image/JPEG'))", 'url("a.jpg")'],
    ["a vendor's name and no quotation marks", "-webkit-image-set(url(a.jpg) 1x, url(b.jpg) 2x)", "url(a.jpg)"],
    ["a gradient", "image-set(linear-gradient(red, blue) 1x, url(b.jpg) 2x)", "none"],
    ["commas and brackets in a file's name", 'image-set("a,(1).jpg" 1x, "b.jpg" 2x)', 'url("a,(1).jpg")'],
    ["something around it", 'linear-gradient(red, blue), image-set("a.jpg" 1x), url(c.jpg)', 'linear-gradient(red, blue), url("a.jpg"), url(c.jpg)'],
    ["an end that is missing", 'image-set("a.jpg" 1x', 'url("a.jpg")'],
    ["nothing that is known", 'image-set("a.xyz" type("image/x-nothing"))', "none"],
  ])("is read with %s", (_, value, drawn) => {
    expect(chooseOfSets(value, 1)).toBe(drawn);
  });
});
