// The page's start: whether this browser has the owner's session, and then the parts.
import { events, explain } from "./api.js";
import { browsersPart } from "./browsers.js";
import { checkPart } from "./check.js";
import { datasetsPart } from "./datasets.js";
import { byId, write } from "./dom.js";
import { healthPart } from "./health.js";
import { lookupPart } from "./lookup.js";
import { addPart, leaveParts, showPart } from "./parts.js";
import { rebuildPart } from "./rebuild.js";
import { hasSession, startSession, takeTicket } from "./session.js";

const USED = "That link has been used, or is older than a minute. Run this for a new one:";
const ENDED = "Your session here has ended. Run this for a new one:";

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
  write(byId("session-why", HTMLElement), USED);
  return hasSession();
}

async function start() {
  const ticket = takeTicket();
  try {
    setOwner(ticket === null ? await hasSession() : await useTicket(ticket));
  } catch (error) {
    setOwner(false);
    tell(explain(error));
  }
  if (owner) showPart(false);
}

addPart("check", checkPart());
addPart("datasets", datasetsPart());
addPart("lookup", lookupPart());
addPart("rebuild", rebuildPart());
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
  write(byId("session-why", HTMLElement), ENDED);
});
events.addEventListener("away", () => { tell("The helper does not answer: what you see here may be old. Start it again with `inset serve`."); });
events.addEventListener("back", () => {
  tell("");
  if (!owner) void start();
});
void start();
