// Ctrl+K: everything on the page that leads somewhere or does something, and what the server suggests.
const shown = 40;
let items = [];
let at = 0;
let timer;
let latest;

const palette = () => document.getElementById("palette");
const list = () => document.getElementById("palette-list");
const words = (element) => (element.getAttribute("aria-label") || element.title || element.textContent).trim().replace(/\s+/g, " ");

// Whatever has a key on the page: reply, note, take, resolve, add a tag. Choosing it presses the key.
function keyed() {
  const found = [];
  for (const one of document.querySelectorAll("main [data-key]")) {
    const many = one.closest(".bulk");
    if (one.matches("select") && !many) continue;
    const own = one.labels?.[0]?.textContent.trim() || words(one) || one.placeholder;
    const whole = many?.querySelector(".for-all:has(:checked)")?.textContent.trim();
    const marked = () => list().dataset.many.replace("%count", many.querySelector("[data-marked]").textContent).replace("%what", own);
    const label = whole ? `${whole}: ${own}` : many ? marked() : own;
    const press = () => document.body.dispatchEvent(new KeyboardEvent("keydown", { key: one.dataset.key, bubbles: true }));
    if (label && (one.offsetParent || one.type === "radio")) found.push({ label, kind: one.dataset.key, run: press });
  }
  return found;
}
// What menus hold: what only does is done, what asks for something is opened.
function menus() {
  const found = [];
  for (const one of document.querySelectorAll("main details.drop :is(a[href], form > button.btn)")) {
    const menu = one.closest("details");
    const asks = one.form?.querySelector("select, textarea, input:not([type=hidden])");
    if (menu.querySelector("summary").dataset.key) continue;
    const open = () => {
      menu.open = true;
      asks.focus();
    };
    // One of several ways to show the list says what of it.
    const of = one.parentElement.querySelector("[aria-current]") ? `${words(menu.querySelector("summary"))}: ` : "";
    found.push({ label: of + words(one), kind: "", run: asks ? open : () => one.click() });
  }
  return found;
}
// What the reader's own menu holds: colours, signing out.
function account() {
  const buttons = document.querySelectorAll(".menu form button:not([aria-pressed=true])");
  return [...buttons].map((one) => {
    const of = one.form.getAttribute("aria-label");
    return { label: of ? `${of}: ${words(one)}` : words(one), kind: "", late: true, run: () => one.click() };
  });
}
// What stands beside a ticket and in its composer and has no key: what asks for something is led to, what only does is done.
function beside() {
  const found = [];
  for (const form of document.querySelectorAll("#props form:not([data-auto])")) {
    const asks = form.querySelector("select, textarea, input:not([type=hidden])");
    const button = form.querySelector("button");
    const of = form.closest("section")?.querySelector("h2")?.textContent.trim();
    if (!button || !of) continue;
    const lead = () => {
      for (let at = form.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
      asks.focus();
    };
    found.push({ label: `${of}: ${words(button)}`, kind: "", late: true, run: asks ? lead : () => button.click() });
  }
  for (const tab of document.querySelectorAll(".composer .tabs input:not([data-key])")) {
    found.push({ label: tab.labels[0].textContent.trim(), kind: "", run: () => tab.click() });
  }
  const parts = [...document.querySelectorAll('#timeline a[href*="/split?"]')];
  if (parts.length) found.push({ label: words(parts.at(-1)), kind: "", late: true, run: () => parts.at(-1).click() });
  return found;
}
// What the server offers for what was typed; nothing where it offers none.
async function offered(path, asked) {
  const answer = await fetch(`${path}?${new URLSearchParams(asked)}`, { signal: latest.signal, headers: { accept: "application/json" } });
  return answer.ok ? answer.json() : [];
}
// Macros of the message that is being written: where it stands, `/` would have offered them.
async function macros(query) {
  const area = [...document.querySelectorAll(".composer form[data-compose] textarea")].find((one) => one.offsetParent);
  if (!area) return [];
  const { ticket } = area.closest(".composer").dataset;
  const found = await offered(`/tickets/${ticket}/macros`, { q: query, kind: area.form.dataset.compose });
  return found.map((one) => ({
    label: list().dataset.macro.replace("%name", one.name),
    kind: one.detail ?? "",
    run: () => area.dispatchEvent(new CustomEvent("spoc:macro", { detail: one.value, bubbles: true })),
  }));
}
const assigning = (name) => list().dataset.assign.replace("%name", name);
// What the page offers: keys, links of rail, views and table, the choices of properties.
function sources() {
  const found = [...keyed(), ...menus(), ...beside(), ...account()];
  for (const link of document.querySelectorAll(".rail a[href]:not([data-open]), .side a[href], .bar a.btn:not([data-key]), .menu a[href]")) {
    const label = link.querySelector("span:not(.n)")?.textContent.trim() || words(link);
    found.push({ label, kind: "", run: () => link.click() });
  }
  for (const select of document.querySelectorAll("form[data-auto] select")) {
    const name = select.closest("form").querySelector("label")?.textContent.trim();
    for (const option of select.options) {
      if (option.selected || !option.label) continue;
      const { value } = option;
      const label = select.name === "assignee" && value ? assigning(option.label) : `${name}: ${option.label}`;
      found.push({ label, kind: "", late: true, run: () => set(select, value) });
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
// The search among all tickets, for whatever the palette does not know.
function searching(query) {
  const address = query ? `/search?q=${encodeURIComponent(query)}` : "/search";
  const { search, all } = list().dataset;
  return { label: query ? search.replace("%what", query) : all, kind: "", run: () => location.assign(address) };
}
function draw(found, query) {
  items = query ? [...found.slice(0, shown), searching(query)] : [searching(""), ...found.slice(0, shown)];
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
  const item = items[index];
  palette().close();
  item?.run();
}
function filter() {
  const query = palette().querySelector("input").value.trim();
  const own = sources().filter((item) => (query ? matches(item.label, query) : !item.late));
  const number = /^#?(\d+)$/.exec(query);
  if (number) own.unshift({ label: `#${number[1]}`, kind: "↵", run: () => location.assign(`/tickets/${number[1]}`) });
  draw(own, query);
  clearTimeout(timer);
  latest?.abort();
  if (query.length >= 2) timer = setTimeout(() => ask(query, own), 120);
}
async function ask(query, own) {
  const asking = new AbortController();
  latest = asking;
  try {
    const answer = await fetch(`/suggest?q=${encodeURIComponent(query)}`, { signal: asking.signal, headers: { accept: "application/json" } });
    if (!answer.ok) return;
    const found = (await answer.json()).filter((one) => one.href);
    const more = await typed(query);
    // Whoever has typed on meanwhile, or opened it anew, would choose something else than they see.
    if (asking.signal.aborted) return;
    draw([...own, ...more, ...found.map((one) => ({ label: one.label, kind: one.kind ?? "", run: () => location.assign(one.href) }))], query);
  } catch {
    // The page's own offers stand.
  }
}
// Properties whose values are typed, because there are too many for a list.
async function typed(query) {
  const inputs = document.querySelectorAll('form[data-auto] :is(input[data-suggest="teams"], input[data-suggest="services"])');
  const offers = [...inputs].map(async (input) => {
    const found = await offered("/suggest", { q: query, kind: input.dataset.suggest });
    const name = input.labels[0].textContent.trim();
    return found.map((one) => ({ label: `${name}: ${one.label}`, kind: "", run: () => set(input, one.value) }));
  });
  return [...(await macros(query)), ...(await colleagues(query)), ...(await Promise.all(offers)).flat()];
}
// Colleagues beyond those whom the list of the ticket holds.
async function colleagues(query) {
  const select = document.querySelector('form[data-auto] select[name="assignee"]');
  if (!select) return [];
  const found = await offered("/suggest", { q: query, kind: "colleagues" });
  const listed = [...select.options].map((option) => option.label);
  const others = found.filter((one) => !listed.some((name) => one.label === name || one.label.startsWith(`${name} · `)));
  return others.map((one) => ({
    label: assigning(one.label),
    kind: "",
    run() {
      select.add(new Option(one.label, one.value));
      set(select, one.value);
    },
  }));
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
  // Without script the button of the palette is the way to the search.
  if (opener?.dataset.open === "palette") {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open();
  } else if (opener) document.getElementById(opener.dataset.open)?.showModal();
  if (event.target.closest("[data-close]") || event.target.matches("dialog")) event.target.closest("dialog").close();
});
