// Who else is here: this page says now and then that somebody looks or writes, and hears of the others.
const every = 20000;
const pause = 6000;
let doing = "looks";
let quiet;

const place = () => document.querySelector("[data-presence]");
function tell(what) {
  const here = place();
  const csrf = document.querySelector("input[name=csrf]")?.value;
  if (!here || !csrf || (document.hidden && what)) return;
  const body = new URLSearchParams({ csrf, doing: what });
  if (!what) return navigator.sendBeacon(here.dataset.presence, body);
  fetch(here.dataset.presence, { method: "POST", body })
    .then((answer) => (answer.ok ? answer.text() : ""))
    .then((html) => place() === here && here.innerHTML !== html && (here.innerHTML = html))
    .catch(() => {});
}
document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-compose]");
  if (!form) return;
  const now = form.dataset.compose;
  clearTimeout(quiet);
  quiet = setTimeout(() => tell((doing = "looks")), pause);
  if (doing !== now) tell((doing = now));
});
document.addEventListener("visibilitychange", () => tell(document.hidden ? "" : doing));
addEventListener("pagehide", () => tell(""));
setInterval(() => tell(doing), every);
// Whoever only passes by is not announced, and the page is there before it says anything.
setTimeout(() => tell(doing), 2500);
