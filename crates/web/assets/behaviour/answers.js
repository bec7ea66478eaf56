// The arrows lead from the question to its answers and back; Escape takes the answers away.
const answers = () => [...document.querySelectorAll("#answers a")];

document.addEventListener("keydown", (event) => {
  const box = document.querySelector("[data-answers]");
  if (!box || (event.target !== box && !event.target.closest?.("#answers"))) return;
  const all = answers();
  const at = all.indexOf(event.target);
  if (event.key === "Escape") {
    document.getElementById("answers").replaceChildren();
    box.focus();
  } else if (event.key === "ArrowDown" && at + 1 < all.length) {
    all[at + 1].focus();
  } else if (event.key === "ArrowUp" && at >= 0) {
    (all[at - 1] ?? box).focus();
  } else {
    return;
  }
  event.preventDefault();
});
