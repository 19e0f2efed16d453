/* Puts the marks of a fork's parts beside the blocks of the page editor. The server sends them as HTML. */

const DELAY = 250; // ms after the editor changed something before the marks are put in place again
const REFRESH_DELAY = 3000; // ms after the last save before the marks are read anew

/** Calls `action` once, `delay` ms after the last call. */
function later(action, delay) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(action, delay);
  };
}

/** Returns the block of this id, whatever its place; null where the form has none that stays. */
function blockOf(form, id) {
  const block = form.querySelector(`[data-streamfield-child][data-contentpath="${CSS.escape(id)}"]`);
  const deleted = block?.querySelector(":scope > input[name$='-deleted']");
  return deleted?.value ? null : block;
}

/** Returns the container of a stream: of the page, or of the passage `holder`. */
function streamOf(form, holder, slot) {
  const scope = holder ? blockOf(form, holder) : form;
  const counter = holder ? `input[name$="-value-${slot}-count"]` : `input[name="${slot}-count"]`;
  return scope?.querySelector(counter)?.parentElement ?? null;
}

/** Keeps one element for each mark and puts it where it belongs, as often as it is asked to. */
class Marks {
  constructor(form) {
    this.form = form;
    this.elements = new Map();
    this.states = null;
  }

  async load(address) {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    this.states = await answer.json();
    this.place();
  }

  place() {
    if (!this.states) return;
    const used = new Set();
    const head = this.form.querySelector("#tab-content") ?? this.form;
    this.put("page", this.states.own, (mark) => head.prepend(mark), head, used);
    for (const [id, html] of Object.entries(this.states.blocks)) {
      const block = blockOf(this.form, id);
      this.put(id, html, (mark) => block.prepend(mark), block, used);
    }
    for (const { id, after, holder, slot, html } of this.states.declined) {
      const block = after && blockOf(this.form, after);
      const place = block || streamOf(this.form, holder, slot);
      this.put(id, html, (mark) => (block ? place.append(mark) : place.before(mark)), place, used);
    }
    for (const [key, mark] of this.elements) {
      if (!used.has(key)) mark.remove();
    }
  }

  put(key, html, insert, place, used) {
    if (!place) return;
    used.add(key);
    let mark = this.elements.get(key);
    if (mark?.isConnected && mark.source === html) return;
    mark?.remove();
    if (mark?.source !== html) mark = this.make(key, html);
    insert(mark);
  }

  make(key, html) {
    const mark = document.createElement("div");
    mark.className = key === "page" ? "scan-mark scan-mark--page" : "scan-mark";
    mark.innerHTML = html;
    mark.source = html;
    this.elements.set(key, mark);
    return mark;
  }
}

/** Says to save first where a part would be returned while the form has unsaved changes. */
function keepUnsaved(form, event) {
  const link = event.target.closest("[data-return]");
  if (!link || form.dataset.wUnsavedHasEditsValue !== "true") return;
  event.preventDefault();
  const note = link.parentElement.querySelector("[data-save-first]");
  note.textContent = note.dataset.words;
}

function start(opener, form) {
  const marks = new Marks(form);
  const load = () => marks.load(opener.dataset.forkStates).catch(() => {});
  const place = later(() => marks.place(), DELAY);
  new MutationObserver(place).observe(form, { childList: true, subtree: true });
  form.addEventListener("w-autosave:success", later(load, REFRESH_DELAY));
  form.addEventListener("click", (event) => keepUnsaved(form, event));
  load();
}

const opener = document.querySelector("[data-fork-states]");
const form = document.querySelector("[data-edit-form]");
if (opener && form) start(opener, form);
