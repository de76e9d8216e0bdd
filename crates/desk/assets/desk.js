// The desk by keyboard. Nothing depends on it: every key presses what stands on the page.

const OFF = "desk-keys-off";
const main = document.querySelector("main");
const window_ = document.querySelector("#desk-keys");
let waiting = "";

/** Whether somebody is typing, so that letters are letters. */
function typing(target) {
  return target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
}

function rows() {
  return [...document.querySelectorAll("main [data-row]")];
}

function linkOf(row) {
  return row?.querySelector('a[href^="/desk/cases/"]');
}

function current() {
  return document.activeElement?.closest?.("[data-row]");
}

/** Moves from row to row; the focus is the cursor, so that screen readers follow. */
function step(by) {
  const all = rows();
  const at = all.indexOf(current());
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)];
  linkOf(next)?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function go(link, end = "") {
  if (!link) return;
  const address = new URL(link.href);
  address.pathname += end;
  location.assign(address);
}

/** Opens the form of a verb and puts the cursor into it. */
function panel(name) {
  const found = document.getElementById(`panel-${name}`);
  if (!found) return;
  found.open = true;
  const field = name === "messages" || name === "notes" ? "textarea" : "textarea, select, input:not([type=hidden])";
  found.querySelector(field)?.focus();
  found.scrollIntoView({ block: "nearest" });
}

function search() {
  const field = document.querySelector("main input[type=search]");
  if (field) return field.focus();
  location.assign("/desk?view=all#q");
}

function choose(row) {
  const box = row?.querySelector("input[type=checkbox]");
  if (box) box.click();
}

const everywhere = {
  "/": search,
  "?": () => window_?.showModal(),
};

const inList = {
  j: () => step(1),
  k: () => step(-1),
  o: () => linkOf(current() ?? rows()[0])?.click(),
  m: () => go(linkOf(current()), "/messages"),
  c: () => go(linkOf(current()), "/closure"),
  x: () => choose(current()),
  a: () => {
    const row = current();
    if (!document.querySelector("main [data-row] :checked")) choose(row);
    document.querySelector("#receiver")?.focus();
  },
};

const inCase = {
  j: () => document.querySelector("[data-next]")?.click(),
  k: () => document.querySelector("[data-before]")?.click(),
  o: () => document.querySelector("#told")?.scrollIntoView(),
  u: () => document.querySelector("[data-up]")?.click(),
  a: () => panel("assignment"),
  m: () => panel("messages"),
  n: () => panel("notes"),
  c: () => panel("closure"),
};

function key(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (window_?.open || localStorage.getItem(OFF)) return;
  if (waiting === "g" && event.key === "i") {
    waiting = "";
    return location.assign("/desk");
  }
  waiting = event.key === "g" ? "g" : "";
  const keys = { ...everywhere, ...(document.querySelector(".desk-actions, [data-up]") ? inCase : inList) };
  const act = keys[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}

/** Shows what can be done with the chosen cases once there are some. */
function chosen() {
  const bulk = document.querySelector(".desk-bulk");
  if (!bulk) return;
  const count = document.querySelectorAll("main [data-row] :checked").length;
  bulk.classList.toggle("desk-bulk--on", count > 0);
  const words = bulk.querySelector("[data-chosen]");
  words.textContent = words.dataset.chosen.replace("#", count);
}

/** Keeps what is being written until it is sent: a reload or a look elsewhere loses nothing. */
function drafts() {
  const place = location.pathname.split("/").slice(0, 4).join("/");
  for (const field of document.querySelectorAll("main .desk-panel textarea")) {
    const name = `${place}#${field.id}`;
    const kept = sessionStorage.getItem(name);
    if (kept && !field.value) field.value = kept;
    field.addEventListener("input", () => sessionStorage.setItem(name, field.value));
    field.form.addEventListener("submit", () => sessionStorage.removeItem(name));
  }
}

/** A move that needs a reason opens its field instead of coming back with an error. */
function needs(event) {
  const field = document.getElementById(event.submitter?.dataset.needs ?? "");
  if (!field || field.value.trim()) return;
  event.preventDefault();
  field.closest("details").open = true;
  field.focus();
}

document.addEventListener("keydown", key);
document.addEventListener("submit", needs);
main?.addEventListener("change", chosen);
chosen();
drafts();
for (const button of document.querySelectorAll("[data-keys]")) {
  button.hidden = false;
  button.addEventListener("click", () => window_?.showModal());
}
const off = window_?.querySelector("[data-keys-off]");
if (off) {
  off.checked = !localStorage.getItem(OFF);
  off.addEventListener("change", () => (off.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1")));
}
document.querySelector("#preview, #changed")?.focus();
if (location.hash === "#q") document.querySelector("#q")?.focus();
