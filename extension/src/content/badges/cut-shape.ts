// What a style cuts out of an element, and of what is in it: `clip-path` and, of old, `clip`. A hit test honours both, but it passes
// by what takes no pointer, as what is cut away for now often does.
import type { Box } from "./badge.ts";
import type { Ground } from "./ground.ts";

/** Whether a place of the window is cut away from what stands on this ground, as far as we work it out: not for paths and files. */
export function isCutAway({ cuts }: Ground, x: number, y: number): boolean {
  return cuts.some((element) => {
    const style = getComputedStyle(element);
    const { clipPath } = style;
    const clip = style.getPropertyValue("clip");
    const { left, top, width, height } = element.getBoundingClientRect();
    const [, shape = "", values = ""] = /^(inset|circle|ellipse|polygon|rect)\((.*)\)/.exec(clipPath === "none" || clipPath === "" ? clip : clipPath) ?? [];
    // How a `calc()` comes out we do not work out.
    if (shape === "" || values.includes("(")) return false;
    return !isIn(shape, values, { left: x - left, top: y - top, width, height });
  });
}

/** Whether a place, `left` and `top` of the box's corner, is inside a shape of the box. */
function isIn(shape: string, values: string, box: Box): boolean {
  const { left: x, top: y, width, height } = box;
  if (shape === "inset") {
    const [top = 0, right = top, bottom = top, left = right] = (values.split("round")[0] ?? "").trim().split(/\s+/).map((value, at) => length(value, at % 2 === 0 ? height : width));
    return top <= y && y <= height - bottom && left <= x && x <= width - right;
  }
  if (shape === "rect") {
    const [top = 0, right = 0, bottom = 0, left = 0] = values.split(/[\s,]+/).map((value, at) => (value === "auto" ? [0, width, height, 0][at] ?? 0 : Number.parseFloat(value)));
    return top <= y && y <= bottom && left <= x && x <= right;
  }
  if (shape === "polygon") return isInPolygon(values.replace(/^\s*(?:nonzero|evenodd)\s*,/, "").split(","), box);
  const [radii = "", place = "50% 50%"] = values.split(/\bat\b/).map((value) => value.trim());
  const [centreX = 0, centreY = 0] = place.split(/\s+/).map((value, at) => length(value, at === 0 ? width : height));
  const around = shape === "circle" ? Math.hypot(width, height) / Math.SQRT2 : null;
  const [a = Infinity, b = a] = radii.split(/\s+/).filter((value) => /\d/.test(value)).map((value, at) => length(value, around ?? (at === 0 ? width : height)));
  return ((x - centreX) / a) ** 2 + ((y - centreY) / b) ** 2 <= 1;
}

function isInPolygon(corners: readonly string[], { left: x, top: y, width, height }: Box): boolean {
  const points = corners.map((corner) => corner.trim().split(/\s+/).map((value, at) => length(value, at === 0 ? width : height)));
  let inside = false;
  for (const [at, [x1 = 0, y1 = 0]] of points.entries()) {
    const [x2 = 0, y2 = 0] = points[(at + 1) % points.length] ?? [];
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
  }
  return inside;
}

const length = (value: string, side: number): number => (value.endsWith("%") ? (Number.parseFloat(value) * side) / 100 : Number.parseFloat(value));
