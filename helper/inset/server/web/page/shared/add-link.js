// The way to "Add a dataset", wherever something needs one.
import { make } from "./dom.js";
import { text } from "./words.js";

/** @param {string} [className] */
export function makeAddLink(className = "button") {
  const link = make("a", className, text("nav_add"));
  link.href = "#add";
  return link;
}
