// The door goes on without network: what is ticked is kept in this telephone with its hour, and
// said again until the site has heard it. Saying it twice changes nothing.
const door = document.getElementById("accueil");

if (door) {
  const shelf = `accueil-${door.dataset.event}`;
  const network = document.getElementById("reseau");
  const count = document.getElementById("arrives");
  const rows = new Map([...door.querySelectorAll("[data-key]")].map((row) => [row.dataset.key, row]));
  const token = door.querySelector("[name=csrfmiddlewaretoken]").value;
  const kept = () => JSON.parse(localStorage.getItem(shelf) || "{}");
  const keep = (waiting) => localStorage.setItem(shelf, JSON.stringify(waiting));
  let asking = false;
  let refused = false;

  const show = (key, isHere) => {
    const row = rows.get(key);
    if (!row) return;
    const name = row.querySelector("strong").textContent;
    const button = row.querySelector("button");
    row.classList.toggle("obs-door__here", isHere);
    button.classList.toggle("fr-btn--tertiary", isHere);
    button.value = isHere ? "non" : "oui";
    button.firstChild.textContent = isHere ? "Annuler" : "Arrivé";
    button.querySelector("span").textContent = `\u00a0: ${name}`;
    count.textContent = door.querySelectorAll(".obs-door__here").length;
  };
  const say = () => {
    const waiting = Object.keys(kept()).length;
    network.hidden = waiting === 0;
    network.textContent = waiting === 0 ? "" :
      `${refused ? "Le site ne vous reconnaît plus" : "Sans réseau, ou pas encore entendu"}\u00a0: ${waiting} arrivée${waiting > 1 ? "s" : ""} gardée${waiting > 1 ? "s" : ""} dans cet appareil. ${refused ? "Se connecter de nouveau, puis rouvrir cette page\u00a0: elles partiront alors." : "Elles partiront d’elles-mêmes."}`;
  };
  const sync = async () => {
    const waiting = kept();
    const told = Object.entries(waiting).map(([id, a]) => ({ id, a }));
    if (asking || told.length === 0) return say();
    asking = true;
    try {
      const answer = await fetch(door.dataset.sync, {
        method: "POST",
        redirect: "manual",  // the way to the door of the site: the session is over
        headers: { "Content-Type": "application/json", "X-CSRFToken": token },
        body: JSON.stringify({ arrivees: told }),
      });
      refused = !answer.ok && answer.status < 500;
      if (answer.ok) {
        const heard = await answer.json();
        const left = kept();
        // Only what was said as it still stands: it may have changed while we spoke.
        for (const id of heard.notees) if (left[id] === waiting[id]) delete left[id];
        keep(left);
        for (const id of heard.presents) if (!(id in left)) show(id, true);
      }
    } catch {
      // No network: it stays on the shelf.
    }
    asking = false;
    say();
  };
  const note = (key, isHere) => {
    keep({ ...kept(), [key]: isHere ? new Date().toISOString() : null });
    show(key, isHere);
    say();
    sync();
  };

  door.addEventListener("submit", (event) => {
    event.preventDefault();
    const row = event.target.closest("[data-key]");
    note(row.dataset.key, !row.classList.contains("obs-door__here"));
  });

  const search = document.getElementById("cherche");
  search.closest(".fr-input-group").hidden = false;
  const bare = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  const look = () => {
    const words = bare(search.value).split(/\s+/).filter(Boolean);
    let found = 0;
    for (const row of rows.values()) {
      const here = `${bare(row.dataset.words)} ${row.dataset.key}`;
      row.hidden = !words.every((word) => here.includes(word));
      found += row.hidden ? 0 : 1;
    }
    document.getElementById("personne").hidden = found > 0;
  };
  search.addEventListener("input", look);

  const point = (key) => {
    const row = rows.get(key);
    if (!row) return false;
    search.value = "";
    look();
    rows.forEach((one) => one.classList.toggle("obs-door__asked", one === row));
    row.scrollIntoView({ block: "center" });
    row.querySelector("button").focus();
    return true;
  };
  if (door.dataset.asked) point(door.dataset.asked);

  if ("BarcodeDetector" in window && navigator.mediaDevices) {
    const scan = document.getElementById("scanner");
    const camera = document.getElementById("camera");
    scan.parentElement.hidden = false;
    scan.addEventListener("click", async () => {
      const reader = new BarcodeDetector({ formats: ["qr_code"] });
      try {
        camera.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      } catch {
        scan.parentElement.hidden = true;
        return;
      }
      camera.hidden = false;
      await camera.play();
      const read = setInterval(async () => {
        const [code] = await reader.detect(camera);
        const key = code && new URL(code.rawValue, location.href).searchParams.get("billet");
        if (!key || !rows.has(key)) return;
        clearInterval(read);
        camera.srcObject.getTracks().forEach((track) => track.stop());
        camera.hidden = true;
        note(key, true);
        point(key);
      }, 300);
    });
  }

  for (const [key, at] of Object.entries(kept())) show(key, at !== null);
  say();
  sync();
  window.addEventListener("online", sync);
  setInterval(sync, 15000);
}
