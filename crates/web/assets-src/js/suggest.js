// Suggestions under a search field while one types: a combobox after the ARIA patterns. The server
// answers `?q=…` with links; without JavaScript the form is a plain search.

const WAIT_MS = 120;

class Suggest {
  constructor(form) {
    this.form = form;
    this.input = form.querySelector("input[type=search]");
    this.list = form.querySelector(".th-search__list");
    this.current = -1;
    const { input, list } = this;
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", list.dataset.label);
    input.addEventListener("input", () => this.later());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("focus", () => list.children.length && this.open());
    document.addEventListener("click", (event) => form.contains(event.target) || this.close());
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT_MS);
  }

  async ask() {
    const text = this.input.value.trim();
    this.asked?.abort();
    if (text.length < 2) return this.close();
    this.asked = new AbortController();
    try {
      const address = new URL(this.form.dataset.suggest, location.href);
      address.searchParams.set("q", text);
      const answer = await fetch(address, { signal: this.asked.signal, headers: { "HX-Request": "true" } });
      if (answer.ok) this.show(await answer.text());
    } catch (error) {
      if (error.name !== "AbortError") this.close();
    }
  }

  show(html) {
    this.list.innerHTML = html;
    this.options = [...this.list.querySelectorAll("a")];
    this.options.forEach((option, index) => {
      option.id = `${this.list.id}-${index}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.tabIndex = -1;
    });
    this.current = -1;
    if (this.options.length) this.open();
    else this.close();
  }

  open() {
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
  }

  close() {
    this.list.hidden = true;
    this.current = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  key(event) {
    if (this.list.hidden) return;
    const count = this.options.length;
    if (event.key === "ArrowDown") this.move((this.current + 1) % count);
    else if (event.key === "ArrowUp") this.move((this.current - 1 + count) % count);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && this.current >= 0) this.options[this.current].click();
    else return;
    event.preventDefault();
  }

  move(index) {
    this.options.forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
    this.current = index;
    this.input.setAttribute("aria-activedescendant", this.options[index].id);
    this.options[index].scrollIntoView({ block: "nearest" });
  }
}

/** Starts the suggestions of the search fields in a part of the page. */
export function suggestions(root) {
  for (const form of root.querySelectorAll("form[data-suggest]:not([data-started])")) {
    form.dataset.started = "";
    new Suggest(form);
  }
}
