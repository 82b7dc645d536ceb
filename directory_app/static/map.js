// The map beside the results: the same listings in the same order, on shapes and names that come with the site. The
// list is complete without it. Areas are drawn as areas: no sign of this map is more exact than what is public.
(function () {
  "use strict";

  var box = document.querySelector("[data-map]");
  if (!box || !window.L || !window.topojson || !window.fetch) {
    return;
  }
  var L = window.L;
  var status = box.querySelector("[data-map-status]");
  var still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  var touch = window.matchMedia("(pointer: coarse)").matches;
  // Shapes are coarse when looked at from nearer.
  var NEAREST = 12;
  var NEAREST_WITH_TILES = 17;
  var LARGEST_RING_KM = 4000;
  var COUNTIES_FROM = 8;
  var FINGER = 44;

  status.textContent = "Loading the map …";
  fetch(box.dataset.points)
    .then(function (answer) {
      if (!answer.ok) {
        throw new Error(String(answer.status));
      }
      return answer.json();
    })
    .then(draw)
    .catch(function (error) {
      status.hidden = false;
      status.textContent = "The map did not load. The list holds everything it would show.";
      throw error;
    });

  function draw(found) {
    status.hidden = true;
    var map = L.map(box, {
      zoomControl: false,
      attributionControl: false,
      minZoom: 2,
      maxZoom: found.tiles ? NEAREST_WITH_TILES : NEAREST,
      zoomSnap: 0.25,
      zoomDelta: 1,
      maxBoundsViscosity: 1,
      zoomAnimation: !still,
      fadeAnimation: !still,
      markerZoomAnimation: !still,
      inertia: !still,
      scrollWheelZoom: false,
      dragging: !touch,
    });
    var home = extent(found);
    map.fitBounds(home, { padding: [36, 36], maxZoom: 11, animate: false });
    controls(map, found, home);
    gestures(map);
    if (found.tiles) {
      L.tileLayer(found.tiles.address, { maxZoom: NEAREST_WITH_TILES }).addTo(map);
    } else {
      base(map, found);
      towns(map, found);
    }
    results(map, found);
    box.dataset.mapReady = "yes";
  }

  function isNarrow(map) {
    return map.getSize().x < 500;
  }

  // Longitudes count on across the 180th meridian, so that neighbours stay neighbours.
  function near(lon, centre) {
    return lon + 360 * Math.round((centre.lon - lon) / 360);
  }

  function extent(found) {
    var bounds = L.latLngBounds([[found.centre.lat, found.centre.lon]]);
    found.listings.forEach(function (one) {
      one.point = L.latLng(one.lat, near(one.lon, found.centre));
      if (!one.framed) {
        return;
      }
      bounds.extend(one.point.toBounds(2000 * Math.max(one.reach_km, 1)));
    });
    return bounds;
  }

  // Controls ------------------------------------------------------------------------------------------------------
  function controls(map, found, home) {
    // On a phone near the thumb, and clear of what opens above a sign.
    var corner = isNarrow(map) ? "bottomright" : "topleft";
    L.control
      .scale({
        position: isNarrow(map) ? "topleft" : "bottomleft",
        maxWidth: isNarrow(map) ? 70 : 110,
        metric: found.unit === "km",
        imperial: found.unit === "mi",
      })
      .addTo(map);
    var credit = L.control.attribution({ prefix: false }).addTo(map);
    if (found.tiles) {
      var text = document.createElement("span");
      text.textContent = found.tiles.credit;
      credit.addAttribution(text.innerHTML);
    } else {
      credit.addAttribution("U.S. Census Bureau, Natural Earth, GeoNames");
    }
    var zoom = L.control.zoom({ position: corner, zoomInTitle: "Zoom in", zoomOutTitle: "Zoom out" });
    if (corner === "topleft") {
      zoom.addTo(map);
    }
    var all = L.control({ position: corner });
    all.onAdd = function () {
      var bar = L.DomUtil.create("div", "leaflet-bar leaflet-control");
      var button = L.DomUtil.create("button", "", bar);
      button.type = "button";
      button.setAttribute("aria-label", "Show all results");
      button.title = "Show all results";
      button.innerHTML =
        '<svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true"><path d="M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5"/></svg>';
      L.DomEvent.disableClickPropagation(bar);
      button.addEventListener("click", function () {
        map.fitBounds(home, { padding: [36, 36], maxZoom: 11, animate: !still });
      });
      return bar;
    };
    all.addTo(map);
    if (corner !== "topleft") {
      zoom.addTo(map);
    }
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", "Map. Arrow keys move it, plus and minus zoom.");
  }

  // One finger scrolls the page, two move the map; a wheel zooms only with the control key held.
  function gestures(map) {
    var hint = L.DomUtil.create("p", "map-hint", box);
    hint.setAttribute("aria-hidden", "true");
    var pause;
    function show(text) {
      hint.textContent = text;
      hint.classList.add("map-hint-shown");
      clearTimeout(pause);
      pause = setTimeout(function () {
        hint.classList.remove("map-hint-shown");
      }, 1400);
    }
    box.addEventListener(
      "wheel",
      function (event) {
        if (event.ctrlKey || event.metaKey) {
          map.scrollWheelZoom.enable();
        } else {
          map.scrollWheelZoom.disable();
          show(navigator.platform.indexOf("Mac") === 0 ? "Hold ⌘ and scroll to zoom" : "Hold Ctrl and scroll to zoom");
        }
      },
      { capture: true, passive: true }
    );
    if (touch) {
      box.addEventListener(
        "touchmove",
        function (event) {
          if (event.touches.length === 1) {
            show("Use two fingers to move the map");
          }
        },
        { passive: true }
      );
    }
  }

  // Land, borders and lines ---------------------------------------------------------------------------------------
  function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue("--map-" + name).trim();
  }

  var LOOKS = {
    land: function () {
      return { stroke: true, weight: 1, color: colour("coast"), fillColor: colour("land"), fillOpacity: 1 };
    },
    lakes: function () {
      return { stroke: true, weight: 1, color: colour("coast"), fillColor: colour("water"), fillOpacity: 1 };
    },
    // Their shore in the United States is that of the states.
    great: function () {
      return { stroke: false, fillColor: colour("water"), fillOpacity: 1 };
    },
    borders: function () {
      return { weight: 1.25, color: colour("border"), fill: false };
    },
    states: function () {
      return { weight: 1.25, color: colour("state"), fill: false };
    },
    counties: function () {
      return { weight: 1, color: colour("county"), fill: false };
    },
  };
  // From below: what lies on the next pane covers it. States leave out the Great Lakes and so lie over them.
  var PANES = ["land", "lakes", "ours", "inland", "counties", "lines"];

  function base(map, found) {
    var canvases = {};
    PANES.forEach(function (name, position) {
      map.createPane(name).style.zIndex = String(210 + position);
      map.getPane(name).classList.add("map-under");
      canvases[name] = L.canvas({ pane: name, padding: 0.4 });
    });
    var shapes = [];
    var asked = {};
    var shifts = [0];
    if (Math.abs(found.centre.lon) > 120) {
      shifts.push(found.centre.lon > 0 ? 360 : -360);
    }

    function place(topology, name, pane, look) {
      if (!topology.objects[name]) {
        return;
      }
      var feature = window.topojson.feature(topology, topology.objects[name]);
      shifts.forEach(function (shift) {
        var shape = L.geoJSON(feature, {
          pane: pane,
          renderer: canvases[pane],
          interactive: false,
          smoothFactor: 0.7,
          style: LOOKS[look],
          coordsToLatLng: function (at) {
            return L.latLng(at[1], at[0] + shift);
          },
        });
        shape.look = LOOKS[look];
        shapes.push(shape);
        if (name !== "counties" || map.getZoom() >= COUNTIES_FROM) {
          shape.addTo(map);
        }
        shape.counties = name === "counties";
      });
    }

    function show(topology, isOurs) {
      place(topology, "land", isOurs ? "ours" : "land", "land");
      place(topology, "lakes_under", "lakes", "great");
      place(topology, "lakes_over", "inland", "lakes");
      place(topology, "counties", "counties", "counties");
      place(topology, "states", "lines", "states");
      place(topology, "borders", "lines", "borders");
    }

    function fetchSeen() {
      var seen = map.getBounds().pad(0.3);
      found.pieces.forEach(function (piece) {
        var inside = piece.boxes.some(function (edge) {
          return shifts.some(function (shift) {
            return seen.intersects([[edge[1], edge[0] + shift], [edge[3], edge[2] + shift]]);
          });
        });
        if (!asked[piece.file] && inside && map.getZoom() >= piece.zoom) {
          asked[piece.file] = true;
          fetch(piece.file)
            .then(function (answer) {
              return answer.json();
            })
            .then(function (topology) {
              show(topology, piece.file.indexOf("united-states") !== -1);
            })
            .catch(function () {
              asked[piece.file] = false;
            });
        }
      });
      shapes.forEach(function (shape) {
        if (shape.counties) {
          map[map.getZoom() >= COUNTIES_FROM ? "addLayer" : "removeLayer"](shape);
        }
      });
    }

    map.on("moveend", fetchSeen);
    fetchSeen();
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", function () {
      shapes.forEach(function (shape) {
        shape.setStyle(shape.look());
      });
    });
  }

  // Names of towns: the largest first, each where it covers no other name and no pin -------------------------------
  var SIDES = { right: [7, -9], left: [-7, -9], above: [0, -24], below: [0, 6] };
  // The largest may also stand at some distance, since results gather where most people live.
  var FAR_SIDES = { right: [7, -9], left: [-7, -9], above: [0, -24], below: [0, 6], high: [0, -58], low: [0, 24] };
  var LONGEST_NAME = 24;
  var HEIGHT = 18;

  function where(point, side, offset, width) {
    var left = side === "left" ? point.x + offset[0] - width : side === "right" ? point.x + offset[0] : point.x - width / 2;
    return [left, point.y + offset[1], left + width, point.y + offset[1] + HEIGHT];
  }

  function apart(area, other) {
    return area[2] < other[0] || area[0] > other[2] || area[3] < other[1] || area[1] > other[3];
  }

  function towns(map, found) {
    map.createPane("towns").style.zIndex = "450";
    map.getPane("towns").classList.add("map-towns");
    map.getPane("towns").setAttribute("aria-hidden", "true");
    var layer = L.layerGroup().addTo(map);
    var known = [];
    var edges = "";

    function outward(value, step, up) {
      return (up ? Math.ceil(value / step) : Math.floor(value / step)) * step;
    }

    function ask() {
      var seen = map.getBounds();
      var step = map.getZoom() >= 9 ? 0.25 : map.getZoom() >= 6 ? 1 : 10;
      var wide = seen.getEast() - seen.getWest() >= 360;
      var next = [
        "south=" + Math.max(-90, outward(seen.getSouth(), step, false)),
        "west=" + (wide ? -180 : L.Util.wrapNum(outward(seen.getWest(), step, false), [-180, 180], true)),
        "north=" + Math.min(90, outward(seen.getNorth(), step, true)),
        "east=" + (wide ? 180 : L.Util.wrapNum(outward(seen.getEast(), step, true), [-180, 180], true)),
      ].join("&");
      if (next === edges) {
        write();
        return;
      }
      edges = next;
      fetch(box.dataset.towns + "?" + next)
        .then(function (answer) {
          return answer.ok ? answer.json() : [];
        })
        .then(function (answer) {
          if (edges === next) {
            known = answer;
            write();
          }
        })
        .catch(function () {
          edges = "";
        });
    }

    function write() {
      layer.clearLayers();
      var size = map.getSize();
      // Room for the signs of results and for the buttons.
      var taken = found.listings.map(function (one) {
        var at = map.latLngToContainerPoint(one.point);
        return one.reach_km ? [at.x - 16, at.y - 16, at.x + 16, at.y + 16] : [at.x - 16, at.y - 36, at.x + 16, at.y + 4];
      });
      if (isNarrow(map)) {
        taken.push([size.x - 64, size.y - 200, size.x, size.y], [0, 0, 96, 36]);
      } else {
        taken.push([0, 0, 64, 170], [0, size.y - 44, 136, size.y]);
      }
      var left = isNarrow(map) ? 12 : 26;
      known.forEach(function (town, position) {
        var at = L.latLng(town[1], near(town[2], found.centre));
        var point = map.latLngToContainerPoint(at);
        if (!left || town[0].length > LONGEST_NAME || point.x < 0 || point.y < 0 || point.x > size.x || point.y > size.y) {
          return;
        }
        var large = position < 3;
        var sides = large ? FAR_SIDES : SIDES;
        var width = town[0].length * (large ? 7.8 : 6.9) + 4;
        var side = Object.keys(sides).filter(function (name) {
          var area = where(point, name, sides[name], width);
          var inside = area[0] > 4 && area[2] < size.x - 4 && area[1] > 4 && area[3] < size.y - 24;
          return inside && taken.every(apart.bind(null, area));
        })[0];
        if (side) {
          left -= 1;
          taken.push(where(point, side, sides[side], width), [point.x - 4, point.y - 4, point.x + 4, point.y + 4]);
          layer.addLayer(label(town[0], at, "map-town map-town-" + side + (large ? " map-town-large" : "")));
        }
      });
    }

    function label(words, at, look) {
      var name = document.createElement("span");
      name.textContent = words;
      return L.marker(at, {
        pane: "towns",
        interactive: false,
        keyboard: false,
        icon: L.divIcon({ className: look, iconSize: [0, 0], html: name }),
      });
    }

    map.on("moveend", ask);
    ask();
  }

  // Results -------------------------------------------------------------------------------------------------------
  // A sign with a name that is read out.
  var Sign = L.DivIcon.extend({
    createIcon: function (old) {
      var element = L.DivIcon.prototype.createIcon.call(this, old);
      element.setAttribute("aria-label", this.options.name);
      element.dataset.order = String(this.options.order);
      return element;
    },
  });

  function pin(one) {
    var exact = one.reach_km === 0;
    var shape = exact
      ? '<path class="map-pin-shape" d="M22 42 11.2 28.6a14 14 0 1 1 21.6 0Z"/><text x="22" y="24.8">'
      : '<circle class="map-pin-shape" cx="22" cy="22" r="13.5"/><text x="22" y="26.9">';
    return new Sign({
      className: "map-pin map-pin-" + (exact ? "exact" : "area"),
      iconSize: [FINGER, FINGER],
      iconAnchor: exact ? [22, 42] : [22, 22],
      popupAnchor: exact ? [0, -32] : [0, -10],
      html: '<svg viewBox="0 0 44 44" width="44" height="44" aria-hidden="true">' + shape + Number(one.number) + "</text></svg>",
      name: one.number + ": " + one.name + ", " + (one.away ? spoken(one.away) + " away" : one.place),
      order: one.number,
    });
  }

  function spoken(distance) {
    var many = / 1 (mi|km)$/.test(distance) ? "" : "s";
    return distance.replace(/ mi$/, " mile" + many).replace(/ km$/, " kilometre" + many);
  }

  function several(cluster) {
    var numbers = cluster
      .getAllChildMarkers()
      .map(function (marker) {
        return marker.listing.number;
      })
      .sort(function (a, b) {
        return a - b;
      });
    return new Sign({
      className: "map-pin map-pin-many",
      iconSize: [FINGER + 16, FINGER],
      html: "<span>" + numbers[0] + "<small>+" + (numbers.length - 1) + "</small></span>",
      name: numbers.length + " results close together: numbers " + numbers.join(", ") + ". Spread them",
      order: numbers[0],
    });
  }

  function story(one) {
    var text = document.createElement("div");
    function line(kind, words) {
      var p = document.createElement("p");
      p.className = kind;
      p.textContent = words;
      text.appendChild(p);
      return p;
    }
    var link = document.createElement("a");
    link.href = one.address;
    link.textContent = one.number + ". " + one.name;
    line("map-popup-name", "").appendChild(link);
    var figures = one.score ? "Clinical-style score " + one.score + " of 100" : "No answers yet, so no score";
    line("map-popup-fact", one.style || figures);
    line("map-popup-fact", (one.away ? one.away + " away · " : "") + one.place);
    if (one.licence) line("map-popup-fact", one.licence);
    var notes = {
      exact: "The pin marks the middle of the postal code or town.",
      area: "Somewhere in this area, not at its middle.",
      postal_code: "Somewhere around this postal code; how far it reaches is not known to us.",
      town: "Somewhere in this town or near it; we know only where its middle is.",
      mobile: "Comes to you. The circle is about as far as that.",
    };
    line("map-popup-note", notes[one.kind] || "");
    return text;
  }

  function results(map, found) {
    var byKeyboard = false;
    var rows = document.querySelectorAll(".results-list .listing-row");
    var areas = {};
    var markers = [];
    var ring = found.radius_km !== null && found.radius_km < LARGEST_RING_KM;
    if (ring) {
      L.circle([found.centre.lat, found.centre.lon], {
        radius: found.radius_km * 1000,
        className: "map-ring",
        interactive: false,
      }).addTo(map);
    }
    var group = L.markerClusterGroup({
      iconCreateFunction: several,
      showCoverageOnHover: false,
      animate: !still,
      maxClusterRadius: 56,
      spiderfyDistanceMultiplier: 1.7,
      spiderLegPolylineOptions: { weight: 1.5, opacity: 1, className: "map-leg", interactive: false },
    });

    found.listings.forEach(function (one) {
      var key = [one.lat, one.lon, one.reach_km, one.kind].join();
      if (one.reach_km && !areas[key]) {
        areas[key] = L.circle(one.point, {
          radius: one.reach_km * 1000,
          className: "map-area map-area-" + one.kind,
          interactive: false,
        }).addTo(map);
      }
      var marker = L.marker(one.point, { icon: pin(one), riseOnHover: true });
      marker.listing = one;
      marker.area = areas[key];
      marker.bindPopup(story(one), { autoPanPadding: [14, 14], maxWidth: Math.min(280, map.getSize().x - 100), minWidth: 150 });
      marker.on("mouseover", function () {
        light(marker, true);
      });
      marker.on("mouseout", function () {
        light(marker, false);
      });
      marker.on("popupopen", function () {
        if (byKeyboard) {
          marker.getPopup().getElement().querySelector("a").focus();
        }
      });
      markers.push(marker);
    });
    group.addLayers(markers);
    map.addLayer(group);
    // Where no place was asked for, the middle of the map is nothing but that.
    if (found.centre.label) {
      L.circleMarker([found.centre.lat, found.centre.lon], { radius: 4.5, className: "map-here", interactive: false }).addTo(map);
    }

    // A row and its sign light up together.
    function light(marker, on) {
      var row = rows[markers.indexOf(marker)];
      if (row) {
        row.classList.toggle("listing-row-on", on);
      }
      var shown = group.getVisibleParent(marker) || marker;
      var element = shown.getElement && shown.getElement();
      if (element) {
        element.classList.toggle("map-pin-on", on);
      }
      if (marker.area && marker.area.getElement()) {
        marker.area.getElement().classList.toggle("map-area-on", on);
      }
    }

    rows.forEach(function (row, position) {
      var marker = markers[position];
      if (!marker) {
        return;
      }
      [["mouseenter", true], ["mouseleave", false], ["focusin", true], ["focusout", false]].forEach(function (pair) {
        row.addEventListener(pair[0], function () {
          light(marker, pair[1]);
        });
      });
    });

    function markerOf(element) {
      return markers.filter(function (marker) {
        return marker.getElement() === element;
      })[0];
    }
    box.addEventListener("focusin", function (event) {
      var marker = markerOf(event.target);
      if (marker) {
        light(marker, true);
      }
    });
    box.addEventListener("focusout", function (event) {
      var marker = markerOf(event.target);
      if (marker) {
        light(marker, false);
      }
    });

    // Keyboard: Enter or Space opens, Escape closes and goes back; the order of signs is the order of the list.
    box.addEventListener("pointerdown", function () {
      byKeyboard = false;
    });
    box.addEventListener("keydown", function (event) {
      byKeyboard = true;
      var element = event.target;
      if (event.key === "Escape" && map._popup && map._popup.isOpen()) {
        var source = map._popup._source;
        map.closePopup();
        event.stopPropagation();
        if (source && source.getElement()) {
          source.getElement().focus();
        }
      } else if (event.key === " " && element.classList.contains("map-pin")) {
        event.preventDefault();
        element.click();
      }
    });
    // Whoever opens a group by keyboard goes on at its first result, whether it opens at once or in motion.
    group.on("clusterclick clusterkeypress", function (event) {
      if (!byKeyboard) {
        return;
      }
      var first = event.layer.getAllChildMarkers().sort(function (a, b) {
        return a.listing.number - b.listing.number;
      })[0];
      var until = Date.now() + 1500;
      function go() {
        setTimeout(function () {
          var here = document.activeElement;
          var free = here === box || here === document.body || here.classList.contains("map-pin");
          var shown = group.getVisibleParent(first) || first;
          if (free && Date.now() < until && shown.getElement()) {
            shown.getElement().focus();
          }
        }, 0);
      }
      group.once("spiderfied animationend", go);
      map.once("moveend", go);
      go();
    });

    function inOrder() {
      var pane = map.getPane("markerPane");
      var signs = Array.prototype.slice.call(pane.children);
      var sorted = signs.slice().sort(function (a, b) {
        return Number(a.dataset.order || 0) - Number(b.dataset.order || 0);
      });
      var moved = sorted.some(function (sign, position) {
        return sign !== signs[position];
      });
      if (moved) {
        var focused = document.activeElement;
        sorted.forEach(function (sign) {
          pane.appendChild(sign);
        });
        if (pane.contains(focused)) {
          focused.focus();
        }
      }
    }
    // Signs that were moved apart stand nowhere: lines lead to where they belong, and the legend says so.
    var legs = document.querySelector("[data-legend=legs]");
    group.on("spiderfied unspiderfied", function (event) {
      legs.hidden = event.type === "unspiderfied";
    });
    group.on("animationend spiderfied unspiderfied", inOrder);
    map.on("moveend", inOrder);
    inOrder();

    // Only the signs that this map shows are explained.
    var kinds = { ring: ring };
    found.listings.forEach(function (one) {
      kinds[one.kind === "postal_code" || one.kind === "town" ? "area" : one.kind] = true;
    });
    document.querySelectorAll("[data-legend]").forEach(function (line) {
      line.hidden = !kinds[line.dataset.legend];
    });
  }
})();
