// What filters and masks leave of an element, as far as its style tells; masks of files are taken to show the picture.

/** CSS pixels of a part of a picture that is left by a mask and in which nobody sees a photo; and the same in hundredths of it. */
const TOO_SMALL = { px: 18, "%": 10 } as const;
/** CSS pixels of a blur in which nobody sees what a picture shows. */
const LEAST_BLUR = 8;
/** So many times as bright as it is, a picture is white. */
const GLARE = 10;

/** How much of an element is painted; 1 is all of it. */
export function painted(style: CSSStyleDeclaration): number {
  if (isMaskedAway(style)) return 0;
  const [, amount = "1", unit = ""] = /(?:^|\s)opacity\(([\d.]+)(%?)\)/.exec(style.filter) ?? [];
  return Number(amount) / (unit === "%" ? 100 : 1);
}

/** Whether what is painted shows no picture any more: without any light or contrast, or so blurred. It still hides what is below it. */
export function isBlotted({ filter }: CSSStyleDeclaration): boolean {
  if (filter === "none" || filter === "") return false;
  return isLightless(filter) || brightnessOf(filter) >= GLARE || blurOf(filter) >= LEAST_BLUR;
}

const isLightless = (filter: string): boolean => /(?:^|\s)(?:brightness|contrast)\(0(?:\.0\d*)?%?\)/.test(filter);

/** How many times as bright as it is; 1 is unchanged. */
const brightnessOf = (filter: string): number => Number(/(?:^|\s)brightness\(([\d.]+)\)/.exec(filter)?.[1] ?? 1);

/** CSS pixels. */
function blurOf(filter: string): number {
  return Number(/(?:^|\s)blur\(([\d.]+)px\)/.exec(filter)?.[1] ?? 0);
}

/** Whether glass with this filter shows nothing of what is behind it. */
export const isFrosted = (backdropFilter: string): boolean => blurOf(backdropFilter) >= LEAST_BLUR || isLightless(backdropFilter);

/** A mask of gradients without any opaque colour, or one that has no size. */
function isMaskedAway({ maskImage, maskRepeat, maskSize }: CSSStyleDeclaration): boolean {
  if (maskImage === "" || maskImage === "none") return false;
  // Of several masks each shows its part.
  const sizes = maskSize.split(",");
  const repeats = maskRepeat.split(",");
  if (maskSize !== "" && sizes.every((size, at) => leavesNothing(size.trim(), (repeats[at % repeats.length] ?? "").trim() === "no-repeat"))) return true;
  const colours = coloursOf(maskImage);
  return colours.length > 0 && !maskImage.includes("url(") && colours.every(isClear);
}

/** Whether a mask of gradients hides one part of an element and shows another one. */
export function isPartlyMasked({ maskImage }: CSSStyleDeclaration): boolean {
  return maskImage !== "" && maskImage !== "none" && coloursOf(maskImage).some(isClear);
}

const coloursOf = (gradient: string | undefined): string[] => gradient?.match(/rgba?\([^()]*\)|transparent/g) ?? [];

const isClear = (colour: string): boolean => /^transparent$|^rgba\(.*[,/]\s*0(?:\.[0-4]\d*)?\s*\)$/.test(colour);

/** Whether a mask of this size shows nothing: it has no width or no height, or, drawn once, hardly any. */
function leavesNothing(size: string, once: boolean): boolean {
  return size.split(/\s+/).some((side) => {
    const [, number, unit] = /^([\d.]+)(px|%)$/.exec(side) ?? [];
    if (number === undefined) return false;
    return Number(number) === 0 || (once && Number(number) < TOO_SMALL[unit === "%" ? "%" : "px"]);
  });
}
