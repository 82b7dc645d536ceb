// Reads an answer while it is being written. The server reads and forgets; the page works without this file, with a
// button. One request at a time: a newer text ends the older request. It never moves the focus or the page.
(function () {
  "use strict";

  var form = document.querySelector("form[data-reading-at]");
  var area = form && form.querySelector("textarea");
  if (!area || !window.fetch || !window.AbortController) {
    return;
  }
  var into = form.querySelector("[data-reading-into]");
  var state = form.querySelector("[data-reading-state]");
  var said = form.querySelector("[data-reading-said]");
  var SHORTEST = 500;
  var LONGEST = 4000;
  var PATIENCE = 15000;
  var pause = SHORTEST;
  var waiting;
  var speaking;
  var running = null;
  var read = content();

  form.querySelector("[data-reading-button]").remove();
  form.classList.add("writing-live");

  function content() {
    var choice = form.querySelector("input[name=choice]:checked");
    return (choice ? choice.value : "") + "\n" + area.value;
  }

  // What changes is shown at once and told in one short sentence when the typing has paused.
  function show(html) {
    into.innerHTML = html;
    var made = into.querySelector("[data-said]");
    clearTimeout(speaking);
    speaking = setTimeout(function () {
      said.textContent = made ? made.dataset.said : "";
    }, 1500);
  }

  function later(milliseconds) {
    clearTimeout(waiting);
    waiting = setTimeout(ask, milliseconds);
  }

  function ask() {
    var sent = content();
    if (sent === read) {
      return;
    }
    if (running) {
      running.abort();
    }
    var request = new AbortController();
    var began = Date.now();
    var impatient = setTimeout(function () {
      request.abort("slow");
    }, PATIENCE);
    running = request;
    into.setAttribute("aria-busy", "true");
    fetch(form.dataset.readingAt, { method: "POST", body: new FormData(form), signal: request.signal, credentials: "same-origin" })
      .then(function (answer) {
        if (answer.headers.get("X-Signed-Out") || new URL(answer.url).pathname === "/account/sign-in") {
          throw { words: "You were signed out. Your text stays here: press the button to go on, sign in, and it comes back." };
        }
        if (answer.redirected || answer.status === 409) {
          throw { words: "Your listing cannot be changed at the moment, perhaps because it was sent in from another tab. Copy your text before you leave this page." };
        }
        if (answer.status === 400 || answer.status === 403) {
          throw { words: "This page is from before you last signed in. Copy your text, then open the page again." };
        }
        if (answer.status === 429) {
          throw { words: "Read very often just now. Go on writing; it is read again in a minute.", again: 60000 };
        }
        if (!answer.ok) {
          throw { words: "This cannot be read just now. Your text stays here; save it as usual." };
        }
        return answer.text();
      })
      .then(function (html) {
        if (running !== request) {
          return;
        }
        read = sent;
        // A slow connection is asked less often.
        pause = Math.min(LONGEST, Math.max(SHORTEST, (Date.now() - began) * 1.5));
        show(html);
        state.textContent = "Read as you write. Nothing is saved before you continue.";
      })
      .catch(function (problem) {
        if (running !== request) {
          return;
        }
        state.textContent = problem.words || "No connection just now. Your text stays here; it is read again when you go on writing.";
        pause = LONGEST;
        if (problem.again) {
          later(problem.again);
        }
      })
      .finally(function () {
        clearTimeout(impatient);
        if (running === request) {
          running = null;
          into.removeAttribute("aria-busy");
        }
      });
  }

  form.addEventListener("input", function () {
    later(pause);
  });
  form.addEventListener("submit", function () {
    clearTimeout(waiting);
    if (running) {
      running.abort();
    }
  });
  // A browser that brings back what was typed tells nobody.
  window.addEventListener("pageshow", function () {
    later(0);
  });
})();
