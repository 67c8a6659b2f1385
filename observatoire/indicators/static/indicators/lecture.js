// Follows a reading without a reload; without this script, the link « Actualiser » does it.
(() => {
  const EVERY = 1500;
  const follow = async () => {
    const shown = document.querySelector("[data-attente]");
    if (!shown) return;
    try {
      const answer = await fetch(shown.dataset.attente, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const next = page.querySelector("[data-attente]");
      if (!answer.ok || !next) {
        window.location.reload();
        return;
      }
      // Replaced only when it says something else: a screen reader hears each step once.
      if (next.textContent !== shown.textContent) shown.replaceWith(next);
    } catch {
      // The network is away: the page stays as it is, and asks again.
    }
    window.setTimeout(follow, EVERY);
  };
  window.setTimeout(follow, EVERY);
})();
