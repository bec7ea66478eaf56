// Single keys, while nobody is typing. What they do is on the page already; a key only presses it.
const places = { t: "/tickets", p: "/people", m: "/my", s: "/search", e: "/teams" };
let going = 0;

const typing = (target) => target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
const rows = () => [...document.querySelectorAll(".tl tbody tr[id], .hits > li")];
const press = (key) => {
  const target = [...document.querySelectorAll(`[data-key="${key}"]`)].find((one) => one.offsetParent || one.type === "radio");
  if (!target) return false;
  if (target.type === "radio") {
    target.checked = true;
    target.dispatchEvent(new Event("change", { bubbles: true }));
  } else if (target.matches("input, select, textarea")) {
    target.focus();
    target.select?.();
    if (target.matches("select")) target.showPicker?.();
  } else if (target.matches("summary")) {
    target.parentElement.open = true;
    target.parentElement.querySelector("input:not([type=hidden]), select, textarea, button")?.focus();
  } else target.click();
  return true;
};
function step(by) {
  const all = rows();
  if (!all.length) return false;
  const next = Math.max(0, Math.min(all.length - 1, all.findIndex((row) => row.classList.contains("at")) + by));
  for (const row of all) row.classList.toggle("at", row === all[next]);
  all[next].scrollIntoView({ block: "nearest" });
  return true;
}
const current = () => document.querySelector(".tl tr.at, .hits > li.at");
function mark() {
  const box = current()?.querySelector("input[type=checkbox]");
  if (!box) return false;
  box.checked = !box.checked;
  document.dispatchEvent(new Event("spoc:marked"));
  return true;
}
// What the bar for marked tickets does is done to the row one is at, where none is marked.
const inBar = (key) => Boolean(current() && document.querySelector(`.bulk [data-key="${key}"]`)) && mark() && press(key);
const keys = {
  j: () => step(1) || press("j"),
  k: () => step(-1) || press("k"),
  x: mark,
  Enter: () => (current() ? (current().querySelector("a[href]").click(), true) : false),
  // What the page adds, else a new ticket.
  c: () => press("c") || (document.querySelector('.rail a[href="/tickets"]') && (location.assign("/tickets/new"), true)),
  "?": () => (document.getElementById("keys")?.showModal(), true),
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.key === "Escape" && typing(event.target)) return event.target.blur();
  if (typing(event.target) || (event.key === "Enter" && event.target.closest("a, button, summary"))) return;
  if (Date.now() - going < 1200 && places[event.key]) {
    going = 0;
    const link = document.querySelector(`a[href="${places[event.key]}"]`);
    event.preventDefault();
    return link ? link.click() : location.assign(places[event.key]);
  }
  if (event.key === "g") {
    going = Date.now();
    return;
  }
  const done = keys[event.key] ? keys[event.key]() : event.key.length === 1 && /[a-z/]/.test(event.key) && (press(event.key) || inBar(event.key));
  if (done) event.preventDefault();
});
