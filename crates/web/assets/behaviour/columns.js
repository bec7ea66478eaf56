// Columns are as wide as somebody made them: by dragging a head's edge, or by arrow keys on it.
const least = 40;
const most = 900;
const step = 16;
let held = null;
let timer;

function apply() {
  for (const head of document.querySelectorAll(".tl th[data-width]")) head.style.inlineSize = `${head.dataset.width}px`;
}
function widen(head, width) {
  head.dataset.width = Math.round(Math.min(most, Math.max(least, width)));
  head.style.inlineSize = `${head.dataset.width}px`;
}
function keep(table) {
  // A live update has put another table in its place.
  if (!table) return;
  clearTimeout(timer);
  timer = setTimeout(() => {
    const heads = [...table.querySelectorAll("th[data-column]")];
    const columns = heads.map(({ dataset }) => (dataset.width ? `${dataset.column}:${dataset.width}` : dataset.column)).join(" ");
    const csrf = document.querySelector("input[name=csrf]")?.value ?? "";
    const body = new URLSearchParams({ csrf, view: table.dataset.columns, columns });
    fetch("/lists/columns", { method: "POST", body, redirect: "manual" });
  }, 400);
}
document.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest?.(".tl .grip");
  if (!grip) return;
  const head = grip.closest("th");
  held = { head, grip, from: event.clientX, width: head.offsetWidth, way: getComputedStyle(head).direction === "rtl" ? -1 : 1 };
  grip.classList.add("held");
  grip.setPointerCapture(event.pointerId);
  event.preventDefault();
});
document.addEventListener("pointermove", (event) => held && widen(held.head, held.width + held.way * (event.clientX - held.from)));
document.addEventListener("pointerup", () => {
  if (!held) return;
  held.grip.classList.remove("held");
  keep(held.head.closest("table"));
  held = null;
});
document.addEventListener("keydown", (event) => {
  const grip = event.target.closest?.(".tl .grip");
  if (!grip || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
  const head = grip.closest("th");
  widen(head, head.offsetWidth + (event.key === "ArrowRight" ? step : -step));
  keep(head.closest("table"));
  event.preventDefault();
});
apply();
document.addEventListener("htmx:afterSettle", apply);
