// The place picker: makes the address field of a form suggest addresses as one types, and adds a map
// whose fixed pin in the middle is set by moving the map, tapping it, or the arrow keys.
// Without this script the form works by text and a list to choose from.

const SHORTEST = 2;
const TYPING_MS = 160;
const SETTLE_MS = 350;
const NEAR_ZOOM = 16.5;
const PAN = { coarse: 60, fine: 8 };

for (const host of document.querySelectorAll("[data-place-picker]")) new Picker(host);

function Picker(host) {
  const part = (name) => host.querySelector(`[data-place-part="${name}"]`);
  const [input, lon, lat, owner] = ["address", "lon", "lat", "for"].map(part);
  const [list, status, mapBox, mapFrame, locate] = ["list", "status", "map", "map-frame", "locate"].map(part);
  const say = host.dataset;
  let mapping;
  let asked = new AbortController();
  let looked = new AbortController();
  let options = [];
  let active = -1;

  // Enter in a field presses the first submit button of a form, hidden or not: this one must go.
  part("find")?.remove();
  mapFrame.hidden = false;
  host.toggleAttribute("data-placed", Boolean(lon.value && lat.value));
  locate.hidden = !("geolocation" in navigator);
  combobox();
  locate.addEventListener("click", useLocation);
  whenNear(mapFrame, startMap);

  /** Text typed by hand no longer belongs to the pin. */
  function unpin() {
    host.removeAttribute("data-outside");
    lon.value = lat.value = owner.value = "";
    host.removeAttribute("data-placed");
  }

  function pin(point, address) {
    lon.value = point.lon.toFixed(5);
    lat.value = point.lat.toFixed(5);
    owner.value = address;
    host.setAttribute("data-placed", "");
    // A match chosen before would win over the pin.
    for (const choice of part("matches")?.querySelectorAll("input:checked") ?? []) choice.checked = false;
  }

  /* The address field, after the combobox pattern of the ARIA Authoring Practices. */
  function combobox() {
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", list.id);
    let timer;
    input.addEventListener("input", () => {
      if (owner.value !== input.value) unpin();
      clearTimeout(timer);
      timer = setTimeout(suggest, TYPING_MS);
    });
    input.addEventListener("keydown", onKey);
    input.addEventListener("blur", () => setTimeout(close, 120));
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const item = event.target.closest("[role=option]");
      if (item) choose(options[Number(item.dataset.at)]);
    });
  }

  async function find(text) {
    asked.abort();
    asked = new AbortController();
    const response = await fetch(`/places/suggest?q=${encodeURIComponent(text)}`, { signal: asked.signal, headers: { accept: "application/json" } });
    if (!response.ok) throw new Error(String(response.status));
    return (await response.json()).matches;
  }

  async function suggest() {
    const text = input.value.trim();
    if (text.length < SHORTEST || owner.value === input.value) return close();
    try {
      open(await find(text));
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  function open(matches) {
    options = matches;
    active = -1;
    list.replaceChildren(...matches.map(row));
    const some = matches.length > 0;
    list.hidden = !some;
    input.setAttribute("aria-expanded", String(some));
    input.removeAttribute("aria-activedescendant");
    announce(some ? say.tCount.replace("#", matches.length) : say.tNone);
  }

  function row(match, at) {
    const item = document.createElement("li");
    item.id = `${list.id}-${at}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.dataset.at = at;
    item.className = "place-option";
    const where = document.createElement("span");
    where.className = "place-option__district";
    where.textContent = match.district_name ?? "";
    item.append(match.address, where);
    return item;
  }

  function close() {
    list.hidden = true;
    options = [];
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function move(to) {
    const items = [...list.children];
    items[active]?.setAttribute("aria-selected", "false");
    active = (to + items.length) % items.length;
    items[active].setAttribute("aria-selected", "true");
    items[active].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", items[active].id);
  }

  function onKey(event) {
    const isOpen = options.length > 0;
    if (event.key === "ArrowDown" && isOpen) move(active + 1);
    else if (event.key === "ArrowUp" && isOpen) move(active < 0 ? options.length - 1 : active - 1);
    else if (event.key === "Escape" && isOpen) close();
    else if (event.key === "Enter" && isOpen && active >= 0) choose(options[active]);
    else if (event.key === "Enter" && !lon.value && input.value.trim()) chooseOnly();
    else return;
    event.preventDefault();
  }

  /** Enter after an address: takes the one that is meant, or shows which there are. */
  async function chooseOnly() {
    try {
      const matches = await find(input.value.trim());
      const exact = matches.filter((match) => match.exact);
      if (exact.length === 1 || matches.length === 1) choose(exact[0] ?? matches[0]);
      else open(matches);
    } catch (error) {
      // The server resolves the text when the form is sent.
      if (error.name !== "AbortError") input.form?.requestSubmit();
    }
  }

  function choose(match) {
    close();
    input.value = match.address;
    host.removeAttribute("data-outside");
    pin(match, match.address);
    announce(match.key.startsWith("s") ? say.tStreet.replace("#", match.address) : say.tChosen.replace("#", match.address));
    mapping?.then(({ show }) => show(match)).catch(() => {});
  }

  /* Where the browser says that one is. */
  function useLocation() {
    announce(say.tLocating);
    const found = ({ coords }) => place({ lon: coords.longitude, lat: coords.latitude }, true);
    const failed = () => announce(say.tNoLocation);
    navigator.geolocation.getCurrentPosition(found, failed, { enableHighAccuracy: true, timeout: 10_000, maximumAge: 60_000 });
  }

  /** Sets the pin to a point and asks what is there. */
  async function place(point, moveMap) {
    looked.abort();
    looked = new AbortController();
    try {
      const query = `lon=${point.lon.toFixed(5)}&lat=${point.lat.toFixed(5)}`;
      const response = await fetch(`/places/at?${query}`, { signal: looked.signal, headers: { accept: "application/json" } });
      if (!response.ok) throw new Error(String(response.status));
      const here = await response.json();
      announce(here.label);
      if (here.in_town) {
        input.value = here.place_address;
        pin(point, here.place_address);
        if (moveMap) mapping?.then(({ show }) => show(point)).catch(() => {});
      } else {
        // Sent along, so that the answer to "Continue" is that this place is outside.
        pin(point, input.value);
        host.removeAttribute("data-placed");
      }
      host.toggleAttribute("data-outside", !here.in_town);
    } catch (error) {
      // No answer, no name: the pin still counts, and the server names the place later.
      if (error.name !== "AbortError") pin(point, input.value);
    }
  }

  function announce(text) {
    status.textContent = text;
  }

  /* The map. */
  function startMap() {
    mapping = import(say.townMap).then(async ({ CALM, drawMap }) => {
      const { map } = await drawMap(host, mapBox, { scrollZoom: false });
      const known = lon.value && lat.value ? { lon: Number(lon.value), lat: Number(lat.value) } : null;
      const show = (point) => {
        const to = { center: [point.lon, point.lat], zoom: Math.max(map.getZoom(), NEAR_ZOOM) };
        CALM.matches ? map.jumpTo(to) : map.easeTo({ ...to, duration: 150 });
      };
      if (known) map.jumpTo({ center: [known.lon, known.lat], zoom: NEAR_ZOOM });
      drive(map);
      return { show };
    });
    mapping.catch(() => {
      mapFrame.hidden = true;
      announce(say.tNoMap);
    });
  }

  /** Every way to move the map sets the pin in its middle. */
  function drive(map) {
    const canvas = map.getCanvas();
    canvas.setAttribute("aria-describedby", part("keys").id);
    let timer;
    const settle = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const { lng, lat: north } = map.getCenter();
        place({ lon: lng, lat: north }, false);
      }, SETTLE_MS);
    };
    map.on("dragstart", () => host.setAttribute("data-moving", ""));
    map.on("dragend", () => {
      host.removeAttribute("data-moving");
      settle();
    });
    map.on("zoomend", (event) => event.originalEvent && lon.value && settle());
    map.on("click", (event) => {
      // A tap from far away first comes nearer: a pin needs streets around it.
      const zoom = map.getZoom() < 14 ? 15 : map.getZoom();
      map.easeTo({ center: event.lngLat, zoom, duration: 150 });
      settle();
    });
    canvas.addEventListener("focus", () => map.scrollZoom.enable());
    canvas.addEventListener("blur", () => map.scrollZoom.disable());
    canvas.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const step = event.shiftKey ? PAN.fine : PAN.coarse;
      const pan = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
      if (pan) {
        map.panBy(pan, { duration: 0 });
        settle();
      } else if (event.key === "+" || event.key === "=") map.zoomIn({ duration: 0 });
      else if (event.key === "-") map.zoomOut({ duration: 0 });
      else return;
      event.preventDefault();
    });
  }
}

/** Starts work when an element comes near the window, so that pages load without the map. */
function whenNear(element, start) {
  const watcher = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watcher.disconnect();
      start();
    },
    { rootMargin: "300px" },
  );
  watcher.observe(element);
}
