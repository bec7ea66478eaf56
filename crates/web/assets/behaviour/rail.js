// Where the rail has more places than fit, the one where the reader is stays in sight.
function show() {
  document.querySelector(".rail ul [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
}
show();
document.addEventListener("htmx:afterSettle", (event) => event.detail.target === document.body && show());
