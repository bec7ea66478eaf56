// From ticket to ticket of the list or board that one came from: this tab remembers it when a ticket of it is opened.
// Whoever comes to the end of a page of the list goes on with the next page, which is read when its time comes.
const kept = "list";
const rows = ".tl .s a, .board .card-t > a, .hits .top a";
const numberOf = (path) => /^\/tickets\/(\d+)$/.exec(path)?.[1];
let reading = null;

// What a page of a list holds, and where the next one is.
function read(page) {
  const numbers = [...page.querySelectorAll(rows)].map((link) => numberOf(link.pathname)).filter(Boolean);
  const next = page.querySelector(".pager [rel=next]")?.getAttribute("href") ?? null;
  const more = Boolean(next ?? page.querySelector(".board .lane > .btn"));
  return { numbers: [...new Set(numbers)], next, more };
}
function keep(list) {
  try {
    sessionStorage.setItem(kept, JSON.stringify(list));
  } catch {
    // Storage is full or forbidden: one goes back to the list instead.
  }
}
async function readOn(list) {
  if (reading === list.next) return;
  reading = list.next;
  try {
    const answer = await fetch(list.next, { headers: { accept: "text/html" } });
    if (!answer.ok) return;
    const { numbers, next, more } = read(new DOMParser().parseFromString(await answer.text(), "text/html"));
    keep({ numbers: [...new Set([...list.numbers, ...numbers])], next, more });
    draw();
  } catch {
    // Asked again on the next ticket.
  } finally {
    reading = null;
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
  const walk = document.querySelector(".ticket #walk");
  if (!walk) return;
  const list = walked();
  const { numbers, more, next } = list;
  const told = `${numbers.length} ${more}`;
  // A live refresh of the head knows nothing of it.
  if (walk.dataset.loaded === told) return;
  const at = numbers.indexOf(numberOf(location.pathname));
  if (at < 0) return;
  const [before, after] = walk.querySelectorAll("a");
  lead(before, numbers[at - 1]);
  lead(after, numbers[at + 1]);
  walk.querySelector("[data-at]").textContent = at + 1;
  walk.querySelector("[data-all]").textContent = `${numbers.length}${more ? "+" : ""}`;
  walk.hidden = false;
  walk.dataset.loaded = told;
  htmx.process(walk);
  if (next && at === numbers.length - 1) readOn(list);
}
document.addEventListener("click", (event) => event.target.closest?.(rows) && keep(read(document)));
document.addEventListener("htmx:afterSettle", draw);
draw();
