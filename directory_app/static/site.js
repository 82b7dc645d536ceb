// Comfort only; every page works without this file.
(function () {
  "use strict";

  // Bring keyboard and reader to what is wrong with a form, or to what was asked for.
  var summary = document.querySelector("[data-error-summary], [data-take-focus]");
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
    // As the server counts: one for the end of a line and for a letter with its accents, none for spaces around.
    function length() {
      var text = area.value.replace(/\r\n?/g, "\n").replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "");
      return Array.from(text.normalize("NFC").replace(/^[^\S\ufeff]+|[^\S\ufeff]+$/g, "")).length;
    }
    var spoken = document.createElement("span");
    spoken.className = "visually-hidden";
    spoken.setAttribute("aria-live", "polite");
    note.after(spoken);
    var pause;
    function words() {
      var left = limit - length();
      return left >= 0 ? left + " of " + limit + " characters left" : -left + " characters too many";
    }
    function show() {
      note.textContent = words();
      note.classList.toggle("field-limit-over", length() > limit);
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

  // Without a connection the browser would show a page of its own in place of this one, and what was typed would be lost.
  function keepUnsent(form, button) {
    var note = form.querySelector("[data-unsent]") || document.createElement("p");
    note.className = "field-error";
    note.dataset.unsent = "";
    note.setAttribute("role", "alert");
    note.textContent = "";
    if (button) {
      (button.closest(".actions") || button).after(note);
    } else {
      form.append(note);
    }
    note.textContent = "No connection just now. Nothing was sent, and what you typed stays here. Try again when it is back.";
    window.addEventListener("online", note.remove.bind(note), { once: true });
  }

  // A second press of a button that is already sending does nothing, unless it gives a file and the page stays.
  document.querySelectorAll("form[method=post]:not([data-again])").forEach(function (form) {
    form.addEventListener("submit", function (event) {
      // A machine without any network still reaches a site that runs on itself, so the site is asked first.
      if (navigator.onLine === false && !form.dataset.reached) {
        event.preventDefault();
        fetch(location.href, { method: "HEAD", cache: "no-store" }).then(
          function () {
            form.dataset.reached = "yes";
            form.requestSubmit(event.submitter);
          },
          function () {
            keepUnsent(form, event.submitter);
          }
        );
        return;
      }
      delete form.dataset.reached;
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

  // The browser's own place, rounded to about a kilometre before it leaves, in place of a city that would be typed.
  document.querySelectorAll("[data-near-me]").forEach(function (button) {
    var field = button.form && button.form.elements.place;
    if (!navigator.geolocation || !field) {
      return;
    }
    var note = button.form.querySelector("[data-near-me-note]");
    var near = button.form.elements.near;
    var words = field.value;
    if (near) {
      // Words that nobody typed are chosen as a whole, so that what is typed stands in their place.
      field.addEventListener("click", function () {
        if (field.value === words) {
          field.select();
        }
      });
    }
    button.hidden = false;
    // Whoever types goes by what they type, also where the browser answers only then.
    field.addEventListener("input", function () {
      note.textContent = "";
    });
    button.addEventListener("click", function () {
      note.textContent = "Looking …";
      navigator.geolocation.getCurrentPosition(
        function (found) {
          if (!note.textContent) {
            return;
          }
          note.textContent = "";
          var asked = new URLSearchParams(new FormData(button.form));
          asked.delete("place");
          asked.set("near", found.coords.latitude.toFixed(2) + ", " + found.coords.longitude.toFixed(2));
          window.location.assign(button.form.action + "?" + asked);
        },
        function () {
          if (note.textContent) {
            note.textContent = "Your browser does not tell where you are. Type a city.";
          }
        },
        { maximumAge: 600000, timeout: 15000 }
      );
    });
  });

  // The address of a search can be passed on: what was left empty is no part of it, and where somebody is neither, once
  // they typed another place. Nothing changes in the form itself, so that going back finds it as it was.
  var search = document.getElementById("search");
  if (search) {
    search.addEventListener("formdata", function (event) {
      var asked = event.formData;
      var place = search.elements.place;
      asked.delete(search.elements.near && place.value === place.defaultValue ? "place" : "near");
      new Set(asked.keys()).forEach(function (name) {
        var given = asked.getAll(name).filter(Boolean);
        asked.delete(name);
        given.forEach(function (value) {
          asked.append(name, value);
        });
      });
    });
  }

  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      window.print();
    });
  });

  // Out of a page about one's health, at once: in its place in the history, by the link or by Shift three times.
  var exit = document.querySelector("[data-exit]");
  function leave(event) {
    if (!event || !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)) {
      if (event) {
        event.preventDefault();
      }
      document.documentElement.classList.add("left");
      window.location.replace(exit.querySelector("[data-exit-link]").href);
    }
  }
  function listenForShift() {
    var presses = 0;
    var alone = false;
    var said = exit.querySelector("[data-exit-said]");
    var forget;
    function begin(count) {
      presses = count;
      clearTimeout(forget);
      said.textContent = count ? "Press Shift " + (count === 1 ? "twice" : "once") + " more to leave this page." : "";
      forget = count ? setTimeout(begin, 5000, 0) : 0;
    }
    document.addEventListener("keydown", function (event) {
      alone = event.key === "Shift";
      if (!alone && presses) {
        begin(0);
      }
    });
    document.addEventListener("keyup", function (event) {
      if (event.key !== "Shift" || !alone) {
        return;
      }
      alone = false;
      if (presses === 2) {
        leave();
      } else {
        begin(presses + 1);
      }
    });
  }
  if (exit) {
    exit.querySelector("[data-exit-keys]").hidden = false;
    exit.querySelector("[data-exit-link]").addEventListener("click", leave);
    listenForShift();
    window.addEventListener("pageshow", function () {
      document.documentElement.classList.remove("left");
    });
  }

  // How many are on this browser's shortlist; the link appears when somebody is.
  var shortlist = document.querySelector("[data-shortlist-link]");
  function count() {
    var kept = [];
    try {
      kept = JSON.parse(localStorage.getItem("shortlist")) || [];
    } catch (error) {
      // A browser that keeps nothing has no shortlist.
    }
    shortlist.hidden = !Array.isArray(kept) || !kept.length;
    shortlist.querySelector("[data-shortlist-count]").textContent = kept.length;
  }
  if (shortlist) {
    ["shortlist", "storage", "pageshow"].forEach(function (name) {
      (name === "shortlist" ? document : window).addEventListener(name, count);
    });
    count();
  }

  // Copy a link; the button appears only where the browser can do it.
  document.querySelectorAll("[data-copy]").forEach(function (button) {
    if (!navigator.clipboard) {
      return;
    }
    button.hidden = false;
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(button.dataset.copy).then(
        function () {
          button.textContent = "Copied";
        },
        function () {
          // Refused, as by browsers inside other applications: what would be copied stands there, selected.
          var text = document.createElement("textarea");
          text.value = button.dataset.copy;
          text.setAttribute("aria-label", "To copy by hand");
          button.replaceWith(text);
          text.select();
        }
      );
    });
  });
})();
