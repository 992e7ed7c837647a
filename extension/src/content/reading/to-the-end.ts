// Reads a page of photos to its end. Flickr's server sends the first 25 photos of a page of a hundred, and the page's own
// script asks for the others when somebody scrolls towards them; so the page is scrolled, step by step, as a person does.
import type { PageReading, ReadPage } from "../../shared/page-reading.ts";
import { readingOf, SeenPhotos, statusOf } from "./page-reading.ts";

/** Milliseconds between two steps. */
const STEP = 250;
/** How often nothing new may come at the end of the page before it counts as read. */
const QUIET_STEPS = 12;
/** Steps after which a page that goes on growing is left: at a hundred photos there are about forty. */
const MOST_STEPS = 400;
/** How far a step goes, in screens. */
const STRIDE = 0.75;

/** What reading needs of the window that shows the page. */
export interface Screen {
  readonly isVisible: () => boolean;
  /** Scrolls on by so many screens, and tells whether there was anything left to scroll. */
  readonly scroll: (screens: number) => boolean;
  readonly pause: (milliseconds: number) => Promise<void>;
}

export async function readToTheEnd(document: Document, request: ReadPage, screen: Screen): Promise<PageReading> {
  const seen = new SeenPhotos();
  const reading = (hidden: boolean): PageReading => readingOf(document, request, seen, hidden);
  // An error's page grows no photos.
  if ((statusOf(document) ?? 0) >= 400) return reading(false);
  let before = "";
  for (let step = 0, quiet = 0; step < MOST_STEPS && quiet < QUIET_STEPS; step += 1) {
    // Flickr's script, and the browser's scrolling, sleep on a page that nobody sees.
    if (!screen.isVisible()) return reading(true);
    seen.look(document);
    const moved = screen.scroll(STRIDE);
    // A photo without a link gets one when the page's script comes to it, so both numbers must rest.
    const now = `${seen.size} ${seen.unlinked.length}`;
    quiet = moved || now !== before ? 0 : quiet + 1;
    before = now;
    await screen.pause(STEP);
  }
  seen.look(document);
  return reading(!screen.isVisible());
}

/** The window of a real page. */
export function screenOf(window: Window): Screen {
  const { document } = window;
  return {
    isVisible: () => document.visibilityState === "visible",
    scroll: (screens) => {
      const from = window.scrollY;
      window.scrollBy({ top: window.innerHeight * screens, behavior: "instant" });
      return window.scrollY > from + 1;
    },
    pause: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  };
}
