// A ticket beside the list: v opens and closes the pane, j and k move, Enter opens the ticket itself.
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
function load() {
  const link = row()?.querySelector(".s a");
  if (!link || pane().dataset.of === link.pathname) return;
  clearTimeout(timer);
  timer = setTimeout(() => {
    pane().dataset.of = link.pathname;
    row().classList.add("at");
    htmx.ajax("GET", link.pathname, { target: "#peek", select: ".talk", swap: "innerHTML show:none" });
  }, patience);
}
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
