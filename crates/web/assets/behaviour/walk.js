// From ticket to ticket of the list or board that one came from: this tab remembers it when a ticket of it is opened.
// Whoever comes to an end of a page of the list goes on with the page beyond it, which is read when its time comes.
const kept = "list";
const passed = "pages";
// Most pages of lists whose predecessor is remembered.
const passedMax = 60;
const rows = ".tl .s a, .board .card-t > a, .hits .top a";
const numberOf = (path) => /^\/tickets\/(\d+)$/.exec(path)?.[1];
const whole = (address) => new URL(address, location.href).href;
let reading = null;

function stored(name, otherwise) {
  try {
    return JSON.parse(sessionStorage.getItem(name)) ?? otherwise;
  } catch {
    return otherwise;
  }
}
function store(name, value) {
  try {
    sessionStorage.setItem(name, JSON.stringify(value));
  } catch {
    // Storage is full or forbidden: one goes back to the list instead.
  }
}
// Lists page by key, so a page knows the next one but not the one before: that is whichever led to it.
function pass(page, address) {
  const next = page.querySelector(".pager [rel=next]")?.getAttribute("href");
  if (!next) return;
  const pages = stored(passed, []).filter(([later]) => later !== whole(next));
  store(passed, [...pages, [whole(next), whole(address)]].slice(-passedMax));
}
// What a page of a list holds, which place its first ticket has, and where the pages round it are.
function read(page, address) {
  const numbers = [...page.querySelectorAll(rows)].map((link) => numberOf(link.pathname)).filter(Boolean);
  const next = page.querySelector(".pager [rel=next]")?.getAttribute("href") ?? null;
  const before = stored(passed, []).find(([later]) => later === whole(address))?.[1] ?? null;
  const more = Boolean(next ?? page.querySelector(".board .lane > .btn"));
  const from = Number(new URL(whole(address)).searchParams.get("from")) || 1;
  return { numbers: [...new Set(numbers)], next, before, more, from };
}
const keep = (list) => store(kept, list);
const walked = () => stored(kept, { numbers: [] });
async function readOn(list, address) {
  if (reading === address) return;
  reading = address;
  try {
    const answer = await fetch(address, { headers: { accept: "text/html" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    pass(page, address);
    const found = read(page, address);
    const { next, more, before, from } = list;
    if (address === next) keep({ numbers: [...new Set([...list.numbers, ...found.numbers])], next: found.next, more: found.more, before, from });
    else keep({ numbers: [...new Set([...found.numbers, ...list.numbers])], next, more, before: found.before, from: found.from });
    draw();
  } catch {
    // Asked again on the next ticket.
  } finally {
    reading = null;
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
  const { numbers, more, next, before: earlier, from = 1 } = list;
  const told = `${from} ${numbers.length} ${more}`;
  // A live refresh of the head knows nothing of it.
  if (walk.dataset.loaded === told) return;
  const at = numbers.indexOf(numberOf(location.pathname));
  if (at < 0) return;
  const [before, after] = walk.querySelectorAll("a");
  lead(before, numbers[at - 1]);
  lead(after, numbers[at + 1]);
  walk.querySelector("[data-at]").textContent = from + at;
  walk.querySelector("[data-all]").textContent = `${from - 1 + numbers.length}${more ? "+" : ""}`;
  walk.hidden = false;
  walk.dataset.loaded = told;
  htmx.process(walk);
  if (next && at === numbers.length - 1) readOn(list, next);
  else if (earlier && at === 0) readOn(list, earlier);
}
const here = () => location.pathname + location.search;
function look() {
  pass(document, here());
  draw();
}
document.addEventListener("click", (event) => event.target.closest?.(rows) && keep(read(document, here())));
document.addEventListener("htmx:afterSettle", look);
look();
