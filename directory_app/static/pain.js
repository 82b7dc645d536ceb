// The self-check, one step at a time. Everything stays in this page: nothing is stored, nothing is sent, and the address
// never changes. Without this file the page is a worksheet.
(function () {
  "use strict";

  var check = document.querySelector("[data-check]");
  if (!check) {
    return;
  }
  var baseTitle = document.title;
  var shown = "1";
  var map = check.querySelector("[data-body-map]");
  var areas = all("[data-area]");
  var emptyLines = all("[data-questions] li");

  function all(selector, inside) {
    return Array.from((inside || check).querySelectorAll(selector));
  }

  function ticked(selector) {
    return all(selector + " input:checked");
  }

  // Some of them stand in the list for the therapist: the page says which, this file names none.
  function doctorFirst() {
    return all("[data-doctor-first]:checked");
  }

  function clear() {
    all("input").forEach(function (input) {
      input.checked = false;
      if (input.type === "text") {
        input.value = "";
      }
    });
  }

  // ---- Which page comes next: signs decide before anything else does.
  function allowed(wanted) {
    if (wanted !== "1" && ticked("[data-signs=stop]").length) {
      return "stop";
    }
    if (wanted !== "1" && doctorFirst().length && !document.getElementById("doctor-seen").checked) {
      return "doctor";
    }
    return wanted;
  }

  function show(page, focus) {
    shown = page;
    all("[data-step], [data-halt]").forEach(function (section) {
      section.hidden = (section.dataset.step || section.dataset.halt) !== page;
    });
    all("[data-with-step]").forEach(function (section) {
      section.hidden = section.dataset.withStep !== page;
    });
    check.querySelector("[data-purpose]").hidden = page !== "1";
    // An emergency is a page of its own: nothing on it leads to a therapist.
    document.documentElement.classList.toggle("halted", page === "stop");
    document.documentElement.classList.toggle("past-first", page !== "1");
    check.querySelector("[data-needed]").hidden = true;
    update();
    var heading = check.querySelector("[data-step='" + page + "'] h2, [data-halt='" + page + "'] h2");
    document.title = heading.textContent.trim().replace(/\s+/g, " ") + " – " + baseTitle;
    if (focus) {
      window.scrollTo(0, 0);
      heading.focus();
    }
  }

  function go(wanted) {
    var page = allowed(wanted);
    if (page === "doctor" && shown === "doctor") {
      check.querySelector("[data-needed]").hidden = false;
      document.getElementById("doctor-seen").focus();
      return;
    }
    // The entry holds the number of the step and no answer, so that the browser's own Back works.
    history.pushState({ page: page }, "");
    show(page, true);
  }

  check.addEventListener("click", function (event) {
    var button = event.target.closest("button");
    if (!button) {
      return;
    }
    if ("next" in button.dataset) {
      go(shown === "doctor" ? "2" : String(Number(shown) + 1));
    } else if ("back" in button.dataset) {
      go(Number(shown) > 1 ? String(Number(shown) - 1) : "1");
    } else if ("takeBack" in button.dataset) {
      takeBack(button.parentNode);
    } else if ("clear" in button.dataset) {
      clear();
      go("1");
    } else if ("copySummary" in button.dataset) {
      copy();
    } else if ("printSheet" in button.dataset) {
      printSheet();
    }
  });

  window.addEventListener("popstate", function (event) {
    show(allowed((event.state && event.state.page) || "1"), true);
  });

  // ---- What is on the page follows from what is ticked.
  function said(name) {
    return all("[data-fills='" + name + "']")
      .map(function (input) {
        return input.type === "text" ? input.value.trim().replace(/[.\s]+$/, "") : input.checked ? input.dataset.says : "";
      })
      .filter(Boolean);
  }

  function listed(words) {
    return words.length < 2 ? words.join("") : words.slice(0, -1).join(", ") + " and " + words[words.length - 1];
  }

  function update() {
    all("[data-blank]").forEach(function (blank) {
      blank.textContent = listed(said(blank.dataset.blank)) || blank.dataset.otherwise || "";
      blank.closest("[data-part]").hidden = !blank.textContent;
    });
    all("[data-sentence]").forEach(function (sentence) {
      sentence.hidden = !all(":scope > span", sentence).some(function (part) {
        return !part.hidden;
      });
    });
    var regions = ticked(".check-list").map(function (input) {
      return input.dataset.regionId;
    });
    all("[data-card]").forEach(function (card) {
      card.hidden = regions.length > 0 && !regions.includes(card.dataset.card);
    });
    check.querySelector("[data-none-chosen]").hidden = regions.length > 0;
    all("[data-when]").forEach(function (note) {
      note.hidden = !regions.includes(note.dataset.when);
    });
    var clot = document.getElementById("sign-clot").checked;
    var doctor = doctorFirst();
    check.querySelector("[data-clot]").hidden = !clot;
    check.querySelector("[data-checking]").hidden = doctor.length <= clot;
    check.querySelector("[data-several]").hidden = doctor.length < 2;
    questions(regions);
    all("[data-take-back]").forEach(function (button) {
      button.hidden = !all("input:checked", button.parentNode).length;
    });
    areas.forEach(function (area) {
      area.setAttribute("aria-selected", String(document.getElementById(area.dataset.area).checked));
    });
    tickedIn("stop", ticked("[data-signs=stop]"));
    tickedIn("doctor", doctor);
  }

  function tickedIn(halt, inputs) {
    var list = check.querySelector("[data-halt=" + halt + "] [data-ticked] ul");
    list.replaceChildren.apply(
      list,
      inputs.map(function (input) {
        return item(document.querySelector("label[for=" + input.id + "]").textContent.trim());
      })
    );
  }

  function questions(regions) {
    var box = check.querySelector("[data-questions]");
    var asked = all("[data-card]")
      .filter(function (card) {
        return regions.includes(card.dataset.card);
      })
      .map(function (card) {
        return item(card.querySelector("[data-question]").textContent);
      });
    box.hidden = !asked.length;
    var list = box.querySelector("ol");
    list.replaceChildren.apply(list, asked.length ? asked : emptyLines);
  }

  function item(text) {
    var made = document.createElement("li");
    made.textContent = text;
    return made;
  }

  function announce() {
    var places = said("places");
    check.querySelector("[data-chosen]").textContent = places.length ? "Chosen: " + listed(places) : "";
  }

  check.addEventListener("input", update);
  check.querySelector(".check-list").addEventListener("change", announce);

  // ---- The picture is the list in another shape: each area ticks its box.
  map.setAttribute("role", "listbox");
  map.setAttribute("aria-multiselectable", "true");
  map.setAttribute("aria-label", "Where it hurts, the same as the list");
  map.setAttribute("aria-describedby", "map-keys");
  areas.forEach(function (area, index) {
    area.setAttribute("role", "option");
    area.setAttribute("aria-label", area.dataset.name);
    area.setAttribute("tabindex", index ? "-1" : "0");
    area.addEventListener("click", function () {
      choose(area);
    });
  });

  function choose(area) {
    var box = document.getElementById(area.dataset.area);
    box.checked = !box.checked;
    reach(area, false);
    update();
    announce();
  }

  function reach(area, focus) {
    areas.forEach(function (other) {
      other.setAttribute("tabindex", other === area ? "0" : "-1");
    });
    if (focus) {
      area.focus();
    }
  }

  map.addEventListener("keydown", function (event) {
    var here = areas.indexOf(document.activeElement);
    if (here < 0) {
      return;
    }
    var steps = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
    if (event.key === " " || event.key === "Enter") {
      choose(areas[here]);
    } else if (event.key in steps) {
      reach(areas[(here + steps[event.key] + areas.length) % areas.length], true);
    } else if (event.key === "Home" || event.key === "End") {
      reach(areas[event.key === "Home" ? 0 : areas.length - 1], true);
    } else {
      return;
    }
    event.preventDefault();
  });

  // ---- One of several that was touched by mistake: where none is true, none has to stay.
  all("fieldset").forEach(function (group) {
    if (!group.querySelector("[type=radio]")) {
      return;
    }
    group.parentNode.classList.add("check-one");
    var button = document.createElement("button");
    button.type = "button";
    button.className = "button button-quiet check-take-back";
    button.dataset.takeBack = "";
    button.textContent = "Clear";
    button.setAttribute("aria-label", "Clear: " + group.querySelector("legend").textContent);
    group.append(button);
  });

  function takeBack(group) {
    all("input", group).forEach(function (input) {
      input.checked = false;
    });
    update();
    group.querySelector("input").focus();
  }

  // ---- Copy and print.
  function copy() {
    var summary = check.querySelector("[data-summary]");
    var told = check.querySelector("[data-copied]");
    function select() {
      getSelection().selectAllChildren(summary);
      told.textContent = "The summary is selected. Copy it with your keyboard or by holding it with a finger.";
    }
    if (!navigator.clipboard) {
      select();
      return;
    }
    navigator.clipboard.writeText(text(summary)).then(function () {
      told.textContent = "Copied. Paste it where you like.";
    }, select);
  }

  function text(summary) {
    return all("p, li", summary)
      .filter(function (line) {
        return !line.closest("[hidden]");
      })
      .map(function (line) {
        var number = line.matches("li") ? Array.from(line.parentNode.children).indexOf(line) + 1 + ". " : "";
        return number + line.innerText.trim();
      })
      .join("\n");
  }

  // On paper all steps stand on one sheet, with blanks, as they do without scripts.
  function printSheet() {
    document.documentElement.classList.add("on-paper");
    all("[data-otherwise]").forEach(function (blank) {
      blank.textContent = "";
    });
    window.print();
  }
  window.addEventListener("afterprint", function () {
    document.documentElement.classList.remove("on-paper");
    update();
  });

  // ---- Begin, with nothing that a browser kept from last time.
  window.addEventListener("pageshow", function (event) {
    if (!event.persisted) {
      clear();
      show("1", false);
    }
  });
  all("[data-moves], [data-live], [data-ticked], [data-print-sheet]").forEach(function (one) {
    one.hidden = false;
  });
  all("[data-paper]").forEach(function (one) {
    one.hidden = true;
  });
  check.classList.add("check-live");
  clear();
  show("1", false);
})();
