// Small pictures of the listed photos, made without any request. The content script draws one where it may read the
// page's picture; else it is cut out of a capture of the visible tab, which the browser allows while this popup is open
// over it.
import { make } from "../shared/dom.ts";
import type { PictureRequest } from "../shared/messages.ts";

/** CSS pixels a side, twice what is drawn. */
const SIZE = 88;

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A capture of the visible tab, and where in it the photos are. */
interface Screen {
  readonly image: HTMLImageElement;
  /** Pixels of the capture for each CSS pixel. */
  readonly scale: number;
  readonly boxes: Readonly<Record<string, Box>>;
}

const known = new Map<string, Promise<string | null>>();
let screen: Promise<Screen | null> | null = null;

async function findPicture(tab: number, photo: string): Promise<string | null> {
  const request: PictureRequest = { kind: "picture", photo };
  const drawn: unknown = await chrome.tabs.sendMessage<PictureRequest, unknown>(tab, request).catch(() => null);
  if (typeof drawn === "string" && drawn.startsWith("data:image/")) return drawn;
  screen ??= lookAtScreen(tab).catch(() => null);
  const seen = await screen;
  const box = seen?.boxes[photo];
  return seen === null || box === undefined ? null : cut(seen, box);
}

async function lookAtScreen(tab: number): Promise<Screen | null> {
  // If the popup was opened as a tab, it would take a picture of itself.
  if (new URLSearchParams(location.search).has("tab")) return null;
  const [shot, [found]] = await Promise.all([
    chrome.tabs.captureVisibleTab({ format: "jpeg", quality: 85 }),
    chrome.scripting.executeScript({ target: { tabId: tab }, func: findBoxes }),
  ]);
  const image = make("img");
  image.src = shot;
  await image.decode();
  const page = found?.result;
  return page === undefined ? null : { image, scale: image.naturalWidth / page.width, boxes: page.boxes };
}

/** Runs in the page, so it may use nothing from outside: where the pictures under our badges lie, if wholly on screen. */
function findBoxes(): { width: number; boxes: Record<string, Box> } {
  const boxes: Record<string, Box> = {};
  for (const badge of document.querySelectorAll("inset-badge")) {
    const tile = badge.parentElement;
    if (tile === null) continue;
    const rectangles = [...tile.querySelectorAll("img")].map((image) => image.getBoundingClientRect());
    const around = tile.getBoundingClientRect();
    const { left, top, width, height } = rectangles.sort((a, b) => b.width * b.height - a.width * a.height)[0] ?? around;
    const fits = left >= 0 && top >= 0 && left + width <= innerWidth && top + height <= innerHeight;
    if (fits && width >= 24 && height >= 24) boxes[badge.getAttribute("data-photo-id") ?? ""] = { left, top, width, height };
  }
  return { width: innerWidth, boxes };
}

/** The middle of a box, as a square. */
function cut({ image, scale }: Screen, { left, top, width, height }: Box): string | null {
  const canvas = make("canvas");
  canvas.width = SIZE;
  canvas.height = SIZE;
  const context = canvas.getContext("2d");
  if (context === null) return null;
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
