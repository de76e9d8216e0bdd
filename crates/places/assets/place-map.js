// A small map that shows one place: on the page of a case, and to check answers.

for (const host of document.querySelectorAll("[data-place-map]")) {
  const watcher = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watcher.disconnect();
    show(host);
  }, { rootMargin: "200px" });
  watcher.observe(host);
}

async function show(host) {
  const box = host.querySelector("[data-map-box]");
  try {
    const { drawMap } = await import(host.dataset.townMap);
    const center = [Number(host.dataset.lon), Number(host.dataset.lat)];
    box.hidden = false;
    // A picture, not a control: the address beside it says the same, and it never traps scrolling.
    await drawMap(host, box, { bounds: undefined, center, zoom: 16, interactive: false });
    host.setAttribute("data-ready", "");
  } catch {
    box.hidden = true;
    host.setAttribute("data-failed", "");
  }
}
