// From ticket to ticket of the list or board that one came from: this tab remembers it when a ticket of it is opened.
const kept = "list";
const rows = ".tl .s a, .board .card-t > a, .hits .top a";
const numberOf = (path) => /^\/tickets\/(\d+)$/.exec(path)?.[1];

function remember() {
  const numbers = [...document.querySelectorAll(rows)].map((link) => numberOf(link.pathname)).filter(Boolean);
  const more = Boolean(document.querySelector(".pager [rel=next], .board .lane > .btn"));
  try {
    sessionStorage.setItem(kept, JSON.stringify({ numbers: [...new Set(numbers)], more }));
  } catch {
    // Storage is full or forbidden: one goes back to the list instead.
  }
}
function walked() {
  try {
    return JSON.parse(sessionStorage.getItem(kept)) ?? { numbers: [] };
  } catch {
    return { numbers: [] };
  }
}
function lead(link, number) {
  if (number) link.setAttribute("href", `/tickets/${number}`);
  else link.removeAttribute("href");
}
function draw() {
  const walk = document.querySelector(".ticket #walk:not([data-loaded])");
  if (!walk) return;
  const { numbers, more } = walked();
  const at = numbers.indexOf(numberOf(location.pathname));
  if (at < 0) return;
  const [before, after] = walk.querySelectorAll("a");
  lead(before, numbers[at - 1]);
  lead(after, numbers[at + 1]);
  walk.querySelector("[data-at]").textContent = at + 1;
  walk.querySelector("[data-all]").textContent = `${numbers.length}${more ? "+" : ""}`;
  walk.hidden = false;
  // A live refresh of the head knows nothing of it.
  walk.dataset.loaded = "";
  htmx.process(walk);
}
document.addEventListener("click", (event) => event.target.closest?.(rows) && remember());
document.addEventListener("htmx:afterSettle", draw);
draw();
