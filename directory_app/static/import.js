// The page of an import that works: shows how far it is without loading the page again, until there is something to do.
(() => {
  "use strict";

  const EVERY = 1500;
  const shown = document.querySelector("[data-import-progress]");
  if (!shown) {
    return;
  }

  async function look() {
    try {
      const answer = await fetch(location.href, { headers: { "X-Requested-With": "fetch" }, cache: "no-store" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const next = page.querySelector("[data-import-progress]");
      if (!answer.ok || !next || next.dataset.importProgress !== shown.dataset.importProgress) {
        location.reload();
        return;
      }
      shown.querySelector("progress").value = next.querySelector("progress").value;
      shown.querySelector("[aria-live]").innerHTML = next.querySelector("[aria-live]").innerHTML;
    } catch {
      // No connection for a moment: the next look may find one.
    }
    setTimeout(look, EVERY);
  }

  setTimeout(look, EVERY);
})();
