/** Skeletons of the other pages: album 2025 (cards), search 2025 (tiles), gallery (links only), photo page, not found. */
import {
  decoys,
  frame,
  imageUrl,
  listHeight,
  PERSON,
  photoId,
  photoIds,
  photoPath,
  placeStyle,
  type SkeletonPage,
} from "./skeleton.ts";

const ALBUM = "72177720900000002";

function list(tiles: readonly string[]): string {
  return `<div class="view photo-list-view requiredToShowOnServer" style="height: ${String(listHeight(tiles.length))}px">${tiles.join("")}</div>`;
}

/** Album of late 2025: a card with an image, a sibling link over it, and a text link in the card's foot. */
export function album2025(): SkeletonPage {
  const photos = photoIds(920_000_000_001, 15);
  const extra = decoys(920_100_000_001);
  const tiles = photos.map((id, n) => {
    const path = photoPath(id, `in/album-${ALBUM}`);
    return `<div class="view photo-card-view requiredToShowOnServer" style="position: absolute; ${placeStyle(n)};"><div class="photo-card theme-card shown active">
<div class="photo-card-content"><div class="photo-card-photo "><div class="photo">
<img src="${imageUrl(id, "c")}" width="713" height="476" loading="lazy">
<a class="photo-link" href="${path}" title="${String(n + 1).padStart(3, "0")}"></a>
</div></div></div>
<div class="foot"><div class="info-bar"><div class="left-container"><a class="title" href="${path}">${String(n + 1).padStart(3, "0")}</a></div></div></div>
</div></div>`;
  });
  return {
    name: "album 2025",
    path: `/photos/${PERSON}/albums/${ALBUM}`,
    photos,
    decoys: extra.ids,
    html: frame("album", "Low water", `${list(tiles)}${extra.html}`),
  };
}

/** Search since late 2024: a background on `.photo`, a link inside it. */
export function search2025(): SkeletonPage {
  const photos = photoIds(921_000_000_001, 15);
  const extra = decoys(921_100_000_001);
  const tiles = photos.map(
    (
      id,
      n,
    ) => `<div class="view photo-list-tile-view${n % 3 === 0 ? " forced-aspect-ratio" : ""}" style="${placeStyle(n)}">
<div class="photo" style="background-image: url(&quot;${imageUrl(id, "m")}&quot;);"><a href="${photoPath(id)}" aria-label="Ebbe"></a></div>
</div>`,
  );
  return {
    name: "search 2025",
    path: "/search/?text=flood",
    photos,
    decoys: extra.ids,
    html: frame(
      "search-photos-unified",
      "Search: flood",
      `<div class="main search-photos-results">${list(tiles)}</div>${extra.html}`,
    ),
  };
}

/** Gallery: the tiles hold no image address at all, only the link. */
export function gallery(): SkeletonPage {
  const photos = photoIds(922_000_000_001, 12);
  const extra = decoys(922_100_000_001);
  const tiles = photos.map((id, n) => {
    const path = photoPath(id, "in/gallery-inset-72177720900000003/");
    return `<div class="view photo-list-gallery-photo-view requiredToShowOnServer" style="${placeStyle(n)}"><div class="photo-list-photo-container loading">
<div class="photo-container">
<div class="photo"></div>
<a class="click-target" href="${path}" tabindex="0" role="heading" aria-level="3" aria-label="Ebbe"></a>
</div>
<div class="sub-photo-info-bar invisible"><div class="details-container">
<a class="avatar person tiny" style="background-image: url(//farm2.staticflickr.com/65535/buddyicons/900000702@N03.jpg?1700000000#900000702@N03);" href="/photos/${PERSON}/" data-person-nsid="900000702@N03"></a>
<div class="details"><a href="${path}" class="title" tabindex="-1">Ebbe</a><a href="/photos/${PERSON}/" class="attribution">by Marlene Tern</a></div>
</div></div>
</div></div>`;
  });
  return {
    name: "gallery",
    path: "/photos/inset/galleries/72177720900000003/",
    photos,
    decoys: extra.ids,
    html: frame("gallery", "Shores", `<div class="photo-list-container">${list(tiles)}</div>${extra.html}`),
  };
}

/** An account's albums: each tile shows a photo, the album's cover, under a link with the album's number. */
export function albums(): SkeletonPage {
  const photos = photoIds(925_000_000_001, 9);
  const numbers = photoIds(925_200_000_001, 9);
  const extra = decoys(925_100_000_001);
  const tiles = photos.map(
    (id, n) => `<div class="view photo-list-album-view photo-list-tile-view" style="${placeStyle(n)}">
<div class="photo" style="background-image: url(${imageUrl(id, "c")})"><a class="overlay" href="/photos/${PERSON}/albums/${numbers[n] ?? ""}" title="Ebbe"></a></div>
</div>`,
  );
  return {
    name: "albums",
    path: `/photos/${PERSON}/albums`,
    photos,
    decoys: [...extra.ids, ...numbers],
    html: frame("albums", "Albums", `${list(tiles)}${extra.html}`),
  };
}

/** Photo page: the main photo is hidden until the page's script runs, has a copy in noscript, and a facade lies over it. */
export function photoPage(): SkeletonPage {
  const id = photoId(923_000_000_001);
  const extra = decoys(923_100_000_001);
  const well = `<a class="entry-type do-not-evict" href="/photos/${PERSON}/with/${id}/">Back to photostream</a>
<div class="view photo-well-scrappy-view"><div class="view photo-well-media-scrappy-view requiredToShowOnServer">
<span class="facade-of-protection-neue"></span>
<img width="800" height="533" src="${imageUrl(id, "c")}" class="main-photo is-hidden" alt="Ebbe | by Marlene Tern">
<noscript><img width="800" height="533" src="${imageUrl(id, "c")}" class="main-photo" alt="Ebbe | by Marlene Tern"></noscript>
</div></div>`;
  return {
    name: "photo page",
    path: photoPath(id),
    photos: [id],
    decoys: extra.ids,
    html: frame("photo-page-scrappy-view", "Ebbe", `${well}${extra.html}`).replace(
      "html-photo-page-scrappy-view-page-view",
      "html-photo-page-scrappy-view",
    ),
  };
}

/** Flickr's "not found", under a path that would name a photo. */
export function notFound(): SkeletonPage {
  const extra = decoys(924_100_000_001);
  const missing = photoId(924_000_000_001);
  return {
    name: "not found",
    path: photoPath(missing),
    photos: [],
    decoys: [...extra.ids, missing],
    html: frame("404", "Page not found", `<h1>This is not the page you’re looking for.</h1>${extra.html}`),
  };
}
