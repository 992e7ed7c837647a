// Which of the files that a box has as its ground can be seen: none behind an opaque one, beside the box, or cut to its letters.
import { isFilledByShadow, isOpaque } from "./opaque.ts";

/** The layers of an element's ground that show something, the uppermost first. */
export function groundsSeen(style: CSSStyleDeclaration, element: Element): string[] {
  const { backgroundBlendMode, backgroundClip, backgroundImage, backgroundPosition, backgroundRepeat, backgroundSize } = style;
  if (!/url\(|image-set\(/.test(backgroundImage)) return [];
  const { clientWidth, clientHeight } = element;
  if (backgroundClip === "text" || isFilledByShadow(style, clientWidth, clientHeight)) return [];
  const [positions, repeats, sizes, blends] = [backgroundPosition, backgroundRepeat, backgroundSize, backgroundBlendMode].map((value) => layersOf(value));
  const of = (values: readonly string[] | undefined, at: number): string => values?.[at % Math.max(1, values.length)] ?? "";
  const seen: string[] = [];
  for (const [at, image] of layersOf(backgroundImage).entries()) {
    const size = of(sizes, at);
    if (!size.startsWith("0px") && !(of(repeats, at) === "no-repeat" && liesBeside(of(positions, at), clientWidth, clientHeight))) seen.push(image);
    // A gradient fills its box unless it says how large it is; one that is mixed with what is below it tones that.
    if (!/url\(|image-set\(/.test(image) && /^(?:auto|cover|contain|)$/.test(size) && isOpaque(image) && /^(?:normal|)$/.test(of(blends, at))) break;
  }
  return seen;
}

/** What stands between commas, those in brackets and in strings aside. */
function layersOf(value: string): string[] {
  const layers: string[] = [];
  let [depth, isString, from] = [0, false, 0];
  for (let at = 0; at < value.length; at += 1) {
    const letter = value.charAt(at);
    if (letter === '"') isString = !isString;
    else if (!isString && letter === "(") depth += 1;
    else if (!isString && letter === ")") depth -= 1;
    else if (!isString && letter === "," && depth === 0) {
      layers.push(value.slice(from, at).trim());
      from = at + 1;
    }
  }
  return [...layers, value.slice(from).trim()];
}

/** Whether a file that is drawn once begins beyond a box, or so far before it that it does not reach it. */
function liesBeside(position: string, width: number, height: number): boolean {
  return position.split(/\s+/).some((side, at) => {
    if (!side.endsWith("px")) return false;
    const pixels = Number.parseFloat(side);
    return pixels >= (at === 0 ? width : height) || pixels <= -FAR;
  });
}

/** CSS pixels: no file is as large. */
const FAR = 5_000;
