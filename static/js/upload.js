/* upload.js: files dropped or chosen go one by one, each with its progress; a failed one can be sent again. */
(function () {
  "use strict";

  function row(list, file) {
    const line = document.createElement("li");
    const name = document.createElement("span");
    const state = document.createElement("span");
    const meter = document.createElement("progress");
    name.textContent = file.name;
    state.className = "ui-push ui-meta ui-num";
    meter.max = 100;
    meter.setAttribute("aria-label", "上传进度：" + file.name);
    line.append(name, state, meter);
    list.append(line);
    list.hidden = false;
    return { line: line, state: state, meter: meter };
  }

  function reason(xhr) {
    try {
      const told = JSON.parse(xhr.responseText);
      const fields = told.errors ? Object.values(told.errors) : [];
      return (fields.length && [].concat(fields[0])[0]) || told.detail || "没有传成功";
    } catch (error) {
      return xhr.status === 413 ? "文件太大" : "没有传成功";
    }
  }

  function refuse(zone, file) {
    const limit = Number(zone.dataset.uploadLimit);
    const kinds = zone.querySelector("input").accept.split(",");
    const ending = "." + file.name.split(".").pop().toLowerCase();
    if (file.size === 0) return "空文件，不能上传";
    if (file.size > limit * 1024 * 1024) return "超过 " + limit + " MB，请压缩或拆分后再传";
    if (kinds.indexOf(ending) < 0) return "不收这种文件，请转成 PDF 或图片";
    return "";
  }

  function failed(shown, words, again) {
    shown.meter.hidden = true;
    shown.state.textContent = words;
    shown.state.className = "ui-push is-bad";
    if (!again) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn ui-btn-quiet ui-btn-mini";
    button.textContent = "重传";
    button.addEventListener("click", function () { shown.line.remove(); again(); });
    shown.line.append(button);
  }

  function arrived(zone, list, shown, xhr) {
    const place = zone.dataset.uploadTarget && document.querySelector(zone.dataset.uploadTarget);
    if (place) {
      place.innerHTML = xhr.responseText;
      place.querySelectorAll("template[data-says]").forEach(function (words) {
        const head = document.querySelector(words.dataset.says);
        if (head) head.textContent = words.content.textContent;
      });
      if (window.htmx) window.htmx.process(place);
      shown.line.remove();
      list.hidden = !list.children.length;
    } else {
      shown.meter.hidden = true;
      shown.state.textContent = "已上传";
    }
  }

  function send(zone, list, file) {
    const shown = row(list, file);
    const no = refuse(zone, file);
    if (no) return failed(shown, no, null);
    const xhr = new XMLHttpRequest();
    const body = new FormData();
    const again = function () { send(zone, list, file); };
    body.append(zone.dataset.uploadName, file);
    zone.querySelectorAll("select").forEach(function (asked) { body.append(asked.name, asked.value); });
    xhr.upload.addEventListener("progress", function (event) {
      const percent = Math.round((100 * event.loaded) / event.total);
      shown.meter.value = percent;
      shown.state.textContent = percent < 100 ? percent + "%" : "正在检查";
    });
    xhr.addEventListener("load", function () {
      const login = document.querySelector('meta[name="login-url"]').content;
      if (xhr.status === 401 || new URL(xhr.responseURL).pathname === login) {
        portal.tell("signed-out");
        return failed(shown, "登录已过期，登录后重传", again);
      }
      if (xhr.status >= 200 && xhr.status < 300) return arrived(zone, list, shown, xhr);
      return failed(shown, reason(xhr), again);
    });
    xhr.addEventListener("error", function () { failed(shown, "连不上服务器，稍后重传", again); });
    xhr.open("POST", zone.dataset.uploadUrl);
    xhr.setRequestHeader("X-CSRFToken", portal.token());
    xhr.send(body);
  }

  function ready(zone) {
    const input = zone.querySelector("input[type=file]");
    const list = zone.nextElementSibling;
    const take = function (files) { Array.from(files).forEach(function (file) { send(zone, list, file); }); };
    input.addEventListener("change", function () { take(input.files); input.value = ""; });
    zone.addEventListener("dragover", function (event) { event.preventDefault(); zone.classList.add("is-over"); });
    zone.addEventListener("dragleave", function () { zone.classList.remove("is-over"); });
    zone.addEventListener("drop", function (event) {
      event.preventDefault();
      zone.classList.remove("is-over");
      take(event.dataTransfer.files);
    });
  }

  document.querySelectorAll("[data-upload-url]").forEach(ready);
})();
