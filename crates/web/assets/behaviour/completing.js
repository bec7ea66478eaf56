// `@` offers colleagues and teams, `/` at the start of a line canned replies; arrows and Enter choose.
const signs = {
  "@": { pattern: /(?:^|[\s(])@([\p{L}\d.'-]*(?: [\p{L}\d.'-]*)?)$/u, from: "mentions" },
  "/": { pattern: /(?:^|\n)\/([^\n/]{0,40})$/, from: "macros" },
};
let open;
let timer;
let latest;

const list = (area) => area.closest("form").querySelector(".offers");
function close() {
  clearTimeout(timer);
  latest?.abort();
  if (!open) return;
  const offers = list(open.area);
  if (offers) offers.hidden = true;
  open.area.removeAttribute("aria-activedescendant");
  open = null;
}
function look(area) {
  const text = area.value.slice(0, area.selectionStart);
  for (const [sign, { pattern, from }] of Object.entries(signs)) {
    const found = pattern.exec(text);
    if (!found) continue;
    const start = text.length - found[1].length - sign.length;
    clearTimeout(timer);
    timer = setTimeout(() => ask(area, from, found[1], start), 120);
    return;
  }
  close();
}
async function ask(area, from, q, start) {
  if (!area.isConnected) return;
  latest?.abort();
  latest = new AbortController();
  const { ticket } = area.closest(".composer").dataset;
  try {
    const query = new URLSearchParams({ q, kind: area.form.dataset.compose });
    const answer = await fetch(`/tickets/${ticket}/${from}?${query}`, { signal: latest.signal, headers: { accept: "application/json" } });
    if (!answer.ok) return close();
    show(area, from, start, await answer.json());
  } catch {
    // Asked again with the next letter.
  }
}
function show(area, from, start, offers) {
  if (!offers.length) return close();
  open = { area, from, start, offers, at: 0 };
  const box = list(area);
  box.replaceChildren(
    ...offers.map((offer, index) => {
      const row = document.createElement("li");
      row.id = `offer-${area.form.dataset.compose}-${index}`;
      row.setAttribute("role", "option");
      row.className = offer.blind ? "blind" : "";
      row.append(offer.name, Object.assign(document.createElement("small"), { textContent: offer.detail ?? "" }));
      row.addEventListener("mousedown", (event) => {
        event.preventDefault();
        take(index);
      });
      return row;
    }),
  );
  box.hidden = false;
  move(0);
}
function move(step) {
  const rows = [...list(open.area).children];
  open.at = (open.at + step + rows.length) % rows.length;
  rows.forEach((row, index) => row.setAttribute("aria-selected", String(index === open.at)));
  rows[open.at].scrollIntoView({ block: "nearest" });
  open.area.setAttribute("aria-activedescendant", rows[open.at].id);
}
function take(index) {
  const { area, from, start, offers } = open;
  const offer = offers[index];
  const end = area.selectionStart;
  close();
  if (from === "mentions") {
    write(area, `@${offer.name} `, start, end);
    along(area.form, "mention", offer.value);
    return;
  }
  apply(area, offer.value, start, end);
}
// Puts the text of a macro in place of what stands between two places, and what it sets beside it.
async function apply(area, macro, from, to) {
  const { ticket } = area.closest(".composer").dataset;
  const answer = await fetch(`/tickets/${ticket}/macros/${macro}`, { headers: { accept: "application/json" } });
  if (!answer.ok) return;
  const { text, sets } = await answer.json();
  write(area, text, from, to);
  for (const set of sets) along(area.form, "set", set.value, set.label);
}
document.addEventListener("spoc:macro", ({ target, detail }) => apply(target, detail, target.selectionStart, target.selectionEnd));
function write(area, text, from, to) {
  area.focus();
  area.setSelectionRange(from, to);
  if (!document.execCommand("insertText", false, text)) area.setRangeText(text, from, to, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}
// What the message brings with it, shown where it can be seen.
function along(form, name, value, label) {
  const goes = form.querySelector(".goes");
  if ([...goes.querySelectorAll(`input[name=${name}]`)].some((input) => input.value === value)) return;
  const input = Object.assign(document.createElement("input"), { type: "hidden", name, value });
  if (!label) return goes.append(input);
  const tag = Object.assign(document.createElement("span"), { className: "tag" });
  const drop = Object.assign(document.createElement("button"), { type: "button", textContent: "×" });
  drop.dataset.drop = "";
  drop.setAttribute("aria-label", `× ${label}`);
  tag.append(input, label, drop);
  goes.append(tag);
}
document.addEventListener("input", (event) => event.target.matches(".composer textarea") && look(event.target));
document.addEventListener("focusout", (event) => event.target === open?.area && close());
document.addEventListener("keydown", (event) => {
  if (!open || event.target !== open.area) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") move(event.key === "ArrowDown" ? 1 : -1);
  else if (event.key === "Enter" || event.key === "Tab") take(open.at);
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);
