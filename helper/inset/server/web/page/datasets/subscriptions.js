// The publishers that the person follows: how fresh what they offer is, what went wrong, asking one now, following it no more.
import { ask, explain } from "../shared/api.js";
import { byId, make, makeAskingButton, makeButton, say, write, withCode } from "../shared/dom.js";
import { makeDrawing } from "../shared/drawing.js";
import { showEntries } from "../shared/entries.js";
import { faultWords } from "../shared/faults.js";
import { minute } from "../shared/format.js";
import { theirs } from "../shared/origin.js";
import { makeProblem } from "../shared/problem.js";
import { countText, text } from "../shared/words.js";

/** @typedef {import("../shared/wire.d.ts").SubscriptionList} SubscriptionList */

/** Shows who is followed; nothing where nobody is. */
export const showSubscriptions = makeDrawing({
  ask: async () => /** @type {SubscriptionList} */ (await ask("/v1/subscriptions")),
  draw: ({ subscriptions, damaged }) => {
    byId("subscriptions", HTMLElement).hidden = subscriptions.length + damaged.length === 0;
    showEntries(byId("subscriptions-list", HTMLElement), [
      ...damaged.map((each) => ({ id: `damaged ${each.id}`, from: each, draw: () => makeDamaged(each) })),
      ...subscriptions.map((each) => ({ id: each.id, from: each, draw: () => makeSubscription(each) })),
    ]);
  },
  fail: (error) => {
    byId("subscriptions", HTMLElement).hidden = false;
    byId("subscriptions-list", HTMLElement).replaceChildren(makeProblem(error, "li"));
  },
});

/** @param {SubscriptionList["damaged"][number]} damaged */
function makeDamaged(damaged) {
  return make("li", "entry", make("div", "body", make("strong", "", text("subscription_id", damaged.id)), make("span", "problem", ...withCode(faultWords(damaged)))));
}

/** @param {SubscriptionList["subscriptions"][number]} each */
function makeSubscription({ id, address, title, state, datasets, checked_at: checked, error, updating }) {
  const facts = [text(`subscription_${state}`), checked === null ? "" : text("subscription_checked", minute(checked))];
  const lines = datasets.map(({ dataset, photos, run, offered }) =>
    make("li", "", [dataset, countText("photos", photos), run, offered ? "" : text("subscription_withdrawn")].filter((each) => each !== "").join(" · ")));
  const now = makeButton(text(updating ? "subscriptions_updating" : "subscription_update"), () => void change("POST", `/v1/subscriptions/${id}/update`, text("subscriptions_updating"), {}));
  now.disabled = updating;
  const end = makeAskingButton({
    words: text("subscription_end"), question: text("subscription_end_sure", address), yes: text("subscription_end"), no: text("cancel"),
    action: () => change("DELETE", `/v1/subscriptions/${id}`, text("subscription_ended", address)),
  });
  const entry = make("li", "entry", make("div", "body", make("strong", "", address), make("span", "quiet", facts.filter((each) => each !== "").join(" · ")),
    title === null ? null : make("span", "quiet", text("subscription_title", theirs(title))),
    error === null ? null : make("span", "problem", ...withCode(faultWords(error))),
    lines.length === 0 ? null : make("ul", "news", ...lines)),
  make("div", "actions", now, end));
  entry.dataset.subscription = id;
  return entry;
}

/**
 * @param {"POST" | "DELETE"} method
 * @param {string} path
 * @param {string} said what a screen reader hears
 * @param {unknown} [body]
 */
async function change(method, path, said, body) {
  const problem = byId("subscriptions-problem", HTMLElement);
  problem.hidden = true;
  try {
    await ask(path, { method, body });
    say(said);
  } catch (error) {
    write(problem, explain(error));
    problem.hidden = false;
  }
  await showSubscriptions();
  const section = byId("subscriptions", HTMLElement);
  // The button that was pressed is drawn anew; a heading in a section that is hidden takes no focus.
  (section.hidden ? byId("datasets-add", HTMLElement) : byId("subscriptions-heading", HTMLElement)).focus();
}
