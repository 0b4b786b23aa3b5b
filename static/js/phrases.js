/* phrases.js: a common phrase goes into the field at a tap; nothing is written before one is chosen. */
(function () {
  "use strict";
  document.querySelectorAll("[data-phrases]").forEach(function (field) {
    const chips = document.createElement("div");
    chips.className = "ui-chips";
    chips.setAttribute("role", "group");
    chips.setAttribute("aria-label", "常用语");
    field.dataset.phrases.split("|").forEach(function (phrase) {
      const chip = document.createElement("button");
      chip.type = "button";
      chip.className = "btn ui-btn-row";
      chip.dataset.phrase = field.id;
      chip.textContent = phrase;
      chips.append(chip);
    });
    field.insertAdjacentElement("afterend", chips);
  });
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
