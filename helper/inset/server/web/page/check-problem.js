// What went wrong in "Am I in it?", in the one place for it.
import { explain } from "./api.js";
import { byId, write } from "./dom.js";
import { ZipError } from "./zip.js";

/** @param {unknown} error null hides the problem */
export function showProblem(error) {
  const place = byId("check-problem", HTMLElement);
  place.hidden = error === null;
  if (error !== null) write(place, error instanceof ZipError ? error.message : explain(error));
  else write(place, "");
}
