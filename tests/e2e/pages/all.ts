/** Every skeleton page. */
import { album2025, albums, gallery, notFound, photoPage, search2025 } from "./photo-cards.ts";
import { album2024, albumWithCover, cameraRoll, hydratedPages, photostream2021, photostream2023, profileShowcase, search2019 } from "./photo-lists.ts";
import { allSizes, comments, discover, homeFeed, lightbox, map, notifications, oldPool } from "./other-pages.ts";
import type { SkeletonPage } from "./skeleton.ts";

export const SKELETONS: readonly SkeletonPage[] = [
  photostream2021(),
  photostream2023(),
  album2024(),
  albumWithCover(),
  album2025(),
  gallery(),
  albums(),
  photoPage(),
  lightbox(),
  allSizes(),
  search2019(),
  search2025(),
  ...hydratedPages(),
  cameraRoll(),
  profileShowcase(),
  homeFeed(),
  oldPool(),
  notifications(),
  discover(),
  comments(),
  map(),
  notFound(),
];

/** The photos of a page that the tests' manifests list: the first, the third, and so on. */
export function everySecond(photos: readonly string[]): string[] {
  return photos.filter((_, n) => n % 2 === 0);
}

/** Every badge that a page is to carry when every second photo is listed. */
export function expectedBadges(page: SkeletonPage): string[] {
  return [...everySecond(page.photos), ...(page.covers ?? [])];
}
