// Small pictures of the listed photos, drawn by the page's own script from what the page shows already. Where the page's
// picture may not be read there is none: nothing is fetched for it.
import { make } from "../shared/dom.ts";
import type { PictureRequest } from "../shared/messages.ts";

const known = new Map<string, Promise<string | null>>();

function askPicture(tab: number, photo: string): Promise<string | null> {
  const request: PictureRequest = { kind: "picture", photo };
  return chrome.tabs.sendMessage<PictureRequest, unknown>(tab, request).then(
    (picture) => (typeof picture === "string" && picture.startsWith("data:image/") ? picture : null),
    () => null,
  );
}

/** A place for a photo's picture, which fills itself when there is one and takes no room otherwise. */
export function makePicture(tab: number, photo: string): HTMLElement {
  const place = make("span", "picture");
  place.hidden = true;
  let asked = known.get(photo);
  if (asked === undefined) {
    asked = askPicture(tab, photo);
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
