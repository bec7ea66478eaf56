// Marking rows: shift marks a range, the box in the head marks all, and the bar counts them.
// All of the list are meant as long as nobody takes a mark away: what comes in meanwhile is marked, too.
const whole = () => document.querySelector("#bulk [name=all]");
const only = () => whole() && (whole().checked = false);
const boxes = () => [...document.querySelectorAll(".tl tbody input[type=checkbox]")];
let last = null;

function count() {
  const marked = boxes().filter((box) => box.checked).length;
  const head = document.querySelector(".tl thead input[type=checkbox]");
  if (head) {
    head.checked = marked > 0 && marked === boxes().length;
    head.indeterminate = marked > 0 && !head.checked;
  }
  for (const label of document.querySelectorAll("[data-marked]")) label.textContent = marked;
}
document.addEventListener("click", (event) => {
  const box = event.target.closest(".tl tbody input[type=checkbox]");
  if (!box) return;
  const all = boxes();
  if (event.shiftKey && last && all.includes(last)) {
    const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
    for (const between of all.slice(from, to + 1)) between.checked = box.checked;
  }
  last = box;
  if (!box.checked) only();
  count();
});
document.addEventListener("change", (event) => {
  if (event.target.matches(".tl thead input[type=checkbox]")) {
    for (const box of boxes()) box.checked = event.target.checked;
    if (!event.target.checked) only();
    count();
  }
});
document.addEventListener("spoc:marked", () => {
  if (boxes().some((box) => !box.checked)) only();
  count();
});
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-unmark]")) return;
  for (const box of boxes()) box.checked = false;
  only();
  count();
});
// What was done to the marked tickets is done: they are not marked any more. What was refused can be put right.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { requestConfig, serverResponse, xhr } = event.detail;
  if (requestConfig.elt.id !== "bulk" || xhr.status >= 400 || serverResponse.includes('class="toast bad"')) return;
  for (const box of boxes()) box.checked = false;
  requestConfig.elt.reset();
});
document.addEventListener("htmx:afterSettle", () => {
  if (whole()?.checked) for (const box of boxes()) box.checked = true;
  count();
});
