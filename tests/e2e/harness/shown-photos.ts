/** Pages of Flickr's whose list of photos changes without a new page. */
import type { Page } from "puppeteer-core";

import { imgTile } from "../pages/photo-lists.ts";

/** Let the page's list show these photos and no others, as Flickr's own script does when somebody goes on. */
export async function showPhotos(page: Page, photos: readonly string[]): Promise<void> {
  await page.evaluate(
    (html) => {
      const list = document.querySelector(".photo-list-view");
      list?.replaceChildren();
      list?.insertAdjacentHTML("beforeend", html);
    },
    photos.map((photo, n) => imgTile(photo, n)).join(""),
  );
}
