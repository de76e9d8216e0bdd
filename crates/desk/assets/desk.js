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

/** Opens the form of a verb, alone, and puts the cursor into it. */
function panel(name) {
  const found = document.getElementById(`panel-${name}`);
  if (!found) return;
  closeOthers(found);
  found.open = true;
  const field = name === "messages" || name === "notes" ? "textarea" : "textarea, select, input:not([type=hidden])";
  found.querySelector(field)?.focus();
  found.scrollIntoView({ block: "nearest" });
}

/** Opening one panel closes the others, also where browsers do not know named disclosures. */
function closeOthers(one) {
  for (const other of document.querySelectorAll(".desk-panel[open]")) other.open = other === one;
}

/** Leaves an open panel: it closes, and single keys are keys again. What was written is kept. */
function leavePanel(event) {
  const open = document.querySelector(".desk-panel[open]");
  if (!open || (document.activeElement !== document.body && !open.contains(document.activeElement))) return;
  event.preventDefault();
  open.open = false;
  open.querySelector("summary").focus({ preventScroll: true });
}

/** Ctrl+Enter sends the form that is being filled in, as its own button would. */
function sendTyped(event) {
  const form = event.target.closest?.(".desk-panel form");
  if (!form) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("button[type=submit]:not([name])") ?? undefined);
}

/** Finds the row that the address names, so that the way back from a case ends where it began. */
function returnToRow() {
  const row = location.hash.startsWith("#case-") && document.getElementById(location.hash.slice(1));
  if (!row) return;
  linkOf(row)?.focus({ preventScroll: true });
  row.scrollIntoView({ block: "center" });
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

/** Shows the keys; what is pressed next closes them again. */
function showKeys() {
  window_?.showModal();
  window_?.querySelector("form button")?.focus();
}

/** Opens a case, and notes its row in the address for the way back. */
function openRow(row) {
  if (row?.id) history.replaceState(history.state, "", `#${row.id}`);
  linkOf(row)?.click();
}

const everywhere = {
  "/": search,
  "?": showKeys,
};

const inList = {
  j: () => step(1),
  k: () => step(-1),
  o: () => openRow(current() ?? rows()[0]),
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
  if (!event.defaultPrevented && !window_?.open) {
    if (event.key === "Escape") leavePanel(event);
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) sendTyped(event);
  }
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
document.addEventListener("click", (event) => {
  const panel = event.target.closest?.("summary.desk-panel__name")?.parentElement;
  if (panel && !panel.open) closeOthers(panel);
  const row = event.target.closest?.("main [data-row]");
  if (row?.id && event.target.closest("a")) history.replaceState(history.state, "", `#${row.id}`);
});
main?.addEventListener("change", chosen);
chosen();
drafts();
for (const button of document.querySelectorAll("[data-keys]")) {
  button.hidden = false;
  button.addEventListener("click", showKeys);
}
const off = window_?.querySelector("[data-keys-off]");
if (off) {
  off.checked = !localStorage.getItem(OFF);
  off.addEventListener("change", () => (off.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1")));
}
document.querySelector("#preview, #changed")?.focus();
// Browsers look for the fragment themselves, late, and take the focus away: this comes after it.
addEventListener("load", () => setTimeout(returnToRow));
// A page that the browser kept is shown again as it was, but without its focus.
addEventListener("pageshow", (event) => event.persisted && returnToRow());
if (location.hash === "#q") document.querySelector("#q")?.focus();
