/* Minutes keep themselves: a passage is saved a moment after the last key, and says so.
   Without this script each passage has its own button. */
(() => {
  const PAUSE = 1200, AGAIN = 5000;
  const said = document.querySelector("[data-saved]");
  const say = (words) => { if (said) said.textContent = words; };
  const hour = () => new Date().toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit" });

  document.querySelectorAll("form[data-passage]").forEach((form) => {
    const area = form.elements.text, version = form.elements.version;
    let timer = 0, sending = false, kept = area.value;
    const later = (wait) => { clearTimeout(timer); timer = setTimeout(save, wait); };

    async function save() {
      if (sending || area.value === kept) return;
      sending = true;
      const sent = area.value;
      try {
        const answer = await fetch(form.action, { method: "POST", body: new FormData(form),
          headers: { "X-Requested-With": "fetch" }, credentials: "same-origin" });
        const told = await answer.json();
        if (told.refus) { say(told.refus); return; }
        if (told.conflit) { say("Quelqu’un d’autre écrit sur les mêmes mots : vos deux textes sont gardés, recharger la page pour les réunir."); kept = sent; return; }
        if (told.texte === sent) { version.value = told.version; kept = sent; }
        else if (area.value === sent) { version.value = told.version; area.value = kept = told.texte; }
        else kept = null; // typed meanwhile: the same version stays the base, and the server brings all together
        say((told.reuni ? "Réuni avec ce qu’un autre a écrit, et enregistré à " : "Enregistré à ") + hour());
      } catch (error) {
        say("La connexion est coupée : rien n’est perdu, nouvel essai dans un instant.");
        later(AGAIN);
      } finally {
        sending = false;
        if (area.value !== kept) later(PAUSE);
      }
    }
    area.addEventListener("input", () => later(PAUSE));
    area.addEventListener("blur", () => later(0));
    form.addEventListener("submit", (event) => { event.preventDefault(); later(0); });
    window.addEventListener("beforeunload", (event) => { if (area.value !== kept) event.preventDefault(); });
  });

  /* What is being typed for the end of the page survives a lost connection or a closed tab. */
  const fresh = document.querySelector("form[data-new]");
  if (fresh) {
    const key = "compte-rendu:" + fresh.action, area = fresh.elements.text;
    if (!area.value) area.value = sessionStorage.getItem(key) || "";
    area.addEventListener("input", () => sessionStorage.setItem(key, area.value));
    fresh.addEventListener("submit", () => sessionStorage.removeItem(key));
  }
})();
