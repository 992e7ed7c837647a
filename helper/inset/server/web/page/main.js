// The page's start: whether this browser has the owner's session, and then the parts.
import { addDatasetPart } from "./add.js";
import { events, explain } from "./api.js";
import { browsersPart } from "./browsers.js";
import { asksToConnect, connectPage } from "./connect.js";
import { checkPart } from "./check.js";
import { datasetsPart } from "./datasets.js";
import { byId, write } from "./dom.js";
import { healthPart } from "./health.js";
import { offerLanguages } from "./language.js";
import { lookupPart } from "./lookup.js";
import { addPart, leaveParts, showPart } from "./parts.js";
import { hasSession, startSession, takeTicket } from "./session.js";
import { text } from "./words.js";

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
