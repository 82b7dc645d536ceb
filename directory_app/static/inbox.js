// Comfort only: a message that has been looked at for a moment counts as read, without pressing the button.
(function () {
  "use strict";

  var form = document.querySelector("form[data-mark-read]");
  if (!form) {
    return;
  }
  setTimeout(function () {
    if (document.visibilityState !== "visible") {
      return;
    }
    fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" }).then(function (answer) {
      if (answer.type !== "opaqueredirect") {
        return;
      }
      form.elements.state.value = "new";
      form.querySelector("button").textContent = "Mark as new";
    });
  }, 1500);
})();
