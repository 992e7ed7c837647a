/** What every skeleton page shares: a frame like Flickr's, made-up people and photos, and the decoys. */

/** A page written from the shapes of Flickr's, with made-up names only. */
export interface SkeletonPage {
  /** Short name, for test titles. */
  readonly name: string;
  /** The path on www.flickr.com, query included. */
  readonly path: string;
  readonly html: string;
  /** The IDs of the photos that a person sees, in DOM order. */
  readonly photos: readonly string[];
  /** Listed photos of these that are shown a second time, behind the page's title. */
  readonly covers?: readonly string[];
  /** IDs and numbers that occur on the page, and would be listed, but of which no photo is shown. */
  readonly decoys: readonly string[];
}

export const PERSON = "marlene-tern";
export const NSID = "900000701@N07";

/** IDs of `count` made-up photos, from `first` on; 12 digits, beyond all that Flickr has given out. */
export function photoIds(first: number, count: number): string[] {
  if (first < 900_000_000_000) throw new Error("Made-up photos have IDs from 900000000000 on.");
  return Array.from({ length: count }, (_, i) => String(first + i * 37));
}

/** The ID of one made-up photo. */
export function photoId(first: number): string {
  if (first < 900_000_000_000) throw new Error("Made-up photos have IDs from 900000000000 on.");
  return String(first);
}

/** The made-up secret in a photo's image address. */
function secretOf(id: string): string {
  return ((Number(id) * 48_271) % 0xff_ffff_ffff).toString(16).padStart(10, "0").slice(-10);
}

/** A protocol-relative image address as Flickr writes it; `size` is a suffix such as `z`, or empty. */
export function imageUrl(id: string, size = "z"): string {
  return `//live.staticflickr.com/65535/${id}_${secretOf(id)}${size === "" ? "" : `_${size}`}.jpg`;
}

export function photoPath(id: string, context = ""): string {
  return `/photos/${PERSON}/${id}/${context}`;
}

/** Where the n-th of the tiles lies, three in a row. */
function place(n: number): { x: number; y: number; width: number; height: number } {
  return { x: (n % 3) * 372, y: Math.floor(n / 3) * 252, width: 368, height: 248 };
}

/** Flickr's own way of placing a tile. */
export function placeStyle(n: number): string {
  const { x, y, width, height } = place(n);
  return `transform: translate(${String(x)}px, ${String(y)}px); -webkit-transform: translate(${String(x)}px, ${String(y)}px); width: ${String(width)}px; height: ${String(height)}px`;
}

/** How high a list of so many tiles is, in CSS pixels. */
export function listHeight(count: number): number {
  return Math.ceil(count / 3) * 252;
}

/** What the decoys of a page name; each is put into the manifest, so that taking one for a photo shows. */
export interface Decoys {
  readonly ids: readonly string[];
  readonly html: string;
}

/**
 * Numbers and photo IDs in places where no photo is shown: avatars, covers, text links, templates, noscript; and links
 * that lie over a tile as a photo's does but lead to an album, a set, a gallery, a photostream, an archive, a pool.
 */
export function decoys(first: number): Decoys {
  const ids: string[] = [];
  const next = (): string => {
    const id = photoId(first + ids.length * 37);
    ids.push(id);
    return id;
  };
  const [avatar, cover, album, template, noscript] = [next(), next(), next(), next(), next()];
  const image = (id: string): string => `<img src="${imageUrl(id)}">`;
  const overlays = [
    `/photos/${PERSON}/albums/${next()}`,
    `/photos/${PERSON}/sets/${next()}`,
    `/photos/${PERSON}/galleries/${next()}/`,
    `/photos/${PERSON}/with/${next()}/`,
    `/photos/${PERSON}/archives/date-posted/2031/${next()}/`,
    `/photos/${PERSON}/page${next()}/`,
    `/groups/${next()}@N23/pool`,
    `/people/${next()}@N07/`,
    `https://www.flickr.example${photoPath(next())}`,
  ];
  const html = `
<aside class="decoys">
  <a class="avatar person medium" href="/photos/${PERSON}/" data-person-nsid="${avatar}@N07" style="background-image: url(//live.staticflickr.com/65535/buddyicons/${avatar}@N07_r.jpg?1700000000#${avatar}@N07);"></a>
  <img class="avatar" src="//live.staticflickr.com/65535/buddyicons/${avatar}@N07.jpg" width="48" height="48" alt="">
  <div class="coverphoto" style="background-image: url(//live.staticflickr.com/5549/coverphoto/${cover}@N07_h.jpg?1478371839#${cover}@N07)"></div>
  <img src="//combo.staticflickr.com/pw/images/coverphoto00_h.jpg.v3" width="20" height="20" alt="">
  <img src="//combo.staticflickr.com/pw/images/spaceball.gif" class="spaceball" width="20" height="20" alt="">
  ${overlays.map((href) => `<div class="decoy-tile"><a class="click-target" href="${href}" aria-label="Ebbe"></a></div>`).join("\n  ")}
  <p><a href="/photos/${PERSON}/albums/${album}">Tidal flats</a>, and harbour at dusk by <a href="${photoPath(next())}">Marlene Tern</a>.</p>
  <div class="comment-content">Reminds me of <a href="https://www.flickr.com${photoPath(next())}">this one</a>
    <a href="${photoPath(next())}" class="title">Low water</a></div>
  <script type="text/x-mustache">${image(template)}</script>
  <noscript>${image(noscript)}</noscript>
</aside>`;
  return { ids, html };
}

/** The whole document around `content`, with Flickr's frame; `kind` is the page kind as Flickr's root element names it. */
export function frame(kind: string, title: string, content: string): string {
  return `<!DOCTYPE html>
<html lang="en-us" class="no-js fluid html-${kind}-page-view scrolling-layout">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title} | Flickr</title>
<link rel="stylesheet" href="/skeleton.css">
</head>
<body class="no-outline">
<div id="content">
<div class="view ${kind}-page-view requiredToShowOnServer flickr-view-root-view">
<div class="view global-nav-view"><div class="global-nav"><a href="/" class="main-logo">Flickr</a>
<a class="gn-title explore" href="/explore">Explore</a> <a class="gn-title" href="/photos/${PERSON}/albums">Albums</a></div></div>
${content}
</div>
</div>
</body>
</html>`;
}
