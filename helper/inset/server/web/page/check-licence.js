// What a licence allows, in a few words.

/**
 * @param {import("./wire.d.ts").CheckLicence} licence
 * @returns {string}
 */
export function allows({ licence, commercial, derivatives, attribution }) {
  if (licence === null) return "";
  if (commercial === null) return "What it allows is not known.";
  if (!commercial && derivatives === false && attribution === null) return "Nothing without the author’s consent.";
  return [
    commercial ? "Commercial use" : "No commercial use",
    derivatives === true ? "changes" : "no changes",
    attribution === true ? "the author must be named" : "the author need not be named",
  ].join(", ");
}
