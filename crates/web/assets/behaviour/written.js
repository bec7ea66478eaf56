// A message as it was written is as tall as what stands in it, so that there is one place to scroll.
const TALLEST = 20000;
function fit(frame) {
  const page = frame.contentDocument?.documentElement;
  if (page) frame.style.blockSize = `${Math.min(page.scrollHeight + 2, TALLEST)}px`;
}
const frames = () => document.querySelectorAll("iframe[data-fit]");
document.addEventListener("load", (event) => event.target.matches?.("iframe[data-fit]") && fit(event.target), true);
addEventListener("resize", () => frames().forEach(fit));
frames().forEach(fit);
