// The shortlist of this browser: a list of public names in localStorage, sent nowhere. Pages work without it.
(function () {
  "use strict";
  var KEY = "shortlist";
  var MOST = 20;
  var NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/;

  function read() {
    try {
      var kept = JSON.parse(localStorage.getItem(KEY) || "[]");
      return kept
        .filter(function (one, at) { return typeof one === "string" && NAME.test(one) && kept.indexOf(one) === at; })
        .slice(0, MOST);
    } catch (error) {
      return [];
    }
  }

  function write(slugs) {
    if (slugs.length) {
      localStorage.setItem(KEY, JSON.stringify(slugs));
    } else {
      localStorage.removeItem(KEY);
    }
    document.dispatchEvent(new Event("shortlist"));
  }

  function full() {
    spoken.textContent = "Your shortlist is full: it holds " + MOST + " at most.";
    spoken.className = "notice notice-warning shortlist-full";
  }

  // What an earlier release left that is no name goes. Where a browser keeps nothing, the buttons stay hidden and what
  // stands there without scripts takes their place.
  try {
    localStorage.setItem(KEY + "-try", "1");
    localStorage.removeItem(KEY + "-try");
    write(read());
  } catch (error) {
    document.querySelectorAll("noscript[data-unkept]").forEach(function (one) {
      one.outerHTML = one.textContent;
    });
    return;
  }

  function address(slugs) {
    return "/shortlist?" + slugs.map(function (one) { return "t=" + one; }).join("&");
  }

  var spoken = document.createElement("p");
  spoken.className = "visually-hidden";
  spoken.setAttribute("role", "status");
  document.querySelector("main").append(spoken);

  var buttons = document.querySelectorAll("[data-shortlist]");
  function show() {
    var slugs = read();
    buttons.forEach(function (button) {
      var on = slugs.indexOf(button.dataset.shortlist) >= 0;
      button.classList.toggle("shortlist-on", on);
      button.querySelector("[data-shortlist-words]").textContent = on ? "On your shortlist" : "Add to shortlist";
      button.title = on ? "Press again to take off" : "";
      button.hidden = false;
    });
  }

  buttons.forEach(function (button) {
    button.addEventListener("click", function () {
      var slug = button.dataset.shortlist;
      var slugs = read();
      var at = slugs.indexOf(slug);
      if (at >= 0) {
        slugs.splice(at, 1);
      } else if (slugs.length < MOST) {
        slugs.push(slug);
      } else {
        full();
        return;
      }
      write(slugs);
      spoken.className = "visually-hidden";
      spoken.textContent = (at >= 0 ? "Taken off. " : "Added. ") + slugs.length + " on your shortlist.";
    });
  });

  var page = document.querySelector("[data-shortlist-page]");
  if (page) {
    var shown = page.dataset.shortlistPage.split(" ").filter(Boolean);
    var mine = read();
    var own = shown.length > 0 && shown.slice().sort().join() === mine.slice().sort().join();
    if (!shown.length && mine.length && !/[?&]add=/.test(location.search)) {
      location.replace(address(mine));
      return;
    }
    if (own || !shown.length) {
      // Who is added by their address goes onto the own list, where that is the one shown.
      page.querySelector("[data-shortlist-add]").addEventListener("submit", function (event) {
        var named = /(?:^|\/)therapists\/([a-z0-9-]+)/i.exec(event.target.elements.add.value);
        var slug = named ? named[1].toLowerCase() : "";
        if (NAME.test(slug) && mine.indexOf(slug) < 0 && mine.length < MOST) {
          write(mine.concat(slug));
        }
      });
    }
    if (own) {
      page.querySelectorAll("[data-shortlist-remove]").forEach(function (link) {
        link.addEventListener("click", function () {
          write(read().filter(function (one) { return one !== link.dataset.shortlistRemove; }));
        });
      });
      page.querySelectorAll("[data-shortlist-keep]").forEach(function (link) {
        link.addEventListener("click", function () {
          write(new URL(link.href).searchParams.getAll("t"));
        });
      });
      page.querySelectorAll("[data-shortlist-clear]").forEach(function (button) {
        button.hidden = false;
        button.addEventListener("click", function () {
          write([]);
          location.assign("/shortlist");
        });
      });
    } else if (shown.length) {
      var foreign = page.querySelector("[data-shortlist-foreign]");
      if (foreign) {
        foreign.hidden = false;
        foreign.querySelector("a").hidden = !mine.length;
        if (!mine.length) {
          foreign.querySelector("p").textContent = "This list is in the link alone, not kept in this browser.";
        }
        foreign.querySelector("[data-shortlist-take]").addEventListener("click", function () {
          var all = mine.concat(shown.filter(function (one) { return mine.indexOf(one) < 0; }));
          if (all.length > MOST) {
            full();
            return;
          }
          write(all);
          location.assign(address(all));
        });
      }
    }
  }

  document.addEventListener("shortlist", show);
  window.addEventListener("storage", show);
  window.addEventListener("pageshow", show);
  show();
})();
