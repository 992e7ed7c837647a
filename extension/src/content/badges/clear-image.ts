// Whether an image or a canvas that lies over a photo lets it through, as frames, watermarks and snowflakes do. Read from what the
// browser has painted, and only where it lets us: of another host's files nobody but it knows.

/** Pixels a side of the small copy that is read. */
const SIDE = 32;
/** An alpha (of 255) below which what is under a pixel can be seen. */
const LEAST_ALPHA = 128;
/** The share of a frame that must be clear. */
const LEAST_CLEAR = 0.3;
/** Milliseconds for which a copy of a canvas is good: nothing tells when a script paints on it. */
const CANVAS_KEPT = 1_000;

/** `clear` at a place, `frame` where it hides that place and shows most of what is below it elsewhere, else `opaque`. */
export type Clearness = "clear" | "frame" | "opaque";

interface Copy {
  readonly source: string;
  readonly madeAt: number;
  /** The alpha of each pixel, row by row; null where it may not be read. */
  readonly alphas: Uint8Array | null;
}

type Readable = HTMLImageElement | HTMLCanvasElement;

const copies = new WeakMap<Readable, Copy>();

/** What lies over a photo at a place; whatever is neither an image nor a canvas is opaque. */
export function clearnessAt(over: Element, x: number, y: number): Clearness {
  const isCanvas = over.localName === "canvas";
  if (!isCanvas && over.localName !== "img") return "opaque";
  const readable = over as Readable;
  const alphas = copyOf(readable);
  // How else its file is laid into its box we do not work out.
  if (alphas === null || !["fill", ""].includes(getComputedStyle(readable).objectFit)) return "opaque";
  const share = alphas.filter((alpha) => alpha < LEAST_ALPHA).length / alphas.length;
  // What is drawn by the graphics card may read as clear. Such a picture is there to be used, what only adorns a page is not.
  if (isCanvas && share === 1) return getComputedStyle(readable).pointerEvents === "none" ? "clear" : "opaque";
  const { left, top, width, height } = readable.getBoundingClientRect();
  const [column, row] = [(x - left) / width, (y - top) / height].map((part) => Math.min(SIDE - 1, Math.max(0, Math.floor(part * SIDE)))) as [number, number];
  if ((alphas[row * SIDE + column] ?? 255) < LEAST_ALPHA) return "clear";
  return share >= LEAST_CLEAR ? "frame" : "opaque";
}

function copyOf(readable: Readable): Uint8Array | null {
  const image = readable.localName === "img" ? (readable as HTMLImageElement) : null;
  // What has not come yet would be taken for clear, and for good; nobody could tell then that it had been another host's.
  if (image?.complete === false) return null;
  const source = image?.currentSrc ?? "";
  const known = copies.get(readable);
  const now = performance.now();
  if (known !== undefined && (image === null ? now - known.madeAt < CANVAS_KEPT : known.source === source)) return known.alphas;
  const alphas = read(readable);
  copies.set(readable, { source, madeAt: now, alphas });
  return alphas;
}

function read(readable: Readable): Uint8Array | null {
  const canvas = readable.ownerDocument.createElement("canvas");
  [canvas.width, canvas.height] = [SIDE, SIDE];
  try {
    const context = canvas.getContext("2d", { willReadFrequently: true });
    if (context === null) return null;
    context.drawImage(readable, 0, 0, SIDE, SIDE);
    return Uint8Array.from({ length: SIDE * SIDE }, read4(context.getImageData(0, 0, SIDE, SIDE).data));
  } catch {
    // It came from another host, which did not say that pages may read it.
    return null;
  }
}

/** Every fourth number of a picture's pixels is an alpha. */
const read4 = (pixels: Uint8ClampedArray) => (_: unknown, at: number): number => pixels[4 * at + 3] ?? 255;
