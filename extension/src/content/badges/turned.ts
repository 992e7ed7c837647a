// How an element's styles turn it in space, and whether what is in it keeps its own depth.

/** What an element's own `rotate` and `transform` do to it; null where that is nothing. The other properties move it within its own plane. */
export function matrixOf({ rotate, transform }: CSSStyleDeclaration): DOMMatrix | null {
  const turn = rotationOf(rotate);
  const isSet = transform !== "" && transform !== "none";
  if (turn === "" && !isSet) return null;
  return new DOMMatrix(`${turn} ${isSet ? transform : ""}`.trim());
}

/** As a function of `transform`: browsers write `45deg`, `x 45deg` or `0 1 0 45deg`. */
function rotationOf(rotate: string | undefined): string {
  if (rotate === undefined || rotate === "" || rotate === "none") return "";
  const [angle = "0deg", ...axis] = rotate.split(/\s+/).reverse();
  const named: Readonly<Record<string, string>> = { x: "1, 0, 0", y: "0, 1, 0", z: "0, 0, 1" };
  return `rotate3d(${axis.length === 0 ? "0, 0, 1" : (named[axis[0] ?? ""] ?? axis.reverse().join(", "))}, ${angle})`;
}

/** Whether a box keeps the depth of what is in it; some of its other styles make it flat all the same. */
export function keepsDepth({ clipPath, filter, opacity, overflowX, overflowY, transformStyle }: CSSStyleDeclaration): boolean {
  const isNone = (value: string): boolean => value === "none" || value === "";
  return transformStyle === "preserve-3d" && overflowX === "visible" && overflowY === "visible" && Number(opacity) === 1 && isNone(filter) && isNone(clipPath);
}

/** What its transforms do to an element in a box that keeps its depth, and whether it then shows nothing, as it is seen from behind. */
export function turnIn(space: DOMMatrix | null, style: CSSStyleDeclaration, deep: boolean): { readonly matrix: DOMMatrix | null; readonly hidden: boolean } {
  if (!deep && style.backfaceVisibility !== "hidden") return { matrix: null, hidden: false };
  const own = matrixOf(style);
  const matrix = space !== null && own !== null ? space.multiply(own) : (own ?? space);
  return { matrix, hidden: style.backfaceVisibility === "hidden" && matrix !== null && matrix.m33 < 0 };
}
