/** A page that tries on the helper everything that a web page can send. */

/** The page; its `attack()` tries all and tells, by attempt, what it got. */
export function hostilePage(port: number): string {
  return `<!DOCTYPE html><meta charset="utf-8"><title>Free wallpapers</title>
<iframe name="sink"></iframe>
<script>
const HELPER = "http://127.0.0.1:${String(port)}";
const BY_NAME = "http://localhost:${String(port)}";
const PHOTOS = JSON.stringify({ photos: ["950000000001"] });
const ASK = JSON.stringify({ name: "Free wallpapers" });
const told = {};
const until = (what, ms = 1500) => Promise.race([what, new Promise((done) => setTimeout(() => done("closed: nothing came"), ms))]);
async function attempt(name, what) {
  try { told[name] = await until(what()); } catch (error) { told[name] = "error: " + error; }
}
async function read(address, init) {
  const answer = await fetch(address, init);
  if (answer.type === "opaque") return "opaque";
  return (answer.ok ? "READ: " : "refused: ") + (await answer.text());
}
function element(tag, address, attribute = "src") {
  return new Promise((done) => {
    const made = document.createElement(tag);
    // A frame loads its error page too, and may not be looked into.
    made.onload = () => done(tag === "iframe" ? "opaque: frame" : "LOADED " + tag);
    made.onerror = () => done("error: " + tag);
    made[attribute] = address;
    if (tag === "link") made.rel = "stylesheet";
    document.body.append(made);
  });
}
function submit(address, name, value) {
  const form = document.createElement("form");
  form.method = "POST"; form.action = address; form.target = "sink"; form.enctype = "text/plain";
  const input = document.createElement("input");
  input.name = name; input.value = value; form.append(input);
  document.body.append(form); form.submit();
  return new Promise((done) => setTimeout(() => done("sent"), 400));
}
globalThis.attack = async () => {
  const plain = { method: "POST", mode: "no-cors", headers: { "Content-Type": "text/plain" } };
  const json = { method: "POST", headers: { "Content-Type": "application/json" } };
  for (const base of [HELPER, BY_NAME]) {
    await attempt(base + " get hello", () => read(base + "/v1/hello"));
    await attempt(base + " get datasets, no-cors", () => read(base + "/v1/datasets", { mode: "no-cors" }));
    await attempt(base + " with a token", () => read(base + "/v1/datasets", { headers: { Authorization: "Bearer guess" } }));
    await attempt(base + " plain lookup", () => read(base + "/v1/lookup", { ...plain, body: PHOTOS }));
    await attempt(base + " plain pairing", () => read(base + "/v1/pairings", { ...plain, body: ASK }));
    await attempt(base + " plain shutdown", () => read(base + "/v1/shutdown", { ...plain, body: "{}" }));
    await attempt(base + " json lookup", () => read(base + "/v1/lookup", { ...json, body: PHOTOS }));
    await attempt(base + " json pairing", () => read(base + "/v1/pairings", { ...json, body: ASK }));
    await attempt(base + " delete", () => read(base + "/v1/datasets/tidewatch", { method: "DELETE" }));
    await attempt(base + " image", () => element("img", base + "/sample/static/65535/990000000001_5a3c7e9b10_z.svg"));
    await attempt(base + " script", () => element("script", base + "/v1/hello"));
    await attempt(base + " style", () => element("link", base + "/v1/hello", "href"));
    await attempt(base + " frame", () => element("iframe", base + "/sample"));
    await attempt(base + " beacon", async () => {
      navigator.sendBeacon(base + "/v1/pairings", ASK);
      return "sent";
    });
    await attempt(base + " socket", () => new Promise((done) => {
      const socket = new WebSocket(base.replace("http", "ws") + "/v1/lookup");
      socket.onopen = () => done("OPENED");
      socket.onerror = () => done("error: socket");
    }));
    await attempt(base + " form", () => submit(base + "/v1/pairings", '{"name":"', '"}'));
    await attempt(base + " form shutdown", () => submit(base + "/v1/shutdown", '{"a":"', '"}'));
  }
  return told;
};
</script>`;
}
