// While somebody writes what a new ticket is about, a form with data-similar shows open ones that speak of the same.
// GET /tickets/similar?subject=…&requester=… answers [{"label", "href", "state", "why"}].
let timer;
let latest;

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (!form?.matches("[data-similar]") || !["subject", "requester"].includes(event.target.name)) return;
  clearTimeout(timer);
  timer = setTimeout(() => look(form), 250);
});
async function look(form) {
  latest?.abort();
  latest = new AbortController();
  const typed = { subject: form.elements.subject.value, requester: form.elements.requester?.value ?? "" };
  try {
    const answer = await fetch(`/tickets/similar?${new URLSearchParams(typed)}`, { signal: latest.signal });
    if (answer.ok) show(form.querySelector(".similar"), await answer.json());
  } catch {
    // Asked again with the next letter.
  }
}
function show(box, found) {
  box.hidden = found.length === 0;
  const items = found.map(({ label, href, state, why }) => {
    const link = Object.assign(document.createElement("a"), { href, textContent: label, target: "_blank" });
    const item = document.createElement("li");
    item.append(link, ` · ${state} · ${why}`);
    return item;
  });
  box.querySelector("ul").replaceChildren(...items);
}
