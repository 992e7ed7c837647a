/** Skeletons of the pages that are no lists of tiles: lightbox, all sizes, home feed, old pool, notifications, discover, comments, map. */
import { decoys, frame, imageUrl, NSID, PERSON, photoId, photoIds, photoPath, type SkeletonPage } from "./skeleton.ts";

const SPACER = "//combo.staticflickr.com/pw/images/spaceball.gif";

function page(name: string, path: string, kind: string, block: number, photos: readonly string[], content: string): SkeletonPage {
  const extra = decoys(block * 1_000_000_000 + 100_000_001);
  return { name, path, photos, decoys: extra.ids, html: frame(kind, name, `${content}${extra.html}`) };
}

/** Lightbox: one photo on black, the page's own controls over it and below, and links back to the photo's page. */
export function lightbox(): SkeletonPage {
  const id = photoId(927_000_000_001);
  const content = `<div class="view photo-page-lightbox-scrappy-view"><span class="facade-of-protection-neue"></span>
<img class="main-photo" width="800" height="533" src="${imageUrl(id, "b")}" alt="Ebbe">
<a class="close-lightbox" href="${photoPath(id)}" title="Back to the photo’s page"></a>
<div class="view photo-card-engagement"><a class="fave" href="#"></a><a class="comment" href="${photoPath(id)}#comments"></a></div></div>`;
  return page("lightbox", photoPath(id, "lightbox/"), "photo-page-lightbox-scrappy", 927, [id], content);
}

/** All sizes: one photo under a spacer. */
export function allSizes(): SkeletonPage {
  const id = photoId(928_000_000_001);
  const sizes = ["sq", "t", "s", "m", "l"].map((size) => `<li><a href="${photoPath(id, `sizes/${size}/`)}">${size}</a></li>`);
  const content = `<ol class="sizes-list">${sizes.join("")}</ol>
<div id="allsizes-photo"><div class="spaceball"></div><img src="${imageUrl(id, "b")}" width="800" height="533"></div>`;
  return page("all sizes", photoPath(id, "sizes/l/"), "photo-sizes", 928, [id], content);
}

/** Home feed: cards in three layouts with links over boxes that a script fills later, and one card that batches several. */
export function homeFeed(): SkeletonPage {
  const photos = photoIds(929_000_000_001, 7);
  const box = (id: string): string => `<div class="photo-card-photo"><div class="photo"><a href="${photoPath(id)}" aria-label="Ebbe"></a></div></div>`;
  const card = (id: string, layout: string): string => `<div class="feed-item"><div class="photo-card layout-${layout}">${box(id)}
<div class="info"><a class="title" href="${photoPath(id)}">Ebbe</a> <a class="owner" href="/photos/${PERSON}/">Marlene Tern</a></div>
<div class="photo-card-engagement"><button class="fave">12</button><a class="comment-icon" href="${photoPath(id)}#comments"></a><a class="share-icon" href="${photoPath(id)}"></a></div></div></div>`;
  const [one = "", two = "", three = "", ...batched] = photos;
  const batch = `<div class="feed-item"><div class="photo-card group-card"><a class="group" href="/groups/900000703@N23/">Low water</a>
${batched.map((id) => `<div class="card-batch-photo-item">${box(id)}</div>`).join("")}</div></div>`;
  const content = `<div class="feed-column-content">${card(one, "compact")}${card(two, "medium")}${card(three, "large")}${batch}</div>`;
  return page("home feed", "/", "feed", 929, photos, content);
}

/** The pool as group admins and old pages show it: spacers, with the real address in an attribute. */
export function oldPool(): SkeletonPage {
  const photos = photoIds(931_000_000_001, 9);
  const items = photos.map(
    (id) => `<div id="photo_${id}" class="pool-item" data-photo-id="${id}"><span class="photo_container pc_m"><a href="${photoPath(id, "in/pool-900000703@N23/")}" class="rapidnofollow photo-click"><img class="pc_img defer" src="${SPACER}" data-defer-src="https:${imageUrl(id, "m")}" width="240" height="160" alt=""></a></span>
<p>from <a href="/photos/${PERSON}/">Marlene Tern</a></p></div>`,
  );
  return page("group pool of old", "/groups/900000703@N23/pool/page2", "group-pool", 931, photos, `<div id="pool-photos">${items.join("")}</div>`);
}

/** Notifications: each with the thumbnail of a photo, drawn by a link. */
export function notifications(): SkeletonPage {
  const photos = photoIds(932_000_000_001, 8);
  const items = photos.map(
    (id) => `<li class="notification"><a class="avatar" href="/photos/${PERSON}/" style="background-image: url(//live.staticflickr.com/65535/buddyicons/${NSID}.jpg)"></a>
<p><a href="/photos/${PERSON}/">Marlene Tern</a> faved <a href="${photoPath(id)}">Ebbe</a></p><a class="notification-photo-thumb" href="${photoPath(id)}" style="background-image: url('${imageUrl(id, "s")}')"></a></li>`,
  );
  return page("notifications", "/notifications", "notification-center", 932, photos, `<ul class="notifications">${items.join("")}</ul>`);
}

/** Discover: another front end, with images in links and nothing else. */
export function discover(): SkeletonPage {
  const photos = photoIds(933_000_000_001, 9);
  const items = photos.map((id) => `<a class="is-flickrui-link" href="https://www.flickr.com${photoPath(id)}"><img class="h-full w-full" src="https:${imageUrl(id, "n")}" alt="Ebbe" width="320" height="213"></a>`);
  return page("discover", "/discover", "discover", 933, photos, `<main class="discover">${items.join("")}</main>`);
}

/** A discussion: thumbnails that people put into what they write, beside links that only name a photo. */
export function comments(): SkeletonPage {
  const photos = photoIds(934_000_000_001, 6);
  const [a = "", b = "", c = "", ...rest] = photos;
  const thumb = (id: string): string => `<span class="photo_container bbml_img"><a data-track="thumb" href="${photoPath(id)}"><img src="${imageUrl(id, "q")}" width="150" height="150" alt="Ebbe"></a></span>`;
  const content = `<div class="topic"><div class="message-text"><p>Compare these two: ${thumb(a)} ${thumb(b)}</p></div>
<div class="message-text"><p>I like <a href="${photoPath(c)}"><img src="${imageUrl(c, "m")}" width="240" height="160" alt="Ebbe"></a> more.</p></div>
<div class="photo-desc"><p>Taken right after:</p>${rest.map(thumb).join("\n")}</div></div>`;
  return page("discussion", "/groups/900000703@N23/discuss/72157720000000001/", "group-discuss", 934, photos, content);
}

/** Map: images without any link. */
export function map(): SkeletonPage {
  const photos = photoIds(935_000_000_001, 8);
  const pins = photos.map((id, n) => `<div class="pin" style="left: ${String(40 + n * 110)}px; top: ${String(40 + (n % 3) * 120)}px"><img src="https:${imageUrl(id, "s")}" width="75" height="75" alt=""></div>`);
  return page("map", "/map", "map", 935, photos, `<div class="map-canvas">${pins.join("")}</div>`);
}
