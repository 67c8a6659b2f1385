// « Près de moi »: distances are measured here. The position never leaves the browser: what is
// asked of the server is the same list for everyone.

const button = document.querySelector("[data-pres]");
const said = document.querySelector("[data-pres-dit]");
const list = document.querySelector("[data-liste]");
const SHOWN = 20;
const WORDS = { ouvert: "Ouvert", ferme: "Fermé", inconnu: "Horaires à vérifier" };

if (button && navigator.geolocation) {
  button.hidden = false;
  button.addEventListener("click", () => {
    said.textContent = "Recherche de votre position…";
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => near(coords),
      () => {
        said.textContent = "Position refusée ou introuvable : écrire une commune.";
      },
      { timeout: 10000 },
    );
  });
}

async function near({ latitude, longitude }) {
  try {
    const answer = await fetch(button.dataset.pres);
    const { lieux, communes } = await answer.json();
    const rows = (lieux ?? communes).map((row) => ({ row, km: far(row, latitude, longitude) }));
    rows.sort((one, other) => one.km - other.km);
    show(rows.slice(0, SHOWN), Boolean(lieux));
  } catch {
    said.textContent = "La liste n’a pas pu être lue : réessayer, ou écrire une commune.";
  }
}

function far(row, latitude, longitude) {
  const up = (row[3] - latitude) * 111.132;
  const along = (row[4] - longitude) * 111.32 * Math.cos((latitude * Math.PI) / 180);
  return Math.hypot(up, along);
}

function show(rows, isPlaces) {
  const items = rows.map(({ row, km }) => {
    const item = document.createElement("li");
    item.className = "obs-place";
    const link = document.createElement("a");
    link.textContent = isPlaces ? row[0] : `${row[0]} (${row[2]} lieux)`;
    link.href = isPlaces
      ? `/aide-alimentaire/lieux/${row[1]}/`
      : `/aide-alimentaire/?commune=${row[1]}`;
    const words = document.createElement("p");
    words.className = "obs-quiet";
    const away = `${km.toFixed(1).replace(".", ",")} km à vol d’oiseau`;
    words.textContent = isPlaces ? `${WORDS[row[5]]} · ${row[2]} · ${away}` : away;
    item.append(link, words);
    return item;
  });
  const fresh = document.createElement("ol");
  fresh.className = "obs-places";
  fresh.append(...items);
  const title = document.createElement("h2");
  title.className = "fr-h5";
  title.textContent = "Les plus proches de vous";
  list.replaceChildren(title, fresh);
  said.textContent = "Votre position est restée dans ce navigateur.";
}
