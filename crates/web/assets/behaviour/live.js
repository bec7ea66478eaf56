// Live updates. The server names what changed; whoever on the page cares (data-live="lists") asks again
// for itself through its own hx-get. Only a tab that is looked at holds a connection: browsers allow
// six to one host, and an agent has more tabs than that.
let source = null;
let missed = false;
// A part asks again at most once in so many milliseconds (data-pace). Of lists every open page hears at the same
// instant, so each waits a moment of its own; what is told while a part waits is in the answer that it gets.
const PACE_MS = 1000;
const APART_MS = 500;
const asked = new WeakMap();
const waiting = new WeakSet();

function tell(name) {
  for (const part of document.querySelectorAll("[data-live]")) {
    if (!name || part.dataset.live.split(" ").includes(name)) ask(part, name === "lists" ? APART_MS : 0);
  }
}
function ask(part, apart) {
  if (waiting.has(part)) return;
  waiting.add(part);
  const next = (asked.get(part) ?? -Infinity) + Number(part.dataset.pace ?? PACE_MS);
  const rest = Math.max(0, next - performance.now()) + Math.random() * apart;
  setTimeout(() => {
    waiting.delete(part);
    asked.set(part, performance.now());
    if (part.isConnected) htmx.trigger(part, "live");
  }, rest);
}
function connect() {
  const url = document.querySelector("[data-stream]")?.dataset.stream;
  if (document.hidden || !url) {
    if (source) missed = true;
    source?.close();
    source = null;
    return;
  }
  if (source && source.names === names()) return;
  source?.close();
  document.documentElement.removeAttribute("data-listening");
  source = new EventSource(url);
  source.names = names();
  for (const name of source.names.split(" ")) source.addEventListener(name, () => tell(name));
  source.addEventListener("reload", () => tell());
  // After a break nobody knows what was missed, so everything is asked for once.
  source.addEventListener("error", () => (missed = true));
  source.addEventListener("open", () => {
    if (missed) tell();
    missed = false;
    document.documentElement.setAttribute("data-listening", "");
  });
}
function names() {
  const all = [...document.querySelectorAll("[data-live]")].flatMap((part) => part.dataset.live.split(" "));
  return [...new Set(all)].sort().join(" ");
}
connect();
document.addEventListener("visibilitychange", connect);
document.addEventListener("htmx:afterSettle", connect);
addEventListener("pagehide", () => source?.close());
// What was asked for a page that has gone meanwhile must not arrive on the one that came.
document.addEventListener("htmx:beforeRequest", ({ target }) => {
  if (!target.matches("[data-live]")) return;
  target.addEventListener("htmx:beforeOnLoad", (event) => target.isConnected || event.preventDefault(), { once: true });
});
