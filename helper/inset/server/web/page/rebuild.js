// Part 3: make a dataset's index from a manifest or from the catalog, and what was made before.
import { leaveBuilds, refreshBuilds } from "./builds.js";
import { prepareCatalog, refreshCatalog } from "./catalog.js";
import { prepareManifest, resumeManifest } from "./manifest.js";

/** @returns {import("./parts.js").Part} */
export function rebuildPart() {
  prepareManifest();
  prepareCatalog();
  return {
    show: () => {
      void refreshBuilds();
      void resumeManifest();
      void refreshCatalog();
    },
    hide: leaveBuilds,
  };
}
