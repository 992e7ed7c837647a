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
import { addPart, leaveParts, showPart } from "./shared/parts.js";
import { hasSession, startSession, takeTicket } from "./shared/session.js";
import { text } from "./shared/words.js";

const root = document.documentElement;
const notice = byId("notice", HTMLElement);
let owner = false;

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
  if (now) return;
  leaveParts();
  document.title = "Inset";
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
  if (!owner) return;
  setOwner(false);
  write(byId("session-why", HTMLElement), text("session_ended"));
});
events.addEventListener("away", () => { tell(text("helper_away")); });
events.addEventListener("back", () => {
  tell("");
  if (!owner) void start();
});
void start();
