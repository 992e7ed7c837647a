// A letter to whoever published a dataset: written by the role that the person chooses, changed by them, and sent by nobody.
import { ApiError, ask, askFile, explain } from "../shared/api.js";
import { make, makeButton, makeFold, makeLink, say, write } from "../shared/dom.js";
import { spokenLanguages } from "../shared/language.js";
import { makeProblem } from "../shared/problem.js";
import { save } from "../shared/save.js";
import { inEither, language as pageLanguage, listed, spoken, text } from "../shared/words.js";
import { makeSentButton } from "./sent.js";

/** @typedef {import("../shared/wire.d.ts").CheckLetter} CheckLetter */

const ROLES = /** @type {const} */ (["author", "shown"]);

/**
 * Offers role and language, and then the letter.
 * @param {string} id the check's
 * @param {string} dataset
 * @param {HTMLElement} place
 */
export function showLetter(id, dataset, place) {
  const role = makeChoice(text("letter_who"), ROLES.map((role) => [role, text(`letter_${role}`)]));
  const language = makeChoice(text("letter_language"), spokenLanguages());
  language.select.value = pageLanguage().replace("-", "_");
  const letter = make("div", "stack");
  const write = makeButton(text("letter_write"), () => void writeLetter(id, dataset, role.select.value, language.select.value, letter), "primary");
  place.replaceChildren(make("h4", "", text("letter_heading")),
    make("p", "note", text("letter_save_first")),
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
    /** @type {import("../shared/wire.d.ts").CheckLetters} */
    const { letters } = await ask(`/v1/checks/${id}/letters`, { method: "POST", body: { role, language } });
    const letter = letters.find((each) => each.datasets.includes(dataset));
    if (letter === undefined) throw new ApiError("no_letter", text("letter_none"), "", 0);
    const sent = (/** @type {(error: unknown) => void} */ onProblem) => makeSentButton({ check: id, dataset, role, language }, onProblem);
    place.replaceChildren(...makeLetter(letter, sent, (subject, body) => askFile(`/v1/checks/${id}/mails`, { role, language, dataset, subject, body })));
    say(text("letter_written"));
  } catch (error) {
    place.replaceChildren(makeProblem(error));
  }
}

/**
 * @param {CheckLetter} letter
 * @param {(onProblem: (error: unknown) => void) => HTMLElement} makeSent makes the button that notes it as sent
 * @param {(subject: string, body: string) => Promise<Blob>} asMail
 */
function makeLetter({ recipient, mail, url, datasets, subject, body, photo_list: list, blanks, post, advice, advice_told: told }, makeSent, asMail) {
  const title = make("input");
  title.value = subject;
  const field = make("textarea");
  field.rows = 18;
  field.value = body;
  field.lang = "";
  const problem = make("p", "problem");
  problem.hidden = true;
  const tell = (/** @type {unknown} */ error) => {
    problem.hidden = false;
    write(problem, explain(error));
  };
  const whole = () => `${title.value}\n\n${field.value}${list === "" ? "" : `\n\n${list}`}\n`;
  const name = `inset-letter-${datasets[0] ?? "dataset"}`;
  const saveMail = async () => {
    try {
      const content = await asMail(title.value, field.value);
      save(`${name}.eml`, content.type, content);
    } catch (error) {
      tell(error);
    }
  };
  const copy = async () => {
    await navigator.clipboard.writeText(whole());
    say(text("letter_copied"));
  };
  return [
    make("p", "", text("letter_to", recipient === "" ? text("letter_host") : recipient), mail === null ? null : make("span", "", ", ", make("code", "", mail)), url === null ? null : make("span", "", ", ", makeLink(url)),
      datasets.length > 1 ? ` · ${text("letter_together", listed(datasets))}` : ""),
    blanks.length === 0 ? null : make("p", "note", text("letter_blanks", listed(blanks))),
    make("label", "field", text("letter_subject"), title),
    make("label", "field", text("letter_body"), field),
    list === "" ? null : makeFold(text("letter_list"), make("pre", "", list)),
    make("div", "actions", makeButton(text("letter_copy"), () => void copy()), makeButton(text("letter_save_text"), () => { save(`${name}.txt`, "text/plain", whole()); }), makeButton(text("letter_save_mail"), () => void saveMail()), makeSent(tell)),
    problem,
    post === "" ? null : makeFold(text("letter_public"), make("pre", "", post)),
    make("ul", "limits", ...advice.map((words, at) => inEither((said) => make("li", "", said), words, spoken(words, told[at])))),
  ].filter((each) => each !== null);
}
