/* unsaved.js: leaving a page with something typed and kept nowhere asks first. */
(function () {
  "use strict";
  const changed = new Set();

  document.addEventListener("input", function (event) {
    const form = event.target.form;
    if (form && form.getAttribute("method") === "post" && !("noWarn" in form.dataset)) changed.add(form);
  });
  document.addEventListener("portal:saved", function (event) { changed.delete(event.target); });
  document.addEventListener("submit", function (event) {
    if (!event.defaultPrevented && !(event.submitter && event.submitter.formTarget)) changed.clear();
  });
  window.addEventListener("beforeunload", function (event) {
    if (!changed.size) return;
    event.preventDefault();
    event.returnValue = "";
  });
})();
