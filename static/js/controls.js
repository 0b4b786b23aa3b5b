/* controls.js: small helps of single controls. Menus close, passwords show, texts are counted, pages print. */
(function () {
  "use strict";

  function closeMenus(but) {
    document.querySelectorAll("details.ui-menu[open]").forEach(function (menu) {
      if (menu !== but) menu.open = false;
    });
  }

  document.addEventListener("click", function (event) {
    closeMenus(event.target.closest("details.ui-menu"));
    if (event.target.closest("[data-print]")) window.print();
    const shut = event.target.closest("[data-close]");
    if (shut) shut.closest("dialog").close(shut.dataset.close);
  });
  document.addEventListener("focusin", function (event) { closeMenus(event.target.closest("details.ui-menu")); });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details.ui-menu[open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });

  /* a strip that scrolls sideways shows where one is */
  document.querySelectorAll(".ui-nav [aria-current], .ui-tabs [aria-current]").forEach(function (here) {
    const strip = here.parentElement.getBoundingClientRect();
    const own = here.getBoundingClientRect();
    here.parentElement.scrollLeft += own.left + own.width / 2 - strip.left - strip.width / 2;
  });

  document.querySelectorAll("[data-reveal]").forEach(function (button) {
    const field = document.getElementById(button.dataset.reveal);
    button.hidden = false;
    button.addEventListener("click", function () {
      const shown = field.type === "text";
      field.type = shown ? "password" : "text";
      button.textContent = shown ? "显示" : "隐藏";
      button.setAttribute("aria-pressed", String(!shown));
      field.focus();
    });
  });

  /* days and the date they lead to, from the server's today: either one says the other */
  document.querySelectorAll("[data-days-to]").forEach(function (days) {
    const day = days.form.elements[days.dataset.daysTo];
    const today = Date.parse(days.dataset.today);
    const whole = 86400000;
    days.addEventListener("input", function () {
      const count = Number(days.value);
      day.value = count > 0 ? new Date(today + count * whole).toISOString().slice(0, 10) : "";
    });
    day.addEventListener("input", function () {
      const count = day.value ? Math.round((Date.parse(day.value) - today) / whole) : 0;
      days.value = count > 0 ? String(count) : "";
    });
  });

  /* a link that names a folded block opens it */
  function unfold() {
    const named = document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
    const folded = named && named.closest("details:not(.ui-menu)");
    if (!folded || folded.open) return;
    folded.open = true;
    named.scrollIntoView();
  }
  window.addEventListener("hashchange", unfold);
  unfold();

  document.querySelectorAll("textarea[data-count]").forEach(function (field) {
    const most = Number(field.dataset.count);
    const hint = document.createElement("p");
    const tell = function () {
      const length = Array.from(field.value.trim()).length;
      hint.textContent = "已写 " + length + " 字，" + (field.dataset.countWords || "最多 " + most + " 字");
      hint.classList.toggle("is-over", length > most);
    };
    hint.className = "ui-hint";
    field.after(hint);
    field.addEventListener("input", tell);
    tell();
  });
})();
