/* keys.js: the whole portal by keyboard. Single keys can be switched off (WCAG 2.1.4). */
(function () {
  "use strict";
  const SWITCH = "portal.keys";
  const WAIT = 1500;
  const help = document.getElementById("ui-keys");
  const choice = help && help.querySelector("[data-keys-on]");
  let going = 0;

  function on() { return window.localStorage.getItem(SWITCH) !== "off"; }

  function typing(target) {
    return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  }

  function sendForm(target) {
    const form = target.form || target.closest("form");
    if (!form) return;
    const buttons = Array.from(form.elements).filter(function (each) { return each.type === "submit"; });
    const main = buttons.find(function (each) { return each.classList.contains("btn-primary"); });
    if (main || buttons[0]) form.requestSubmit(main || buttons[0]);
  }

  function go(key) {
    const link = document.querySelector('[data-go="' + CSS.escape(key) + '"]');
    going = 0;
    if (link) link.click();
  }

  function press(event) {
    const search = document.getElementById("ui-find");
    if (Date.now() < going) return go(event.key);
    if (event.key === "/" && search) { event.preventDefault(); search.focus(); search.select(); }
    if (event.key === "?" && help && !help.open) { event.preventDefault(); help.showModal(); }
    if (event.key === "g") going = Date.now() + WAIT;
  }

  document.addEventListener("keydown", function (event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); sendForm(event.target); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (on() && !document.querySelector("dialog[open]")) press(event);
  });

  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-keys-open]")) help.showModal();
  });
  if (!choice) return;
  choice.checked = on();
  choice.addEventListener("change", function () {
    window.localStorage.setItem(SWITCH, choice.checked ? "on" : "off");
  });
})();
