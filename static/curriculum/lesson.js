// Three conveniences of a lesson. Without this file everything is there to read.

const LEVEL = "level-of-my-group";

/** Make each answer of a quiz a button that says at once whether it is right. */
function answerAtOnce(question) {
  const answer = question.querySelector(".answer");
  const verdicts = [...answer.querySelectorAll("ol > li")];
  const verdict = document.createElement("p");
  verdict.className = "verdict";
  verdict.setAttribute("role", "status");
  const buttons = [...question.querySelectorAll(".options > li")].map((option, place) => {
    const button = document.createElement("button");
    const isRight = verdicts[place]?.classList.contains("right");
    button.type = "button";
    button.className = isRight ? "right" : "wrong";
    button.setAttribute("aria-pressed", "false");
    button.append(...option.childNodes);
    button.addEventListener("click", () => {
      for (const other of buttons) other.setAttribute("aria-pressed", String(other === button));
      const said = [...verdicts[place].cloneNode(true).childNodes];
      verdict.replaceChildren(...said, isRight ? (answer.querySelector(":scope > p")?.textContent ?? "") : "");
    });
    option.append(button);
    return button;
  });
  question.querySelector(".options").after(verdict);
}

/** Let a reader say the level of the own group; passages for other levels are folded away, here and later. */
function rememberLevel(ladder) {
  const passages = [...document.querySelectorAll("details.passage[data-levels]")];
  const steps = [...ladder.children];
  if (!passages.length) return;
  const hint = ladder.parentElement.querySelector(".hint");
  if (hint) hint.hidden = false;
  const show = (level) => {
    for (const step of steps) {
      step.querySelector("button").setAttribute("aria-pressed", String(step.dataset.level === level));
    }
    for (const passage of passages) passage.open = !level || passage.dataset.levels.split(" ").includes(level);
  };
  for (const step of steps) {
    const button = document.createElement("button");
    const name = step.querySelector("dt");
    button.type = "button";
    button.append(...name.childNodes);
    name.append(button);
    button.addEventListener("click", () => {
      const level = button.getAttribute("aria-pressed") === "true" ? "" : step.dataset.level;
      try { localStorage.setItem(LEVEL, level); } catch { /* remembered for this page only */ }
      show(level);
    });
  }
  let known = "";
  try { known = localStorage.getItem(LEVEL) ?? ""; } catch { /* no storage: nothing is remembered */ }
  show(known);
}

const quiz = document.querySelector(".quiz");
if (quiz) for (const question of quiz.querySelectorAll(".question")) answerAtOnce(question);
const ladder = document.querySelector(".ladder");
if (ladder) rememberLevel(ladder);
const contents = document.querySelector(".contents");
if (contents && matchMedia("(min-width: 60rem)").matches) contents.open = true;
