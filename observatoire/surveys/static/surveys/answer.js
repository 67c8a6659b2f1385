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

// A grid: its totals follow what is typed; a block pasted from a spreadsheet fills its cells.
const number = (text) => Number(text.replace(/\s/g, "").replace(",", "."));
const shown = (cells) => cells.some((cell) => cell.value.trim())
  ? String(Math.round(cells.reduce((sum, cell) => sum + (number(cell.value) || 0), 0) * 1e6) / 1e6).replace(".", ",")
  : "";

function addUp(table) {
  const rows = [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll("input")]);
  rows.forEach((cells, at) => {
    const total = table.tBodies[0].rows[at].querySelector(".obs-grid__total");
    if (total) total.textContent = shown(cells);
  });
  const feet = [...table.querySelectorAll("tfoot .obs-grid__total")];
  feet.forEach((foot, at) => {
    foot.textContent = shown(at < rows[0].length ? rows.map((cells) => cells[at]) : rows.flat());
  });
}

form.addEventListener("paste", (event) => {
  const table = event.target.closest("[data-grid]");
  const text = event.clipboardData.getData("text/plain").replace(/\r?\n$/, "");
  if (!table || !/[\t\n]/.test(text)) return;
  event.preventDefault();
  const rows = [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll("input")]);
  const top = rows.findIndex((cells) => cells.includes(event.target));
  const left = rows[top].indexOf(event.target);
  text.split(/\r?\n/).forEach((line, down) => line.split("\t").forEach((value, along) => {
    const cell = rows[top + down]?.[left + along];
    if (cell) cell.value = value.trim();
  }));
  event.target.dispatchEvent(new Event("input", { bubbles: true }));
});

form.addEventListener("input", (event) => {
  arrange();
  const table = event.target.closest("[data-grid]");
  if (table) addUp(table);
  if (isNamed) wait(1500);
});
form.addEventListener("submit", () => clearTimeout(waiting));
arrange();
document.querySelector("[role=alert]")?.focus();
