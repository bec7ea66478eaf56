// Ctrl+K: everything on the page that leads somewhere or does something, and what the server suggests.
const shown = 40;
let items = [];
let at = 0;
let timer;
let latest;

const palette = () => document.getElementById("palette");
const words = (element) => (element.getAttribute("aria-label") || element.title || element.textContent).trim().replace(/\s+/g, " ");

// What the page offers: links of rail, views and table, the choices of properties, buttons with a key.
function sources() {
  const found = [];
  for (const link of document.querySelectorAll(".rail a[href], .side a[href], .bar a.btn, .menu a[href]")) {
    const label = link.querySelector("span:not(.n)")?.textContent.trim() || words(link);
    found.push({ label, kind: "", run: () => link.click() });
  }
  for (const select of document.querySelectorAll("form[data-auto] select")) {
    const name = select.closest("form").querySelector("label")?.textContent.trim();
    for (const option of select.options) {
      if (option.selected || !option.label) continue;
      found.push({ label: `${name}: ${option.label}`, kind: "", late: true, run: () => set(select, option.value) });
    }
  }
  for (const link of document.querySelectorAll(".tl .s a, .hits .top a")) {
    found.push({ label: link.textContent.trim(), kind: link.pathname.split("/").pop(), run: () => link.click() });
  }
  return found;
}
function set(select, value) {
  select.value = value;
  select.form.requestSubmit();
}
function matches(label, query) {
  const text = label.toLowerCase();
  return query.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}
function draw(list) {
  items = list.slice(0, shown);
  at = 0;
  palette().querySelector("ul").replaceChildren(
    ...items.map((item, index) => {
      const row = document.createElement("li");
      row.id = `palette-${index}`;
      row.setAttribute("role", "option");
      row.append(item.label);
      if (item.kind) row.append(Object.assign(document.createElement("small"), { textContent: item.kind }));
      row.addEventListener("click", () => run(index));
      return row;
    }),
  );
  palette().querySelector("p").hidden = items.length > 0;
  move(0);
}
function move(step) {
  const rows = palette().querySelectorAll("li");
  at = Math.max(0, Math.min(rows.length - 1, at + step));
  rows.forEach((row, index) => row.setAttribute("aria-selected", index === at));
  rows[at]?.scrollIntoView({ block: "nearest" });
  palette().querySelector("input").setAttribute("aria-activedescendant", rows[at]?.id ?? "");
}
function run(index) {
  const query = palette().querySelector("input").value.trim();
  const item = items[index];
  palette().close();
  if (item) item.run();
  else if (query) location.assign(`/search?q=${encodeURIComponent(query)}`);
}
function filter() {
  const query = palette().querySelector("input").value.trim();
  const own = sources().filter((item) => (query ? matches(item.label, query) : !item.late));
  const number = /^#?(\d+)$/.exec(query);
  if (number) own.unshift({ label: `#${number[1]}`, kind: "↵", run: () => location.assign(`/tickets/${number[1]}`) });
  draw(own);
  clearTimeout(timer);
  if (query.length >= 2) timer = setTimeout(() => ask(query, own), 120);
}
async function ask(query, own) {
  latest?.abort();
  latest = new AbortController();
  try {
    const answer = await fetch(`/suggest?q=${encodeURIComponent(query)}`, { signal: latest.signal, headers: { accept: "application/json" } });
    if (!answer.ok || palette().querySelector("input").value.trim() !== query) return;
    const found = (await answer.json()).filter((one) => one.href);
    draw([...own, ...found.map((one) => ({ label: one.label, kind: one.kind ?? "", run: () => location.assign(one.href) }))]);
  } catch {
    // The page's own offers stand.
  }
}
function open() {
  if (!palette() || palette().open) return;
  palette().showModal();
  const input = palette().querySelector("input");
  input.value = "";
  filter();
}
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    open();
  } else if (palette()?.open) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter") {
      event.preventDefault();
      run(at);
    }
  }
});
document.addEventListener("input", (event) => event.target.closest("#palette") && filter());
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener?.dataset.open === "palette") open();
  else if (opener) document.getElementById(opener.dataset.open)?.showModal();
  if (event.target.closest("[data-close]") || event.target.matches("dialog")) event.target.closest("dialog").close();
});
