// Small helps for the page. Text only ever goes in as text; the page's policy forbids anything else.

/**
 * The element of that ID, of the kind that the page's HTML promises.
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
 * A new element with its class and what it holds; nothing is made of null.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {string} className
 * @param {(Node | string | null)[]} content
 * @returns {HTMLElementTagNameMap[K]}
 */
export function make(tag, className = "", ...content) {
  const element = document.createElement(tag);
  if (className !== "") element.className = className;
  element.append(...content.filter((each) => each !== null));
  return element;
}

/**
 * Sets words only where they differ, so that a screen reader does not repeat what has not changed.
 * @param {HTMLElement} element
 * @param {string} words
 */
export function write(element, words) {
  if (element.textContent !== words.replaceAll("`", "")) element.replaceChildren(...withCode(words));
}

/**
 * The helper's sentences put commands between backticks, as a terminal shows them: here they become code.
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
 * A link that leads off this computer: opened by the person's own click, in a new tab, telling nobody where from.
 * Addresses that are not http or https stay words.
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
 * A button that asks before it does something for good.
 * @param {{words: string, question: string, yes: string, no: string, action: () => Promise<void>}} how
 */
export function makeAskingButton({ words, question, yes, no, action }) {
  const box = make("div", "asking");
  const showButton = (/** @type {boolean} */ focus) => {
    const button = makeButton(words, showQuestion, "quiet-button");
    box.replaceChildren(button);
    if (focus) button.focus();
  };
  const showQuestion = () => {
    const sure = makeButton(yes, () => {
      sure.disabled = true;
      void action().finally(() => { if (box.isConnected) showButton(true); });
    }, "danger");
    const keep = makeButton(no, () => { showButton(true); });
    box.replaceChildren(make("p", "", question), make("div", "actions", sure, keep));
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
 * @param {string} caption what the table is, for who cannot see it
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
 * @param {string} summary
 * @param {(Node | string | null)[]} content
 */
export function makeFold(summary, ...content) {
  return make("details", "", make("summary", "", summary), ...content);
}

/**
 * Tells a screen reader something that everybody else sees happen.
 * @param {string} words
 */
export function say(words) {
  byId("said", HTMLElement).textContent = words;
}
