// The letters that the person noted as sent: whether an answer is due, and which of their photos are gone since.
import { ask } from "../shared/api.js";
import { byId, make, makeAskingButton, makeButton, makeFold, makeLink, makePhotoLink, say } from "../shared/dom.js";
import { makeDrawing } from "../shared/drawing.js";
import { showEntries } from "../shared/entries.js";
import { day } from "../shared/format.js";
import { makeProblem } from "../shared/problem.js";
import { countText, text } from "../shared/words.js";
import { showProblem } from "./problem.js";
import { named } from "./watch.js";

/**
 * @typedef {import("../shared/wire.d.ts").LoggedLetter} LoggedLetter
 * @typedef {import("../shared/wire.d.ts").LetterStanding} LetterStanding
 */

/** Shows what was sent. */
export const showSent = makeDrawing({
  ask: async () => /** @type {import("../shared/wire.d.ts").LoggedLetters} */ (await ask("/v1/letters")),
  draw: ({ letters }) => {
    byId("sent", HTMLElement).hidden = letters.length === 0;
    showEntries(byId("sent-list", HTMLElement), [...letters].reverse().map((each) => ({ id: each.id, from: each, draw: () => makeSent(each) })));
    byId("sent-copies", HTMLElement).hidden = !letters.some((each) => each.standing.some(({ gone }) => gone !== null && gone > 0));
  },
  fail: (error) => {
    byId("sent", HTMLElement).hidden = false;
    byId("sent-list", HTMLElement).replaceChildren(makeProblem(error, "li"));
  },
});

/**
 * A button that notes a letter as sent today.
 * @param {{check: string, dataset: string, role: string, language: string}} letter
 * @param {(error: unknown) => void} onProblem
 */
export function makeSentButton(letter, onProblem) {
  const button = makeButton(text("sent_mark"), () => void mark());
  const mark = async () => {
    button.disabled = true;
    try {
      /** @type {LoggedLetter} */
      const { recipient } = await ask("/v1/letters", { method: "POST", body: letter });
      button.textContent = text("sent_marked", recipient === "" ? text("sent_host") : recipient);
      say(button.textContent);
      await showSent();
    } catch (error) {
      button.disabled = false;
      onProblem(error);
    }
  };
  return button;
}

/** @param {LoggedLetter} letter */
function makeSent(letter) {
  const { id, recipient, mail, url, asked_on: sent, answered_on: answered, answer_by: by, overdue, standing } = letter;
  const to = recipient === "" ? text("sent_host") : recipient;
  const due = answered === null ? text(overdue ? "sent_overdue" : "sent_by", day(by)) : text("sent_answered", day(answered));
  const answer = named(makeButton(text("sent_answer"), () => void change("POST", `/v1/letters/${id}/answer`, text("sent_answer_noted"))), "sent_answer_name", to);
  const forget = makeAskingButton({
    words: text("watch_forget"), question: text("sent_forget_sure", to), yes: text("watch_forget_yes"), no: text("watch_forget_no"),
    action: () => change("DELETE", `/v1/letters/${id}`, text("sent_forgotten")),
  });
  return make("li", "entry", make("div", "body", make("strong", "", to),
    make("span", "quiet", `${text("sent_on", day(sent))} · `, make("span", overdue ? "due" : "", due), mail === null ? null : ` · ${mail}`),
    url === null ? null : make("span", "quiet", makeLink(url)), make("ul", "news", ...standing.map(makeStanding))),
  make("div", "actions", ...(answered === null ? [answer] : []), forget));
}

/** @param {LetterStanding} each */
function makeStanding({ dataset, state, run, asked, gone, certain, gone_photos: photos }) {
  if (state === "not_published") return make("li", "", text("sent_not_here", dataset));
  if (gone === null || run === null) return make("li", "", text("sent_same", dataset));
  const rest = certain || gone === asked ? "" : ` ${text("sent_rest")}`;
  return make("li", "", countText("sent_gone", gone, asked, dataset, run), rest,
    photos.length === 0 ? null : makeFold(text("watch_which"), make("p", "quiet", ...photos.flatMap((photo, at) => [at > 0 ? ", " : "", makePhotoLink(photo)]))));
}

/**
 * @param {"POST" | "DELETE"} method
 * @param {string} path
 * @param {string} said
 */
async function change(method, path, said) {
  try {
    await ask(path, { method });
    showProblem(null);
    say(said);
  } catch (error) {
    showProblem(error);
  }
  await showSent();
  (byId("sent", HTMLElement).hidden ? byId("check-text", HTMLTextAreaElement) : byId("sent-heading", HTMLElement)).focus();
}
