// Keeps a part of the page up to date without reloading it. Without this script a link does it.
// An unchanged part is answered by 304 and not touched; what is being typed is never taken away.
const LONGEST = 60;

for (const part of document.querySelectorAll("[data-direct]")) follow(part);

function follow(part) {
  const every = Number(part.dataset.every) || 5;
  let tag = "";
  let wait = every;
  let timer = 0;

  async function refresh() {
    clearTimeout(timer);
    try {
      const headers = { "X-Direct": "1" };
      if (tag) headers["If-None-Match"] = tag;
      const answer = await fetch(part.dataset.direct, { headers, cache: "no-store" });
      if (answer.status === 200 && !isBusy(part)) {
        replace(part, await answer.text());
        tag = answer.headers.get("ETag") || "";
      }
      wait = answer.ok || answer.status === 304 ? every : Math.min(wait * 2, LONGEST);
    } catch {
      wait = Math.min(wait * 2, LONGEST); // the network is away: ask less often
    }
    // Not all readers at the same second; a page that nobody looks at asks rarely.
    const spread = 0.8 + Math.random() * 0.4;
    timer = setTimeout(refresh, (document.hidden ? LONGEST : wait) * spread * 1000);
  }

  timer = setTimeout(refresh, every * 1000 * (0.5 + Math.random()));
  document.addEventListener("visibilitychange", () => document.hidden || refresh());
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("[data-direct-form]")) return;
    event.preventDefault();
    const data = new FormData(form, event.submitter);
    document.activeElement?.blur();
    const headers = { "X-Direct": "1" };
    const answer = await fetch(form.action, { method: "POST", body: data, headers });
    say(part, answer.status === 409 ? await answer.text() : "");
    tag = "";
    refresh();
  });
}

function say(part, sentence) {
  let place = part.previousElementSibling;
  if (!place?.matches("[data-said]")) {
    place = document.createElement("p");
    place.dataset.said = "";
    place.setAttribute("role", "alert");
    part.before(place);
  }
  place.className = sentence ? "fr-error-text" : "";
  place.textContent = sentence;
}

function isBusy(part) {
  const typing = document.activeElement;
  return part.contains(typing) && typing.matches("textarea, select, input");
}

function replace(part, html) {
  const held = document.activeElement?.closest?.("[data-key]")?.dataset.key;
  const open = [...part.querySelectorAll("details[open]")].map((one) => one.closest("[data-key]")?.dataset.key);
  part.innerHTML = html;
  for (const key of open) find(part, key)?.querySelector("details")?.setAttribute("open", "");
  if (held) find(part, held)?.querySelector("button")?.focus();
}

function find(part, key) {
  return key ? part.querySelector(`[data-key="${CSS.escape(key)}"]`) : null;
}
