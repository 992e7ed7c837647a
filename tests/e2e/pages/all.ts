/** Every skeleton page. */
import { album2025, albums, gallery, notFound, photoPage, search2025 } from "./photo-cards.ts";
import { album2024, explore, photostream2021, photostream2023, search2019 } from "./photo-lists.ts";
import type { SkeletonPage } from "./skeleton.ts";

export const SKELETONS: readonly SkeletonPage[] = [
  photostream2021(),
  photostream2023(),
  album2024(),
  album2025(),
  gallery(),
  albums(),
  photoPage(),
  search2019(),
  search2025(),
  explore(),
  notFound(),
];

/** The photos of a page that the tests' manifests list: the first, the third, and so on. */
export function everySecond(photos: readonly string[]): string[] {
  return photos.filter((_, n) => n % 2 === 0);
}
