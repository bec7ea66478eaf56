// Markdown by buttons and keys: marks round what is chosen, lists that go on by themselves.
const round = { bold: "**", italic: "_", code: "`" };
const before = { list: "- ", quote: "> " };
const keys = { b: "bold", i: "italic", e: "code" };
const shifted = { "*": "list", 8: "list", "(": "quote", 9: "quote", K: "link", k: "link" };

// Through the browser's own editing, so that Ctrl+Z takes it back.
function put(area, text, from, to) {
  area.focus();
  area.setSelectionRange(from, to);
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, from, to, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
function mark(area, kind) {
  const { selectionStart: from, selectionEnd: to, value } = area;
  const chosen = value.slice(from, to);
  if (round[kind]) {
    const sign = round[kind];
    const marked = value.slice(from - sign.length, from) === sign && value.slice(to, to + sign.length) === sign;
    if (marked) {
      put(area, chosen, from - sign.length, to + sign.length);
      area.setSelectionRange(from - sign.length, to - sign.length);
    } else {
      put(area, sign + chosen + sign, from, to);
      area.setSelectionRange(from + sign.length, to + sign.length);
    }
  } else if (before[kind]) {
    const start = value.lastIndexOf("\n", from - 1) + 1;
    const lines = value.slice(start, to).split("\n");
    const all = lines.every((line) => line.startsWith(before[kind]));
    const changed = lines.map((line) => (all ? line.slice(before[kind].length) : before[kind] + line));
    put(area, changed.join("\n"), start, to);
  } else if (kind === "link") {
    const url = /^https?:\/\/\S+$/.test(chosen);
    put(area, url ? `[](${chosen})` : `[${chosen}](https://)`, from, to);
    const caret = url ? from + 1 : from + chosen.length + 3;
    area.setSelectionRange(caret, url ? caret : caret + 8);
  } else {
    // A sign that opens the list of what it stands for.
    const sign = kind === "mention" ? "@" : "/";
    const gap = from === 0 || /\s/.test(value[from - 1]) ? "" : kind === "mention" ? " " : "\n";
    put(area, gap + sign, from, from);
  }
}
document.addEventListener("click", (event) => {
  const button = event.target.closest(".composer [data-mark]");
  const area = button?.closest("form").querySelector("textarea");
  if (area) mark(area, button.dataset.mark);
});
document.addEventListener("keydown", (event) => {
  const area = event.target;
  if (!area.matches?.(".composer textarea")) return;
  if (event.ctrlKey || event.metaKey) {
    const kind = event.shiftKey ? (shifted[event.key] ?? { Digit8: "list", Digit9: "quote" }[event.code]) : keys[event.key];
    if (!kind) return;
    event.preventDefault();
    event.stopPropagation();
    mark(area, kind);
  } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing && !event.defaultPrevented) {
    goOn(area, event);
  }
}, true);
// Enter in a list begins the next item; on an empty one it ends the list.
function goOn(area, event) {
  if (area.closest("form").querySelector(".offers:not([hidden])")) return;
  const { selectionStart: at, selectionEnd: to, value } = area;
  if (at !== to) return;
  const start = value.lastIndexOf("\n", at - 1) + 1;
  const item = /^(\s*)([-*+] (?:\[[ x]\] )?|(\d+)([.)]) |> )(.*)$/.exec(value.slice(start, at));
  if (!item) return;
  event.preventDefault();
  const [, indent, sign, number, point, text] = item;
  if (!text.trim()) return put(area, "", start, at);
  const next = number ? `${Number(number) + 1}${point} ` : sign.replace("[x]", "[ ]");
  put(area, `\n${indent}${next}`, at, at);
}
