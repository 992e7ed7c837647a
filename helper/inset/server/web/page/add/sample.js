// The bundled sample, built by one click: made-up photos that show whether all works.
import { ask, explain } from "../shared/api.js";
import { byId, make, makeButton, say, write } from "../shared/dom.js";
import { text } from "../shared/words.js";
import { watch } from "./builds.js";

const NAME = "inset-sample";

export function prepareSample() {
  const button = byId("sample-add", HTMLButtonElement);
  button.addEventListener("click", () => void add(button, byId("sample-problem", HTMLElement)));
}

/** A button that adds the sample, and a place for what went wrong; who presses it is led to where the build is shown. */
export function makeSampleOffer() {
  const problem = make("p", "problem");
  problem.setAttribute("role", "alert");
  problem.hidden = true;
  const button = makeButton(text("add_sample"), () => void add(button, problem).then((begun) => { if (begun) location.hash = "#add"; }));
  return { button, problem };
}

/**
 * @param {HTMLButtonElement} button
 * @param {HTMLElement} problem
 * @returns {Promise<boolean>} whether the helper has taken the build
 */
async function add(button, problem) {
  problem.hidden = true;
  button.disabled = true;
  try {
    watch(await ask(`/v1/datasets/${NAME}/builds`, { method: "POST", body: { sample: true } }));
    say(text("add_begun", NAME));
    byId("running", HTMLElement).scrollIntoView({ block: "nearest" });
    return true;
  } catch (error) {
    problem.hidden = false;
    write(problem, explain(error));
    return false;
  } finally {
    button.disabled = false;
  }
}
