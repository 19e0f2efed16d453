// Follows the background worker while it forks modules. Without this file the page loads itself anew.

const EVERY = 1000; // milliseconds
const LONGEST = 15000; // between two tries while the connection is lost

const place = document.querySelector("[data-fork-progress]");

/** Show what the server told; anything but more of the same has other buttons, so that the page is loaded anew. */
function show(told) {
  if (told.state !== place.dataset.state) {
    window.location.reload();
    return false;
  }
  place.querySelector("progress").value = told.done;
  const words = place.querySelector("[role=status]");
  if (words.textContent !== told.words) words.textContent = told.words;
  place.querySelector("[data-fork-lines]").innerHTML = told.lines;
  return true;
}

async function follow(pause) {
  let next = EVERY;
  try {
    const answer = await fetch(place.dataset.address, { cache: "no-store", headers: { accept: "application/json" } });
    if (answer.redirected || answer.status === 403 || answer.status === 404) {
      window.location.reload(); // signed out, or no longer allowed to see this
      return;
    }
    if (!answer.ok) throw new Error(answer.statusText);
    if (!show(await answer.json())) return;
  } catch {
    place.querySelector("[role=status]").textContent = place.dataset.offline;
    next = Math.min(pause * 2, LONGEST);
  }
  window.setTimeout(() => follow(next), next);
}

if (place) window.setTimeout(() => follow(EVERY), EVERY);
