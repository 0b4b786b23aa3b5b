/* confirm.js: what cannot be undone asks once, naming its effect. The button that says the verb says it again. */
(function () {
  "use strict";
  const dialog = document.getElementById("ui-confirm");
  if (!dialog || !dialog.showModal) return;
  const says = dialog.querySelector("[data-confirm-says]");
  const go = dialog.querySelector("[data-confirm-go]");
  const agreed = new WeakSet();
  let proceed = null;

  function ask(effect, verb, then) {
    says.textContent = effect;
    go.textContent = verb;
    proceed = then;
    dialog.returnValue = "";
    dialog.showModal();
  }

  /* What is missing is said where it is missing, until it is typed. */
  function missed(needed, verb) {
    const id = needed.id + "_missed";
    if (document.getElementById(id)) return;
    const says = document.createElement("p");
    says.id = id;
    says.className = "ui-error";
    says.setAttribute("role", "alert");
    says.textContent = "“" + verb + "”须写" + needed.labels[0].textContent.trim() + "，请填写后再点。";
    needed.after(says);
    needed.setAttribute("aria-describedby", id);
    needed.addEventListener("input", function () { says.remove(); }, { once: true });
  }

  /* A reason that is asked for stands in sight before it is missed: the page opens at its field. */
  function openedAt(form, submitter) {
    const needed = submitter && submitter.dataset.needs && form.elements[submitter.dataset.needs];
    if (!needed || needed.value.trim() || needed === document.activeElement) return false;
    needed.setAttribute("aria-required", "true");
    missed(needed, submitter.textContent.trim());
    needed.scrollIntoView({ block: "center" });
    needed.focus();
    return true;
  }

  /* What is not filled in is refused by the server: nothing to agree to yet. */
  function lacks(form, submitter) {
    const needed = submitter && submitter.dataset.needs && form.elements[submitter.dataset.needs];
    if (needed && !needed.value.trim()) return true;
    return Array.from(form.elements).some(function (field) { return field.validity && field.validity.valueMissing; });
  }

  /* Some choices have the effect, others have not. */
  function hasEffect(form, submitter) {
    if (!submitter || !submitter.dataset.confirmAt) return true;
    const [name, ...values] = submitter.dataset.confirmAt.split(" ");
    return new FormData(form).getAll(name).some(function (value) { return values.includes(value); });
  }

  dialog.addEventListener("close", function () {
    const then = proceed;
    proceed = null;
    if (dialog.returnValue === "go" && then) then();
  });

  document.addEventListener("submit", function (event) {
    const form = event.target;
    const submitter = event.submitter;
    const effect = (submitter && submitter.dataset.confirm) || form.dataset.confirm;
    if (event.defaultPrevented || !effect || !hasEffect(form, submitter)) return;
    if (agreed.delete(form)) return;
    if (openedAt(form, submitter)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    if (lacks(form, submitter)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(effect, submitter ? submitter.textContent.trim() : "继续", function () {
      agreed.add(form);
      form.requestSubmit(submitter);
    });
  });

  document.addEventListener("htmx:confirm", function (event) {
    if (!event.detail.question) return;
    event.preventDefault();
    ask(event.detail.question, event.detail.elt.textContent.trim() || "继续", function () {
      event.detail.issueRequest(true);
    });
  });
})();
