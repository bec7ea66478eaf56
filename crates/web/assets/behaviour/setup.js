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
// A live refresh leaves alone what the reader is typing in; a button that has the keyboard is no such thing.
document.addEventListener("htmx:beforeSwap", () => {
  Idiomorph.defaults.ignoreActiveValue = Boolean(document.activeElement?.matches("input, textarea, select, [contenteditable]"));
});
// Nor does it take away what the reader has marked, opened, chosen or half written.
Idiomorph.defaults.callbacks.beforeAttributeUpdated = (name, element) => {
  const kept =
    (name === "checked" && element.matches(".tl input, #bulk input, .composer fieldset input")) ||
    (name === "open" && element.matches("details, dialog")) ||
    (name === "value" && element.type !== "hidden" && element.form?.matches(refreshes ? "[data-draft], :has(> .err)" : "[data-draft]") && !isFilled(element)) ||
    (name === "value" && element.name === "seen" && refreshes && isBegun(element.form)) ||
    (name === "value" && element.name === "version" && element.form?.matches("[data-compose]")) ||
    ((name === "selected" || name === "value") && element.type !== "hidden" && element.form?.id === "bulk" && element.name !== "number") ||
    (name === "class" && element.matches(".at")) ||
    (name === "data-restored" || name === "data-watched");
  return !kept;
};

// Whom the composer goes to and what it is about come with the text of a draft (keeping.js), where nobody typed there.
// Each is asked of more than once: what was let through stays so for as long as the page is being changed.
let filled = new WeakSet();
document.addEventListener("htmx:beforeSwap", () => (filled = new WeakSet()));
const isFilled = (field) => field.matches("[data-compose] input[type=text]") && (filled.has(field) || (field.value === field.defaultValue && Boolean(filled.add(field))));
// Nor the version that the reader saw when they began to write: whoever changed the same meanwhile is not overwritten.
// That of a draft goes with the text, which stays, too (keeping.js).
const isBegun = (form) => form?.contains(document.activeElement) && document.activeElement.value !== document.activeElement.defaultValue;
// Nor what was loaded when it was asked for, or what is wrong with a form: that goes with the next thing that is sent.
let refreshes = false;
document.addEventListener("htmx:beforeSwap", (event) => (refreshes = event.detail.requestConfig.elt.matches("[data-live]")));
document.addEventListener("htmx:afterSwap", (event) => event.target.matches?.("[data-lazy]") && event.target.setAttribute("data-loaded", ""));
// A form that asks for a reason is left alone until it is sent: a refresh knows nothing of the question.
Idiomorph.defaults.callbacks.beforeNodeMorphed = (old) => !old.matches?.(refreshes ? "[data-loaded], form:has(> .reason)" : "[data-loaded]");
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
// What may hold the same again is empty once it was taken.
document.addEventListener("spoc:taken", ({ detail: form }) => {
  if (!form.matches("[data-again]")) return;
  for (const field of form.querySelectorAll("input:not([type=hidden])")) field.value = "";
});
// What a fresh page replaces goes at once: htmx would take leave of each element by itself, a tenth of the way from
// click to page. An element with an id that has the keyboard stays for htmx, which gives it back on the new page.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { boosted, shouldSwap, swapOverride, target } = event.detail;
  if (boosted && shouldSwap && !swapOverride && target === document.body && !document.activeElement?.id) target.replaceChildren();
});
// After a page has been swapped in, readers of words and the keyboard start at its top.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target === document.body && event.detail.boosted && !document.querySelector("[autofocus]")) {
    const main = document.getElementById("main");
    if (main && document.activeElement === document.body) main.focus({ preventScroll: true });
  }
});
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
