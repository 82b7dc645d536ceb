// Asks the browser to make or show a passkey and sends what it answers. The server decides everything.
(function () {
  "use strict";

  var form = document.querySelector("[data-passkey]");
  if (!form) {
    return;
  }
  var note = form.querySelector("[data-passkey-note]");
  var again = form.querySelector("[data-passkey-again]");

  function bytes(text) {
    var plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, function (one) {
      return one.charCodeAt(0);
    });
  }

  function text(buffer) {
    var plain = "";
    new Uint8Array(buffer).forEach(function (one) {
      plain += String.fromCharCode(one);
    });
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  function withBytes(list) {
    return (list || []).map(function (one) {
      return Object.assign({}, one, { id: bytes(one.id) });
    });
  }

  // What the server writes as text the browser wants as bytes.
  function question() {
    var asked = JSON.parse(form.dataset.options);
    asked.challenge = bytes(asked.challenge);
    asked.allowCredentials = withBytes(asked.allowCredentials);
    asked.excludeCredentials = withBytes(asked.excludeCredentials);
    if (asked.user) {
      asked.user = Object.assign({}, asked.user, { id: bytes(asked.user.id) });
    }
    return asked;
  }

  function answer(made) {
    var response = { clientDataJSON: text(made.response.clientDataJSON) };
    if (made.response.attestationObject) {
      response.attestationObject = text(made.response.attestationObject);
      response.transports = made.response.getTransports ? made.response.getTransports() : [];
    } else {
      response.authenticatorData = text(made.response.authenticatorData);
      response.signature = text(made.response.signature);
      response.userHandle = made.response.userHandle ? text(made.response.userHandle) : null;
    }
    return JSON.stringify({ id: made.id, rawId: text(made.rawId), type: made.type, response: response });
  }

  function words(error) {
    if (error.name === "InvalidStateError") {
      return "This device holds a passkey for your account already.";
    }
    if (error.name === "SecurityError") {
      return "Passkeys work only under the name of the site. On your own machine open it as http://localhost.";
    }
    return "Nothing came back from your device: you may have closed its question, or it holds no passkey for this site.";
  }

  function ask() {
    note.textContent = "Waiting for your device …";
    again.hidden = true;
    var asked = { publicKey: question() };
    var call = form.dataset.passkey === "create" ? navigator.credentials.create(asked) : navigator.credentials.get(asked);
    call
      .then(function (made) {
        form.querySelector("[data-passkey-answer]").value = answer(made);
        note.textContent = "Thank you. One moment …";
        form.submit();
      })
      .catch(function (error) {
        note.textContent = words(error);
        again.hidden = false;
      });
  }

  if (!window.PublicKeyCredential || !navigator.credentials) {
    note.textContent = "This browser has no passkeys here. They need a recent browser and a secure connection.";
    return;
  }
  again.addEventListener("click", ask);
  ask();
})();
