/* autosave.js: a draft is kept on the server while one types; nothing personal stays in the browser. */
(function () {
  "use strict";
  const PAUSE = 1200;
  const RETRY = 15000;

  function typed(form) {
    const body = new URLSearchParams();
    new FormData(form).forEach(function (value, name) {
      if (typeof value === "string" && name !== "csrfmiddlewaretoken") body.append(name, value);
    });
    return body;
  }

  function clock() {
    const now = new Date();
    return String(now.getHours()).padStart(2, "0") + ":" + String(now.getMinutes()).padStart(2, "0");
  }

  function watch(form) {
    const status = document.querySelector("[data-autosave-status]");
    let kept = typed(form).toString();
    let timer = 0;
    let busy = false;

    function say(words, loud) {
      if (!status) return;
      status.textContent = words;
      if (loud) status.setAttribute("role", "alert");
      else status.removeAttribute("role");
    }

    function later(pause) {
      window.clearTimeout(timer);
      timer = window.setTimeout(save, pause);
    }

    function send(body, leaving) {
      return fetch(form.dataset.autosaveUrl, {
        method: "POST", body: body, headers: portal.headers(), keepalive: leaving,
      });
    }

    async function save(leaving) {
      const body = typed(form);
      if (busy || body.toString() === kept) return;
      busy = true;
      try {
        let answer = await send(body, leaving === true);
        if ((answer.redirected || answer.status === 401 || answer.status === 403) && (await portal.alive())) {
          answer = await send(body, false);
        }
        await heard(answer, body.toString());
      } catch (error) {
        portal.tell("offline");
        say("没有暂存成功，已填内容还在这一页，马上再试", true);
        later(RETRY);
      } finally {
        busy = false;
      }
      if (typed(form).toString() !== kept) later(answerPause());
    }

    function answerPause() {
      return status && status.getAttribute("role") ? RETRY : PAUSE;
    }

    async function heard(answer, sent) {
      if (answer.redirected || answer.status === 401) {
        say("登录已过期，没有暂存；已填内容还在这一页", true);
        return;
      }
      if (answer.status === 409) {
        say("这份草稿在别处改过，没有暂存；请另开一页对照", true);
        return;
      }
      if (!answer.ok) throw new Error(String(answer.status));
      const told = answer.status === 204 ? {} : await answer.json();
      if (told.address) window.history.replaceState(null, "", told.address);
      kept = sent;
      portal.tell("");
      say("已暂存 " + (told.saved_at || clock()) + "，草稿只有你能看到，关机也不丢");
      form.dispatchEvent(new CustomEvent("portal:saved", { bubbles: true }));
    }

    form.addEventListener("input", function () { later(PAUSE); });
    form.addEventListener("change", function () { later(PAUSE); });
    form.addEventListener("submit", function () { window.clearTimeout(timer); });
    document.addEventListener("visibilitychange", function () {
      if (document.visibilityState === "hidden") save(true);
    });
  }

  document.querySelectorAll("form[data-autosave-url]").forEach(watch);
})();
