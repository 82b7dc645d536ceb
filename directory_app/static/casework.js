// Comfort for moderators; every page works without this file. Keys can be turned off, and rest while somebody types.
(function () {
  "use strict";

  var SETTING = "staff-keys";

  // Whoever opens a case that nobody looks at says so, and says it again while the page is in front of them.
  var look = document.querySelector("form[data-look]");
  function say() {
    if (document.visibilityState === "visible") {
      var said = new FormData(look);
      said.delete("over");
      said.set("beat", "yes");
      fetch(look.action, { method: "POST", body: said, redirect: "manual" }).then(shown, function () {});
    }
  }
  // 204: it is mine; 423: a colleague has it, who is named. Any other answer tells nothing, as after a sign-in's end.
  function shown(answer) {
    if (answer.status === 204 && !look.hidden) {
      tell("You have this case open.", true);
    }
    if (answer.status === 423) {
      answer.text().then(function (sentence) {
        tell(sentence, false);
      });
    }
  }
  function tell(sentence, mine) {
    document.querySelector(".case-bar-look").textContent = sentence;
    look.hidden = mine;
    if (!mine && !look.elements.over) {
      var over = document.createElement("input");
      over.type = "hidden";
      over.name = "over";
      over.value = "yes";
      look.append(over);
    }
    if (!mine) {
      look.querySelector("button").textContent = "Take it over";
    }
  }
  if (look) {
    say();
    setInterval(say, 300000);
  }

  var box = document.querySelector("[data-shortcuts]");
  var dialog = document.querySelector("[data-shortcuts-dialog]");
  if (!box || !dialog || !dialog.showModal) {
    return;
  }
  box.hidden = false;
  var on = box.querySelector("[data-shortcuts-on]");
  on.checked = stored() !== "off";
  on.addEventListener("change", function () {
    try {
      localStorage.setItem(SETTING, on.checked ? "on" : "off");
    } catch (error) {
      // A browser that keeps nothing forgets the choice with the page.
    }
  });
  function stored() {
    try {
      return localStorage.getItem(SETTING);
    } catch (error) {
      return null;
    }
  }
  box.querySelector("[data-shortcuts-open]").addEventListener("click", function () {
    dialog.showModal();
  });

  function links() {
    return Array.from(document.querySelectorAll("[data-work-list] tbody th a"));
  }
  function move(step) {
    var all = links();
    var here = all.indexOf(document.activeElement);
    var next = all[here < 0 ? (step > 0 ? 0 : all.length - 1) : here + step];
    if (next) {
      next.focus();
    }
    return all.length > 0;
  }
  function follow() {
    var form = document.querySelector("form[data-next-case]");
    if (form) {
      form.requestSubmit();
      return true;
    }
    var first = links()[0];
    if (first) {
      first.click();
    }
    return Boolean(first);
  }
  function decide() {
    var section = document.querySelector("[data-decision]");
    var field = section && (section.querySelector("input[type=radio], input[type=checkbox], textarea") || section);
    if (field) {
      field.focus();
    }
    return Boolean(field);
  }
  function list() {
    var link = document.querySelector(".breadcrumbs a");
    if (link) {
      link.click();
    }
    return Boolean(link);
  }
  var keys = {
    j: function () { return move(1); },
    k: function () { return move(-1); },
    n: follow,
    d: decide,
    l: list,
    "?": function () {
      dialog.showModal();
      return true;
    },
  };
  document.addEventListener("keydown", function (event) {
    var typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (!on.checked || typing || dialog.open || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) {
      return;
    }
    var inList = links().indexOf(document.activeElement) >= 0;
    var act = keys[event.key];
    if (inList && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      act = function () { return move(event.key === "ArrowDown" ? 1 : -1); };
    }
    if (act && act()) {
      event.preventDefault();
    }
  });
})();
