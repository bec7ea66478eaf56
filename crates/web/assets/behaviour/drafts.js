// What is being written is never lost: forms with data-draft keep what was typed and chosen in this browser until
// they are sent. Files are kept by nobody: browsers do not let pages give them back.
// Each is one person's: on a computer that several share nobody finds what another one wrote. Visitors have no name.
const prefix = "draft:";
const last = "person";
const whose = () => document.querySelector("[data-me]")?.dataset.me ?? "";
const age = 14 * 24 * 3600 * 1000;
const ticked = "input:is([type=radio], [type=checkbox])";
const typed = "textarea, input:is([type=text], [type=email], [type=tel], [type=number], [type=date], [type=datetime-local])";
// What is chosen in the composer goes with one message; it does not come back with the next.
const fields = `form[data-draft] :is(${typed}), form[data-draft]:not([data-compose]) :is(select, ${ticked})`;
const keyOf = (field) => `${prefix}${whose()}:${field.form.dataset.draft}:${field.name}${field.type === "checkbox" ? `=${field.value}` : ""}`;
const options = (select) => [...select.options];
// Forms that hold again what was sent and taken back; the composer of agents looks after its own (keeping.js).
const again = "form[data-kept]:not([data-compose])";
const held = new WeakMap();

// Whether it is as the server sent it: only then does the draft come back.
function untouched(field) {
  if (field.matches("select")) return options(field).every((one) => one.selected === one.defaultSelected) || !options(field).some((one) => one.defaultSelected);
  if (field.matches(ticked)) return field.checked === field.defaultChecked;
  return field.form.matches(again) ? field.value === field.defaultValue : !field.value;
}
function said(field) {
  if (field.matches("select")) return options(field).filter((one) => one.selected).map((one) => one.value).join("\n");
  if (field.type === "checkbox") return field.checked === field.defaultChecked ? "" : String(field.checked);
  return field.value;
}
// Answers whether it is something else now.
function put(field, text) {
  const now = () => (field.matches(ticked) ? field.checked : said(field));
  const before = now();
  if (field.matches("select")) for (const one of options(field)) one.selected = text.split("\n").includes(one.value);
  else if (field.type === "radio") field.checked = field.value === text;
  else if (field.type === "checkbox") field.checked = text === "true";
  else field.value = text;
  return !field.matches(typed) && now() !== before;
}
// A page that was asked for before the last of a text had come to the server does not have that. Whoever changed it
// elsewhere since has come to a newer version.
const isBehind = (field, { version }) =>
  field.matches("[data-compose] textarea") && field.value === field.defaultValue && Number(version) >= Number(field.form.elements.version.value);
function restore() {
  const asking = new Set();
  for (const field of document.querySelectorAll(fields)) {
    if (!field.name || field.dataset.restored) continue;
    try {
      const draft = JSON.parse(localStorage.getItem(keyOf(field)));
      const isKept = draft && Date.now() - draft.at < age;
      if (!untouched(field) && !(isKept && isBehind(field, draft))) continue;
      field.dataset.restored = "";
      const isLast = field.matches(typed) && field.value !== "";
      if (isKept && (put(field, draft.text) || isLast)) asking.add(field);
    } catch {
      localStorage.removeItem(keyOf(field));
    }
  }
  // Questions that follow from what was chosen are asked again; and the last of a text goes to the server now.
  for (const field of asking) field.dispatchEvent(new Event(field.matches(typed) ? "input" : "change", { bubbles: true }));
}
function forget(form) {
  for (const field of form.elements) if (field.name) localStorage.removeItem(keyOf(field));
}
function copy(field) {
  try {
    const text = said(field);
    const version = field.form.elements.version?.value;
    if (text.trim()) localStorage.setItem(keyOf(field), JSON.stringify({ text, at: Date.now(), chosen: !field.matches(typed), version }));
    else localStorage.removeItem(keyOf(field));
  } catch {
    // Storage is full or forbidden: the form still works, only the draft is not kept.
  }
}
document.addEventListener("input", ({ target }) => target.matches(fields) && target.name && copy(target));
// Forgotten only once the server has taken it; what a part of the form asks meanwhile takes nothing.
document.addEventListener("spoc:taken", ({ detail: form }) => {
  if (!form.matches("[data-draft]")) return;
  forget(form);
  for (const field of form.querySelectorAll(typed)) {
    // Nothing waits on the server any more: what the page came with is sent, too. The new page does not say so of the
    // field that has the keyboard.
    if (form.dataset.kept === "0") field.defaultValue = "";
    field.value = field.defaultValue;
  }
});
// The server has it: the copy here is needed no more.
document.addEventListener("spoc:kept", ({ detail: form }) => forget(form));
// It has what was written until just now: what came since is in this browser alone.
document.addEventListener("spoc:partly-kept", ({ detail: form }) => copy(form.elements.body));
function forgetAllBut(kept) {
  for (const key of Object.keys(localStorage)) if (key.startsWith(prefix) && !(kept && key.startsWith(kept))) localStorage.removeItem(key);
}
// Whoever signs in where nobody else was signed in goes on with what they wrote as a visitor. So they do with what was
// kept before texts had a person.
function adopt(person) {
  for (const key of Object.keys(localStorage)) {
    const [, name] = key.match(/^draft:(?!\d+:):?(.+)$/) ?? [];
    if (!name) continue;
    // What somebody wrote on the open form they find on their own.
    const own = `${prefix}${person}:${name.replace(/^visitor:/, "ask:")}`;
    try {
      if (!localStorage.getItem(own)) localStorage.setItem(own, localStorage.getItem(key));
      localStorage.removeItem(key);
    } catch {
      // Storage is full: what there is stays as it is until the next time.
    }
  }
}
// Somebody else is here than the last time.
function meet() {
  const person = whose();
  const before = localStorage.getItem(last);
  if (!person) return;
  if (before === null || before === person) adopt(person);
  if (before === person) return;
  forgetAllBut(`${prefix}${person}:`);
  try {
    localStorage.setItem(last, person);
  } catch {
    // Storage is full or forbidden: then nothing is kept, either.
  }
}
document.addEventListener("submit", (event) => {
  if (event.target.getAttribute("action") !== "/sign-out") return;
  forgetAllBut("");
  localStorage.removeItem(last);
}, true);
for (const key of Object.keys(localStorage)) {
  if (!key.startsWith(prefix)) continue;
  try {
    if (Date.now() - JSON.parse(localStorage.getItem(key)).at > age) localStorage.removeItem(key);
  } catch {
    localStorage.removeItem(key);
  }
}
// It stands before what was begun meanwhile.
function takeBack() {
  for (const form of document.querySelectorAll(again)) {
    const { kept } = form.dataset;
    const before = held.get(form) ?? kept;
    held.set(form, kept);
    const area = form.elements.body;
    const back = area.defaultValue;
    if (before === kept || !back) continue;
    area.value = back.endsWith(area.value) ? back : `${back}\n\n${area.value}`;
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
// After htmx has looked at the page: only then does it hear that something was chosen. And after what was sent is
// forgotten (spoc:taken).
for (const name of ["DOMContentLoaded", "htmx:afterSettle"]) {
  document.addEventListener(name, () =>
    queueMicrotask(() => {
      meet();
      restore();
      takeBack();
    }),
  );
}
