/** The little that makes skeletons and saved pages visible; Flickr's own style sheets are not used. */
export const STYLES = `
html { scrollbar-width: none; }
body { margin: 0; font: 14px/1.4 "Helvetica Neue", Arial, sans-serif; color: #212124; background: #f3f5f6; }
.global-nav { display: flex; gap: 24px; align-items: center; padding: 12px 24px; background: #212124; }
.global-nav a { color: #fff; text-decoration: none; font-weight: 600; }
.photo-list-view, .photolist-container, .photo-list-container, .main.search-photos-results { position: relative; width: 1112px; margin: 16px auto; }
.photo-list-view { margin: 0 auto; }
.photo-list-photo-view, .photo-list-gallery-photo-view, .photo-list-tile-view, .photo-card-view { position: absolute; left: 0; top: 0; background-size: cover; background-position: center; overflow: hidden; opacity: 1; }
.photo-list-photo-container, .photo-list-photo-container .photo-container { position: relative; width: 100%; height: 100%; opacity: 1; }
.photo-list-photo-container img, .photo img { display: block; width: 100%; height: 100%; object-fit: cover; }
.photo-list-photo-container .photo, .photo-list-tile-view .photo, .photo-card-photo .photo { position: relative; width: 100%; height: 100%; background-size: cover; background-color: #c8cfd3; }
.interaction-view { position: absolute; inset: 0; }
a.overlay, a.click-target, a.photo-link, .photo-list-tile-view .photo > a { position: absolute; inset: 0; }
.interaction-bar { position: absolute; left: 0; right: 0; bottom: 0; padding: 24px 10px 8px; color: #fff; background: linear-gradient(transparent, rgb(0 0 0 / .6)); }
.interaction-bar a { color: #fff; text-decoration: none; }
.photo-card { width: 100%; height: 100%; background: #fff; }
.photo-card-content { height: 196px; } .photo-card-photo { height: 100%; } .foot { padding: 8px; }
.album-header-content { height: 220px; background-size: cover; background-position: center; color: #fff; padding: 24px; }
.photo-well-media-scrappy-view { position: relative; height: 560px; background: #212124; display: flex; align-items: center; justify-content: center; }
.main-photo { display: block; max-height: 520px; } .main-photo.is-hidden { display: none; }
.facade-of-protection-neue { position: absolute; inset: 0; z-index: 2; }
.photo-well-media-scrappy-view .height-controller { position: absolute; inset: 0; }
.decoys { padding: 24px; max-width: 1064px; margin: 0 auto; } .avatar { display: inline-block; width: 48px; height: 48px; }
.decoy-tile { display: inline-block; position: relative; width: 90px; height: 60px; background: #c8cfd3; }
.coverphoto { height: 60px; background-size: cover; }
.album-header-view { position: relative; } .album-header-words { position: absolute; left: 24px; bottom: 16px; color: #fff; text-shadow: 0 1px 4px #000; pointer-events: none; }
.photo-page-lightbox-scrappy-view, #allsizes-photo { position: relative; width: 800px; height: 533px; margin: 12px auto; background: #000; }
#allsizes-photo .spaceball { position: absolute; inset: 0; z-index: 2; }
.photo-page-lightbox-scrappy-view .photo-card-engagement { position: absolute; right: 12px; bottom: 12px; } .close-lightbox { position: absolute; right: 8px; top: 8px; width: 32px; height: 32px; }
.feed-column-content { width: 720px; margin: 12px auto; display: grid; gap: 12px; } .photo-card.layout-compact, .photo-card.layout-medium, .photo-card.layout-large { padding-bottom: 8px; }
.photo-card .photo-card-photo { height: 200px; } .photo-card .photo > a, .card-batch-photo-item .photo > a { position: absolute; inset: 0; }
.group-card { display: grid; grid-template-columns: 1fr 1fr; gap: 6px; } .group-card .group { grid-column: span 2; } .card-batch-photo-item .photo-card-photo { height: 120px; }
.comment-icon, .share-icon { display: inline-block; width: 18px; height: 18px; }
#pool-photos, .discover { display: flex; flex-wrap: wrap; gap: 8px; width: 1080px; margin: 12px auto; } .pool-item { width: 240px; }
.discover a { width: 320px; height: 213px; } .discover img { display: block; object-fit: cover; }
.notifications { width: 720px; margin: 12px auto; padding: 0; list-style: none; } .notification { display: flex; align-items: center; gap: 12px; padding: 6px; }
.notification p { flex: 1; } .notification-photo-thumb { width: 75px; height: 75px; background-size: cover; }
.topic { width: 720px; margin: 12px auto; } .map-canvas { position: relative; height: 420px; background: #dfe8e6; } .pin { position: absolute; }
.showcase-header { display: flex; gap: 18px; align-items: center; width: 1080px; margin: 22px auto 0; }
.showcase-header h1 { margin: 0; font-size: 26px; font-weight: 600; } .showcase-header p { margin: 2px 0 0; color: #6b6e70; }
.showcase-avatar { width: 64px; height: 64px; border-radius: 50%; display: grid; place-items: center; color: #fff; font-weight: 600; font-size: 22px; background: linear-gradient(135deg, #c06c84, #355c8c); }
.showcase-tabs { display: flex; gap: 28px; width: 1080px; margin: 14px auto 18px; border-bottom: 1px solid #d6dadd; }
.showcase-tabs a { padding: 8px 0; color: #6b6e70; text-decoration: none; } .showcase-tabs a.selected { color: #212124; border-bottom: 3px solid #128fdc; font-weight: 600; }
.stream .photo-list-photo-view { position: relative; display: inline-block; width: 500px; height: 340px; margin: 4px; }
.showcase { width: 1080px; } .showcase .photo-list-view { width: 1080px; }
`;
