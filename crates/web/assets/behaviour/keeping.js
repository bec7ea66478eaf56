// Drafts on the server: kept as one types, on every device, and shared with colleagues where one wants it.
// While the server cannot be reached, the copy in this browser (drafts.js) stands in.
const wait = 700;
const timers = new Map();
const running = new Map();
const again = new Set();
// What the server was sent of a text last, and what the page said of its draft.
const sent = new WeakMap();
const filled = new WeakMap();
// The newest version of its draft that this page has heard of: a page that was made before that says nothing new.
const newest = new WeakMap();
// By what the server knows this page: what it sends goes on with what it has sent, also where no answer came. The page
// that follows in the same tab goes on with it; a second one beside it does not.
const handed = "writer";
const writer = sessionStorage.getItem(handed) ?? [...crypto.getRandomValues(new Uint32Array(3))].map((part) => part.toString(36)).join("");
sessionStorage.removeItem(handed);

const written = (form) => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
const address = (form) => `/tickets/${form.closest(".composer").dataset.ticket}/drafts/${form.dataset.compose}`;

function later(form) {
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => keep(form), wait));
}
// One after the other: each names the version that the one before came to. Whoever leaves cannot wait for that.
async function keep(form, leaving = false) {
  clearTimeout(timers.get(form));
  timers.delete(form);
  if (!form.isConnected || form.dataset.sent) return;
  if (running.has(form) && !leaving) return again.add(form);
  running.get(form)?.abort();
  const stop = new AbortController();
  running.set(form, stop);
  sent.set(form, form.elements.body.value);
  try {
    const answer = await fetch(address(form), { method: "POST", body: written(form), signal: stop.signal, keepalive: true, headers: { accept: "application/json" } });
    if (answer.ok) said(form, await answer.json());
    else if (answer.status === 409) overtaken(form, await answer.json());
    else if (answer.status === 403 || answer.status === 404) lost(form);
  } catch {
    // Kept in this browser; tried again with the next letter.
  }
  if (running.get(form) === stop) running.delete(form);
  if (again.delete(form)) keep(form);
}
function leave() {
  for (const form of new Set([...timers.keys(), ...again])) keep(form, true);
}
function said(form, { version, said }) {
  form.elements.version.value = version;
  heard(form, version);
  form.querySelector(".saved").textContent = said;
  form.querySelector(".overtaken").hidden = true;
  // What was typed since then is in this browser alone.
  const isAll = sent.get(form) === form.elements.body.value;
  document.dispatchEvent(new CustomEvent(isAll ? "spoc:kept" : "spoc:partly-kept", { detail: form }));
}
function overtaken(form, theirs) {
  // What was taken back meanwhile stands here already.
  if (Number(form.elements.version.value) === theirs.version) return later(form);
  tell(form, theirs.said, (text) => {
    form.elements.version.value = theirs.version;
    if (text !== undefined) form.elements.body.value = text;
  }, theirs.version && theirs.body);
}
// A colleague's draft that is shared no more, or was sent or thrown away: what stands here becomes a draft of one's own.
function lost(form) {
  tell(form, form.closest(".composer").dataset.lost, () => {
    form.elements.owner.value = document.querySelector("[data-me]").dataset.me;
    form.elements.version.value = 0;
  });
}
// Where nothing of theirs is left, there is nothing to take.
function tell(form, words, then, theirs) {
  const box = form.querySelector(".overtaken");
  box.querySelector("span").textContent = words;
  box.hidden = false;
  const go = (text) => {
    then(text);
    box.hidden = true;
    keep(form);
  };
  const take = box.querySelector("[data-theirs]");
  take.hidden = typeof theirs !== "string";
  take.onclick = () => go(theirs);
  box.querySelector("[data-mine]").onclick = () => go();
}
const heard = (form, version) => newest.set(form, Math.max(newest.get(form) ?? 0, Number(version)));
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
  again.delete(form);
  running.get(form)?.abort();
  sent.set(form, form.elements.body.value);
}, true);
document.addEventListener("spoc:taken", ({ detail: form }) => {
  if (!form.matches("[data-compose]")) return;
  form.querySelector(".goes").replaceChildren();
  form.querySelector(".saved").textContent = "";
  form.elements.version.value = 0;
  form.querySelector(".overtaken").hidden = true;
  newest.delete(form);
  sent.set(form, "");
});
// Before the next page is asked for, so that it has what was written here.
addEventListener("beforeunload", leave);
document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (detail.requestConfig?.verb === "get" && (detail.boosted || detail.target?.id === "peek")) leave();
});
addEventListener("pagehide", () => {
  sessionStorage.setItem(handed, writer);
  leave();
});
// What was taken back stands in the composer again, before what was begun meanwhile. What was changed elsewhere stands
// there only where nothing was begun; else whoever goes on here is told of it.
function goOn(form, before) {
  const area = form.elements.body;
  const { kept } = form.dataset;
  const writes = area === document.activeElement;
  const known = kept !== "0" && Number(kept) <= (newest.get(form) ?? 0);
  if (form.elements.owner.value !== before.owner) {
    // What is written in a colleague's draft is no part of one's own: the next letter tells what became of theirs.
    if (area.value && (writes || area.value !== area.defaultValue)) {
      form.elements.owner.value = before.owner;
      return;
    }
    if (writes) return;
    area.value = area.defaultValue;
    newest.set(form, Number(kept));
    form.elements.version.value = kept;
    return sent.set(form, area.defaultValue);
  }
  // The text that has the keyboard is not changed; nor does the page know then what the server has (setup.js).
  if (writes) return;
  const begun = sent.get(form) ?? "";
  const back = area.defaultValue;
  // What nobody has typed in has the page's text by itself.
  if (area.value === back) {
    if (!known) form.elements.version.value = kept;
    heard(form, kept);
    return sent.set(form, back);
  }
  const takes = "back" in form.dataset || (!area.value && !begun);
  if (known || !takes || !back.endsWith(begun)) return;
  const first = back.slice(0, back.length - begun.length);
  const gap = first && area.value && !begun ? "\n\n" : "";
  area.value = first + gap + area.value;
  form.elements.version.value = kept;
  heard(form, kept);
  form.querySelector(".overtaken").hidden = true;
  sent.set(form, back);
  if (area.value !== back) later(form);
}
function refill() {
  for (const form of document.querySelectorAll("form[data-compose]")) {
    const now = { kept: form.dataset.kept, owner: form.elements.owner.value };
    const before = filled.get(form);
    if (!before) {
      sent.set(form, form.elements.body.defaultValue);
      newest.set(form, Number(now.kept));
    } else if (before.kept !== now.kept || before.owner !== now.owner) goOn(form, before);
    form.elements.writer.value = writer;
    filled.set(form, { kept: now.kept, owner: form.elements.owner.value });
  }
}
document.addEventListener("htmx:afterSettle", refill);
refill();
