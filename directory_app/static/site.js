// Comfort only; every page works without this file.
(function () {
  "use strict";

  // Bring keyboard and reader to what is wrong with a form.
  var summary = document.querySelector("[data-error-summary]");
  if (summary) {
    summary.focus();
  }

  // Count down long answers: seen at every key, announced when typing pauses. Never cuts text off.
  document.querySelectorAll("textarea[data-limit]").forEach(function (area) {
    var note = document.getElementById(area.id + "-limit");
    if (!note) {
      return;
    }
    var limit = Number(area.dataset.limit);
    var spoken = document.createElement("span");
    spoken.className = "visually-hidden";
    spoken.setAttribute("aria-live", "polite");
    note.after(spoken);
    var pause;
    function words() {
      var left = limit - Array.from(area.value).length;
      return left >= 0 ? left + " of " + limit + " characters left" : -left + " characters too many";
    }
    function show() {
      note.textContent = words();
      note.classList.toggle("field-limit-over", Array.from(area.value).length > limit);
    }
    area.addEventListener("input", function () {
      show();
      clearTimeout(pause);
      pause = setTimeout(function () {
        spoken.textContent = words();
      }, 1200);
    });
    show();
  });

  // A second press of a button that is already sending does nothing.
  document.querySelectorAll("form[method=post]").forEach(function (form) {
    form.addEventListener("submit", function (event) {
      if (form.dataset.sent) {
        event.preventDefault();
      }
      form.dataset.sent = "yes";
    });
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) {
      delete form.dataset.sent;
    });
  });

  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      window.print();
    });
  });

  // Copy a link; the button appears only where the browser can do it.
  document.querySelectorAll("[data-copy]").forEach(function (button) {
    if (!navigator.clipboard) {
      return;
    }
    button.hidden = false;
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(button.dataset.copy).then(function () {
        button.textContent = "Copied";
      });
    });
  });
})();
