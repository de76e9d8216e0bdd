// What makes pages nicer where JavaScript runs. Nothing depends on it.
import { Button } from "govuk-frontend/dist/govuk/components/button/button.mjs";
import { CharacterCount } from "govuk-frontend/dist/govuk/components/character-count/character-count.mjs";
import { Checkboxes } from "govuk-frontend/dist/govuk/components/checkboxes/checkboxes.mjs";
import { ErrorSummary } from "govuk-frontend/dist/govuk/components/error-summary/error-summary.mjs";
import { Radios } from "govuk-frontend/dist/govuk/components/radios/radios.mjs";
import { SkipLink } from "govuk-frontend/dist/govuk/components/skip-link/skip-link.mjs";
import { Tabs } from "govuk-frontend/dist/govuk/components/tabs/tabs.mjs";
import htmx from "htmx.org/dist/htmx.esm.js";
import { live } from "./live.js";
import { keepTyped } from "./typed.js";
import { suggestions } from "./suggest.js";

window.htmx = htmx;

/** Radios whose reveal says nothing that ARIA does not know of radios (axe: aria-allowed-attr). */
class PlainRadios extends Radios {
  syncConditionalRevealWithInputState(input) {
    super.syncConditionalRevealWithInputState(input);
    input.removeAttribute("aria-expanded");
  }
}

const components = [Button, CharacterCount, Checkboxes, ErrorSummary, PlainRadios, SkipLink, Tabs];

/** Starts the components in a part of the page; one that fails leaves the others alone. */
function start(root) {
  for (const Component of components) {
    const found = [...root.querySelectorAll(`[data-module="${Component.moduleName}"]`)];
    if (root.matches?.(`[data-module="${Component.moduleName}"]`)) found.push(root);
    for (const element of found) {
      if (element.hasAttribute(`data-${Component.moduleName}-init`)) continue;
      try {
        new Component(element);
      } catch (error) {
        console.warn(error);
      }
    }
  }
  suggestions(root);
}

start(document);
keepTyped();
live(start);
document.addEventListener("htmx:load", (event) => start(event.detail.elt));

// Requests of htmx carry the form's token; a 422 shows the form again with its errors.
document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector('input[name="csrf"]');
  if (token && event.detail.verb !== "get") event.detail.headers["x-csrf-token"] = token.value;
});
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status === 422) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});

// A destructive button asks once, in words that name what will happen: data-confirm="…".
document.addEventListener("submit", (event) => {
  const question = event.submitter?.dataset.confirm;
  if (question && !window.confirm(question)) event.preventDefault();
});

// Fields marked data-submit (a filter's select) send their form when they change.
document.addEventListener("change", (event) => {
  if (event.target.matches?.("[data-submit]")) event.target.form?.requestSubmit();
});

// Copy buttons: data-copy="text", with the words for "copied" in data-copied.
document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy]");
  if (!button) return;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    const before = button.textContent;
    button.textContent = button.dataset.copied ?? before;
    setTimeout(() => (button.textContent = before), 2000);
  } catch {
    // Without permission the text stays selectable beside the button.
  }
});
