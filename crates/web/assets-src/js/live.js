// Open pages hear that something changed (src/live.rs) and fetch themselves anew. The stream carries no
// content. A page is put in anew only under a reader who neither types nor stands in it; others are told.

const AGAIN = 60_000;

/** What tells one state of a page from the next. */
function keys(root) {
  return [...root.querySelectorAll("main [data-live-key]")].map((one) => one.dataset.liveKey).join(" ");
}

/** Whether something was typed or chosen that is not sent yet. */
function typed(main) {
  return [...main.querySelectorAll("input, textarea, select")].some((field) => {
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (field.tagName === "SELECT") return [...field.options].some((one) => one.selected !== one.defaultSelected);
    return field.type !== "hidden" && field.value !== field.defaultValue;
  });
}

/** Whether the reader stands somewhere in it, with the keyboard or an open part. */
function inUse(main) {
  const at = document.activeElement;
  return typed(main) || (at !== main && main.contains(at)) || !!main.querySelector("details[open]");
}

/** Listens for as long as the page is seen; `start` brings a new part of the page to life. */
export function live(start) {
  let place = document.querySelector("[data-live]");
  if (!place || !window.EventSource) return;
  const { live: address, liveMode: mode, liveFresh: fresh, liveNews: news, liveShow: show } = place.dataset;
  let since = place.dataset.liveSince;
  let known = keys(document);
  let source;
  let timer;

  const tell = () => {
    if (place.querySelector("a")) return;
    const link = document.createElement("a");
    link.href = location.pathname + location.search;
    link.className = "govuk-link";
    link.textContent = show;
    place.replaceChildren(`${news} `, link);
  };

  const swap = (page) => {
    const main = document.querySelector("main");
    const next = page.querySelector("main");
    main.replaceChildren(...next.childNodes);
    start(main);
    place = main.querySelector("[data-live]");
    // A part that is put in with its words is not read out; words put into it are.
    if (place) setTimeout(() => (place.textContent = fresh), 100);
  };

  const look = async () => {
    const answer = await fetch(location.href, { headers: { "x-glance": "1" } });
    if (answer.redirected) return tell();
    if (!answer.ok) return;
    // The part alone: what the head of another answer may load is no business of this one.
    const text = await answer.text();
    const main = text.slice(text.indexOf("<main"), text.indexOf("</main>"));
    const page = new DOMParser().parseFromString(main, "text/html");
    since = page.querySelector("[data-live]")?.dataset.liveSince ?? since;
    const found = keys(page);
    if (found === known) return;
    if (mode !== "swap" || inUse(document.querySelector("main")) || !page.querySelector("main [data-live]")) return tell();
    known = found;
    swap(page);
  };

  const close = () => {
    source?.close();
    source = undefined;
    clearTimeout(timer);
  };

  const open = () => {
    close();
    source = new EventSource(`${address}?since=${since}`);
    source.addEventListener("changed", () => look().catch(() => {}));
    source.addEventListener("error", () => {
      // A stream that ended is opened again by the browser; one that was refused is not.
      if (source?.readyState === EventSource.CLOSED) timer = setTimeout(open, AGAIN * (1 + Math.random()));
    });
  };

  // A page that nobody sees listens to nothing: browsers open few connections to one place.
  const seen = () => (document.visibilityState === "visible" ? open() : close());
  document.addEventListener("visibilitychange", seen);
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", (event) => event.persisted && seen());
  seen();
}
