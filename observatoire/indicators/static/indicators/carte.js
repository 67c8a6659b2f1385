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
    const { module, carte, contours } = figure.dataset;
    const asked = [import(module), json(carte), json(contours)];
    const [{ giveLife }, told, outlines] = await Promise.all(asked);
    if (figure.isConnected) giveLife(figure, told, readOutlines(outlines, told.largeur));
  } catch {
    // The picture of the server stays: nothing is lost but the movement.
    figure.dataset.fixe = "";
  }
}

const answers = new Map();

// Outlines and figures asked for once: going back to a level asks for nothing.
function json(address) {
  if (!answers.has(address)) {
    const answer = fetch(address).then((found) => {
      if (!found.ok) throw new Error(`${found.status}`);
      return found.json();
    });
    answer.catch(() => answers.delete(address));
    answers.set(address, answer);
  }
  return answers.get(address);
}

// TopoJSON in whole steps → paths in pixels of a picture `width` wide, north up.
function readOutlines(topology, width) {
  const { scale, translate } = topology.transform;
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  const arcs = topology.arcs.map((arc) => {
    let x = 0;
    let y = 0;
    return arc.map(([right, up]) => {
      x += right;
      y += up;
      box[0] = Math.min(box[0], x);
      box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x);
      box[3] = Math.max(box[3], y);
      return [x, y];
    });
  });
  const size = width / (box[2] - box[0]);
  const steps = ([x, y]) => [(x - box[0]) * size, (box[3] - y) * size];
  const metres = ([x, y]) => steps([(x - translate[0]) / scale[0], (y - translate[1]) / scale[1]]);
  const placed = arcs.map((arc) => arc.map(steps));
  const shapes = new Map();
  for (const one of topology.objects.territoires.geometries) {
    const rings = (one.type === "Polygon" ? [one.arcs] : (one.arcs ?? [])).flat();
    shapes.set(one.id, shapeOf(rings.map((ring) => ringOf(ring, placed))));
  }
  return { shapes, metres };
}

function ringOf(numbers, arcs) {
  return numbers.flatMap((n, place) => {
    const arc = n < 0 ? arcs[~n].toReversed() : arcs[n];
    return place ? arc.slice(1) : arc;
  });
}

function shapeOf(rings) {
  const path = rings.map((ring) => `M${ring.map(written).join("L")}Z`).join("");
  const main = rings.reduce((best, ring) => (ring.length > best.length ? ring : best), []);
  const xs = main.map(([x]) => x);
  const ys = main.map(([, y]) => y);
  const middle = [Math.min(...xs) + Math.max(...xs), Math.min(...ys) + Math.max(...ys)];
  return { path, middle: middle.map((sum) => sum / 2) };
}

function written([x, y]) {
  return `${Math.round(x * 10) / 10},${Math.round(y * 10) / 10}`;
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
  document.dispatchEvent(new Event("contenu"));
  watch(document);
  const after = document.querySelector(".obs-levels")?.getBoundingClientRect().top;
  if (before !== undefined && after !== undefined) window.scrollBy(0, after - before);
  document.querySelector("a[data-decoupage][aria-current]")?.focus({ preventScroll: true });
}

window.addEventListener("popstate", () => show(location.href).catch(() => location.reload()));
watch(document);
