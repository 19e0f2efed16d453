// Goes to the place that the address names once fields have grown to their text, and opens what hides it.

addEventListener("load", () => {
  const target = location.hash && document.getElementById(location.hash.slice(1));
  if (!target) return;
  for (let around = target; around; around = around.parentElement?.closest("details")) {
    if (around.tagName === "DETAILS") around.open = true;
  }
  requestAnimationFrame(() => requestAnimationFrame(() => target.scrollIntoView()));
});
