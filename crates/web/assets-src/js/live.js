// Open pages hear that something changed (src/live.rs) and fetch themselves anew. The stream carries no
// content. Parts of a page that changed are put in anew where nobody types or stands in them; else the reader is told.
import { noteTyped } from "./typed.js";

const AGAIN = 60_000;
const TRIES = 5;

/** The parts of a page by their names, with what tells one state of each from the next. */
function parts(root) {
  const found = [...root.querySelectorAll("main [data-live-key]")];
  return new Map(found.map((one, index) => [one.dataset.livePart ?? `${index}`, one]));
}

function keys(all) {
  return [...all].map(([name, one]) => `${name}=${one.dataset.liveKey}`).join(" ");
}

/** Whether something was typed or chosen in a part that is not sent yet. */
function typed(part) {
  return [...part.querySelectorAll("input, textarea, select")].some((field) => {
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (field.tagName === "SELECT") return [...field.options].some((one) => one.selected !== one.defaultSelected);
    return field.type !== "hidden" && field.value !== field.defaultValue;
  });
}

/** Whether the reader stands in a part, with the keyboard or an open detail. */
function inUse(part) {
  return typed(part) || part.contains(document.activeElement) || !!part.querySelector("details[open]");
}

const soon = (most) => new Promise((resolve) => setTimeout(resolve, most * Math.random()));

/** Listens for as long as the page is seen; `start` brings a new part of the page to life. */
export function live(start) {
  const place = document.querySelector("[data-live]");
  if (!place || !window.EventSource) return;
  const { live: address, liveMode: mode, liveFresh: fresh, liveNews: news, liveShow: show } = place.dataset;
  let since = place.dataset.liveSince;
  let source;
  let timer;
  let looking = false;
  let again = false;

  const tell = (url) => {
    if (place.querySelector("a")) return;
    const link = document.createElement("a");
    link.href = url.pathname + url.search;
    link.className = "govuk-link";
    link.textContent = show;
    // What was typed is there again on the page that is shown.
    link.addEventListener("click", () => noteTyped(url.pathname));
    place.replaceChildren(`${news} `, link);
  };

  const look = async () => {
    const answer = await fetch(location.href, { headers: { "x-glance": "1" } });
    const url = new URL(answer.url);
    // Whoever was signed out meanwhile signs in and comes back.
    if (url.pathname.startsWith("/sign-in")) return tell(new URL(location.href));
    if (!answer.ok) throw new Error(`${answer.status}`);
    // The part alone: what the head of another answer may load is no business of this one.
    const text = await answer.text();
    const main = text.slice(text.indexOf("<main"), text.indexOf("</main>"));
    const page = new DOMParser().parseFromString(main, "text/html");
    since = page.querySelector("[data-live]")?.dataset.liveSince ?? since;
    const [known, found] = [parts(document), parts(page)];
    if (keys(known) === keys(found)) return;
    const changed = [...found].filter(([name, one]) => known.get(name)?.dataset.liveKey !== one.dataset.liveKey);
    const fits = found.size === known.size && changed.every(([name]) => known.has(name) && !inUse(known.get(name)));
    if (mode !== "swap" || !fits) return tell(url);
    for (const [name, next] of changed) {
      known.get(name).replaceWith(next);
      start(next);
    }
    place.textContent = "";
    setTimeout(() => (place.textContent = fresh), 100);
  };

  /** Looks once at a time; what comes meanwhile is looked at afterwards, and a look that fails is made again. */
  const heard = async () => {
    again = true;
    if (looking) return;
    looking = true;
    let left = TRIES;
    while (again && left > 0 && source) {
      again = false;
      // Not all pages of a town at the same moment.
      await soon(mode === "swap" ? 500 : 3_000);
      try {
        await look();
        left = TRIES;
      } catch {
        again = true;
        left -= 1;
        await soon(10_000);
      }
    }
    looking = false;
  };

  const close = () => {
    source?.close();
    source = undefined;
    clearTimeout(timer);
  };

  const open = () => {
    close();
    source = new EventSource(`${address}?since=${since}`);
    source.addEventListener("changed", heard);
    source.addEventListener("error", () => {
      // A stream that ended is opened again by the browser; one that was refused is not.
      if (source?.readyState === EventSource.CLOSED) timer = setTimeout(open, AGAIN * (1 + Math.random()));
    });
  };

  // A page that nobody sees, or that is being left, listens to nothing: browsers open few connections to one place.
  const seen = () => (document.visibilityState === "visible" ? open() : close());
  document.addEventListener("visibilitychange", seen);
  window.addEventListener("beforeunload", close);
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", (event) => event.persisted && seen());
  seen();
}
