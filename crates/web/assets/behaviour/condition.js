// Boxes for conditions (data-condition="tickets" or "rules"): GET /conditions/completion?q=…&at=…&of=… says what may stand
// at the cursor, what the whole means and what is wrong with it. Arrows choose, Enter or Tab takes, Escape closes. Where
// something is written already, Tab takes the first without choosing; where nothing is, it leads on as ever.
const patience = 60;
let timer;
let latest;
let place = null;
// Tab came before the offers for what was typed last: the first of them is taken when they are here.
let takes = false;
let at = -1;

// The box that has the keyboard, or had it last.
let now = null;

const all = () => document.querySelectorAll("input[data-condition]");
const box = () => (now?.isConnected ? now : null);
const part = (input, selector) => input.closest(".asks").querySelector(selector);
const list = () => part(box(), "[role=listbox]");
const meaning = (input) => part(input, "[role=status]");
const options = () => [...list().querySelectorAll("li")];
const isOpen = () => box() && !list().hidden;

function close() {
  if (!box()) return;
  list().hidden = true;
  list().replaceChildren();
  at = -1;
  box().setAttribute("aria-expanded", "false");
  box().removeAttribute("aria-activedescendant");
}
function choose(next) {
  const all = options();
  at = (next + all.length + 1) % (all.length + 1);
  if (at === all.length) at = -1;
  all.forEach((row, index) => row.setAttribute("aria-selected", index === at));
  all[0]?.classList.toggle("by-tab", at < 0 && place.end > place.start);
  if (at >= 0) {
    all[at].scrollIntoView({ block: "nearest" });
    box().setAttribute("aria-activedescendant", all[at].id);
  } else box().removeAttribute("aria-activedescendant");
}
function take(index) {
  const input = box();
  const { offers, start, end } = place;
  const { write } = offers[index];
  const after = input.value.slice(end);
  const gap = write.endsWith(":") || /^[\s,)]/.test(after) ? "" : " ";
  input.value = input.value.slice(0, start) + write + gap + after;
  const cursor = start + write.length + gap.length;
  input.setSelectionRange(cursor, cursor);
  close();
  ask();
}
function offer(offers) {
  if (!offers.length || document.activeElement !== box()) return close();
  list().replaceChildren(
    ...offers.map(({ write, label }, index) => {
      const row = document.createElement("li");
      row.id = `${list().id}-${index}`;
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", "false");
      row.append(Object.assign(document.createElement("code"), { textContent: write }));
      if (label) row.append(Object.assign(document.createElement("small"), { textContent: label }));
      // Before the box loses the focus.
      row.addEventListener("pointerdown", (event) => (event.preventDefault(), take(index)));
      return row;
    }),
  );
  if (place.end > place.start) list().firstElementChild.classList.add("by-tab");
  list().hidden = false;
  at = -1;
  box().setAttribute("aria-expanded", "true");
}
// What is still being written is not wrong yet.
function mark(input, problem) {
  const under = part(input, ".under");
  const wrong = problem && !(input === box() && isOpen() && problem.end >= input.selectionStart) ? problem : null;
  const said = meaning(input);
  said.classList.toggle("bad", Boolean(wrong));
  if (wrong) said.textContent = wrong.message;
  under.replaceChildren();
  input.setAttribute("aria-invalid", Boolean(wrong));
  if (wrong) {
    const u = document.createElement("u");
    u.textContent = input.value.slice(wrong.start, wrong.end) || "  ";
    under.append(input.value.slice(0, wrong.start), u, input.value.slice(wrong.end));
    under.scrollLeft = input.scrollLeft;
  }
}
const asked = (input) => new URLSearchParams({ q: input.value, at: input.selectionStart, of: input.dataset.condition }).toString();
async function ask(input = box()) {
  if (!input) return;
  if (input === box()) {
    latest?.abort();
    latest = new AbortController();
  }
  const query = asked(input);
  try {
    const answer = await fetch(`/conditions/completion?${query}`, { signal: input === box() ? latest.signal : null, headers: { accept: "application/json" } });
    if (!answer.ok) return;
    const said = await answer.json();
    if (!input.isConnected || asked(input) !== query) return;
    if (input === box()) {
      place = { ...said, query };
      offer(said.offers);
    }
    meaning(input).textContent = said.meaning ?? "";
    mark(input, said.problem);
    if (takes && input === box() && list().querySelector(".by-tab")) take(0);
    takes = false;
  } catch {
    // Asked again with the next letter.
  }
}
const soon = (input = box()) => {
  now = input;
  clearTimeout(timer);
  timer = setTimeout(ask, patience);
};
function dress() {
  for (const input of all()) {
    if (input.role === "combobox") continue;
    const about = [input.getAttribute("aria-describedby"), meaning(input).id].filter(Boolean).join(" ");
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": part(input, "[role=listbox]").id, "aria-describedby": about,
    })) input.setAttribute(name, value);
    // In a form what is there already is said at once.
    if (input.closest(".lined") && input.value) ask(input);
  }
}
const isBox = (target) => target.matches?.("input[data-condition]");
document.addEventListener("input", (event) => isBox(event.target) && soon(event.target));
document.addEventListener("focusin", (event) => isBox(event.target) && soon(event.target));
document.addEventListener("click", (event) => isBox(event.target) && soon(event.target));
document.addEventListener("focusout", (event) => isBox(event.target) && (clearTimeout(timer), close()));
document.addEventListener("scroll", (event) => {
  if (isBox(event.target)) part(event.target, ".under").scrollLeft = event.target.scrollLeft;
}, true);
document.addEventListener("keydown", (event) => {
  if (!isBox(event.target) || event.isComposing) return;
  if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) return soon();
  if (!isOpen()) return event.key === "ArrowDown" && soon();
  if (event.key === "ArrowDown" || event.key === "ArrowUp") choose(at + (event.key === "ArrowDown" ? 1 : at < 0 ? options().length + 1 : -1));
  else if (event.key === "Enter" && at >= 0) take(at);
  else if (event.key === "Tab" && !event.shiftKey && at < 0 && place.query !== asked(box())) takes = true;
  else if (event.key === "Tab" && !event.shiftKey && (at >= 0 || list().querySelector(".by-tab"))) take(Math.max(at, 0));
  else if (event.key === "Escape") {
    close();
    event.stopPropagation();
  } else return;
  event.preventDefault();
}, true);
dress();
document.addEventListener("htmx:afterSettle", dress);
