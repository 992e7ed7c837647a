// Whether an image that lies over a photo lets it through, as frames and watermarks do whose middle is clear. Read from what the
// browser has painted, once for each file, and only where it lets us: of another host's files nobody but it knows.

/** Pixels a side of the small copy that is read. */
const SIDE = 32;
/** An alpha (of 255) below which what is under a pixel can be seen. */
const LEAST_ALPHA = 128;
/** The share of a frame that must be clear. */
const LEAST_CLEAR = 0.3;

/** `clear` at a place, `frame` where it hides that place and shows most of what is below it elsewhere, else `opaque`. */
export type Clearness = "clear" | "frame" | "opaque";

interface Copy {
  readonly source: string;
  /** The alpha of each pixel, row by row; null where it may not be read. */
  readonly alphas: Uint8Array | null;
}

const copies = new WeakMap<HTMLImageElement, Copy>();

export function clearnessAt(image: HTMLImageElement, x: number, y: number): Clearness {
  const alphas = copyOf(image);
  // How else its file is laid into its box we do not work out.
  if (alphas === null || !["fill", ""].includes(getComputedStyle(image).objectFit)) return "opaque";
  const { left, top, width, height } = image.getBoundingClientRect();
  const [column, row] = [(x - left) / width, (y - top) / height].map((share) => Math.min(SIDE - 1, Math.max(0, Math.floor(share * SIDE)))) as [number, number];
  if ((alphas[row * SIDE + column] ?? 255) < LEAST_ALPHA) return "clear";
  return alphas.filter((alpha) => alpha < LEAST_ALPHA).length >= LEAST_CLEAR * alphas.length ? "frame" : "opaque";
}

function copyOf(image: HTMLImageElement): Uint8Array | null {
  const { complete, currentSrc: source } = image;
  // What has not come yet would be taken for clear, and for good; nobody could tell then that it had been another host's.
  if (!complete) return null;
  const known = copies.get(image);
  if (known?.source === source) return known.alphas;
  const alphas = read(image);
  copies.set(image, { source, alphas });
  return alphas;
}

function read(image: HTMLImageElement): Uint8Array | null {
  const canvas = image.ownerDocument.createElement("canvas");
  [canvas.width, canvas.height] = [SIDE, SIDE];
  try {
    const context = canvas.getContext("2d", { willReadFrequently: true });
    if (context === null) return null;
    context.drawImage(image, 0, 0, SIDE, SIDE);
    return Uint8Array.from({ length: SIDE * SIDE }, read4(context.getImageData(0, 0, SIDE, SIDE).data));
  } catch {
    // It came from another host, which did not say that pages may read it.
    return null;
  }
}

/** Every fourth number of a picture's pixels is an alpha. */
const read4 = (pixels: Uint8ClampedArray) => (_: unknown, at: number): number => pixels[4 * at + 3] ?? 255;
