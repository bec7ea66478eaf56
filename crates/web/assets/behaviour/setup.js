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
// A live refresh leaves alone what the reader is typing in.
Idiomorph.defaults.ignoreActiveValue = true;

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
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll(menus)) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
