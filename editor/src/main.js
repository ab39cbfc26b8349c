// Turns the form of a query into an editor. Without this, the form works by itself.

import { make } from "./elements.js";
import { Kept } from "./kept.js";
import { Library } from "./library.js";
import { ask, buildAddress } from "./request.js";
import { enhance } from "./results.js";
import { ThingSearch } from "./things.js";
import { makeEditor } from "./view.js";
import { Vocabulary } from "./vocabulary.js";




class Page {
  constructor(found) {
    this.form = found;
    this.area = found.querySelector("textarea");
    this.vocabulary = new Vocabulary();
    this.kept = new Kept(findStorage());
    this.running = null;
    this.isEdited = false;
  }

  start() {
    this.place();
    this.loadVocabulary();
    addEventListener("popstate", ({ state }) => this.goBack(state));
    const asked = new URLSearchParams(location.hash.slice(1)).get("query");
    const section = document.querySelector("section.result, section.problem");
    if (section) this.adopt(section, this.area.value);
    const given = history.state?.query ?? asked;
    if (given !== null && given !== undefined) this.editor.setText(given);
    if (asked !== null && !section) this.run({ isNew: false });
    else this.markEntry(section ? this.area.defaultValue : null);
  }

  /** Keeps with this entry of the browser's history what is shown; a result that was posted for has an address now. */
  markEntry(ran) {
    const address = ran === null ? location.href : buildAddress(this.form, ran);
    history.replaceState({ query: this.editor.getText(), ran }, "", address);
  }

  /** Puts the editor, its buttons and the queries into the page. */
  place() {
    const host = make("div", { className: "code" });
    this.area.before(host);
    this.area.hidden = true;
    const label = this.form.querySelector('label[for="query"]');
    this.editor = makeEditor(host, {
      text: this.area.value,
      label: label.textContent,
      getVocabulary: () => this.vocabulary,
      search: new ThingSearch(findAddress(this.form.dataset.search)),
      onRun: () => this.form.requestSubmit(this.button),
      onChange: () => this.note(),
    });
    label.removeAttribute("for");
    label.onclick = () => this.editor.focus();
    this.placeButtons();
    this.library = new Library({
      getQuestions: () => this.vocabulary.questions,
      kept: this.kept,
      onChoose: (query) => this.choose(query),
    });
    this.outcome = make("div", { className: "outcome" });
    const bench = make("div", { className: "workbench" });
    this.form.before(bench);
    bench.append(this.form, this.library.element);
    bench.after(this.outcome);
    const wide = matchMedia("(min-width: 72rem)");
    this.library.element.open = wide.matches;
    wide.addEventListener("change", () => (this.library.element.open = wide.matches));
  }

  placeButtons() {
    const row = this.form.querySelector(".row");
    this.button = row.querySelector("button");
    this.button.title = "Ctrl+Enter";
    this.status = make("span", { className: "note", role: "status" });
    this.cancel = make("button", { type: "button", className: "quiet", textContent: "Cancel", hidden: true, onclick: () => this.stop() });
    this.button.after(this.cancel);
    row.append(make("button", { type: "button", className: "quiet", textContent: "Save", onclick: () => this.save() }));
    if (navigator.clipboard) row.append(make("button", { type: "button", className: "quiet", textContent: "Copy link", onclick: () => this.copyLink() }));
    row.append(this.status);
    row.after(makeKeys());
    for (const element of document.querySelectorAll(".without-script")) element.remove();
    this.form.onsubmit = (event) => this.submit(event);
  }

  async loadVocabulary() {
    const response = await fetch(this.form.dataset.vocabulary).catch(() => null);
    if (!response?.ok) return;
    this.vocabulary = new Vocabulary(await response.json());
    this.library.list();
    this.editor.checkAgain();
  }

  /** Runs the query here; a result in another format is left to the form, which gets it as a file. */
  submit(event) {
    this.area.value = this.editor.getText();
    if (this.form.elements.format.value !== "html") {
      this.kept.remember(this.area.value);
      this.library.list();
      return;
    }
    event.preventDefault();
    this.run();
  }

  async run({ isNew = true } = {}) {
    this.stop();
    this.editor.declareAll();
    const query = this.editor.getText();
    const running = (this.running = new AbortController());
    this.area.value = query;
    this.kept.remember(query);
    this.library.list();
    const tick = this.showRunning();
    try {
      const response = await ask(this.form, query, { format: "html", signal: running.signal });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      if (this.running !== running) return;
      this.setAddress(query, isNew);
      this.status.textContent = this.adopt(page.querySelector("section.result, section.problem"), query);
    } catch {
      // Another query may be running by now.
      if (this.running === running || this.running === null) {
        this.status.textContent = running.signal.aborted ? "Cancelled." : "The server does not answer.";
      }
    } finally {
      clearInterval(tick);
      if (this.running === running) this.showIdle();
    }
  }

  stop() {
    this.running?.abort();
    if (this.running) this.showIdle();
  }

  showRunning() {
    const start = performance.now();
    this.cancel.hidden = false;
    this.status.textContent = "Running ...";
    return setInterval(() => {
      this.status.textContent = `Running for ${Math.round((performance.now() - start) / 1000)} s ...`;
    }, 1000);
  }

  showIdle() {
    this.running = null;
    this.cancel.hidden = true;
  }

  /** Shows a result or a problem, and the problem at its place; returns what is to be said of it. */
  adopt(section, query) {
    if (!section) return "Something else than this server answers.";
    this.outcome.replaceChildren(document.adoptNode(section));
    if (section.classList.contains("result")) enhance(section, { form: this.form, query });
    const { line, column } = section.dataset;
    if (line) this.editor.showFault({ line: Number(line), column: Number(column), message: section.querySelector("p").textContent });
    return (section.querySelector(".count, .verdict, h1")?.textContent ?? "").trim();
  }

  setAddress(query, isNew) {
    const address = buildAddress(this.form, query);
    const isSame = address === location.pathname + location.search + location.hash;
    history[isNew && !isSame ? "pushState" : "replaceState"]({ query, ran: query }, "", address);
  }

  /** Keeps with this entry of the browser's history what stands in the editor. */
  note() {
    this.isEdited = true;
    clearTimeout(this.noting);
    this.noting = setTimeout(() => {
      history.replaceState({ ...history.state, query: this.editor.getText() }, "");
    }, 300);
  }

  goBack(state) {
    this.stop();
    clearTimeout(this.noting);
    if (!state) return;
    this.editor.setText(state.query);
    if (state.ran === null || state.ran === undefined) this.outcome.replaceChildren();
    else if (state.ran === state.query) this.run({ isNew: false });
    else this.outcome.replaceChildren();
  }

  choose(query) {
    if (this.isEdited) this.kept.remember(this.editor.getText());
    this.editor.setText(query);
    this.isEdited = false;
    this.editor.focus();
    this.library.list();
  }

  save() {
    if (this.naming) return;
    const name = make("input", { type: "text", required: true, maxLength: 80, placeholder: "Name", "aria-label": "Name of this query" });
    const finish = () => {
      this.naming.remove();
      this.naming = null;
      this.editor.focus();
    };
    const keep = () => {
      if (!name.value.trim()) return;
      this.kept.save(name.value.trim(), this.editor.getText());
      this.library.element.open = true;
      this.library.switch.press("Saved");
      this.status.textContent = "Saved in this browser.";
      finish();
    };
    name.onkeydown = (event) => {
      if (event.key === "Enter") (event.preventDefault(), keep());
      if (event.key === "Escape") finish();
    };
    this.naming = make("span", { className: "choice" }, [name, make("button", { type: "button", textContent: "Save it", onclick: keep })]);
    this.status.before(this.naming);
    name.focus();
  }

  async copyLink() {
    const address = new URL(buildAddress(this.form, this.editor.getText()), location.href).href;
    await navigator.clipboard.writeText(address).catch(() => null);
    this.status.textContent = "The link to this query is copied.";
  }
}

function makeKeys() {
  const keys = { "Ctrl+Enter": "runs,", "Ctrl+Space": "completes,", Tab: "takes what is offered, or leads on." };
  const parts = Object.entries(keys).flatMap(([key, does]) => [make("kbd", { textContent: key }), ` ${does} `]);
  return make("p", { className: "note keys" }, parts);
}

/** Returns an address as a whole, or null where the page has none. */
function findAddress(path) {
  return path ? new URL(path, location.href).href : null;
}

function findStorage() {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

const form = document.querySelector("form.editor");
if (form) new Page(form).start();
