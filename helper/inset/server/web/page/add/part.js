// Part 4: make a dataset's index from a manifest, an address or the catalog, and what was made before.
import { whileShown } from "../shared/parts.js";
import { prepareAddress } from "./address.js";
import { leaveBuilds, refreshBuilds } from "./builds.js";
import { prepareCatalog, refreshCatalog } from "./catalog.js";
import { prepareManifest, resumeManifest } from "./manifest.js";
import { prepareSample } from "./sample.js";

/** How often builds are looked for that were asked for elsewhere, or have come to their turn. */
const EVERY_MS = 2500;

/** @returns {import("../shared/parts.js").Part} */
export function addDatasetPart() {
  prepareManifest();
  prepareAddress();
  prepareCatalog();
  prepareSample();
  const builds = whileShown(EVERY_MS, refreshBuilds);
  return {
    show: () => {
      builds.show();
      void resumeManifest();
      void refreshCatalog();
    },
    hide: () => {
      builds.hide?.();
      leaveBuilds();
    },
  };
}
