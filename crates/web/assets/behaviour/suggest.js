// Inputs with data-suggest="people" offer what the server suggests, in a native list of choices.
// GET /suggest?q=…&kind=people answers [{"value", "label", "href"?, "kind"?}]; data-suggest-at names another address that does.
let timer;
let latest;

document.addEventListener("input", (event) => {
  const input = event.target;
  if (!input.dataset?.suggest) return;
  clearTimeout(timer);
  const q = input.value.trim();
  if (q.length < 2) return;
  timer = setTimeout(async () => {
    latest?.abort();
    latest = new AbortController();
    const { suggest: kind, suggestAt: from = "/suggest" } = input.dataset;
    const query = new URLSearchParams({ q, kind });
    try {
      const answer = await fetch(`${from}?${query}`, { signal: latest.signal, headers: { accept: "application/json" } });
      if (answer.ok) offer(input, await answer.json());
    } catch {
      // Asked again with the next letter.
    }
  }, 120);
});
function offer(input, choices) {
  let list = document.getElementById("suggested");
  if (!list) {
    list = document.createElement("datalist");
    list.id = "suggested";
    document.body.append(list);
  }
  input.setAttribute("list", "suggested");
  list.replaceChildren(
    ...choices.map(({ value, label }) => Object.assign(document.createElement("option"), { value, label })),
  );
}
