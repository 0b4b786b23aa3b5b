/* errors.js: after a refused form the summary is where one reads on; its links lead into the fields. */
(function () {
  "use strict";
  function lead(root) {
    const summary = root.querySelector(".ui-errors");
    if (!summary) return;
    summary.focus();
    if (summary.dataset.errors) document.title = summary.dataset.errors + " - " + document.title;
  }

  document.addEventListener("click", function (event) {
    const link = event.target.closest(".ui-errors a, [data-to-field]");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    field.scrollIntoView({ block: "center" });
    field.focus({ preventScroll: true });
  });

  document.addEventListener("htmx:afterSwap", function (event) { lead(event.target); });
  lead(document);
})();
