/* tab_stops.js: what a page owes whoever presses Tab, and what he met; read by test_keyboard.py.
   It watches inside the page, so that a walk asks the browser once and not at every stop. */
(function () {
  "use strict";
  const STOPS = "a[href], area[href], button, input:not([type=hidden]), select, textarea, summary, iframe, [tabindex], [contenteditable]";
  const LOOKS = ["outlineStyle", "outlineWidth", "boxShadow"];
  let owed, met, faults, plain, left;

  function named(each) {
    const words = each.getAttribute("aria-label") || (each.labels && each.labels.length && each.labels[0].textContent) || each.textContent || each.name || "";
    return each.tagName.toLowerCase() + "「" + words.trim().replace(/\s+/g, " ").slice(0, 40) + "」";
  }

  /* A radio group is one stop: what is chosen in it, or its first. */
  function stands(radio) {
    const group = Array.from(document.querySelectorAll("input[type=radio]")).filter(function (each) {
      return each.name === radio.name && each.form === radio.form && !each.matches(":disabled");
    });
    return radio === (group.find(function (each) { return each.checked; }) || group[0]);
  }

  function isStop(each) {
    if (each.tabIndex < 0 || each.matches(":disabled") || each.closest("[inert]")) return false;
    if (!each.checkVisibility({ visibilityProperty: true })) return false;
    return each.type !== "radio" || stands(each);
  }

  /* An input of one point shows itself in its label. */
  function shown(each) {
    const box = each.getBoundingClientRect();
    const label = each.labels && each.labels[0];
    return label && (box.width < 4 || getComputedStyle(each).opacity === "0") ? label : each;
  }

  function look(each) {
    return [each].concat(Array.from(each.labels || [])).map(function (part) {
      const style = getComputedStyle(part);
      return LOOKS.map(function (name) { return style[name]; }).join(" ");
    }).join("; ");
  }

  function judge(each) {
    const box = shown(each).getClientRects()[0];
    if (!box) return faults.push(named(each) + " is nowhere when focused");
    const x = box.left + box.width / 2;
    const y = box.top + box.height / 2;
    if (x < 0 || y < 0 || x > innerWidth || y > innerHeight) faults.push(named(each) + " is off the window when focused");
    const top = document.elementFromPoint(x, y);
    const own = [each].concat(Array.from(each.labels || []));
    if (top && !own.some(function (part) { return part.contains(top); })) faults.push(named(each) + " is covered by " + named(top));
    if (look(each) === plain.get(each)) faults.push(named(each) + " does not show that it is focused");
  }

  /* A date is one field with a stop for its year, month, day and calendar. Behind the last stop
     is the browser's own bar; one without a bar leads to the page's body or to its top again. */
  function meet() {
    const each = document.activeElement;
    if (left || each === met[met.length - 1]) return;
    if (each === document.body || each === met[0]) { left = met.length > 0; return; }
    met.push(each);
    if (plain.has(each)) judge(each);
  }

  /* Everything folded is opened, whatever the page focused is let go, and the next Tab is the first. */
  function begin() {
    document.querySelectorAll("details:not(.ui-menu)").forEach(function (each) { each.open = true; });
    const top = document.createElement("button");
    document.body.prepend(top);
    top.focus();
    top.remove();
    owed = Array.from(document.querySelectorAll(STOPS)).filter(isStop);
    met = [];
    faults = [];
    left = false;
    plain = new Map(owed.map(function (each) { return [each, look(each)]; }));
    return owed.length;
  }

  function scrolls(each) {
    return each.scrollWidth > each.clientWidth || each.scrollHeight > each.clientHeight;
  }

  /* What is owed and was met must be the same row; a box that scrolls may be met besides. */
  function report() {
    const walked = met.filter(function (each) { return plain.has(each) || !scrolls(each); });
    owed.forEach(function (each) {
      const times = walked.filter(function (other) { return other === each; }).length;
      if (times !== 1) faults.push(named(each) + " is reached " + times + " times");
    });
    walked.forEach(function (each, nth) {
      if (!plain.has(each)) faults.push(named(each) + " is reached and is not to be seen");
      else if (nth && walked[nth - 1].compareDocumentPosition(each) & Node.DOCUMENT_POSITION_PRECEDING) faults.push(named(each) + " comes after " + named(walked[nth - 1]));
    });
    if (!left) faults.push("the page does not let go of the focus");
    return faults;
  }

  document.addEventListener("keyup", function (event) { if (event.key === "Tab" && met) meet(); });
  window.tabStops = {
    begin: begin,
    report: report,
    left: function () { meet(); return left; },
    onLast: function () { return document.activeElement === owed[owed.length - 1]; },
    onSkipLink: function () { return document.activeElement === owed[0] && owed[0].matches(".ui-skip"); },
    inMain: function () {
      const first = owed.find(function (each) { return each.closest("main"); });
      return !first || document.activeElement === first;
    },
  };
})();
