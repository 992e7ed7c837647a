// Every colour of Inset: of the badges, of the card, of the toolbar's number, and of the extension's and the helper's own
// pages, whose palette.css is written from this file by scripts/write-palette.mjs.
import type { BadgeColours } from "./preferences.ts";

export interface Paint {
  readonly ground: string;
  readonly ink: string;
  readonly edge: string;
  /** Around the badge, where the photo may have any colour. */
  readonly ring: string;
}

export interface Palette {
  readonly listed: Paint;
  readonly probably: Paint;
  /** A census lists it, which neither warns nor praises. */
  readonly public: Paint;
  /** A frame around a photo: plain where it is listed, striped with a second colour where it probably is. */
  readonly frame: string;
  readonly stripe: string;
}

/**
 * The colours that a person can choose for the badges. Certain and probable differ in lightness too, which every kind of
 * colour vision sees.
 */
export const PALETTES: Readonly<Record<BadgeColours, Palette>> = {
  amber: {
    listed: { ground: "#ffb733", ink: "#211400", edge: "#2a1a00", ring: "rgb(255 255 255 / 92%)" },
    probably: { ground: "#1a2029", ink: "#ffffff", edge: "#ffc966", ring: "rgb(15 18 24 / 88%)" },
    public: { ground: "#eceff3", ink: "#1f2630", edge: "#5b6470", ring: "rgb(15 18 24 / 70%)" },
    frame: "#ffb733",
    stripe: "#1a2029",
  },
  blue: {
    listed: { ground: "#0b4f9e", ink: "#ffffff", edge: "#ffffff", ring: "rgb(4 24 52 / 88%)" },
    probably: { ground: "#e6f1fd", ink: "#07294f", edge: "#0b4f9e", ring: "rgb(255 255 255 / 92%)" },
    public: { ground: "#eceff3", ink: "#1f2630", edge: "#5b6470", ring: "rgb(15 18 24 / 70%)" },
    frame: "#0b4f9e",
    stripe: "#e6f1fd",
  },
  contrast: {
    listed: { ground: "#ffffff", ink: "#000000", edge: "#000000", ring: "#ffffff" },
    probably: { ground: "#000000", ink: "#ffffff", edge: "#ffffff", ring: "#000000" },
    public: { ground: "#ffffff", ink: "#000000", edge: "#000000", ring: "#000000" },
    frame: "#000000",
    stripe: "#ffffff",
  },
};

type Schemes<Name extends string> = Readonly<Record<"light" | "dark", Readonly<Record<Name, string>>>>;

/**
 * The extension's pages (`ground` and what is `raised` from it) and the helper's (`paper` and the `card` on it), in light
 * and dark: the helper's pages have white cards on grey paper, the extension's grey buttons on a white ground.
 */
export const PAGES: Schemes<"ground" | "raised" | "paper" | "card" | "line" | "ink" | "quiet" | "accent" | "accent-ink" | "good" | "attention" | "wrong"> = {
  light: {
    ground: "#ffffff",
    raised: "#f5f6f8",
    paper: "#f5f6f8",
    card: "#ffffff",
    line: "#d9dde3",
    ink: "#161b22",
    quiet: "#57606b",
    accent: "#1f5fae",
    "accent-ink": "#ffffff",
    good: "#1a7f45",
    attention: "#8a5300",
    wrong: "#b3261e",
  },
  dark: {
    ground: "#14181e",
    raised: "#1d232b",
    paper: "#14181e",
    card: "#1d232b",
    line: "#343c47",
    ink: "#eceff3",
    quiet: "#a3adb9",
    accent: "#7db4f5",
    "accent-ink": "#0c1a2b",
    good: "#57cf8b",
    attention: "#ffc062",
    wrong: "#ff8a80",
  },
};

/** The card that lies over a page of Flickr; in dark a little lighter than our own pages, to stand out from a dark page. */
export const CARD: Schemes<"ground" | "line" | "ink" | "quiet" | "accent" | "mark"> = {
  light: { ground: "#ffffff", line: "#d9dde3", ink: "#161b22", quiet: "#57606b", accent: "#1f5fae", mark: "#b26b00" },
  dark: { ground: "#1b2028", line: "#3a424e", ink: "#eceff3", quiet: "#a9b3bf", accent: "#86baf7", mark: "#ffb733" },
};

/** The number on the toolbar's button, with white words: certain, and all else. */
export const TOOLBAR = { listed: "#8a4b00", unanswered: "#5b6470", ink: "#ffffff" } as const;

/** Custom properties for a rule of CSS, each under the name that it has here. */
export function asProperties(colours: Readonly<Record<string, string>>): string {
  return Object.entries(colours)
    .map(([name, colour]) => `--${name}: ${colour};`)
    .join(" ");
}
