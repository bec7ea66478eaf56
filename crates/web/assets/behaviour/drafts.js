// What is being written is never lost: forms with data-draft keep their text in this browser until
// they are sent.
const prefix = "draft:";
const age = 14 * 24 * 3600 * 1000;
const keyOf = (field) => `${prefix}${field.form.dataset.draft}:${field.name}`;
const kinds = "textarea, input:is([type=text], [type=datetime-local])";
const fields = `form[data-draft] :is(${kinds})`;

function restore() {
  for (const field of document.querySelectorAll(fields)) {
    if (field.value || field.dataset.restored) continue;
    field.dataset.restored = "";
    try {
      const draft = JSON.parse(localStorage.getItem(keyOf(field)));
      if (draft && Date.now() - draft.at < age) field.value = draft.text;
    } catch {
      localStorage.removeItem(keyOf(field));
    }
  }
}
function forget(form) {
  for (const field of form.elements) if (field.name) localStorage.removeItem(keyOf(field));
}
document.addEventListener("input", (event) => {
  const field = event.target;
  if (!field.matches(fields)) return;
  try {
    if (field.value.trim()) localStorage.setItem(keyOf(field), JSON.stringify({ text: field.value, at: Date.now() }));
    else localStorage.removeItem(keyOf(field));
  } catch {
    // Storage is full or forbidden: the form still works, only the draft is not kept.
  }
});
// Forgotten only once the server has taken it; what a part of the form asks meanwhile takes nothing.
document.addEventListener("spoc:taken", ({ detail: form }) => {
  if (!form.matches("[data-draft]")) return;
  forget(form);
  for (const field of form.querySelectorAll(kinds)) field.value = field.defaultValue;
});
// The server has it: the copy here is needed no more.
document.addEventListener("spoc:kept", (event) => forget(event.target));
for (const key of Object.keys(localStorage)) {
  if (!key.startsWith(prefix)) continue;
  try {
    if (Date.now() - JSON.parse(localStorage.getItem(key)).at > age) localStorage.removeItem(key);
  } catch {
    localStorage.removeItem(key);
  }
}
restore();
document.addEventListener("htmx:afterSettle", restore);
