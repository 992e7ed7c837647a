// The page's start: whether this browser has the owner's session, and then the parts.
import { addDatasetPart } from "./add/part.js";
import { asksToConnect, connectPage } from "./browsers/connect.js";
import { browsersPart } from "./browsers/part.js";
import { checkPart } from "./check/part.js";
import { datasetsPart } from "./datasets/part.js";
import { healthPart } from "./health/part.js";
import { lookupPart } from "./lookup/part.js";
import { events, explain } from "./shared/api.js";
import { byId, write } from "./shared/dom.js";
import { offerLanguages } from "./shared/language.js";
import { addPart, leaveParts, showPart, whileShown } from "./shared/parts.js";
import { hasSession, startSession, takeTicket } from "./shared/session.js";
import { text } from "./shared/words.js";

/** How often to look whether the helper answers again, or whether this browser has got a session in another tab. */
const EVERY_MS = 4000;

const root = document.documentElement;
const notice = byId("notice", HTMLElement);
let owner = false;
let away = false;
let waits = false;
const waiting = whileShown(EVERY_MS, lookAgain);

/** @param {string} words an empty text takes the notice away */
function tell(words) {
  notice.hidden = words === "";
  write(notice, words);
}

/** @param {boolean} now */
function setOwner(now) {
  owner = now;
  root.dataset.session = now ? "owner" : "none";
  byId("welcome", HTMLElement).hidden = now;
  byId("parts", HTMLElement).hidden = !now;
  waitIfNeeded();
  if (now) return;
  leaveParts();
  document.title = "Inset";
}

/** Most parts ask nothing by themselves, so that none of them would notice; the page of an approval does. */
function waitIfNeeded() {
  if (asksToConnect() || waits === (away || !owner)) return;
  waits = !waits;
  if (waits) waiting.show();
  else waiting.hide?.();
}

async function lookAgain() {
  const before = owner;
  try {
    const now = await hasSession();
    // A ticket may have opened the session meanwhile: an answer that was asked for before says nothing about it.
    if (now === owner || owner !== before) return;
    if (now) {
      setOwner(true);
      showPart(false);
    } else endSession();
  } catch {
    // It is still away, which the notice says already.
  }
}

function endSession() {
  setOwner(false);
  write(byId("session-why", HTMLElement), text("session_ended"));
}

/** @param {string} ticket */
async function useTicket(ticket) {
  if (await startSession(ticket)) return true;
  write(byId("session-why", HTMLElement), text("session_used"));
  return hasSession();
}

async function start() {
  if (asksToConnect()) return connectPage();
  const ticket = takeTicket();
  try {
    setOwner(ticket === null ? await hasSession() : await useTicket(ticket));
  } catch (error) {
    setOwner(false);
    tell(explain(error));
  }
  if (owner) showPart(false);
}

offerLanguages();
addPart("check", checkPart());
addPart("datasets", datasetsPart());
addPart("lookup", lookupPart());
addPart("add", addDatasetPart());
addPart("browsers", browsersPart());
addPart("health", healthPart());

addEventListener("hashchange", () => {
  // A new link of `inset open`, opened in a tab that shows this page already, only changes the fragment.
  if (location.hash.startsWith("#ticket=")) void start();
  else if (owner) showPart(true);
});
events.addEventListener("signed-out", () => {
  if (owner) endSession();
});
events.addEventListener("away", () => {
  away = true;
  tell(text("helper_away"));
  waitIfNeeded();
});
events.addEventListener("back", () => {
  away = false;
  tell("");
  waitIfNeeded();
});
void start();
