/* phrases.js: a common phrase goes into the field at a tap; nothing is written before one is chosen. */
(function () {
  "use strict";
  document.addEventListener("click", function (event) {
    const chip = event.target.closest("[data-phrase]");
    if (!chip) return;
    const field = document.getElementById(chip.dataset.phrase);
    const phrase = chip.textContent.trim();
    if (field.value.includes(phrase)) return;
    field.value = field.value.trim() ? field.value.trim() + phrase : phrase;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
})();
