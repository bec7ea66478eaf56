// How htmx is set: nothing that needs an inline script or style, no copy of pages in the browser's
// storage, and error pages are shown like any other.
htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
htmx.config.historyCacheSize = 0;
htmx.config.scrollIntoViewOnBoost = false;
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "...", swap: true },
];
// What an answer is to: a live refresh, or what a form has sent.
let refreshes = false;
let sent = null;
document.addEventListener("htmx:beforeSwap", ({ detail: { requestConfig, xhr } }) => {
  const { elt, verb } = requestConfig;
  refreshes = elt.matches("[data-live]");
  sent = verb === "post" ? elt.closest("form") : null;
  asked = new WeakMap();
  // It leaves alone what the reader is typing in; a button that has the keyboard is no such thing, nor is a field of a
  // form that was taken, or a choice that was not. What saves itself may be on its way to the next choice, and drafts
  // look after their own.
  const at = document.activeElement;
  const answered = elt === sent && sent.contains(at) && (xhr.status < 400 ? !sent.matches("[data-auto], [data-draft]") : at.matches("[data-auto] select:not([multiple])"));
  Idiomorph.defaults.ignoreActiveValue = !answered && Boolean(at?.matches("input, textarea, select, [contenteditable]"));
});
// Nor does it take away what the reader has marked, opened, chosen or half written.
Idiomorph.defaults.callbacks.beforeAttributeUpdated = (name, element) => {
  const kept =
    (name === "checked" && element.matches(".tl input, #bulk input, .composer fieldset input")) ||
    (name === "open" && element.matches("details, dialog")) ||
    (name === "value" && element.type !== "hidden" && element.form?.matches(refreshes ? "[data-draft], :has(> .err)" : "[data-draft]") && !isFilled(element)) ||
    (name === "value" && element.name === "seen" && isLeft(element.form) && holdsVersion(element.form)) ||
    (["value", "checked"].includes(name) && element.matches(fields) && isLeft(element.form) && isChanged(element)) ||
    (name === "value" && element.name === "version" && element.form?.matches("[data-compose]")) ||
    ((name === "selected" || name === "value") && element.type !== "hidden" && element.form?.id === "bulk" && element.name !== "number") ||
    (name === "class" && element.matches(".at")) ||
    (name === "data-restored" || name === "data-watched");
  return !kept;
};

// A refresh leaves what was changed in any form; what a form has sent, in all others: that one is as the answer says.
const isLeft = (form) => refreshes || (sent && sent !== form);
// Whether the reader changed it is asked more than once, and what was let through differs from then on: the first answer holds.
const fields = "input:not([type=hidden], [type=file], [type=submit]), textarea, select";
const ticked = "[type=checkbox], [type=radio]";
let asked = new WeakMap();
function isChanged(field) {
  if (!asked.has(field)) asked.set(field, differs(field));
  return asked.get(field);
}
function differs(field) {
  if (!field.matches("select")) return field.matches(ticked) ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
  const all = [...field.options];
  // Where none is named, the first one is chosen.
  const preset = field.multiple || all.some((one) => one.defaultSelected);
  const first = all.find((one) => !one.disabled);
  return all.some((one) => one.selected !== (preset ? one.defaultSelected : one === first));
}
// Whom the composer goes to and what it is about come with the text of a draft (keeping.js), where nobody typed there.
const isFilled = (field) => field.matches("[data-compose] input[type=text]") && !isChanged(field);
// What has the keyboard does not show what a refresh brings.
const isBegun = (form) => [...(form?.elements ?? [])].some((field) => field.matches(fields) && (isChanged(field) || (refreshes && field === document.activeElement)));
// Nor does the version go on that the reader saw when they began: whoever changed the same meanwhile is not overwritten.
// A draft may lie for days, beside what its writer does to the ticket: there it is what they see while they write.
// That of a message goes with the text, which stays, too (keeping.js).
const holdsVersion = (form) => isBegun(form) && form.matches(":not([data-draft]), :focus-within");
// Nor what was loaded when it was asked for, or what is wrong with a form: that goes with the next thing that is sent.
document.addEventListener("htmx:afterSwap", (event) => event.target.matches?.("[data-lazy]") && event.target.setAttribute("data-loaded", ""));
// A form that asks for a reason is left alone until it is sent: a refresh knows nothing of the question. So is a search
// while it is written, with what is offered beside it; and a changed list with its entries, one of which the reader means.
const stands = (old) =>
  old.matches("[data-loaded]") ||
  (isLeft(old) && old.matches("form:has(> .reason)")) ||
  (refreshes && old.matches("form.asks") && (old.contains(document.activeElement) || isBegun(old))) ||
  (old.matches("select") && isLeft(old.form) && isChanged(old));
Idiomorph.defaults.callbacks.beforeNodeMorphed = (old) => !(old.matches && stands(old));
Idiomorph.defaults.callbacks.beforeNodeRemoved = (old) => !(refreshes && old.matches?.("form > .err"));

// A form that is refused, or leads back to its own page, changes that page in place: nothing jumps, nothing is lost,
// and it is no step in the browser's history. Any other way is a fresh page, so that nothing of one ticket is carried
// into another.
const stays = ({ boosted, requestConfig, xhr }) =>
  boosted && requestConfig.verb === "post" && xhr.responseURL && (xhr.status >= 400 || new URL(xhr.responseURL).pathname === location.pathname);
document.addEventListener("htmx:beforeOnLoad", ({ detail }) => {
  if (!stays(detail)) return;
  detail.etc.replace = "true";
  if (detail.xhr.status >= 400) detail.pathInfo.responsePath = location.pathname + location.search;
});
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (!stays(detail)) return;
  detail.swapOverride = "morph:innerHTML show:none";
  if (detail.xhr.status >= 400) document.addEventListener("htmx:afterSettle", complain, { once: true });
});
const complain = () => document.querySelector("#main :is([role=alert], .err)")?.scrollIntoView({ block: "nearest" });
// htmx shows a refusal like any page and so calls it successful: whether a form was taken is said here (spoc:taken).
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const { requestConfig, successful, xhr } = detail;
  if (requestConfig?.verb !== "post" || !requestConfig.elt.matches("form") || !successful || xhr.status >= 400) return;
  document.dispatchEvent(new CustomEvent("spoc:taken", { detail: requestConfig.elt }));
});
// What may hold the same again is empty once it was taken. What the answer left, because it has the keyboard, is no change
// any more: it goes with the page again. Drafts look after their own (drafts.js), and so does the bar of a list (marks.js).
document.addEventListener("spoc:taken", ({ detail: form }) => {
  if (form.matches("[data-again]")) for (const field of form.querySelectorAll("input:not([type=hidden])")) field.value = "";
  if (form.matches("[data-draft], #bulk")) return;
  for (const field of form.querySelectorAll(fields)) {
    if (field.matches("select")) for (const one of field.options) one.defaultSelected = one.selected;
    else if (field.matches(ticked)) field.defaultChecked = field.checked;
    else field.defaultValue = field.value;
  }
});
// What a fresh page replaces goes at once: htmx would take leave of each element by itself, and have both pages laid out
// to take the keyboard from the old one, a third of the way from click to page. An element with an id that has the
// keyboard stays for htmx, which gives it back on the new page; but for #main, which gets it there anyway.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { boosted, shouldSwap, swapOverride, target } = event.detail;
  const isFresh = boosted && shouldSwap && !swapOverride && target === document.body;
  const at = document.activeElement?.id;
  if (isFresh && (!at || at === "main")) target.replaceChildren();
  // It is drawn once: with a pause before it is settled it would be laid out and drawn twice.
  if (isFresh) event.detail.swapOverride = "innerHTML show:window:top settle:0ms";
});
// After a page has been swapped in, readers of words and the keyboard start at its top. Whoever gets the keyboard is laid
// out, so that waits for what others do to the page.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target === document.body && event.detail.boosted && !document.querySelector("[autofocus]")) queueMicrotask(start);
});
function start() {
  const main = document.getElementById("main");
  if (main && document.activeElement === document.body) main.focus({ preventScroll: true });
}
// One open menu at a time; a click elsewhere or Escape closes it.
const menus = ".menu[open], .drop[open]";
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll(menus)) if (!menu.contains(event.target)) menu.open = false;
});
// What opens below the fold comes into view.
document.addEventListener("toggle", ({ target }) => {
  if (target.matches?.(".drop[open]")) target.lastElementChild.scrollIntoView({ block: "nearest" });
}, true);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll(menus)) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
