// Which of two elements is painted over the other, where no hit test tells: as CSS 2.2, appendix E, orders them.
import { parentOf, stackLevel } from "./ground.ts";

/** What nothing lifts is painted over what is below zero, and below all that is positioned. */
const FLOW = -0.5;

/** Whether an element is painted over another one; neither is inside the other. */
export function isPaintedOver(over: Element, under: Element): boolean {
  const around = new Set(upFrom(under));
  const lines = [lineBelow(over, around), lineBelow(under, new Set(upFrom(over)))] as const;
  const [one, other] = lines.map(levelOfLine) as [number, number];
  if (one !== other) return one > other;
  // Boxes in rows and grids may be painted in an order of their own.
  const [first, second] = lines.map(([outermost]) => (outermost === undefined ? 0 : Number(getComputedStyle(outermost).order) || 0)) as [number, number];
  if (first !== second && isOrdering(lines[0][0])) return first > second;
  return (under.compareDocumentPosition(over) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
}

/** The level of an element, or of what it is in, among what lies in a box around it. */
export function levelWithin(box: Element, element: Element): number {
  return levelOfLine(lineBelow(element, new Set(upFrom(box))));
}

function* upFrom(element: Element): Generator<Element> {
  for (let above: Element | null = element; above !== null; above = parentOf(above)) yield above;
}

/** An element and those around it that the other is not in, the outermost first. */
function lineBelow(element: Element, others: ReadonlySet<Element>): Element[] {
  const line: Element[] = [];
  for (const above of upFrom(element)) {
    if (others.has(above)) break;
    line.unshift(above);
  }
  return line;
}

function isOrdering(child: Element | undefined): boolean {
  const around = child === undefined ? null : parentOf(child);
  return around !== null && /flex|grid/.test(getComputedStyle(around).display);
}

/** Of the outermost that is stacked as one; what is merely positioned is painted where such of level 0 are. */
function levelOfLine(line: readonly Element[]): number {
  for (const element of line) {
    const level = stackLevel(element);
    if (level !== null) return level;
  }
  return line.some((element) => !["static", ""].includes(getComputedStyle(element).position)) ? 0 : FLOW;
}
