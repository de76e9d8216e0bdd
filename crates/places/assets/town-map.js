// The town's map: its own districts and streets drawn by MapLibre GL, in the colours of the page.
// Both the place picker and the map of reports build on it. Every address of a file comes from
// data attributes of the host element, because each asset has its content's hash in its path.

const FONT = ["Atkinson Hyperlegible Next", "sans-serif"];
const FALLBACK = {
  light: { paper: "#FBFAF7", surface: "#FFFFFF", sunken: "#F2EFE8", ink: "#1B1F23", muted: "#555B61", line: "#D9D5CC", brand: "#0B5D57", accent: "#B4412E" },
  dark: { paper: "#12171A", surface: "#1A2126", sunken: "#0D1113", ink: "#EDEFF0", muted: "#A9B0B6", line: "#323A41", brand: "#63C7BC", accent: "#F0917E" },
};
const DARK = matchMedia("(prefers-color-scheme: dark)");
export const CALM = matchMedia("(prefers-reduced-motion: reduce)");

/** The page's colour tokens, with our own where the page has none. */
export function colours() {
  const style = getComputedStyle(document.documentElement);
  const fallback = DARK.matches ? FALLBACK.dark : FALLBACK.light;
  const token = (name) => style.getPropertyValue(`--${name}`).trim();
  const found = Object.fromEntries(Object.keys(fallback).map((name) => [name, plainColour(token(name)) ?? fallback[name]]));
  // Streets are lighter than the land they lie on, by day and by night.
  return { ...found, street: DARK.matches ? found.line : found.surface };
}

/** A colour as MapLibre reads it, or null: tokens may hold functions that only CSS knows. */
function plainColour(text) {
  if (!text) return null;
  const probe = document.createElement("span");
  probe.style.color = text;
  // Forced colours would make every colour the same, and the map a black area.
  probe.style.forcedColorAdjust = "none";
  document.body.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return /^rgb/.test(colour) ? colour : null;
}

/** Whether this browser can draw maps at all. */
export function canDraw() {
  try {
    return Boolean(document.createElement("canvas").getContext("webgl2"));
  } catch {
    return false;
  }
}

/** Fetches JSON, or throws. */
export async function json(address, options = {}) {
  const response = await fetch(address, { headers: { accept: "application/json" }, ...options });
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response.json();
}

let townOnce;

/** What the town's map consists of: bounds, and the addresses of its layers. */
function town() {
  townOnce ??= json("/map/town.json").catch((error) => {
    townOnce = undefined;
    throw error;
  });
  return townOnce;
}

let libraryOnce;

/** MapLibre, loaded when the first map is wanted. */
function library(host) {
  libraryOnce ??= (async () => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = host.dataset.maplibreCss;
    const styled = new Promise((done) => {
      link.addEventListener("load", done, { once: true });
      link.addEventListener("error", done, { once: true });
    });
    document.head.append(link);
    const [maplibre] = await Promise.all([import(host.dataset.maplibre), styled]);
    maplibre.setWorkerUrl(new URL(host.dataset.maplibreWorker, location.href).href);
    return maplibre;
  })();
  return libraryOnce;
}

/**
 * Puts a map into an element. `host` carries the data attributes, `box` is filled.
 * Gives `{ map, maplibre, town }` once the map is ready to be used.
 */
export async function drawMap(host, box, options = {}) {
  if (!canDraw()) throw new Error("This browser has no WebGL 2.");
  const [maplibre, parts] = await Promise.all([library(host), town()]);
  const map = new maplibre.Map({
    container: box,
    style: style(parts, colours()),
    bounds: parts.bounds,
    fitBoundsOptions: { padding: 16 },
    // A little more than the town: nobody gets lost at sea, and its edge can be centred.
    maxBounds: widened(parts.bounds, 0.6),
    maxZoom: 19,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    rollEnabled: false,
    attributionControl: parts.tiles ? { customAttribution: parts.tiles.attribution } : false,
    keyboard: false,
    fadeDuration: CALM.matches ? 0 : 150,
    locale: {
      "Map.Title": host.dataset.tMap,
      "NavigationControl.ZoomIn": host.dataset.tZoomIn,
      "NavigationControl.ZoomOut": host.dataset.tZoomOut,
      "Popup.Close": host.dataset.tClose,
    },
    ...options,
  });
  if (options.interactive !== false) {
    map.touchZoomRotate.disableRotation();
    map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
  }
  const redraw = () => {
    const kept = ownLayers(map);
    map.setStyle(style(parts, colours()), {
      transformStyle: (_, next) => ({
        ...next,
        sources: { ...next.sources, ...kept.sources },
        layers: [...next.layers, ...kept.layers],
      }),
    });
    map.fire("recoloured");
  };
  DARK.addEventListener("change", redraw);
  await new Promise((done) => map.once("load", done));
  return { map, maplibre, town: parts };
}

/** The sources and layers that were added to the base map: their names begin with "x-". */
function ownLayers(map) {
  const now = map.getStyle();
  return {
    sources: Object.fromEntries(Object.entries(now.sources).filter(([name]) => name.startsWith("x-"))),
    layers: now.layers.filter((layer) => layer.id.startsWith("x-")),
  };
}

function widened([west, south, east, north], share) {
  const [wide, tall] = [(east - west) * share, (north - south) * share];
  return [west - wide, south - tall, east + wide, north + tall];
}

/** The quiet base map: land, district borders, streets and their names; tiles below, if the town has any. */
function style(parts, colour) {
  const sources = {
    districts: { type: "geojson", data: parts.districts, tolerance: 0.2 },
    streets: { type: "geojson", data: parts.streets, tolerance: 0.2 },
    // One name for each district: polygons would be named once in every tile and island.
    names: { type: "geojson", data: { type: "FeatureCollection", features: parts.names.map(named) } },
  };
  const layers = [{ id: "ground", type: "background", paint: { "background-color": colour.paper } }];
  if (parts.tiles) {
    sources.tiles = { type: "raster", tiles: [parts.tiles.url], tileSize: 256, maxzoom: parts.tiles.max_zoom };
    layers.push({ id: "tiles", type: "raster", source: "tiles", paint: { "raster-saturation": -0.6 } });
  } else {
    layers.push(
      { id: "land", type: "fill", source: "districts", paint: { "fill-color": colour.sunken } },
      { id: "street-edges", type: "line", source: "streets", minzoom: 13, layout: ROUND, paint: { "line-color": colour.line, "line-width": width(3.4, 27) } },
      { id: "streets", type: "line", source: "streets", minzoom: 11, layout: ROUND, paint: { "line-color": ["step", ["zoom"], colour.line, 13, colour.street], "line-width": ["interpolate", ["exponential", 1.7], ["zoom"], 11, 0.5, 12.99, 0.9, 13, 1.2, 14, 2, 19, 24] } },
    );
  }
  layers.push({
    id: "borders",
    type: "line",
    source: "districts",
    paint: { "line-color": colour.muted, "line-opacity": 0.45, "line-width": ["interpolate", ["linear"], ["zoom"], 9, 0.6, 14, 1.6] },
  });
  if (!parts.tiles) layers.push(...names(colour));
  return { version: 8, sources, layers };
}

function named({ name, lon, lat }) {
  return { type: "Feature", properties: { name }, geometry: { type: "Point", coordinates: [lon, lat] } };
}

const ROUND = { "line-cap": "round", "line-join": "round" };

/** The width of a street: thin over the town, as wide as it is when houses can be told apart. */
function width(far, near) {
  return ["interpolate", ["exponential", 1.7], ["zoom"], 12, far / 3, 14, far, 19, near];
}

function names(colour) {
  const paint = { "text-color": colour.muted, "text-halo-color": colour.surface, "text-halo-width": 1.8 };
  return [
    {
      id: "street-names",
      type: "symbol",
      source: "streets",
      minzoom: 14.2,
      layout: { "symbol-placement": "line", "text-field": ["get", "name"], "text-font": FONT, "text-size": ["interpolate", ["linear"], ["zoom"], 14, 11, 18, 15], "symbol-spacing": 320, "text-max-angle": 30 },
      paint,
    },
    {
      id: "district-names",
      type: "symbol",
      source: "names",
      maxzoom: 14.6,
      layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": ["interpolate", ["linear"], ["zoom"], 10, 11, 14, 17], "text-max-width": 7, "text-padding": 6 },
      paint: { ...paint, "text-color": colour.ink },
    },
  ];
}
