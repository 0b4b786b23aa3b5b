/* registration.js: what the server says under a field, the field says too; a group opens its rows. */
(function () {
  "use strict";
  const form = document.getElementById("registration");
  if (!form) return;

  function agree(said) {
    const field = said.previousElementSibling;
    if (!field || !("name" in field)) return;
    const wrong = said.querySelector(".ui-error");
    if (wrong) {
      field.setAttribute("aria-invalid", "true");
      field.setAttribute("aria-describedby", wrong.id);
    } else {
      field.removeAttribute("aria-invalid");
      const hint = said.querySelector(".ui-hint");
      if (hint) field.setAttribute("aria-describedby", hint.id);
      else field.removeAttribute("aria-describedby");
    }
  }

  document.addEventListener("htmx:oobAfterSwap", function (event) {
    const said = event.detail.target;
    if (said && said.id) {
      const now = document.getElementById(said.id);
      if (now && "said" in now.dataset) agree(now);
    }
  });

  /* What must be filled depends on the channel, on a group, on whether a name is wanted: the server says. */
  document.addEventListener("htmx:afterSwap", function (event) {
    const told = event.detail.target.id === "aside" && event.detail.target.querySelector("[data-demanded]");
    if (!told) return;
    const demanded = told.dataset.demanded.split(" ");
    form.querySelectorAll(".ui-need").forEach(function (mark) {
      const field = mark.closest(".ui-field").querySelector("[name]");
      mark.hidden = demanded.indexOf(field.name) < 0;
      field.setAttribute("aria-required", String(!mark.hidden));
    });
  });

  /* A new visit begins at its first question. */
  if (!document.querySelector(".ui-errors") && window.location.pathname.endsWith("/register/") && form.elements.channel) {
    const first = form.querySelector("[name=channel]:checked");
    if (first) first.focus({ preventScroll: true });
  }

  /* A link of the progress may lead into a folded part. */
  document.addEventListener("click", function (event) {
    const link = event.target.closest(".ui-errors a, [data-to-field]");
    const field = link && document.getElementById(link.hash.slice(1));
    const folded = field && field.closest("details");
    if (folded) folded.open = true;
  }, true);

  /* Where it came from is asked only of what came from somewhere; what was typed there stays in sight. */
  function askSource() {
    const source = document.getElementById("source");
    const channel = form.elements.channel.value;
    const typed = Array.from(source.querySelectorAll("input")).some(function (each) { return each.value; });
    const plain = channel === "" || channel === "visit" || channel === "phone";
    source.hidden = plain && !typed;
  }

  form.addEventListener("change", askSource);
  form.addEventListener("input", function (event) {
    if (event.target.name !== "people_count") return;
    if (Number(event.target.value) >= 5) document.getElementById("group").open = true;
  });
})();
