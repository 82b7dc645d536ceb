// Reads an answer while it is being written. The server reads and forgets; the page works without this file, with a
// button. One request at a time: whatever is typed next ends the older request. It never moves the focus or the page.
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
  var LIVE = "Read as you write. Nothing is saved before you continue.";
  var pause = SHORTEST;
  var waiting;
  var speaking;
  var running = null;
  var troubled = false;
  // What the page came with. A browser may have put back what was typed before this runs, and that is not read yet.
  var read = content(form.querySelector("input[name=choice][checked]"), area.defaultValue);

  form.querySelector("[data-reading-button]").remove();
  form.classList.add("writing-live");

  function content(choice, text) {
    return (choice ? choice.value : "") + "\n" + text;
  }

  function typed() {
    return content(form.querySelector("input[name=choice]:checked"), area.value);
  }

  // What changes is shown at once and told in a short sentence when the typing has paused, the same one only once.
  function say(words) {
    clearTimeout(speaking);
    speaking = setTimeout(function () {
      if (said.textContent !== words) {
        said.textContent = words;
      }
    }, 1500);
  }

  function sayReading() {
    var made = into.querySelector("[data-said]");
    say(made ? made.dataset.said : "");
  }

  function stop() {
    if (running) {
      running.abort();
      running = null;
      into.removeAttribute("aria-busy");
    }
  }

  function later(milliseconds) {
    clearTimeout(waiting);
    waiting = setTimeout(ask, milliseconds);
  }

  function ask() {
    var sent = typed();
    stop();
    if (sent === read) {
      // Back at what is shown already, by undoing or deleting.
      if (troubled) {
        troubled = false;
        state.textContent = LIVE;
        sayReading();
      }
      return;
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
        troubled = false;
        into.innerHTML = html;
        sayReading();
        state.textContent = LIVE;
      })
      .catch(function (problem) {
        if (running !== request) {
          return;
        }
        troubled = true;
        state.textContent = problem.words || "No connection just now. Your text stays here; it is read again when the connection is back or you go on writing.";
        say(state.textContent);
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
    stop();
  });
  window.addEventListener("online", function () {
    later(0);
  });
  // A browser that brings back what was typed tells nobody.
  window.addEventListener("pageshow", function () {
    later(0);
  });
})();
