/* once.js: a double click acts once. */
(function () {
  "use strict";
  const REST = 8000;

  function rest(form, button) {
    delete form.dataset.sent;
    if (button) button.removeAttribute("aria-busy");
  }

  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (event.defaultPrevented || form.getAttribute("method") !== "post") return;
    if (event.submitter && event.submitter.formTarget) return; /* looks only, in a window of its own */
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
    window.setTimeout(rest, REST, form, event.submitter);
  });

  window.addEventListener("pageshow", function (event) {
    if (!event.persisted) return;
    document.querySelectorAll("form[data-sent]").forEach(function (form) {
      rest(form, form.querySelector("[aria-busy]"));
    });
  });
})();
