// What a licence allows, in a few words.
import { listed, text } from "../shared/words.js";

/**
 * @param {import("../shared/wire.d.ts").CheckLicence} licence
 * @returns {string}
 */
export function allows({ licence, commercial, derivatives, attribution }) {
  if (licence === null) return "";
  if (commercial === null) return text("licence_unknown");
  if (!commercial && derivatives === false && attribution === null) return text("licence_nothing");
  return listed([
    text(commercial ? "licence_commercial" : "licence_not_commercial"),
    text(derivatives === true ? "licence_changes" : "licence_no_changes"),
    text(attribution === true ? "licence_naming" : "licence_no_naming"),
  ]);
}
