// Live updates. The server names what changed; whoever on the page cares (data-live="lists") asks again
// for itself through its own hx-get. Only a tab that is looked at holds a connection: browsers allow
// six to one host, and an agent has more tabs than that.
let source = null;
let missed = false;

function tell(name) {
  for (const part of document.querySelectorAll("[data-live]")) {
    if (!name || part.dataset.live.split(" ").includes(name)) htmx.trigger(part, "live");
  }
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
