/* kept.js: what is typed is kept on the server while one types, and comes back until it is done.
   Nothing of it stays in the browser. */
(function () {
  "use strict";
  const PAUSE = 1200;
  const LONGEST = 8000;
  const RETRY = 15000;
  const REST = 8000;
  const NOT_FILLED = /^(hidden|submit|button|reset|file|password|fieldset|output)$/;
  const NOT_TYPED = /^(csrfmiddlewaretoken|kept|touched)$/;
  const door = document.querySelector('meta[name="kept-url"]');
  const watched = [];

  function typed(form) {
    const body = new URLSearchParams();
    new FormData(form).forEach(function (value, name) {
      if (typeof value === "string" && !NOT_TYPED.test(name)) body.append(name, value);
    });
    return body;
  }

  /** The fields that are not as they were; an unchecked box has no value at all. */
  function differing(here, there) {
    const names = new Set([...here.keys(), ...there.keys()]);
    return Array.from(names).filter(function (name) {
      return JSON.stringify(here.getAll(name)) !== JSON.stringify(there.getAll(name));
    });
  }

  function post(url, body, leaving) {
    return fetch(url, { method: "POST", body: body, headers: portal.headers(), keepalive: leaving === true });
  }

  function fire(field) {
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function put(field, values) {
    if (field.type === "checkbox" || field.type === "radio") field.checked = values.indexOf(field.value) >= 0;
    else if (field.type === "select-multiple") {
      Array.from(field.options).forEach(function (each) { each.selected = values.indexOf(each.value) >= 0; });
    } else if (values.length) field.value = values.shift();
    const folded = field.value && field.closest("details");
    if (folded) folded.open = true;
  }

  function fill(form, fields) {
    const filled = Array.from(form.elements).filter(function (each) {
      return each.name && each.name in fields && !NOT_FILLED.test(each.type);
    });
    filled.forEach(function (field) { put(field, fields[field.name]); });
    filled.forEach(fire);
    form.dispatchEvent(new CustomEvent("portal:saved", { bubbles: true }));
  }

  function place(form) {
    const bar = document.querySelector("[data-autosave-status]");
    if (bar) return bar;
    const line = document.createElement("p");
    line.className = "ui-hint";
    form.append(line);
    return line;
  }

  function watch(form) {
    const own = form.dataset.autosaveUrl;
    const offer = form.querySelector("[data-kept]");
    if (offer) fill(form, JSON.parse(offer.dataset.kept));
    const mark = form.elements.touched;
    let held = typed(form);
    let since = 0;
    let timer = 0;
    let isSent = false;
    let line = null;
    let turn = Promise.resolve(true);

    function say(words, loud) {
      line = line || place(form);
      line.textContent = words;
      line.setAttribute("role", loud ? "alert" : "status");
    }

    /* Said with every sending, so that what this page has not touched wipes nothing of another. */
    function touches() {
      const names = differing(typed(form), held);
      mark.value = names.join(" ");
      return names.length > 0;
    }

    function changed() { return touches() && !isSent; }

    function later(pause) {
      window.clearTimeout(timer);
      timer = window.setTimeout(function () { save(); }, pause);
    }

    function heard(told, body) {
      held = body;
      touches();
      since = 0;
      if (told.address) window.history.replaceState(null, "", told.address);
      if (told.token) portal.renew(told.token);
      form.dispatchEvent(new CustomEvent("portal:saved", { bubbles: true }));
      portal.tell(told.lost || "");
      if (told.lost) say("已保留 " + told.saved_at + "，登录后原样恢复", true);
      else if (told.two) say("已暂存 " + told.saved_at + "，" + told.two, true);
      else say("已暂存 " + told.saved_at + "，只有你能看到，关机也不丢");
      return !told.lost;
    }

    /* A draft has a place of its own; where that cannot be reached any text is kept by its token. */
    async function send(body, leaving) {
      const first = own ? await post(own, body, leaving) : null;
      if (first && (first.status === 409 || (first.ok && !first.redirected))) return first;
      const answer = await post(door.content, body, leaving);
      if (!first || !answer.ok) return answer;
      const told = await answer.clone().json();
      if (told.lost) return answer;
      portal.renew(told.token);
      return post(own, body, leaving);
    }

    async function keep(leaving) {
      if (!changed()) return true;
      const now = typed(form);
      const body = new URLSearchParams(now);
      body.append("kept", form.elements.kept.value);
      body.append("touched", mark.value);
      try {
        const answer = await send(body, leaving);
        if (answer.status === 409) {
          say((await answer.json()).detail, true);
          held = now;
          await post(door.content, body, leaving); /* not into the draft, yet not lost */
          return true;
        }
        if (answer.ok) return heard(await answer.json(), now);
        const told = await answer.json().catch(function () { return {}; });
        say(told.detail || "没有暂存成功，已填内容还在这一页", true);
        later(RETRY);
        return await portal.alive();
      } catch (error) {
        portal.tell("offline");
        say("没有暂存成功，已填内容还在这一页，马上再试", true);
        later(RETRY);
        return false;
      }
    }

    function save() {
      turn = turn.then(function () { return keep(false); });
      return turn.then(function (is) {
        if (is && changed()) later(PAUSE);
        return is;
      });
    }

    function touched() {
      since = since || Date.now();
      later(Math.max(0, Math.min(PAUSE, since + LONGEST - Date.now())));
    }

    function forget(event) {
      event.preventDefault();
      const body = new URLSearchParams({ kept: form.elements.kept.value, forget: "1" });
      form.reset();
      Array.from(form.elements).forEach(fire);
      held = typed(form);
      touches();
      form.dispatchEvent(new CustomEvent("portal:saved", { bubbles: true }));
      offer.remove();
      fetch(door.content, { method: "POST", body: body, redirect: "manual" });
    }

    if (offer) offer.querySelector("[data-forget]").addEventListener("click", forget);
    form.addEventListener("input", touched);
    form.addEventListener("change", touched);
    document.addEventListener("input", function (event) {
      if (event.target.form === form && !form.contains(event.target)) touched();
    });
    watched.push({
      form: form,
      changed: changed,
      save: save,
      leave: function () { if (changed()) keep(true); },
      sent: function () {
        isSent = true;
        window.clearTimeout(timer);
        window.setTimeout(function () { isSent = false; }, REST);
      },
    });
  }

  /** Before a form is sent: all that stands on the page is safe, and its officer still signed in. */
  async function ready() {
    const saved = await Promise.all(watched.map(function (each) { return each.save(); }));
    return saved.every(Boolean) && (await portal.alive()); /* what was saved may have been before */
  }

  if (!door || !window.portal) return;
  portal.ready = ready;
  document.querySelectorAll('input[name="kept"]').forEach(function (input) { watch(input.form); });

  document.addEventListener("submit", function (event) {
    if (event.defaultPrevented || (event.submitter && event.submitter.formTarget)) return;
    watched.forEach(function (each) { if (each.form === event.target) each.sent(); });
  });
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "hidden") watched.forEach(function (each) { each.leave(); });
  });
  window.addEventListener("pagehide", function () { watched.forEach(function (each) { each.leave(); }); });
  window.addEventListener("online", function () { watched.forEach(function (each) { each.save(); }); });
})();
