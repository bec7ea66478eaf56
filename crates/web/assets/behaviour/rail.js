// Where the rail has more places than fit, the one where the reader is stays in sight.
function show() {
  document.querySelector(".rail ul [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
}
show();
// After all others have said what they have to say about the page: each look at where something is lays it out.
document.addEventListener("htmx:afterSettle", (event) => event.detail.target === document.body && queueMicrotask(show));
