// Keeps what was typed when the language is switched by a link (a page of which the form is only a
// part); forms with a switch of their own send it to the server instead. Nothing outlives the tab.

const KEY = "typed";
const fields = "input:not([type=hidden]):not([type=file]):not([type=password]), textarea, select";

function read() {
  return [...document.querySelectorAll(`main ${fields.split(", ").join(", main ")}`)]
    .filter((field) => field.name)
    .map((field) => [field.name, field.value, field.type, field.checked]);
}

function write(typed) {
  for (const [name, value, type, checked] of typed) {
    const choices = type === "checkbox" || type === "radio";
    const selector = `main [name="${CSS.escape(name)}"]`;
    for (const field of document.querySelectorAll(selector)) {
      if (choices && field.value === value && field.checked !== checked) field.click();
      if (!choices && field.type === type) field.value = value;
    }
  }
}

/** Notes what is typed, for the page of this path when it is opened next. */
export function noteTyped(path = location.pathname) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ path, typed: read() }));
  } catch {
    // A browser without storage loses nothing that was sent.
  }
}

/** Puts back what was typed before a switch, and notes it before the next. */
export function keepTyped() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    sessionStorage.removeItem(KEY);
    if (kept?.path === location.pathname) write(kept.typed);
  } catch {
    // A browser without storage loses nothing that was sent.
  }
  document.addEventListener("click", (event) => {
    if (event.target.closest?.(".th-languages a")) noteTyped();
  });
}
