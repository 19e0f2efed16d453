// The translator's screen keeps what is written as drafts, saves with Ctrl and Enter, and goes on to the next text.
// Without this file every text has a button that saves.

const root = document.querySelector("[data-translate]");
const status = root.querySelector("[data-status]");
const QUIET = 1_500; // milliseconds without a key until a draft is kept
const LONGEST_WAIT = 30_000; // between two tries
const known = new Map(); // form → what the server has, and what is under way

const say = (words) => { status.textContent = words; };
const field = (form) => form.elements.text;

/** Return what is known about a form. */
function about(form) {
  if (!known.has(form)) known.set(form, {
    saved: field(form).defaultValue, timer: 0, sending: false, isOffline: false, wanted: null,
  });
  return known.get(form);
}

const isUnsaved = (form) => field(form).value !== about(form).saved || about(form).sending;

/** Post a form; returns the answer's JSON, null where the answer is none of ours. Throws without a connection. */
async function post(address, data) {
  const token = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1]; // a new one, after signing in anew elsewhere
  if (token) data.set("csrfmiddlewaretoken", token);
  const response = await fetch(address, {
    method: "POST", body: data, headers: { Accept: "application/json" }, credentials: "same-origin",
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

/** Send a form: as a draft, finished, or to another address. What is wanted meanwhile follows; a draft never last. */
async function send(form, wanted) {
  const state = about(form);
  clearTimeout(state.timer);
  if (state.sending) {
    if (!state.wanted || !wanted.isDraft) state.wanted = wanted;
    if (state.isOffline) goOnOffline(form, wanted);
    return;
  }
  state.sending = true;
  if (!wanted.isDraft) say(root.dataset.saving);
  const answer = await answerTo(form, wanted);
  state.sending = state.isOffline = false;
  take(form, answer, wanted);
  const then = state.wanted;
  state.wanted = null;
  if (then) await send(form, then);
}

/** Send until there is an answer; without a connection the text stays in its field, and the person goes on. */
async function answerTo(form, wanted) {
  for (let wait = 2_000; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
    const data = new FormData(form);
    wanted.text = field(form).value;
    if (wanted.isDraft) data.set("draft", "1");
    try {
      return await post(wanted.address, data);
    } catch {
      about(form).isOffline = true;
      say(root.dataset.offline);
      goOnOffline(form, wanted);
      await patience(wait);
    }
  }
}

/** Show what became of a text that was sent. */
function take(form, answer, wanted) {
  if (!answer) {
    say(root.dataset.failed);
    return;
  }
  if (wanted.isDraft && answer.status === 400) { // half a link, half a tag: no reason to disturb who writes
    say(`${root.dataset.unsaved} ${answer.words}`);
    return;
  }
  redraw(answer.regions);
  say(answer.words);
  form.toggleAttribute("data-taken", answer.status === 409);
  if (answer.status >= 300) return;
  about(form).saved = wanted.text;
  if (wanted.goesOn) goOn(form, answer);
}

/** Wait so many milliseconds, or until the browser says that it is online again. */
function patience(wait) {
  return new Promise((resolve) => {
    const done = () => { clearTimeout(timer); removeEventListener("online", done); resolve(); };
    const timer = setTimeout(done, wait);
    addEventListener("online", done);
  });
}

/** Return the form after this one on the page. */
function nextHere(form) {
  const forms = [...document.querySelectorAll("[data-segment]")];
  return forms[forms.indexOf(form) + 1];
}

function focusOn(form) {
  if (!form) return;
  form.scrollIntoView({ block: "start" });
  field(form).focus({ preventScroll: true });
}

/** Go to the next text of this page although there is no connection. */
function goOnOffline(form, wanted) {
  if (wanted.goesOn) focusOn(nextHere(form));
  wanted.goesOn = false;
}

/** Go to the next text: on this page, or on another one when nothing here waits to be saved. */
function goOn(form, answer) {
  if (field(form) !== document.activeElement && !form.contains(document.activeElement)) return;
  const here = document.getElementById(answer.next);
  if (here) focusOn(here);
  else if (answer.address && ![...known.keys()].some(isUnsaved)) location.assign(answer.address);
}

const finish = (form) => send(form, { address: form.action, isDraft: false, goesOn: true });

document.addEventListener("input", (event) => {
  const form = event.target.closest("[data-segment]");
  if (!form || event.target !== field(form)) return;
  const state = about(form);
  clearTimeout(state.timer);
  if (!isUnsaved(form)) return;
  say(root.dataset.unsaved);
  if (form.hasAttribute("data-taken")) return; // somebody else's text is saved: only the person replaces it
  state.timer = setTimeout(() => send(form, { address: form.action, isDraft: true, goesOn: false }), QUIET);
});

document.addEventListener("keydown", (event) => {
  const form = event.target.closest("[data-segment]");
  if (!form || event.key.toLowerCase() !== "enter" || !(event.ctrlKey || event.metaKey) || event.target !== field(form)) return;
  event.preventDefault();
  finish(form);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-segment]")) return;
  event.preventDefault();
  const address = event.submitter?.getAttribute("formaction");
  if (address) send(form, { address, isDraft: false, goesOn: true });
  else finish(form);
});

document.addEventListener("click", (event) => {
  const form = event.target.closest("[data-segment]");
  const button = event.target.closest("[data-use], [data-copy]");
  if (!form || !button) return;
  event.preventDefault();
  field(form).value = button.value || document.getElementById(`${form.id}-source`).textContent;
  field(form).focus();
  field(form).dispatchEvent(new Event("input", { bubbles: true }));
});

addEventListener("beforeunload", (event) => {
  if ([...document.querySelectorAll("[data-segment]")].some(isUnsaved)) event.preventDefault();
});

for (const part of document.querySelectorAll("[data-copy], [data-scripted]")) part.hidden = false;
if (matchMedia("(max-width: 56rem)").matches) document.querySelector("[data-lessons]").open = false;
if (location.hash) focusOn(document.getElementById(location.hash.slice(1))?.closest("[data-segment]"));
