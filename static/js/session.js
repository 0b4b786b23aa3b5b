/* session.js: the token every write carries, and what happens when the sign-in has run out.
   Nothing typed is lost: the page stays, signing in happens in another window. */
(function () {
  "use strict";
  const FRESH = 60 * 1000;
  const token = document.querySelector('meta[name="csrf-token"]');
  const door = document.querySelector('meta[name="session-url"]');
  const notice = document.querySelector("[data-lost]");
  let checkedAt = Date.now();

  function renew(value) {
    token.content = value;
    document.querySelectorAll('input[name="csrfmiddlewaretoken"]').forEach(function (input) {
      input.value = value;
    });
  }

  function tell(reason) {
    if (!notice) return;
    notice.hidden = !reason;
    notice.querySelectorAll("[data-lost-if]").forEach(function (part) {
      part.hidden = part.dataset.lostIf !== reason;
    });
  }

  /** Ask the server whether we are still signed in; true renews every token on the page. */
  async function alive() {
    let answer;
    try {
      answer = await fetch(door.content, { headers: { Accept: "application/json" }, cache: "no-store" });
    } catch (error) {
      tell("offline");
      return false;
    }
    if (!answer.ok || answer.redirected) {
      tell(answer.status >= 500 ? "offline" : "signed-out");
      return false;
    }
    renew((await answer.json()).token);
    checkedAt = Date.now();
    tell("");
    return true;
  }

  window.portal = {
    alive: alive,
    ready: alive,
    renew: renew,
    tell: tell,
    token: function () { return token ? token.content : ""; },
    headers: function () {
      return { "X-CSRFToken": token.content, Accept: "application/json" };
    },
  };
  if (!door || !token) return;

  /* Every form asks first: a sign-in page in place of the answer would eat what was typed.
     (`form.method` would be the field of that name, where a form has one.) */
  const asking = new WeakSet();
  const passed = new WeakSet();

  function isQuick(form) { return !form.elements.kept && Date.now() - checkedAt < FRESH; }

  document.addEventListener("submit", async function (event) {
    const form = event.target;
    if (event.defaultPrevented || form.getAttribute("method") !== "post" || passed.has(form) || isQuick(form)) return;
    const submitter = event.submitter;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (asking.has(form)) return;
    asking.add(form);
    const ready = await (form.elements.kept ? window.portal.ready(form) : alive());
    asking.delete(form);
    if (!ready) return;
    passed.add(form);
    form.requestSubmit(submitter);
    passed.delete(form);
  });

  window.addEventListener("focus", function () {
    if (notice && !notice.hidden) alive();
  });
  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-lost-retry]")) alive();
  });

  /* htmx: carry the token; never swap the sign-in page into a part of this one. */
  document.addEventListener("htmx:configRequest", function (event) {
    event.detail.headers["X-CSRFToken"] = token.content;
  });
  document.addEventListener("htmx:beforeSwap", function (event) {
    const went = event.detail.xhr.responseURL;
    const login = document.querySelector('meta[name="login-url"]').content;
    if (event.detail.xhr.status !== 401 && !(went && new URL(went).pathname === login)) return;
    event.detail.shouldSwap = false;
    tell("signed-out");
  });
  document.addEventListener("htmx:sendError", function () { tell("offline"); });
})();
