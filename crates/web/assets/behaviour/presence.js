// Who else is here: this page says now and then that somebody looks or writes, and hears of the others. Whoever leaves
// says so at once, also where only the content of the page is replaced.
const every = 20000;
const pause = 6000;
// Whoever only passes by is not announced, and the page is there before it says anything.
const arrival = 2500;
let doing = "looks";
let quiet;
let arriving;
// Another page of the same person is heard of by itself.
const page = Math.random().toString(36).slice(2);
// Where this page said last that somebody is here, and by which right.
let told = null;

const place = () => document.querySelector("[data-presence]");
function tell(what) {
  const here = place();
  const csrf = document.querySelector("input[name=csrf]")?.value;
  if (!here || !csrf || document.hidden) return;
  told = { at: here.dataset.presence, csrf };
  fetch(told.at, { method: "POST", body: new URLSearchParams({ csrf, page, doing: what }) })
    .then((answer) => (answer.ok ? answer.text() : ""))
    .then((html) => place() === here && here.innerHTML !== html && (here.innerHTML = html))
    .catch(() => {});
}
function leave() {
  clearTimeout(quiet);
  if (told) navigator.sendBeacon(told.at, new URLSearchParams({ csrf: told.csrf, page, doing: "" }));
  told = null;
  doing = "looks";
}
function arrive() {
  clearTimeout(arriving);
  arriving = setTimeout(() => tell(doing), arrival);
}
document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-compose]");
  if (!form) return;
  const now = form.dataset.compose;
  clearTimeout(quiet);
  quiet = setTimeout(() => tell((doing = "looks")), pause);
  if (doing !== now) tell((doing = now));
});
document.addEventListener("visibilitychange", () => (document.hidden ? leave() : tell(doing)));
document.addEventListener("htmx:afterSettle", () => {
  const here = place()?.dataset.presence;
  if (told && told.at !== here) leave();
  if (here && !told) arrive();
});
addEventListener("pagehide", leave);
setInterval(() => told && tell(doing), every);
arrive();
