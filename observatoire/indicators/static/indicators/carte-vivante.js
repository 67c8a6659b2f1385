// A map that can be moved, enlarged and questioned, by pointer, finger or keyboard. What it shows
// comes from the server's own specification (stats/drawing/live.py): nothing is computed here.

const SVG = "http://www.w3.org/2000/svg";
const LARGEST = 24; // times
const STEP = 1.6;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const HELP =
  "Au clavier : les flèches passent d’un territoire au voisin, Entrée ouvre sa fiche, " +
  "+ et − agrandissent et réduisent, 0 montre toute la région.";
let number = 0;

export function giveLife(figure, told, outlines) {
  return new LiveMap(figure, told, outlines);
}

function drawn(name, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

function made(name, className, ...children) {
  const element = document.createElement(name);
  element.className = className;
  element.append(...children);
  return element;
}

class LiveMap {
  constructor(figure, told, outlines) {
    this.number = number += 1;
    this.told = told;
    this.outlines = outlines;
    this.view = { x: 0, y: 0, times: 1 };
    this.pointers = new Map();
    this.links = new Map();
    this.rows = rowsBeside(figure);
    this.bubble = made("p", "obs-map__bubble");
    this.bubble.hidden = true;
    this.bubble.setAttribute("aria-hidden", "true");
    this.drawing = this.draw();
    this.frame = made("div", "obs-map__frame", this.drawing, this.bubble);
    const help = made("p", "obs-map__help obs-quiet", HELP);
    help.id = `carte-aide-${this.number}`;
    this.drawing.setAttribute("aria-describedby", help.id);
    figure.querySelector(".obs-drawing").replaceChildren(this.tools(), this.frame, this.legend(), help);
    this.listen();
    const [, chosen] = figure.dataset.choisi.split(":");
    this.outline(chosen);
    this.waitFor(this.links.has(chosen) ? chosen : this.links.keys().next().value);
    figure.dataset.vive = "";
  }

  draw() {
    const { largeur, hauteur, mots } = this.told;
    const drawing = drawn("svg", {
      viewBox: `0 0 ${largeur} ${hauteur}`,
      role: "group",
      "aria-label": mots,
      class: "obs-map__drawing",
    });
    this.halo = drawn("path", { class: "obs-map__halo", "vector-effect": "non-scaling-stroke" });
    drawing.append(this.patterns(), this.surfaces(), this.circles(), this.halo, this.texts());
    return drawing;
  }

  // The territory that the page is about, outlined whatever is pointed at.
  outline(code) {
    const shape = this.outlines.shapes.get(code);
    if (!shape) return;
    const style = { class: "obs-map__chosen", "vector-effect": "non-scaling-stroke" };
    this.halo.before(drawn("path", { d: shape.path, ...style }));
  }

  // What has no number, told from a light class in grey and on paper (stats/drawing/render.py).
  patterns() {
    const ground = (fill) => drawn("rect", { width: 5, height: 5, fill });
    const stripe = drawn("rect", { width: 1.2, height: 5, fill: "#b8b8ba" });
    const dot = drawn("circle", { cx: 2.5, cy: 2.5, r: 0.9, fill: "#8d8d90" });
    const size = { width: 5, height: 5, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" };
    const pattern = (name, ...strokes) => drawn("pattern", { id: this.pattern(name), ...size }, ...strokes);
    const stripes = pattern("hachures", ground("#f0f0f0"), stripe);
    return drawn("defs", {}, stripes, pattern("points", ground("#f6f6f6"), dot));
  }

  pattern(name) {
    return `carte-${this.number}-${name}`;
  }

  colour(entry) {
    if (entry === null) return this.told.fond;
    const { couleur, motif } = this.told.legende[entry];
    return motif ? `url(#${this.pattern(motif)})` : couleur;
  }

  surfaces() {
    const { territoires, bord, trait } = this.told;
    const group = drawn("g", { stroke: bord, "stroke-width": trait, "stroke-linejoin": "round" });
    for (const [code, [sentence, entry, address]] of Object.entries(territoires)) {
      const shape = this.outlines.shapes.get(code);
      if (!shape) continue;
      const path = drawn("path", {
        d: shape.path,
        fill: this.colour(entry),
        "fill-rule": "evenodd",
        "vector-effect": "non-scaling-stroke",
      });
      const attributes = { "aria-label": sentence, "data-code": code, tabindex: -1 };
      const link = drawn("a", address ? { href: address, ...attributes } : attributes, path);
      this.links.set(code, link);
      group.append(link);
    }
    return group;
  }

  circles() {
    const group = drawn("g", { "aria-hidden": "true", "pointer-events": "none" });
    for (const { couleur, opacite, trait, places } of this.told.cercles) {
      for (const [x, y, surface] of places) {
        const [cx, cy] = this.outlines.metres([x, y]);
        const style = { fill: couleur, "fill-opacity": opacite, stroke: couleur, "stroke-width": trait };
        group.append(drawn("circle", { cx, cy, r: Math.sqrt(surface / Math.PI), ...style }));
      }
    }
    return group;
  }

  texts() {
    const group = drawn("g", { "aria-hidden": "true", "pointer-events": "none", "text-anchor": "middle" });
    for (const { decalage, graisse, corps, places } of this.told.textes) {
      for (const [x, y, text, ink] of places) {
        const [left, top] = this.outlines.metres([x, y]);
        const style = { "font-size": corps, "font-weight": graisse, fill: ink, dy: ".35em" };
        group.append(drawn("text", { x: left, y: top + decalage, ...style }, text));
      }
    }
    return group;
  }

  tools() {
    const bar = made("div", "obs-map__tools");
    const offered = [
      ["Agrandir la carte", "+", STEP],
      ["Réduire la carte", "−", 1 / STEP],
      ["Montrer toute la région", "⤢", 0],
    ];
    for (const [label, sign, times] of offered) {
      const button = made("button", "obs-map__tool", sign);
      Object.assign(button, { type: "button", title: label, ariaLabel: label });
      button.addEventListener("click", () => this.enlarge(times));
      bar.append(button);
    }
    return bar;
  }

  legend() {
    const list = made("ul", "obs-map__legend");
    list.setAttribute("aria-label", "Légende de la carte");
    this.told.legende.forEach(({ texte }, entry) => {
      const key = drawn("svg", { width: 14, height: 14, "aria-hidden": "true", focusable: "false" });
      const style = { fill: this.colour(entry), stroke: "#929292", "stroke-width": 0.5 };
      key.append(drawn("rect", { width: 14, height: 14, ...style }));
      list.append(made("li", "", key, texte));
    });
    return this.told.legende.length ? list : "";
  }

  listen() {
    const on = (name, act) => this.drawing.addEventListener(name, act.bind(this));
    on("pointerdown", this.press);
    on("pointermove", this.move);
    for (const name of ["pointerup", "pointercancel", "pointerleave"]) on(name, this.release);
    on("click", this.choose);
    on("wheel", this.wheel);
    on("keydown", this.type);
    on("focusin", (event) => this.tell(codeOf(event.target)));
    on("focusout", this.hush);
    for (const code of this.links.keys()) {
      const row = this.row(code);
      for (const name of ["pointerenter", "focusin"]) row?.addEventListener(name, () => this.tell(code));
      for (const name of ["pointerleave", "focusout"]) row?.addEventListener(name, () => this.hush());
    }
  }

  row(code) {
    return this.rows.get(this.links.get(code)?.getAttribute("href"));
  }

  // One stop for the Tab key: the territory last visited; arrows go to the others.
  waitFor(code) {
    this.links.get(this.waiting)?.setAttribute("tabindex", -1);
    this.links.get(code)?.setAttribute("tabindex", 0);
    this.waiting = code;
  }

  tell(code, at) {
    if (!code || !this.links.has(code)) return;
    if (code !== this.toldOf) {
      this.hush();
      this.toldOf = code;
      this.halo.setAttribute("d", this.outlines.shapes.get(code).path);
      this.row(code)?.classList.add("obs-rank__pointed");
      this.bubble.textContent = this.told.territoires[code][0];
      this.bubble.hidden = false;
    }
    const frame = this.frame.getBoundingClientRect();
    const [x, y] = at ?? this.onScreen(this.outlines.shapes.get(code).middle);
    const half = this.bubble.offsetWidth / 2;
    const left = Math.min(Math.max(x - frame.left, half), Math.max(frame.width - half, half));
    this.bubble.style.left = `${left}px`;
    this.bubble.style.top = `${Math.max(y - frame.top, this.bubble.offsetHeight + 12)}px`;
  }

  hush() {
    this.row(this.toldOf)?.classList.remove("obs-rank__pointed");
    this.toldOf = "";
    this.halo.removeAttribute("d");
    this.bubble.hidden = true;
  }

  onScreen([x, y]) {
    const { left, top, width } = this.drawing.getBoundingClientRect();
    const size = (width / this.told.largeur) * this.view.times;
    return [left + (x - this.view.x) * size, top + (y - this.view.y) * size];
  }

  onPaper(clientX, clientY) {
    const { left, top, width } = this.drawing.getBoundingClientRect();
    const size = (width / this.told.largeur) * this.view.times;
    return [this.view.x + (clientX - left) / size, this.view.y + (clientY - top) / size];
  }

  // `times` multiplies the size around a point of the paper; 0 shows everything.
  enlarge(times, [x, y] = this.centre()) {
    const wanted = Math.min(Math.max(this.view.times * times, 1), LARGEST);
    const ratio = this.view.times / wanted;
    this.look(x - (x - this.view.x) * ratio, y - (y - this.view.y) * ratio, wanted);
  }

  centre() {
    const { largeur, hauteur } = this.told;
    const { x, y, times } = this.view;
    return [x + largeur / times / 2, y + hauteur / times / 2];
  }

  look(x, y, times) {
    const width = this.told.largeur / times;
    const height = this.told.hauteur / times;
    this.view = {
      x: Math.min(Math.max(x, 0), this.told.largeur - width),
      y: Math.min(Math.max(y, 0), this.told.hauteur - height),
      times,
    };
    this.drawing.setAttribute("viewBox", `${this.view.x} ${this.view.y} ${width} ${height}`);
    this.drawing.classList.toggle("obs-map__drawing--enlarged", times > 1);
  }

  press(event) {
    this.pointers.set(event.pointerId, [event.clientX, event.clientY]);
    this.travelled = this.pointers.size > 1 ? Infinity : 0;
  }

  move(event) {
    const before = this.pointers.get(event.pointerId);
    if (!before) {
      this.tell(codeOf(event.target), [event.clientX, event.clientY]);
      return;
    }
    const now = [event.clientX, event.clientY];
    const [other] = [...this.pointers].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
    this.pointers.set(event.pointerId, now);
    this.travelled += Math.abs(now[0] - before[0]) + Math.abs(now[1] - before[1]);
    if (other) {
      const far = (point) => Math.hypot(point[0] - other[0], point[1] - other[1]) || 1;
      const middle = [(now[0] + other[0]) / 2, (now[1] + other[1]) / 2];
      this.enlarge(far(now) / far(before), this.onPaper(...middle));
    } else if (event.pointerType === "mouse" || this.view.times > 1) {
      const [x, y] = this.onPaper(...before);
      const [left, top] = this.onPaper(...now);
      this.look(this.view.x + x - left, this.view.y + y - top, this.view.times);
    }
  }

  release(event) {
    this.pointers.delete(event.pointerId);
    if (event.type === "pointerleave" && !this.pointers.size) this.hush();
  }

  // A drag is no choice; a finger asks for the value first, and opens the page at the second touch.
  choose(event) {
    const code = codeOf(event.target);
    const dragged = this.travelled > 6;
    this.travelled = 0;
    if (dragged) event.preventDefault();
    else if (event.pointerType === "touch" && code && code !== this.touched) {
      event.preventDefault();
      this.touched = code;
      this.tell(code, [event.clientX, event.clientY]);
    }
  }

  // The wheel alone moves the page; with Ctrl, as anywhere, it enlarges.
  wheel(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    this.enlarge(event.deltaY < 0 ? STEP : 1 / STEP, this.onPaper(event.clientX, event.clientY));
  }

  type(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const acts = { "+": STEP, "=": STEP, "-": 1 / STEP, 0: 0 };
    if (event.key in acts) {
      const at = this.outlines.shapes.get(codeOf(event.target))?.middle;
      this.enlarge(acts[event.key], at);
    } else if (event.key in ARROWS) {
      this.visit(this.neighbour(codeOf(event.target), ARROWS[event.key]));
    } else return;
    event.preventDefault();
  }

  visit(code) {
    if (!code) return;
    this.waitFor(code);
    const { middle } = this.outlines.shapes.get(code);
    const { x, y, times } = this.view;
    const width = this.told.largeur / times;
    const height = this.told.hauteur / times;
    const seen = middle[0] > x && middle[0] < x + width && middle[1] > y && middle[1] < y + height;
    if (!seen) this.look(middle[0] - width / 2, middle[1] - height / 2, times);
    this.links.get(code).focus({ preventScroll: true });
  }

  // The nearest in that direction; what lies aside counts as twice as far.
  neighbour(code, [right, down]) {
    const here = this.outlines.shapes.get(code).middle;
    let best;
    let nearest = Infinity;
    for (const other of this.links.keys()) {
      const there = this.outlines.shapes.get(other).middle;
      const x = there[0] - here[0];
      const y = there[1] - here[1];
      const ahead = x * right + y * down;
      const aside = Math.abs(x * down) + Math.abs(y * right);
      const far = ahead + 2 * aside;
      if (ahead > 0.5 && aside <= ahead * 1.5 && far < nearest) [best, nearest] = [other, far];
    }
    return best;
  }
}

function codeOf(target) {
  return target.closest?.("a[data-code]")?.dataset.code;
}

// The rows of the list that stands beside the map, by the address they lead to.
function rowsBeside(figure) {
  const found = new Map();
  const list = figure.closest("section")?.querySelectorAll("tbody a[href^='/territoires/']") ?? [];
  for (const link of list) found.set(link.getAttribute("href"), link.closest("tr"));
  return found;
}
