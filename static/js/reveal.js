/* reveal.js: what was shown in clear is taken away after a minute; a reload asks anew. */
(function () {
  "use strict";
  const told = document.querySelector("[data-hide-after]");
  const values = document.querySelectorAll("[data-plain] dd");

  function hide() {
    values.forEach(function (value) {
      value.textContent = "已收起";
    });
    told.textContent = "明文已收起，要再看请返回事项重新查看；";
  }

  window.history.replaceState(null, "", window.location.href);
  window.setTimeout(hide, Number(told.dataset.hideAfter) * 1000);
  window.addEventListener("pagehide", hide);
})();
