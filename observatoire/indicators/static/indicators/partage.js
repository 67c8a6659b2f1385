// Printing and copying the address: two buttons that only a script can serve, shown by it.
function show() {
  for (const button of document.querySelectorAll("[data-imprimer][hidden]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  for (const button of document.querySelectorAll("[data-copier][hidden]")) {
    if (!navigator.clipboard) break;
    const said = button.parentElement.querySelector("[data-dit]");
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(button.dataset.copier);
        said.textContent = "Adresse copiée.";
      } catch {
        said.textContent = `Copie refusée par le navigateur. Adresse : ${button.dataset.copier}`;
      }
    });
  }
}

// A map that changes its level replaces what the page shows, these buttons too (carte.js).
document.addEventListener("contenu", show);
show();
