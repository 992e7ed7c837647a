// A letter to whoever published a dataset: written by the role that the person chooses, changed by them, and sent by nobody.
import { ask, askFile, explain } from "./api.js";
import { makeSentButton } from "./check-sent.js";
import { make, makeButton, makeFold, makeLink, say } from "./dom.js";
import { save } from "./export.js";

/** @typedef {import("./wire.d.ts").CheckLetter} CheckLetter */

const LANGUAGES = /** @type {const} */ ([["en", "English"], ["de", "Deutsch"], ["fr", "Français"], ["es", "Español"], ["pt", "Português"], ["ja", "日本語"]]);
const ROLES = /** @type {const} */ ([["author", "I took these photos"], ["shown", "I am shown in them"]]);

/**
 * Offers role and language, and then the letter.
 * @param {string} id the check's
 * @param {string} dataset
 * @param {HTMLElement} place
 */
export function showLetter(id, dataset, place) {
  const role = makeChoice("Who are you?", ROLES);
  const language = makeChoice("In which language?", LANGUAGES);
  const letter = make("div", "stack");
  const write = makeButton("Write the letter", () => void writeLetter(id, dataset, role.select.value, language.select.value, letter), "primary");
  place.replaceChildren(make("h4", "", "A letter to whoever published it"),
    make("p", "note", "Save the links first: keep the report, or save it. Once a photo is deleted, nobody can name it any more."),
    make("div", "fields", role.field, language.field), make("div", "actions", write), letter);
}

/**
 * @param {string} words
 * @param {readonly (readonly [string, string])[]} options
 */
function makeChoice(words, options) {
  const select = make("select", "", ...options.map(([value, name]) => {
    const option = make("option", "", name);
    option.value = value;
    return option;
  }));
  return { select, field: make("label", "field", words, select) };
}

/**
 * @param {string} id
 * @param {string} dataset
 * @param {string} role
 * @param {string} language
 * @param {HTMLElement} place
 */
async function writeLetter(id, dataset, role, language, place) {
  try {
    /** @type {import("./wire.d.ts").CheckLetters} */
    const { letters } = await ask(`/v1/checks/${id}/letters`, { method: "POST", body: { role, language } });
    const letter = letters.find((each) => each.datasets.includes(dataset));
    if (letter === undefined) throw new Error("there is no letter about this dataset");
    const sent = (/** @type {(error: unknown) => void} */ onProblem) => makeSentButton({ check: id, dataset, role, language }, onProblem);
    place.replaceChildren(...makeLetter(letter, sent, (subject, body) => askFile(`/v1/checks/${id}/mails`, { role, language, dataset, subject, body })));
    say("The letter is written.");
  } catch (error) {
    place.replaceChildren(make("p", "problem", explain(error)));
  }
}

/**
 * @param {CheckLetter} letter
 * @param {(onProblem: (error: unknown) => void) => HTMLElement} makeSent makes the button that notes it as sent
 * @param {(subject: string, body: string) => Promise<Blob>} asMail
 */
function makeLetter({ recipient, mail, url, datasets, subject, body, photo_list: list, blanks, post, advice }, makeSent, asMail) {
  const title = make("input");
  title.value = subject;
  const text = make("textarea");
  text.rows = 18;
  text.value = body;
  text.lang = "";
  const problem = make("p", "problem");
  problem.hidden = true;
  const tell = (/** @type {unknown} */ error) => {
    problem.hidden = false;
    problem.textContent = explain(error);
  };
  const whole = () => `${title.value}\n\n${text.value}${list === "" ? "" : `\n\n${list}`}\n`;
  const name = `inset-letter-${datasets[0] ?? "dataset"}`;
  const saveMail = async () => {
    try {
      const content = await asMail(title.value, text.value);
      save(`${name}.eml`, content.type, content);
    } catch (error) {
      tell(error);
    }
  };
  const copy = async () => {
    await navigator.clipboard.writeText(whole());
    say("The letter is copied.");
  };
  return [
    make("p", "", `To ${recipient === "" ? "the host" : recipient}`, mail === null ? null : make("span", "", ", ", make("code", "", mail)), url === null ? null : make("span", "", ", by ", makeLink(url)),
      datasets.length > 1 ? `, about ${datasets.join(", ")} together` : ""),
    blanks.length === 0 ? null : make("p", "note", `Fill in what stands in brackets: ${blanks.join(", ")}.`),
    make("label", "field", "Subject", title),
    make("label", "field", "Letter", text),
    list === "" ? null : makeFold("The list of photos that goes with it", make("pre", "", list)),
    make("div", "actions", makeButton("Copy", () => void copy()), makeButton("Save as text", () => { save(`${name}.txt`, "text/plain", whole()); }), makeButton("Save as a mail (.eml)", () => void saveMail()), makeSent(tell)),
    problem,
    post === "" ? null : makeFold("A text for the public place, with nothing private in it", make("pre", "", post)),
    make("ul", "limits", ...advice.map((words) => make("li", "", words))),
  ].filter((each) => each !== null);
}
