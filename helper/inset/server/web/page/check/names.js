// The accounts that a name or an address may mean, for the person to choose from: names are not unique, and change.
import { byId, make, makeButton, makeLink, say, write } from "../shared/dom.js";
import { between, countText, listed, sentences, text } from "../shared/words.js";

/**
 * @typedef {import("../shared/wire.d.ts").Candidates} Candidates
 * @typedef {import("../shared/wire.d.ts").Candidate} Candidate
 * @typedef {import("../shared/wire.d.ts").CheckLine} CheckLine
 */

/**
 * @param {string} heading
 * @param {Candidates} found
 * @param {(line: CheckLine) => void} onChoose
 */
export function showNames(heading, { candidates, left_out: more, note, without_names: nameless }, onChoose) {
  const box = byId("check-names", HTMLElement);
  const title = byId("check-names-heading", HTMLElement);
  box.hidden = false;
  write(title, heading);
  const words = [note ?? "", more > 0 ? text("ask_left_out", more) : "", nameless.length > 0 ? text("ask_nameless", listed(nameless)) : ""];
  write(byId("check-names-note", HTMLElement), sentences(...words));
  byId("check-names-list", HTMLElement).replaceChildren(...candidates.map((each) => makeCandidate(each, onChoose)));
  say(heading);
}

/**
 * The line of a question that asks about a candidate.
 * @param {Candidate} candidate
 * @returns {CheckLine | null} null where nothing is listed of it
 */
export function lineOf({ account, names, datasets, censuses }) {
  if (account !== null) return { account };
  const dataset = (datasets[0] ?? censuses[0])?.dataset;
  const [name] = names;
  return dataset === undefined || name === undefined ? null : { name, dataset };
}

/**
 * @param {Candidate} candidate
 * @param {(line: CheckLine) => void} onChoose
 */
function makeCandidate(candidate, onChoose) {
  const { account, names, datasets, censuses, years, photos } = candidate;
  const called = names.length > 0 ? names.join(", ") : account ?? "";
  const line = lineOf(candidate);
  const choose = makeButton(text("ask_check_this"), () => { if (line !== null) onChoose(line); });
  choose.setAttribute("aria-label", text("ask_check_name", `${called}${account === null ? "" : ` (${account})`}`));
  const counts = [...datasets.map((each) => make("span", "chip", text("list_told", each.dataset, countText("photos", each.photos)))), ...censuses.map((each) => make("span", "chip census", text("list_told", each.dataset, countText("photos", each.photos))))];
  const when = years === null ? "" : ` · ${years.first === years.last ? text("ask_uploaded_in", String(years.first)) : text("ask_uploaded_from", String(years.first), String(years.last))}`;
  const links = photos.flatMap((photo, at) => [at > 0 ? ", " : "", makeLink(photo.url, photo.photo_id)]);
  return make("li", "entry", make("div", "body", make("strong", "", called),
    make("span", "quiet", `${account ?? text("ask_no_account")}${when}`),
    make("div", "chips", ...counts),
    links.length === 0 ? null : make("span", "quiet", text("ask_some_photos"), between(), ...links)),
  make("div", "actions", choose));
}
