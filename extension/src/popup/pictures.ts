// Small pictures of the listed photos, made without any request. The content script draws one where it may read the
// page's picture; else it is cut out of a capture of the visible tab, which the browser allows while this popup is open
// over it.
import { make } from "../shared/dom.ts";
import type { PictureOnScreen, PictureRequest } from "../shared/messages.ts";

/** CSS pixels a side, twice what is drawn. */
const SIZE = 88;

const known = new Map<string, Promise<string | null>>();
let capture: Promise<HTMLImageElement | null> | null = null;

async function findPicture(tab: number, photo: string): Promise<string | null> {
  const request: PictureRequest = { kind: "picture", photo };
  const reply = await chrome.tabs.sendMessage<PictureRequest, string | PictureOnScreen | null | undefined>(tab, request).catch(() => null);
  if (reply === null || reply === undefined) return null;
  if (typeof reply === "string") return reply.startsWith("data:image/") ? reply : null;
  capture ??= captureTab().catch(() => null);
  const image = await capture;
  return image === null ? null : cut(image, reply);
}

async function captureTab(): Promise<HTMLImageElement | null> {
  // If the popup was opened as a tab, it would take a picture of itself.
  if (new URLSearchParams(location.search).has("tab")) return null;
  const image = make("img");
  image.src = await chrome.tabs.captureVisibleTab({ format: "jpeg", quality: 85 });
  await image.decode();
  return image;
}

/** The middle of a photo on the screen, as a square. */
function cut(image: HTMLImageElement, { left, top, width, height, windowWidth }: PictureOnScreen): string | null {
  const canvas = make("canvas");
  canvas.width = SIZE;
  canvas.height = SIZE;
  const context = canvas.getContext("2d");
  if (context === null) return null;
  const scale = image.naturalWidth / windowWidth;
  const side = Math.min(width, height);
  const [x, y] = [left + (width - side) / 2, top + (height - side) / 2];
  context.drawImage(image, x * scale, y * scale, side * scale, side * scale, 0, 0, SIZE, SIZE);
  return canvas.toDataURL("image/jpeg", 0.85);
}

/** An element that shows a photo's picture once there is one, and takes no room before. */
export function makePicture(tab: number, photo: string): HTMLElement {
  const place = make("span", "picture");
  place.hidden = true;
  let asked = known.get(photo);
  if (asked === undefined) {
    asked = findPicture(tab, photo);
    known.set(photo, asked);
  }
  void asked.then((picture) => {
    if (picture === null) return;
    const image = make("img");
    image.alt = "";
    image.src = picture;
    place.append(image);
    place.hidden = false;
  });
  return place;
}
