// <time datetime> becomes "5 min ago"; the absolute text moves to the tooltip. A deadline says by its colour, too, that it
// is near or over.
const steps = [
  ["second", 60], ["minute", 60], ["hour", 24], ["day", 7], ["week", 4.35], ["month", 12], ["year", Infinity],
];
const format = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "auto", style: "short" });

function relative(then, now) {
  let amount = (then - now) / 1000;
  for (const [unit, size] of steps) {
    if (Math.abs(amount) < size) return format.format(Math.round(amount), unit);
    amount /= size;
  }
}
const near = 2 * 3600 * 1000;

function refresh() {
  if (document.hidden) return;
  const now = Date.now();
  for (const time of document.querySelectorAll("time[datetime]")) {
    if (!time.title) time.title = time.textContent;
    const left = Date.parse(time.dateTime) - now;
    if (time.parentElement.matches("td.due")) {
      time.classList.toggle("soon", left >= 0 && left < near);
      time.classList.toggle("late", left < 0);
    }
    const text = relative(now + left, now);
    if (text && time.textContent !== text) time.textContent = text;
  }
}
refresh();
setInterval(refresh, 30000);
document.addEventListener("visibilitychange", refresh);
document.addEventListener("htmx:afterSettle", refresh);
