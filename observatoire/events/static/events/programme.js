// Dragging is one more way to order: the buttons and the ranks do the same without it.
const list = document.getElementById("seances");
const form = document.getElementById("ordre");

if (list && form) {
  let held = null;
  const slots = () => [...list.children];
  const send = (key) => {
    form.elements.ordre.value = slots().map((slot) => slot.dataset.key).join(",");
    form.elements.deplacee.value = key;
    form.submit();
  };
  const clear = () => slots().forEach((slot) => slot.classList.remove("obs-slot--over", "obs-slot--dragged"));

  for (const slot of slots()) {
    slot.draggable = true;
    // A link would be dragged in place of its session.
    slot.querySelectorAll("a").forEach((link) => { link.draggable = false; });
    slot.addEventListener("dragstart", (event) => {
      held = slot;
      slot.classList.add("obs-slot--dragged");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", slot.dataset.key);
    });
    slot.addEventListener("dragover", (event) => {
      if (!held) return;
      event.preventDefault();
      slots().forEach((one) => one.classList.toggle("obs-slot--over", one === slot && one !== held));
    });
    slot.addEventListener("drop", (event) => {
      event.preventDefault();
      if (!held || held === slot) return clear();
      const before = slots();
      // Dropped further down, it takes the place after; further up, the place before.
      if (before.indexOf(held) < before.indexOf(slot)) slot.after(held);
      else slot.before(held);
      send(held.dataset.key);
    });
    slot.addEventListener("dragend", () => { held = null; clear(); });
  }
  // With the keyboard: Alt and an arrow, from anywhere in a session.
  list.addEventListener("keydown", (event) => {
    if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    const slot = event.target.closest(".obs-slot");
    if (!slot) return;
    const other = event.key === "ArrowUp" ? slot.previousElementSibling : slot.nextElementSibling;
    event.preventDefault();
    if (!other) return;
    // The other one moves: what moves loses the focus.
    if (event.key === "ArrowUp") slot.after(other);
    else slot.before(other);
    send(slot.dataset.key);
  });
  const moved = document.querySelector(".obs-slot--moved button:not([disabled])");
  if (moved) moved.focus();
}
