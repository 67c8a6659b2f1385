// Gives life to the maps of a page when they come near the window, and changes their level without
// leaving the page. Without this file the server's pictures, links and lists say the same.

const NEAR = "300px";

const watcher = new IntersectionObserver(
  (seen) => {
    for (const { isIntersecting, target } of seen) {
      if (!isIntersecting) continue;
      watcher.unobserve(target);
      enliven(target);
    }
  },
  { rootMargin: NEAR },
);

function watch(root) {
  root.querySelectorAll("[data-carte]").forEach((figure) => watcher.observe(figure));
  root.querySelectorAll("a[data-decoupage]").forEach((link) => {
    link.addEventListener("click", changeLevel);
    for (const sign of ["pointerenter", "focus"]) {
      link.addEventListener(sign, () => fetched(link.href), { once: true });
    }
  });
}

async function enliven(figure) {
  try {
    const { giveLife } = await import(figure.dataset.module);
    await giveLife(figure);
  } catch {
    // The picture of the server stays: nothing is lost but the movement.
    figure.dataset.fixe = "";
  }
}

// Pages asked for, so that a level pointed at is there when it is chosen.
const pages = new Map();

function fetched(address) {
  if (!pages.has(address)) {
    const answer = fetch(address).then((found) => {
      if (!found.ok) throw new Error(`${found.status}`);
      return found.text();
    });
    answer.catch(() => pages.delete(address));
    pages.set(address, answer);
  }
  return pages.get(address);
}

async function changeLevel(event) {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  const { href } = event.currentTarget;
  try {
    await show(href);
    history.pushState({ carte: true }, "", href);
  } catch {
    location.assign(href);
  }
}

// The rest of the page speaks of the level too (title, list, choices): all of it is replaced, and
// the reader stays where they were, on the link they chose.
async function show(address) {
  const page = new DOMParser().parseFromString(await fetched(address), "text/html");
  const before = document.querySelector(".obs-levels")?.getBoundingClientRect().top;
  const fresh = page.querySelector("#contenu");
  document.querySelector("#contenu").replaceChildren(...fresh.childNodes);
  document.title = page.title;
  watch(document);
  const after = document.querySelector(".obs-levels")?.getBoundingClientRect().top;
  if (before !== undefined && after !== undefined) window.scrollBy(0, after - before);
  document.querySelector("a[data-decoupage][aria-current]")?.focus({ preventScroll: true });
}

window.addEventListener("popstate", () => show(location.href).catch(() => location.reload()));
watch(document);
