// Shows what stands in a password field, and the way in by passkey where the browser knows passkeys. Comfort only.
(function () {
  "use strict";

  document.querySelectorAll("input[type=password]").forEach(function (input) {
    var row = document.createElement("div");
    var button = document.createElement("button");
    row.className = "password-row";
    button.type = "button";
    button.className = "password-show";
    button.setAttribute("aria-controls", input.id);
    function say() {
      var hidden = input.type === "password";
      button.textContent = hidden ? "Show" : "Hide";
      button.setAttribute("aria-label", (hidden ? "Show" : "Hide") + " the password");
    }
    button.addEventListener("click", function () {
      input.type = input.type === "password" ? "text" : "password";
      say();
    });
    // What is sent is a password again, so that nothing remembers it as ordinary text.
    if (input.form) {
      input.form.addEventListener("submit", function () {
        input.type = "password";
        say();
      });
    }
    input.before(row);
    row.append(input, button);
    say();
  });

  document.querySelectorAll("[data-needs-passkeys]").forEach(function (form) {
    form.hidden = !window.PublicKeyCredential;
  });
})();
