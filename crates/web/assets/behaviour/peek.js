// A ticket beside the list: v opens and closes the pane, j and k move, Enter opens the ticket itself. What is done in the
// pane stays in it: the ticket is shown there again, and the message about it over the list.
const kept = "peek";
const patience = 120;
const split = () => document.querySelector(".split");
const pane = () => document.getElementById("peek");
const row = () => document.querySelector(".tl tbody tr.at") ?? document.querySelector(".tl tbody tr[id]");
const isOn = () => localStorage.getItem(kept) === "on" && pane() && matchMedia("(min-width: 70rem)").matches;
let timer;

function show() {
  if (!pane()) return;
  const on = isOn();
  split().classList.toggle("peeks", on);
  pane().hidden = !on;
  document.querySelector(".bar [data-preview]")?.setAttribute("aria-pressed", on);
  if (on) load();
}
// What somebody writes in stays, and what they read, too, where its row has gone: the next j or k chooses another one.
const isHeld = () =>
  pane().querySelector(":is(input:not([type=checkbox], [type=radio]), textarea, select):focus") || (pane().dataset.of && !document.querySelector(".tl tbody tr.at"));
function load() {
  const link = row()?.querySelector(".s a");
  if (!link || pane().dataset.of === link.pathname || isHeld()) return;
  clearTimeout(timer);
  timer = setTimeout(() => {
    // Whoever is quick has left the list meanwhile, or it has no rows any more.
    if (!pane() || !row() || isHeld()) return;
    pane().dataset.of = link.pathname;
    row().classList.add("at");
    htmx.ajax("GET", link.pathname, { target: "#peek", select: ".talk", swap: "innerHTML show:none" });
  }, patience);
}
const stays = { "hx-target": "#peek", "hx-select": ".talk", "hx-swap": "innerHTML show:none", "hx-push-url": "false" };
function stay(form) {
  for (const [name, value] of Object.entries(stays)) form.setAttribute(name, value);
}
document.addEventListener("submit", (event) => {
  if (event.target.method === "post" && event.target.closest("#peek")) stay(event.target);
}, true);
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.target.id !== "peek" || detail.requestConfig.verb !== "post") return;
  const page = new DOMParser().parseFromString(detail.serverResponse, "text/html");
  // Signed out meanwhile, or something else that no pane can hold.
  if (!page.querySelector(".talk")) return pane() && location.assign(pane().dataset.of);
  document.querySelector(".toast")?.remove();
  const toast = page.querySelector(".toast");
  if (!toast) return;
  document.body.append(toast);
  htmx.process(toast);
});
document.addEventListener("click", (event) => {
  if (event.target.closest(".bar [data-preview]")) {
    localStorage.setItem(kept, isOn() ? "off" : "on");
    return show();
  }
  const link = event.target.closest?.(".tl .s a");
  if (!link || !isOn() || event.detail === 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const chosen = link.closest("tr");
  if (pane().dataset.of === link.pathname) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  for (const other of document.querySelectorAll(".tl tr.at")) other.classList.remove("at");
  chosen.classList.add("at");
  load();
}, true);
document.addEventListener("keydown", (event) => {
  if (isOn() && (event.key === "j" || event.key === "k")) setTimeout(load);
});
addEventListener("resize", show);
show();
document.addEventListener("htmx:afterSettle", (event) => event.detail.target?.id !== "peek" && show());
