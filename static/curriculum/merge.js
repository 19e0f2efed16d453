// The merge screen saves each choice as soon as it is made. Without this file every question has a button that saves.

const root = document.querySelector("[data-merge]");
const status = root.querySelector("[data-status]");
const token = root.querySelector("input[name=csrfmiddlewaretoken]")?.value;
const KEYS = "merge-screen-keys";
const LONGEST_WAIT = 30_000; // milliseconds between two tries
const HEARTBEAT = 20_000;
const pending = new Map(); // form → what is to be sent, as long as it is not saved

const say = (words) => { status.textContent = words; };

/** Post a form's data; returns the answer's JSON, null where the answer is none of ours. Throws without a connection. */
async function post(address, data) {
  const response = await fetch(address, {
    method: "POST", body: data, headers: { Accept: "application/json", "X-CSRFToken": token }, credentials: "same-origin",
  });
  const isOurs = (response.headers.get("content-type") ?? "").includes("application/json");
  return isOurs ? { status: response.status, ...(await response.json()) } : null;
}

/** Put what changed on the screen in its place. */
function redraw(regions) {
  for (const [id, html] of Object.entries(regions ?? {})) {
    const place = document.getElementById(id);
    if (place) place.innerHTML = html;
  }
}

/** Save the choice of a form. A later choice in the same form waits for the answer to the earlier one. */
async function save(form) {
  const waits = pending.get(form);
  if (waits) {
    waits.again = true;
    return;
  }
  const sending = { again: false, wait: 2_000 };
  pending.set(form, sending);
  say(root.dataset.saving);
  const answer = await sent(form, sending);
  pending.delete(form);
  if (!answer) {
    say(root.dataset.failed);
    return;
  }
  redraw(answer.regions);
  say(answer.words);
  if (answer.status < 300) form.removeAttribute("data-open");
  if (sending.again) await save(form);
  else if (answer.count !== undefined && answer.count !== Number(root.dataset.count)) location.reload();
}

/** Send a form until there is an answer; without a connection its choice stays, and is sent when there is one. */
async function sent(form, sending) {
  for (;;) {
    try {
      sending.again = false;
      return await post(form.action, new FormData(form));
    } catch {
      say(root.dataset.offline);
      await patience(sending.wait);
      sending.wait = Math.min(sending.wait * 2, LONGEST_WAIT);
    }
  }
}

/** Wait so many milliseconds, or until the browser says that it is online again. */
function patience(wait) {
  return new Promise((resolve) => {
    const done = () => { clearTimeout(timer); removeEventListener("online", done); resolve(); };
    const timer = setTimeout(done, wait);
    addEventListener("online", done);
  });
}

/** Let a form save by itself; its button is needed no more. */
function enhance(part) {
  for (const button of part.querySelectorAll("[data-question] [data-save]")) button.hidden = true;
}

/** Fetch the cards of a lesson when it is opened. */
async function unfold(details) {
  const body = details.querySelector("[data-body]");
  if (!details.open || !details.dataset.part || body.getAttribute("aria-busy")) return;
  const fallback = body.innerHTML;
  body.setAttribute("aria-busy", "true");
  body.textContent = root.dataset.loading;
  try {
    const response = await fetch(details.dataset.part, { credentials: "same-origin" });
    if (!response.ok || response.redirected) throw new Error(response.statusText);
    body.innerHTML = await response.text();
    details.removeAttribute("data-part");
    enhance(body);
  } catch {
    body.innerHTML = fallback;
    body.append(root.dataset.unloaded);
  }
  body.removeAttribute("aria-busy");
}

/** Go to an element of this page, with the focus. Returns whether it is here. */
function goTo(element) {
  if (!element) return false;
  const details = element.closest("details:not([open])");
  if (details) details.open = true;
  element.scrollIntoView({ block: "start" });
  element.focus({ preventScroll: true });
  return true;
}

/** Go to the open question after, or before, where the focus is. */
function step(forward) {
  const open = [...document.querySelectorAll("[data-question][data-open]")];
  const here = document.activeElement?.closest("[data-question]");
  const follows = (form) => Boolean(here?.compareDocumentPosition(form) & Node.DOCUMENT_POSITION_FOLLOWING);
  const found = forward
    ? open.find((form) => form !== here && (!here || follows(form))) ?? open[0]
    : open.findLast((form) => form !== here && here && !follows(form)) ?? open.at(-1);
  if (!goTo(found)) root.querySelector("[data-next]")?.click();
}

/** Choose the answer with this number in the question where the focus is. */
function choose(number) {
  const form = document.activeElement?.closest("[data-question]:not(.merge-question--switch)");
  const radio = form?.querySelectorAll("input[type=radio]")[number - 1];
  if (!radio || radio.disabled) return;
  radio.focus();
  if (!radio.checked) radio.click();
}

function usesKeys() {
  try { return localStorage.getItem(KEYS) !== "off"; } catch { return true; }
}

function showKeys() {
  document.documentElement.classList.toggle("merge-keys", usesKeys());
}

const isTyping = (target) => target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");

addEventListener("keydown", (event) => {
  if (!usesKeys() || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || isTyping(event.target)) return;
  if (event.key === "n") step(true);
  else if (event.key === "p") step(false);
  else if (/^[1-4]$/.test(event.key)) choose(Number(event.key));
  else return;
  event.preventDefault();
});

document.addEventListener("change", (event) => {
  const form = event.target.closest("[data-question]");
  if (form && event.target.name === "choice") save(form);
});

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-question]")) return;
  event.preventDefault();
  save(event.target);
});

document.addEventListener("toggle", (event) => {
  if (event.target.matches?.("[data-part]")) unfold(event.target);
}, true);

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-next]");
  if (link && goTo(document.getElementById(link.dataset.next))) event.preventDefault();
});

addEventListener("beforeunload", (event) => { if (pending.size) event.preventDefault(); });

/** Tell the server that somebody is here, and show who else is, and what they decided. */
async function greet() {
  if (document.hidden) return;
  const data = new FormData();
  data.set("since", root.dataset.loaded);
  try {
    const answer = await post(root.dataset.presence, data);
    if (!answer) return;
    for (const name of ["here", "news"]) {
      const line = root.querySelector(`[data-${name}]`);
      if (line.textContent !== answer[name]) line.textContent = answer[name];
    }
  } catch { /* the next greeting tries again */ }
}

const keyboard = document.querySelector("[data-keyboard]");
if (keyboard && token) {
  const box = keyboard.querySelector("[data-keys]");
  keyboard.hidden = false;
  box.checked = usesKeys();
  box.addEventListener("change", () => {
    try { localStorage.setItem(KEYS, box.checked ? "on" : "off"); } catch { /* for this page only */ }
    showKeys();
  });
  showKeys();
}
enhance(document);
if (token) setInterval(greet, HEARTBEAT);
