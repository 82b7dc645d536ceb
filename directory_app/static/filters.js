// Search and filters beside a list; all of it works without this file.
(function () {
  "use strict";

  // Back on a page, a browser fills in what was chosen on it before it was left. The list is that of the address.
  window.addEventListener("pageshow", function (event) {
    var way = performance.getEntriesByType("navigation")[0];
    if (event.persisted || (way && way.type === "back_forward")) {
      document.getElementById("search").reset();
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
