// Cards move between lanes: by dragging, or by Ctrl and an arrow on the one in focus, which is carried from lane to lane
// while Ctrl is held and put down where it is let go. A move that is refused goes back and says why. A lane that asks for
// more than the move (data-asks) is answered first: what is wrong with the answer is said beside it, and Escape puts the
// card back. Arrows alone go from card to card. While a card is in the hand the lanes stay as they are: what was to be
// shown meanwhile is asked for once it is put down.
let held = null;
let carried = null;
let settling = 0;
let missed = null;

const board = () => document.getElementById("board");
const lanes = () => [...board().querySelectorAll(".lane")];
const link = (card) => card?.querySelector("a");

function say(text, undo) {
  document.querySelector(".toast")?.remove();
  const toast = document.getElementById("moved").content.cloneNode(true).firstElementChild;
  toast.querySelector("span").textContent = text;
  if (undo) toast.querySelector("form").action = `/commands/${undo}/undo`;
  else {
    toast.querySelector("form").remove();
    toast.classList.add("bad");
    toast.setAttribute("role", "alert");
  }
  document.body.append(toast);
  htmx.process(toast);
}
// What the lane asks for; nothing where it is left unanswered.
function answers(dialog, card) {
  if (!dialog) return new FormData();
  dialog.querySelector(".num").textContent = `#${card.dataset.number}`;
  const form = dialog.querySelector("form");
  let answered = null;
  form.onsubmit = () => (answered = new FormData(form));
  dialog.showModal();
  return new Promise((told) => (dialog.onclose = () => told(answered)));
}
function complain(dialog, why) {
  const place = dialog.querySelector("[data-wrong]");
  place.hidden = !why;
  place.querySelector("span").textContent = why;
}
async function send(card, lane, answered) {
  const { by, csrf } = board().dataset;
  const body = new URLSearchParams({ csrf, by, to: lane.dataset.lane, seen: card.dataset.seen });
  for (const [name, value] of answered) body.append(name, value);
  try {
    const answer = await fetch(`/tickets/${card.dataset.number}/lane`, { method: "POST", body, headers: { accept: "application/json" } });
    const said = await answer.json();
    // One's own move is no colleague's: the next one begins where this has come to.
    if (said.version) card.dataset.seen = said.version;
    return { ok: answer.ok, ...said };
  } catch {
    // Nothing was heard: the card goes back, and the live list says what is.
    return { ok: false };
  }
}
// Where a card stands, so that it can go back there.
const placeOf = (card) => ({ list: card.parentElement, next: card.nextElementSibling });
function lay(card, lane) {
  const focused = card.contains(document.activeElement);
  lane.querySelector("ol").prepend(card);
  if (focused) link(card).focus();
}
function goBack(card, { list, next }) {
  const focused = card.contains(document.activeElement);
  if (card.isConnected) list.insertBefore(card, next?.isConnected && next.parentElement === list ? next : null);
  if (focused) link(card).focus();
}
function carry(card, lane) {
  if (!lane) return;
  carried ??= { card, from: placeOf(card) };
  card.classList.add("held");
  lay(card, lane);
  card.scrollIntoView({ block: "nearest", inline: "nearest" });
}
function putDown(stays) {
  if (!carried) return;
  const { card, from } = carried;
  carried = null;
  card.classList.remove("held");
  if (card.isConnected) {
    if (stays && card.parentElement !== from.list) settle(card, from);
    else goBack(card, from);
  }
  catchUp();
}
function move(card, lane) {
  if (!lane || lane === card.closest(".lane")) return;
  const from = placeOf(card);
  lay(card, lane);
  settle(card, from);
}
async function settle(card, from) {
  settling += 1;
  try {
    await decide(card, from);
  } finally {
    settling -= 1;
    catchUp();
  }
}
// A card that was laid into a lane is moved there, or goes back to where it was.
async function decide(card, from) {
  const lane = card.closest(".lane");
  const focused = card.contains(document.activeElement);
  const dialog = document.querySelector(`dialog[data-asks="${lane.dataset.lane}"]`);
  let said = null;
  let answered = await answers(dialog, card);
  while (answered && board()) {
    said = await send(card, lane, answered);
    if (!dialog || said.ok || !said.text) break;
    complain(dialog, said.text);
    answered = await answers(dialog, card);
  }
  // Somewhere else by now: there is nothing to say it on.
  if (!board()) return;
  if (dialog) {
    complain(dialog, "");
    dialog.querySelector("form").reset();
  }
  if (said?.ok) return say(said.text, said.undo);
  goBack(card, from);
  if (focused) link(card).focus();
  if (said && (!dialog || !said.text)) say(said.text ?? said.detail ?? said.title ?? "…");
}
const inHand = () => Boolean(board() && (held || carried || settling));
function catchUp() {
  if (!missed || inHand()) return;
  const part = missed;
  missed = null;
  if (part.isConnected) htmx.trigger(part, "live");
}
// Neither is asked now, nor is an answer taken to what was asked before.
for (const step of ["htmx:beforeRequest", "htmx:beforeOnLoad"]) {
  document.addEventListener(step, (event) => {
    if (!inHand() || !event.target.matches?.("[data-live~=lists]")) return;
    event.preventDefault();
    missed = event.target;
  });
}
document.addEventListener("dragstart", (event) => {
  held = event.target.closest?.("[data-movable] .card-t");
  if (!held) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", `#${held.dataset.number}`);
  held.classList.add("held");
});
document.addEventListener("dragover", (event) => {
  const lane = held && event.target.closest?.(".lane");
  if (!lane) return;
  event.preventDefault();
  for (const other of lanes()) other.classList.toggle("over", other === lane);
});
document.addEventListener("drop", (event) => {
  const lane = held && event.target.closest?.(".lane");
  if (!lane) return;
  event.preventDefault();
  move(held, lane);
});
document.addEventListener("dragend", () => {
  if (!held) return;
  held.classList.remove("held");
  held = null;
  for (const lane of lanes()) lane.classList.remove("over");
  catchUp();
});
document.addEventListener("keydown", (event) => {
  const card = event.target.closest?.(".card-t");
  if (!card || event.altKey || event.metaKey || event.shiftKey) return;
  const all = lanes();
  const at = all.indexOf(card.closest(".lane"));
  const way = getComputedStyle(board()).direction === "rtl" ? -1 : 1;
  const sideways = { ArrowLeft: -way, ArrowRight: way }[event.key];
  if (event.key === "Escape" && carried) putDown(false);
  else if (event.ctrlKey) {
    if (!sideways || !("movable" in board().dataset)) return;
    carry(card, all[at + sideways]);
  } else if (sideways) {
    const rank = [...card.parentElement.children].indexOf(card);
    for (let next = at + sideways; all[next]; next += sideways) {
      const cards = all[next].querySelectorAll(".card-t");
      if (!cards.length) continue;
      link(cards[Math.min(rank, cards.length - 1)]).focus();
      break;
    }
  } else if (event.key === "ArrowDown" || event.key === "j") link(card.nextElementSibling)?.focus();
  else if (event.key === "ArrowUp" || event.key === "k") link(card.previousElementSibling)?.focus();
  else return;
  event.preventDefault();
});
document.addEventListener("keyup", (event) => event.key === "Control" && putDown(true));
addEventListener("blur", () => putDown(false));
