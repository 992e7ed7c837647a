// Where in its box an image paints its file: in all of it, unless a style fits the file, moves it, or leaves it no room.
import type { Box } from "./badge.ts";

/** The part of an image's box that its file is painted in, from 0 to its width and height in CSS pixels; null where that is all of it. */
export function paintedPart(image: HTMLImageElement): Box | null {
  const { naturalWidth, naturalHeight, offsetWidth, offsetHeight } = image;
  const { objectFit, objectPosition, paddingBottom, paddingLeft, paddingRight, paddingTop, borderBottomWidth, borderLeftWidth, borderRightWidth, borderTopWidth } = getComputedStyle(image);
  const edge = (border: string, padding: string): number => (Number.parseFloat(border) || 0) + (Number.parseFloat(padding) || 0);
  const [left, top] = [edge(borderLeftWidth, paddingLeft), edge(borderTopWidth, paddingTop)];
  const width = offsetWidth - left - edge(borderRightWidth, paddingRight);
  const height = offsetHeight - top - edge(borderBottomWidth, paddingBottom);
  if (!(offsetWidth > 0) || !(offsetHeight > 0)) return null;
  if (width < 1 || height < 1) return { left, top, width: 0, height: 0 };
  if (naturalWidth === 0 || naturalHeight === 0 || (objectFit === "fill" && !/[1-9]\d*(?:\.\d+)?px/.test(objectPosition))) return null;
  const [fittedWidth, fittedHeight] = fitted(objectFit, { width: naturalWidth, height: naturalHeight }, { width, height });
  const [x, y] = objectPosition.split(/\s+/);
  const [from, to] = within(x, width, fittedWidth);
  const [above, below] = within(y, height, fittedHeight);
  return { left: left + from, top: top + above, width: Math.max(0, to - from), height: Math.max(0, below - above) };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function fitted(fit: string, file: Size, box: Size): [number, number] {
  const [x, y] = [box.width / file.width, box.height / file.height];
  const scale = { contain: Math.min(x, y), cover: Math.max(x, y), none: 1, "scale-down": Math.min(x, y, 1) }[fit];
  return scale === undefined ? [box.width, box.height] : [file.width * scale, file.height * scale];
}

/** From where to where in a side of the box a file lies, whose position is given in pixels or as a share of what is left. */
function within(position: string | undefined, side: number, length: number): [number, number] {
  const number = Number.parseFloat(position ?? "");
  // How a `calc()` comes out we do not work out.
  if (Number.isNaN(number)) return [0, side];
  const from = position?.endsWith("%") === true ? ((side - length) * number) / 100 : number;
  return [Math.max(0, from), Math.min(side, from + length)];
}
