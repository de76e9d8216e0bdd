// The map of public reports: clustered points beside the list that says the same. The points come as
// GeoJSON from `data-points`; the filter is the page's own query, so that list and map agree.

const { drawMap, colours, json } = await import(document.querySelector("[data-report-map]").dataset.townMap);

for (const host of document.querySelectorAll("[data-report-map]")) start(host);

async function start(host) {
  const box = host.querySelector("[data-map-box]");
  const status = host.querySelector("[data-map-status]");
  try {
    const drawn = await drawMap(host, box, { cooperativeGestures: false, scrollZoom: true });
    host.hidden = false;
    await reports(host, status, drawn);
  } catch {
    box.hidden = true;
    status.textContent = host.dataset.tNoMap;
  }
}

async function reports(host, status, { map, maplibre }) {
  const address = () => `${host.dataset.points}${location.search}`;
  const load = async () => {
    const points = await json(address());
    const shown = points.features.length;
    const words = points.total > shown ? host.dataset.tNewest : host.dataset.tCount;
    status.textContent = words.replace("#", shown).replace("@", points.total);
    return points;
  };
  let points = await load();
  map.addSource("x-reports", { type: "geojson", data: points, cluster: true, clusterRadius: 44, clusterMaxZoom: 16 });
  layers(map);
  map.on("recoloured", () => map.once("styledata", () => recolour(map)));
  fit(map, maplibre, points);

  map.on("click", "x-clusters", async ({ features: [cluster] }) => {
    const zoom = await map.getSource("x-reports").getClusterExpansionZoom(cluster.properties.cluster_id);
    map.easeTo({ center: cluster.geometry.coordinates, zoom, duration: 150 });
  });
  map.on("click", "x-points", ({ features: [report] }) => popup(map, maplibre, host, report));
  for (const layer of ["x-clusters", "x-points"]) {
    map.on("mouseenter", layer, () => (map.getCanvas().style.cursor = "pointer"));
    map.on("mouseleave", layer, () => (map.getCanvas().style.cursor = ""));
  }
  follow(map);

  // The list tells when it was filtered without a new page; the back button does too.
  const refresh = async () => {
    try {
      points = await load();
      map.getSource("x-reports").setData(points);
      fit(map, maplibre, points);
    } catch {
      status.textContent = host.dataset.tNoPoints;
    }
  };
  document.addEventListener("reports:filtered", refresh);
  document.addEventListener("htmx:pushedIntoHistory", refresh);
  addEventListener("popstate", refresh);
}

const WAITING = ["match", ["get", "state"], "closed", false, true];

function paints() {
  const colour = colours();
  return {
    "x-clusters": { "circle-color": colour.brand, "circle-stroke-color": colour.surface, "circle-stroke-width": 2, "circle-radius": ["interpolate", ["linear"], ["sqrt", ["get", "point_count"]], 1, 14, 40, 34] },
    "x-counts": { "text-color": colour.surface },
    // A closed report is a ring, an open one a full disc: colour is not the only sign.
    "x-points": { "circle-color": ["case", WAITING, colour.accent, colour.surface], "circle-stroke-color": ["case", WAITING, colour.surface, colour.brand], "circle-stroke-width": ["case", WAITING, 2, 3], "circle-radius": 8 },
    "x-chosen": { "circle-color": "rgba(0,0,0,0)", "circle-stroke-color": colour.ink, "circle-stroke-width": 3, "circle-radius": 13 },
  };
}

function layers(map) {
  const paint = paints();
  const layer = (id, type, filter, layout = {}) => map.addLayer({ id, type, source: "x-reports", filter, layout, paint: paint[id] });
  layer("x-clusters", "circle", ["has", "point_count"]);
  layer("x-counts", "symbol", ["has", "point_count"], { "text-field": ["get", "point_count_abbreviated"], "text-font": ["Atkinson Hyperlegible Next", "sans-serif"], "text-size": 14, "text-allow-overlap": true });
  layer("x-points", "circle", ["!", ["has", "point_count"]]);
  layer("x-chosen", "circle", ["==", ["get", "ref"], ""]);
}

function recolour(map) {
  for (const [layer, paint] of Object.entries(paints())) {
    for (const [name, value] of Object.entries(paint)) map.setPaintProperty(layer, name, value);
  }
}

function fit(map, maplibre, { features }) {
  if (features.length === 0) return;
  const bounds = new maplibre.LngLatBounds();
  for (const { geometry } of features) bounds.extend(geometry.coordinates);
  map.fitBounds(bounds, { padding: 48, maxZoom: 16, duration: 0 });
}

function popup(map, maplibre, host, report) {
  const { ref, title, service, opened, state_name: state } = report.properties;
  const body = document.createElement("div");
  body.className = "report-popup";
  const link = document.createElement("a");
  link.href = `/reports/${encodeURIComponent(ref)}`;
  link.className = "govuk-link";
  link.textContent = title || service;
  const when = document.createElement("p");
  // RFC 3339, or milliseconds since 1970.
  const day = new Date(/^\d+$/.test(opened) ? Number(opened) : opened);
  const shown = Number.isNaN(day.getTime()) ? String(opened ?? "") : day.toLocaleDateString(document.documentElement.lang, { day: "numeric", month: "long", year: "numeric" });
  when.textContent = [state, shown].filter(Boolean).join(" · ");
  body.append(link, when);
  new maplibre.Popup({ offset: 14, maxWidth: "260px", focusAfterOpen: true }).setLngLat(report.geometry.coordinates).setDOMContent(body).addTo(map);
}

/** Pointing at an item of the list rings its point. */
function follow(map) {
  const ring = (event) => {
    const item = event.target.closest?.("[data-report-ref]");
    map.setFilter("x-chosen", ["==", ["get", "ref"], item?.dataset.reportRef ?? ""]);
  };
  for (const kind of ["pointerover", "focusin"]) document.addEventListener(kind, ring);
}
