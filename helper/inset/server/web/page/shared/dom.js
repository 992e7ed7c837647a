// Functions that find and make elements. Text is only ever inserted as text, never as HTML; the page's policy forbids that too.
import { setAsking } from "./entries.js";
import { visible } from "./visible.js";

/**
 * The element of that ID. Throws where the page has none of that kind.
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} kind
 * @returns {T}
 */
export function byId(id, kind) {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new Error(`The page has no ${kind.name} #${id}.`);
  return element;
}

/**
 * A new element with its class and content; null in the content is left out.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {string} className
 * @param {(Node | string | null)[]} content
 * @returns {HTMLElementTagNameMap[K]}
 */
export function make(tag, className = "", ...content) {
  const element = document.createElement(tag);
  if (className !== "") element.className = className;
  element.append(...content.filter((each) => each !== null).map((each) => (typeof each === "string" ? visible(each) : each)));
  return element;
}

/**
 * Sets words only where they differ, so that a screen reader does not repeat what has not changed.
 * @param {HTMLElement} element
 * @param {string} words
 */
export function write(element, words) {
  const shown = visible(words);
  if (element.textContent !== shown.replaceAll("`", "")) element.replaceChildren(...withCode(shown));
}

/**
 * Splits one of the helper's sentences, which put commands between backticks, into text and `<code>` elements.
 * @param {string} words
 */
export function withCode(words) {
  return words.split("`").map((piece, at) => (at % 2 === 1 ? make("code", "", piece) : piece)).filter((piece) => piece !== "");
}

/**
 * @param {string} words
 * @param {() => void} onClick
 * @param {string} className
 */
export function makeButton(words, onClick, className = "") {
  const button = make("button", className, words);
  button.type = "button";
  button.addEventListener("click", onClick);
  return button;
}

/**
 * A link to another site, in a new tab and without a referrer. An address that is not http or https becomes plain text.
 * @param {string} address
 * @param {string} words
 */
export function makeLink(address, words = address) {
  if (!/^https?:\/\//i.test(address)) return make("span", "", words);
  const link = make("a", "", words);
  link.href = address;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  return link;
}

/**
 * @param {string} photo its ID
 */
export function makePhotoLink(photo) {
  return makeLink(`https://www.flickr.com/photo.gne?id=${photo}`, photo);
}

/**
 * A button for what cannot be undone: it asks for confirmation first.
 * @param {{words: string, question: string, yes: string, no: string, action: () => Promise<void>}} how
 */
export function makeAskingButton({ words, question, yes, no, action }) {
  const box = make("div", "asking");
  const showButton = (/** @type {boolean} */ focus) => {
    const button = makeButton(words, showQuestion, "quiet-button");
    box.replaceChildren(button);
    if (focus) button.focus();
    setAsking(box, false);
  };
  const showQuestion = () => {
    const sure = makeButton(yes, () => {
      sure.disabled = true;
      void action().finally(() => { if (box.isConnected) showButton(true); });
    }, "danger");
    const keep = makeButton(no, () => { showButton(true); });
    box.replaceChildren(make("p", "", question), make("div", "actions", sure, keep));
    setAsking(box, true);
    keep.focus();
  };
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && box.querySelector(".danger") !== null) showButton(true);
  });
  showButton(false);
  return box;
}

/**
 * A list of facts.
 * @param {[string, Node | string | null][]} facts name and value; a fact without a value is left out
 */
export function makeFacts(facts) {
  const list = make("dl", "facts");
  for (const [name, value] of facts) {
    if (value !== null && value !== "") list.append(make("div", "", make("dt", "", name), make("dd", "", value)));
  }
  return list;
}

/**
 * A table in a box of its own that scrolls sideways, by keyboard too.
 * @param {string} caption what a screen reader calls the table
 * @param {string[]} headings
 * @param {(Node | string)[][]} rows
 */
export function makeTable(caption, headings, rows) {
  const head = make("tr", "", ...headings.map((heading) => {
    const cell = make("th", "", heading);
    cell.scope = "col";
    return cell;
  }));
  const body = rows.map((row) => make("tr", "", ...row.map((cell) => make("td", "", cell))));
  const box = make("div", "scroll", make("table", "", make("thead", "", head), make("tbody", "", ...body)));
  box.tabIndex = 0;
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", caption);
  return box;
}

/**
 * The same, where the cells hold words: in a narrow window each row becomes a list, in which every cell says its column's
 * heading. The roles are those of a table; not every browser would say so of what it lays out in another way.
 * @param {string} caption
 * @param {string[]} headings
 * @param {(Node | string)[][]} rows
 */
export function makeStackingTable(caption, headings, rows) {
  const box = makeTable(caption, headings, rows);
  box.classList.add("stacks");
  const roles = { table: "table", thead: "rowgroup", tbody: "rowgroup", tr: "row", th: "columnheader", td: "cell" };
  for (const [tag, role] of Object.entries(roles)) for (const each of box.querySelectorAll(tag)) each.setAttribute("role", role);
  for (const row of box.querySelectorAll("tbody tr")) {
    for (const [at, cell] of [...row.querySelectorAll("td")].entries()) cell.dataset.label = headings[at] ?? "";
  }
  return box;
}

/**
 * @param {string} summary
 * @param {(Node | string | null)[]} content
 */
export function makeFold(summary, ...content) {
  return make("details", "", make("summary", "", summary), ...content);
}

/**
 * Tells a screen reader what everybody else sees.
 * @param {string} words
 */
export function say(words) {
  byId("said", HTMLElement).textContent = words;
}
