// What went wrong in "Am I in it?", in the one place for it.
import { ZipError } from "../reading/zip.js";
import { makeAddLink } from "../shared/add-link.js";
import { ApiError, explain } from "../shared/api.js";
import { choiceIn, wantsDataset } from "../shared/choices.js";
import { byId, write } from "../shared/dom.js";
import { text } from "../shared/words.js";

/** @param {unknown} error null hides the problem */
export function showProblem(error) {
  const place = byId("check-problem", HTMLElement);
  place.hidden = error === null;
  if (error !== null) write(place, error instanceof ZipError ? error.message : explain(error, isUnsure(error) ? text("choice_paste", text("ask_label")) : undefined));
  else write(place, "");
  if (error instanceof ApiError && wantsDataset(error.told.message_told)) place.append(" ", makeAddLink(""));
}

/**
 * Whether a list's numbers are only taken for photos if the person says that they are, as who pastes them does.
 * @param {unknown} error
 */
const isUnsure = (error) => error instanceof ApiError && choiceIn(error.told) !== null;
