// What of a box hides what is below it, as far as its styles tell: its ground, its edges, and glass that nobody sees through.
import { isFrosted } from "./veils.ts";

/** Colours that let less than this through hide what is below. */
export const LEAST_ALPHA = 0.5;

const BLENDS = /^(?:multiply|screen|overlay|darken|lighten|color|hard-light|soft-light|difference|exclusion|hue|saturation|luminosity|plus-)/;

/** Whether the ground of a box with this style hides what is below it; `opacity` is that of all around it. */
export function isFilled({ backdropFilter, backgroundColor, backgroundImage, mixBlendMode }: CSSStyleDeclaration, opacity: number): boolean {
  // Colours that are mixed with what is below them tint it, as where photos are toned.
  if (BLENDS.test(mixBlendMode) && !backgroundImage.includes("url(")) return false;
  // Through frosted glass nobody sees a photo.
  return isFrosted(backdropFilter) || alphaOf(backgroundColor) * opacity >= LEAST_ALPHA || isOpaque(backgroundImage);
}

/** Whether a box is nothing but edges, or a shadow in it fills it. */
export function isFilledByEdges(style: CSSStyleDeclaration, element: Element): boolean {
  const { clientWidth, clientHeight } = element;
  if (isFilledByShadow(style, clientWidth, clientHeight)) return true;
  if (clientWidth > 0 && clientHeight > 0) return false;
  const { width, height } = element.getBoundingClientRect();
  return [
    [style.borderTopWidth, style.borderBottomWidth, height, style.borderTopColor],
    [style.borderLeftWidth, style.borderRightWidth, width, style.borderLeftColor],
  ].some(([one, other, side, colour]) => (side as number) > 1 && Number.parseFloat(one as string) + Number.parseFloat(other as string) >= (side as number) - 1 && alphaOf(colour as string) >= LEAST_ALPHA);
}

/** Whether shadows in a box cover all of it, as where one paints it by a shadow. */
export function isFilledByShadow({ boxShadow }: CSSStyleDeclaration, width: number, height: number): boolean {
  // Browsers write `rgb(1, 2, 3) 0px 0px 0px 300px inset`.
  if (!/\binset\b/.test(boxShadow)) return false;
  return boxShadow.split(/,(?![^(]*\))/).some((shadow) => {
    const [colour = ""] = /[a-z]+\([^()]*\)/.exec(shadow) ?? [];
    const [, , , spread = 0] = [...shadow.matchAll(/(-?[\d.]+)px/g)].map(([, length]) => Number(length));
    return shadow.includes("inset") && alphaOf(colour) >= LEAST_ALPHA && spread >= Math.min(width, height) / 2;
  });
}

/** Whether a file is drawn, or a gradient none of whose colours lets much through. */
export function isOpaque(image: string): boolean {
  if (image === "none" || image === "") return false;
  if (image.includes("url(")) return !/\/(?:spaceball|spaceout|blank|pixel)|url\("?data:image\/gif/.test(image);
  const colours = image.match(/(?:rgba?|color|lab|oklab|lch|oklch)\([^()]*\)|transparent/g) ?? [];
  return colours.length > 0 && colours.every((colour) => alphaOf(colour) >= LEAST_ALPHA);
}

/** As browsers write colours: `rgb(1, 2, 3)`, `rgba(1, 2, 3, 0.4)`, `color(srgb 1 1 1 / 0.4)`. */
export function alphaOf(colour: string): number {
  if (colour === "" || colour === "transparent") return 0;
  const alpha = /(?:^rgba\(.*,|\/)\s*([\d.]+)(%?)\s*\)$/.exec(colour);
  return alpha === null ? 1 : Number(alpha[1]) / (alpha[2] === "%" ? 100 : 1);
}
