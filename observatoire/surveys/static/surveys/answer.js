// Hides the questions that are not asked, and keeps what is typed. Everything works without it.

const form = document.querySelector("[data-survey]");
const isNamed = form.dataset.survey === "nominative" && form.querySelector("[name=enregistrer]");
const said = form.querySelector("[data-saved]");
let waiting = 0;

// A question that is hidden answers nothing: those that depend on it are hidden too.
function holds(question) {
  const asked = document.getElementById(question.dataset.needs);
  const among = question.dataset.among.split(" ");
  return !asked?.hidden && [...form.elements].some(
    (box) => box.name === question.dataset.needs && box.checked && among.includes(box.value));
}

function arrange() {
  for (const question of form.querySelectorAll("[data-needs]")) {
    question.hidden = !holds(question);
    question.querySelector(".obs-survey__if").hidden = true;
  }
}

async function save() {
  const body = new FormData(form);
  body.append("enregistrer", "oui");
  try {
    const answer = await fetch(form.action || location.href,
      { method: "POST", body, headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    said.textContent = (await answer.json()).phrase;
  } catch {
    said.textContent = "Réponses pas encore enregistrées : nouvel essai dans un instant.";
    wait(5000);
  }
}

function wait(delay) {
  clearTimeout(waiting);
  waiting = setTimeout(save, delay);
}

form.addEventListener("input", () => {
  arrange();
  if (isNamed) wait(1500);
});
form.addEventListener("submit", () => clearTimeout(waiting));
arrange();
document.querySelector("[role=alert]")?.focus();
