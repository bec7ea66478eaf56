// Items of a list with data-reorder are moved by drag, or with Alt and an arrow while one of them has the focus.
// Moving one is what its own form for the place does.
let dragged = null;

const item = (target) => target.closest?.("[data-reorder] > li");
const marked = () => document.querySelectorAll("[data-reorder] > .at-drop");
function move(moved, place) {
  const form = moved.querySelector('form[action$="/place"]');
  if (!form) return;
  form.elements.place.value = place;
  form.requestSubmit();
}
document.addEventListener("dragstart", (event) => {
  dragged = item(event.target) ?? null;
  if (dragged) event.dataTransfer.effectAllowed = "move";
});
document.addEventListener("dragover", (event) => {
  const over = item(event.target);
  if (!dragged || over?.parentElement !== dragged.parentElement) return;
  event.preventDefault();
  for (const other of marked()) other.classList.toggle("at-drop", other === over);
  over.classList.add("at-drop");
});
document.addEventListener("drop", (event) => {
  const over = item(event.target);
  for (const other of marked()) other.classList.remove("at-drop");
  if (!dragged || !over || over === dragged || over.parentElement !== dragged.parentElement) return;
  event.preventDefault();
  move(dragged, [...over.parentElement.children].indexOf(over));
});
document.addEventListener("dragend", () => {
  for (const other of marked()) other.classList.remove("at-drop");
  dragged = null;
});
document.addEventListener("keydown", (event) => {
  const focused = item(event.target);
  if (!focused || !event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  event.preventDefault();
  const all = [...focused.parentElement.children];
  const place = all.indexOf(focused) + (event.key === "ArrowUp" ? -1 : 1);
  if (place >= 0 && place < all.length) move(focused, place);
});
