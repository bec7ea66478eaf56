// Drafts on the server: kept as one types, on every device, and shared with colleagues where one wants it.
// While the server cannot be reached, the copy in this browser (drafts.js) stands in.
const wait = 700;
const timers = new Map();
const running = new Map();
const filled = new WeakMap();

const written = (form) => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
const address = (form) => `/tickets/${form.closest(".composer").dataset.ticket}/drafts/${form.dataset.compose}`;

function later(form) {
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => keep(form), wait));
}
async function keep(form) {
  clearTimeout(timers.get(form));
  timers.delete(form);
  if (!form.isConnected || form.dataset.sent) return;
  running.get(form)?.abort();
  const stop = new AbortController();
  running.set(form, stop);
  try {
    const answer = await fetch(address(form), { method: "POST", body: written(form), signal: stop.signal, keepalive: true, headers: { accept: "application/json" } });
    if (answer.ok) said(form, await answer.json());
    else if (answer.status === 409) overtaken(form, await answer.json());
  } catch {
    // Kept in this browser; tried again with the next letter.
  }
}
function said(form, { version, said }) {
  form.elements.version.value = version;
  form.querySelector(".saved").textContent = said;
  form.dispatchEvent(new CustomEvent("spoc:kept", { bubbles: true }));
}
function overtaken(form, theirs) {
  const box = form.querySelector(".overtaken");
  box.querySelector("span").textContent = theirs.said;
  box.hidden = false;
  const go = (text) => {
    form.elements.version.value = theirs.version;
    if (text !== undefined) form.elements.body.value = text;
    box.hidden = true;
    keep(form);
  };
  box.querySelector("[data-theirs]").onclick = () => go(theirs.body);
  box.querySelector("[data-mine]").onclick = () => go();
}
for (const name of ["input", "change"]) {
  document.addEventListener(name, (event) => {
    const form = event.target.closest?.("form[data-compose]");
    if (form && event.target.type !== "file") later(form);
  });
}
// What is being sent is kept no more.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-compose]")) return;
  clearTimeout(timers.get(form));
  timers.delete(form);
  running.get(form)?.abort();
}, true);
document.addEventListener("spoc:taken", ({ detail: form }) => {
  if (!form.matches("[data-compose]")) return;
  form.querySelector(".goes").replaceChildren();
  form.querySelector(".saved").textContent = "";
  form.elements.version.value = 0;
});
addEventListener("pagehide", () => {
  for (const form of timers.keys()) keep(form);
});
// What was taken back stands in the composer again.
function refill() {
  for (const form of document.querySelectorAll("form[data-compose]")) {
    const { kept } = form.dataset;
    const area = form.elements.body;
    if (filled.has(form) && filled.get(form) !== kept && !area.value && area.defaultValue) area.value = area.defaultValue;
    filled.set(form, kept);
  }
}
document.addEventListener("htmx:afterSettle", refill);
refill();
