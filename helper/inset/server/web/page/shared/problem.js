// What went wrong, as an element; commands in it look like commands.
import { explain } from "./api.js";
import { make, withCode } from "./dom.js";

/**
 * @param {unknown} error
 * @param {"p" | "li"} [tag]
 */
export const makeProblem = (error, tag = "p") => make(tag, "problem", ...withCode(explain(error)));
