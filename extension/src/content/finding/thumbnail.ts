// A small picture of a photo for the popup, drawn from the one on the page, so that no request leaves for it.

/** Pixels of its longer side. */
const SIDE = 96;

/** A `data:` URL, or null where there is no picture, or the browser does not let us read it. */
export function drawThumbnail(element: Element): string | null {
  if (element.localName !== "img") return null;
  const image = element as HTMLImageElement;
  const { naturalWidth, naturalHeight } = image;
  if (!image.complete || naturalWidth === 0 || naturalHeight === 0) return null;
  const scale = SIDE / Math.max(naturalWidth, naturalHeight);
  const canvas = element.ownerDocument.createElement("canvas");
  canvas.width = Math.max(1, Math.round(naturalWidth * scale));
  canvas.height = Math.max(1, Math.round(naturalHeight * scale));
  try {
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL("image/jpeg", 0.7);
  } catch {
    // The picture came from another host, which did not say that pages may read it.
    return null;
  }
}
