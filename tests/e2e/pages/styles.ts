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
.showcase-header { display: flex; gap: 18px; align-items: center; width: 1080px; margin: 22px auto 0; }
.showcase-header h1 { margin: 0; font-size: 26px; font-weight: 600; } .showcase-header p { margin: 2px 0 0; color: #6b6e70; }
.showcase-avatar { width: 64px; height: 64px; border-radius: 50%; display: grid; place-items: center; color: #fff; font-weight: 600; font-size: 22px; background: linear-gradient(135deg, #c06c84, #355c8c); }
.showcase-tabs { display: flex; gap: 28px; width: 1080px; margin: 14px auto 18px; border-bottom: 1px solid #d6dadd; }
.showcase-tabs a { padding: 8px 0; color: #6b6e70; text-decoration: none; } .showcase-tabs a.selected { color: #212124; border-bottom: 3px solid #128fdc; font-weight: 600; }
.showcase { width: 1080px; } .showcase .photo-list-view { width: 1080px; }
`;
