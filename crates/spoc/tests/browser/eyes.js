// What a person finds on a page: by its name, and only what can be seen. Put into every document by the tests.
window.eyes = {
  kinds: {
    control: "a[href], button, [role=button], [role=option], [role=menuitem], input[type=submit]",
    heading: "summary, button[aria-expanded], button[aria-haspopup]",
    field: "input:not([type=hidden], [type=checkbox], [type=radio], [type=file]), textarea, [contenteditable=true]",
    list: "select",
    choice: "input[type=checkbox], input[type=radio]",
  },
  tidy: (text) => (text ?? "").trim().replace(/\s+/g, " "),
  visible(element) {
    const label = element.matches("input[type=radio], input[type=checkbox]") && element.labels?.[0];
    const shown = (one) => one.checkVisibility({ visibilityProperty: true }) && one.getClientRects().length > 0;
    return shown(element) || (label && shown(label));
  },
  name(element) {
    const labels = [...(element.labels ?? [])].map((label) => label.textContent).join(" ");
    const named = element.getAttribute("aria-label") || labels || element.textContent || element.title || element.placeholder;
    return eyes.tidy(element.tagName === "TEXTAREA" || element.tagName === "SELECT" ? element.getAttribute("aria-label") || labels : named);
  },
  // The best match: the whole name, its beginning, or a part of it; the last of several that are as good, if asked for.
  find(kind, name, place = "") {
    const inside = document.querySelector("dialog[open]") ?? document;
    const all = [...inside.querySelectorAll(eyes.kinds[kind])]
      .filter((one) => (!place || one.closest(place)) && !one.disabled && eyes.visible(one));
    const ranks = [(text) => text === name, (text) => text.startsWith(name), (text) => text.includes(name)];
    for (const fits of ranks) {
      const found = all.find((one) => fits(eyes.name(one)));
      if (found) return found;
    }
    return null;
  },
  // Where to point at it; nothing while something else lies over it.
  point(kind, name, place) {
    const found = eyes.find(kind, name, place);
    if (!found) throw new Error(`there is no ${kind} “${name}”`);
    const small = found.getBoundingClientRect().width < 6 || getComputedStyle(found).opacity === "0";
    const target = small && found.labels?.length ? found.labels[0] : found;
    target.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
    const box = target.getClientRects()[0];
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    const hit = document.elementFromPoint(x, y);
    if (hit && (target.contains(hit) || hit.contains(target) || found.labels?.[0]?.contains(hit))) return { x, y };
    throw new Error(`${hit?.outerHTML?.slice(0, 120)} lies over “${name}”`);
  },
  // The middle of what a selector finds.
  middle(place) {
    const box = document.querySelector(place).getBoundingClientRect();
    return { x: box.left + box.width / 2, y: box.top + Math.min(box.height / 2, 60) };
  },
  // Which key brings the keyboard nearer to it.
  towards(kind, name, place) {
    const found = eyes.find(kind, name, place);
    if (!found) throw new Error(`there is no ${kind} “${name}”`);
    const at = document.activeElement;
    if (at === found) return "there";
    if (found.type === "radio" && at?.type === "radio" && at.name === found.name) return "ArrowDown";
    const before = at && at !== document.body && at.compareDocumentPosition(found) & Node.DOCUMENT_POSITION_PRECEDING;
    return before ? "Shift+Tab" : "Tab";
  },
  // How many steps a list must be moved to an entry.
  steps(kind, name, place, entry) {
    const list = eyes.find(kind, name, place);
    const options = [...list.options].filter((option) => !option.disabled);
    let to = options.findIndex((option) => eyes.tidy(option.label) === entry);
    if (to < 0) to = options.findIndex((option) => eyes.tidy(option.label).includes(entry));
    if (to < 0) throw new Error(`“${name}” has no entry “${entry}”, but ${options.map((option) => option.label).join(", ")}`);
    return { by: to - options.indexOf(list.selectedOptions[0] ?? options[0]), value: options[to].value };
  },
  set(kind, name, place, value) {
    const field = eyes.find(kind, name, place);
    field.value = value;
    for (const event of ["input", "change"]) field.dispatchEvent(new Event(event, { bubbles: true }));
    return true;
  },
  text: () => eyes.tidy(document.body.innerText),
  quiet: () => document.readyState === "complete" && !document.querySelector(".htmx-request, .htmx-swapping, .htmx-settling"),
};
