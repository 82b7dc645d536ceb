// Search and filters beside a list; all of it works without this file.
(function () {
  "use strict";

  var form = document.getElementById("search");
  var filters = document.getElementById("filters");
  var buttons = filters.querySelectorAll("[data-counts-send]");
  var said = filters.querySelector("[data-counts-said]");
  var words = buttons[0].textContent;
  var first = new Map();
  var asking = null;
  var pause = 0;
  var quiet = 0;

  filters.querySelectorAll(".filter-option input[value]:not([value=''])").forEach(function (box) {
    first.set(box, Number(box.parentNode.querySelector(".filter-count").textContent.replace(/\D/g, "")));
  });

  function name(text) {
    buttons.forEach(function (button) {
      button.textContent = text;
    });
  }

  // What the button shows and the figure beside each box; without figures those that the page came with.
  function tell(total, figures) {
    var people = total === 1 ? " therapist" : " therapists";
    name(total === null ? words : "Show " + total.toLocaleString("en-US") + people);
    said.textContent = total === null ? "" : total ? total.toLocaleString("en-US") + people : "Nobody meets all of this";
    first.forEach(function (count, box) {
      var now = figures ? figures[box.id] || 0 : count;
      box.parentNode.querySelector(".filter-count").textContent = now.toLocaleString("en-US");
      box.parentNode.querySelector("[data-counted]").textContent = now === 1 ? " therapist" : " therapists";
      box.parentNode.classList.toggle("filter-empty", !now && !box.checked);
    });
  }

  // What is ticked is asked after as it would be sent, once somebody pauses. Only the last answer counts.
  function ask() {
    var mine = new AbortController();
    asking = mine;
    fetch(filters.dataset.counts + "?" + new URLSearchParams(new FormData(form)), { signal: mine.signal })
      .then(function (answer) {
        if (answer.status === 429 || answer.status === 503) {
          quiet = Date.now() + 60000;
        }
        return answer.ok ? answer.json() : { total: null };
      })
      .catch(function () {
        return { total: null };
      })
      .then(function (found) {
        if (asking === mine) {
          tell(found.total, found.total === null ? null : found.figures);
        }
      });
  }

  function stop() {
    clearTimeout(pause);
    if (asking) {
      asking.abort();
      asking = null;
    }
  }

  filters.addEventListener("change", function () {
    stop();
    name(words);
    if (Date.now() > quiet) {
      pause = setTimeout(ask, 350);
    } else {
      tell(null);
    }
  });
  form.addEventListener("submit", stop);

  // Back on a page, a browser fills in what was chosen on it before it was left. The list is that of the address.
  window.addEventListener("pageshow", function (event) {
    var way = performance.getEntriesByType("navigation")[0];
    if (event.persisted || (way && way.type === "back_forward")) {
      stop();
      form.reset();
      tell(null);
    }
  });

  // On a phone the filters open over the list: Escape closes them as their link does, and the focus goes where it was.
  var opener = document.querySelector(".filters-open [href='#filters']");
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && location.hash === "#filters" && opener.offsetParent) {
      location.hash = "#results";
    }
  });
  window.addEventListener("hashchange", function (event) {
    if (/#filters$/.test(event.oldURL) && opener.offsetParent) {
      opener.focus();
    }
  });
})();
