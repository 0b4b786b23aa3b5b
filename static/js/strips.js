/* strips.js: on a narrow screen navigation and tabs are strips; the place one is at stands in view. */
(function () {
  "use strict";
  document.querySelectorAll(".ui-nav, .ui-tabs").forEach(function (strip) {
    const here = strip.querySelector("[aria-current]");
    if (!here || strip.scrollWidth <= strip.clientWidth) return;
    const from = here.getBoundingClientRect().left - strip.getBoundingClientRect().left;
    strip.scrollLeft += from - (strip.clientWidth - here.offsetWidth) / 2;
  });
})();
