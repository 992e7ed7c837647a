// The colours that a person can choose for the badges. Certain and probable differ in lightness too, which every kind of
// colour vision sees.
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
  /** A frame around a photo: plain where it is listed, striped with a second colour where it probably is. */
  readonly frame: string;
  readonly stripe: string;
}

export const PALETTES: Readonly<Record<BadgeColours, Palette>> = {
  amber: {
    listed: { ground: "#ffb733", ink: "#211400", edge: "#2a1a00", ring: "rgb(255 255 255 / 92%)" },
    probably: { ground: "#1a2029", ink: "#ffffff", edge: "#ffc966", ring: "rgb(15 18 24 / 88%)" },
    frame: "#ffb733",
    stripe: "#1a2029",
  },
  blue: {
    listed: { ground: "#0b4f9e", ink: "#ffffff", edge: "#ffffff", ring: "rgb(4 24 52 / 88%)" },
    probably: { ground: "#e6f1fd", ink: "#07294f", edge: "#0b4f9e", ring: "rgb(255 255 255 / 92%)" },
    frame: "#0b4f9e",
    stripe: "#e6f1fd",
  },
  contrast: {
    listed: { ground: "#ffffff", ink: "#000000", edge: "#000000", ring: "#ffffff" },
    probably: { ground: "#000000", ink: "#ffffff", edge: "#ffffff", ring: "#000000" },
    frame: "#000000",
    stripe: "#ffffff",
  },
};
