/** Skeletons of the pages made of `.photo-list-photo-view` tiles: photostream (to 2021, 2023), album 2024, explore, search 2019. */
import {
  decoys,
  frame,
  imageUrl,
  listHeight,
  NSID,
  PERSON,
  photoIds,
  photoPath,
  placeStyle,
  type SkeletonPage,
} from "./skeleton.ts";

const ALBUM = "72177720900000001";

/** A tile with the photo as its background; `quoted` writes the address as newer pages do. */
function backgroundTile(id: string, n: number, quoted = false): string {
  const url = quoted ? `&quot;${imageUrl(id)}&quot;` : imageUrl(id);
  return `<div class="view photo-list-photo-view requiredToShowOnServer awake" style="${placeStyle(n)}; background-image: url(${url})" data-view-signature="photo-list-photo-view__UA_1__engagementModelName_photo-engagement-models__id_${id}__nsid_${encodeURIComponent(NSID)}__requiredToShowOnServer_true">
<div class="interaction-view"></div>
</div>`;
}

/** A tile with an img, as the server sends it: no link until the page's script runs. */
export function imgTile(id: string, n: number): string {
  return `<div class="view photo-list-photo-view requiredToShowOnServer photostream awake" style="${placeStyle(n)}" data-view-signature="photo-list-photo-view__UA_1__id_${id}__nsid_${encodeURIComponent(NSID)}">
<div class="photo-list-photo-container">
<img loading="lazy" src="${imageUrl(id)}" height="100%" width="100%">
<div class="interaction-view"></div>
</div>
</div>`;
}

/** The same tile once the page's script has run: a link over the picture and a bar with two text links. */
function hydratedTile(id: string, n: number, context: string): string {
  return `<div class="view photo-list-photo-view awake" style="${placeStyle(n)}">
<div class="photo-list-photo-container">
<img loading="lazy" src="${imageUrl(id, "w")}" height="100%" width="100%">
<div class="interaction-view"><div class="photo-list-photo-interaction">
<a class="overlay" href="${photoPath(id, context)}" tabindex="0" role="heading" aria-level="3" aria-label="Ebbe Bild von Marlene Tern"></a>
<div class="interaction-bar" title="Ebbe"><div class="text">
<a href="${photoPath(id, context)}" class="title" tabindex="-1">Ebbe</a>
<a href="/photos/${PERSON}/" class="attribution">von Marlene Tern</a></div></div>
</div></div></div></div>`;
}

function list(tiles: readonly string[], classes = ""): string {
  return `<div class="view photo-list-view requiredToShowOnServer ${classes}" style="height: ${String(listHeight(tiles.length))}px">${tiles.join("")}</div>`;
}

function streamHeader(): string {
  return `<div class="view coverphoto-view"><h1>Marlene Tern</h1></div>`;
}

/** Photostream as it was to 2021: backgrounds. */
export function photostream2021(): SkeletonPage {
  const photos = photoIds(910_000_000_001, 18);
  const extra = decoys(910_100_000_001);
  const tiles = photos.map((id, n) => backgroundTile(id, n));
  return {
    name: "photostream 2021",
    path: `/photos/${PERSON}/`,
    photos,
    decoys: extra.ids,
    html: frame(
      "photostream",
      "Marlene Tern",
      `${streamHeader()}<div role="main" class="photolist-container">${list(tiles, "photostream")}</div>${extra.html}`,
    ),
  };
}

/** Photostream since 2023: lazy images, no links at first. */
export function photostream2023(): SkeletonPage {
  const photos = photoIds(911_000_000_001, 24);
  const extra = decoys(911_100_000_001);
  const tiles = photos.map((id, n) => imgTile(id, n));
  return {
    name: "photostream 2023",
    path: `/photos/${PERSON}/page2/`,
    photos,
    decoys: extra.ids,
    html: frame(
      "photostream",
      "Marlene Tern",
      `${streamHeader()}<div role="main" class="photolist-container">${list(tiles, "photostream")}</div>${extra.html}`,
    ),
  };
}

/** Album of 2024: backgrounds, and a cover photo behind the header, which is one of the album's photos. */
export function album2024(): SkeletonPage {
  const photos = photoIds(912_000_000_001, 15);
  // The last but one is in no test's manifest (every second photo is), so that the header never asks for a badge here.
  const [cover = ""] = photos.slice(-2);
  return album("album 2024", ALBUM, photos, cover, 912_100_000_001);
}

/** The same album with a listed photo as its cover: it is shown twice. */
export function albumWithCover(): SkeletonPage {
  const photos = photoIds(915_000_000_001, 15);
  const [cover = ""] = photos;
  return { ...album("album with a cover", `${ALBUM.slice(0, -1)}9`, photos, cover, 915_100_000_001), covers: [cover] };
}

function album(name: string, number: string, photos: readonly string[], cover: string, firstDecoy: number): SkeletonPage {
  const extra = decoys(firstDecoy);
  const header = `<div class="view album-header-view"><div class="album-header-content" style="height: 220px; background-image: url(${imageUrl(cover, "h")})"></div><div class="album-header-words"><h1 class="album-title">Tidal flats</h1>
<div class="stats"><span class="stat photo-count">15 photos</span></div></div></div>`;
  const tiles = photos.map((id, n) => backgroundTile(id, n, n % 2 === 1));
  return {
    name,
    path: `/photos/${PERSON}/albums/${number}`,
    photos,
    decoys: extra.ids,
    html: frame("album", "Tidal flats", `${header}${list(tiles)}${extra.html}`),
  };
}

/** Pages whose tiles the page's script has filled in, by what they are called, their path and the links' context. */
const HYDRATED = [
  ["explore", "explore", "/explore", "in/explore-2031-11-20/", 913],
  ["favorites", "favorites", `/photos/${PERSON}/favorites`, `in/faves-${NSID}/`, 916],
  ["group pool", "group-pool", "/groups/900000703@N23/pool/", "in/pool-900000703@N23/", 917],
  ["tags", "tag", "/photos/tags/ebb/", "", 918],
] as const;

/** Explore, favorites, group pool and tag page as the page's script leaves them: image, link over it, text links below. */
export function hydratedPages(): SkeletonPage[] {
  return HYDRATED.map(([name, kind, path, context, block]) => {
    const photos = photoIds(block * 1_000_000_000 + 1, 12);
    const extra = decoys(block * 1_000_000_000 + 100_000_001);
    const tiles = photos.map((id, n) => hydratedTile(id, n, context));
    return { name, path, photos, decoys: extra.ids, html: frame(kind, name, `${list(tiles)}${extra.html}`) };
  });
}

/** Camera roll: small squares by day, to be selected by a click, and a showcase of a profile: both common thumbnails. */
export function cameraRoll(): SkeletonPage {
  const photos = photoIds(919_000_000_001, 12);
  const extra = decoys(919_100_000_001);
  const tiles = photos.map((id, n) => backgroundTile(id, n, true).replace('<div class="interaction-view"></div>', '<div class="interaction-view"><span class="selector" role="checkbox" aria-checked="false"></span></div>'));
  return {
    name: "camera roll",
    path: "/cameraroll",
    photos,
    decoys: extra.ids,
    html: frame("cameraroll", "Camera roll", `<div class="cameraroll-page-view"><h3>November 20, 2031</h3>${list(tiles)}</div>${extra.html}`),
  };
}

/** A profile with its showcase. */
export function profileShowcase(): SkeletonPage {
  const photos = photoIds(926_000_000_001, 6);
  const extra = decoys(926_100_000_001);
  const tiles = photos.map((id, n) => backgroundTile(id, n));
  return {
    name: "profile showcase",
    path: `/people/${PERSON}/`,
    photos,
    decoys: extra.ids,
    html: frame("profile", "Marlene Tern", `${streamHeader()}<section class="showcase">${list(tiles)}</section>${extra.html}`),
  };
}

/** Search of 2019: backgrounds from the old hosts, with one more path digit and no size suffix. */
export function search2019(): SkeletonPage {
  const photos = photoIds(914_000_000_001, 12);
  const extra = decoys(914_100_000_001);
  const tiles = photos.map((id, n) => {
    const host = n % 2 === 0 ? "//c1.staticflickr.com/3" : "//farm2.staticflickr.com";
    const url = imageUrl(id, "").replace("//live.staticflickr.com/65535", `${host}/2222`);
    return `<div class="view photo-list-photo-view requiredToShowOnServer awake" style="${placeStyle(n)}; background-image: url(&quot;${url}&quot;);"><div class="interaction-view"></div></div>`;
  });
  return {
    name: "search 2019",
    path: "/search/?text=ebb",
    photos,
    decoys: extra.ids,
    html: frame(
      "search-photos-unified",
      "Search: ebb",
      `<div class="main search-photos-results">${list(tiles)}</div>${extra.html}`,
    ),
  };
}
