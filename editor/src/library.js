// The queries beside the editor: examples, those that were run, those that are saved; with a search in each.

import { make, makeSwitch } from "./elements.js";
import { fold } from "./vocabulary.js";

const LISTS = ["Examples", "History", "Saved"];
const SHOWN = 100;

export class Library {
  /** @param options What gives the questions; queries that are kept; what is called with a query that is chosen. */
  constructor({ getQuestions, kept, onChoose }) {
    Object.assign(this, { getQuestions, kept, onChoose, shown: LISTS[0] });
    this.switch = makeSwitch("Which queries", LISTS, (name) => this.show(name));
    this.search = make("input", { type: "search", placeholder: "Search", "aria-label": "Search these queries", oninput: () => this.list() });
    this.note = make("p", { className: "note", "aria-live": "polite" });
    this.entries = make("ul", { className: "queries" });
    this.clear = make("button", { type: "button", className: "quiet", textContent: "Clear the history", hidden: true });
    this.clear.onclick = () => (this.kept.forget("history"), this.list());
    const box = make("div", { className: "shelf" }, [this.switch.element, this.search, this.note, this.entries, this.clear]);
    this.element = make("details", { className: "library" }, [make("summary", { textContent: "Queries" }), box]);
    this.switch.press(LISTS[0]);
  }

  show(name) {
    this.shown = name;
    this.search.value = "";
    this.list();
  }

  /** Shows what is in the list now. */
  list() {
    const words = fold(this.search.value).split(/\s+/).filter(Boolean);
    const every = this.gather();
    const found = every.filter(({ search }) => words.every((word) => search.includes(word)));
    this.entries.replaceChildren(...found.slice(0, SHOWN).map((entry) => this.makeEntry(entry)));
    this.clear.hidden = this.shown !== "History" || !every.length;
    const empty = { Examples: "There are no questions here.", History: "Nothing was run yet.", Saved: "Nothing is saved yet." };
    this.note.textContent = !every.length ? empty[this.shown] : words.length ? `${found.length} of ${every.length}` : `${every.length} in this list`;
  }

  gather() {
    if (this.shown === "Examples") {
      return this.getQuestions().map(({ summary, tags, query, name }) => ({
        title: summary,
        note: tags.join(", "),
        query,
        search: fold([summary, name, ...tags].join(" ")),
      }));
    }
    const list = this.shown === "Saved" ? "saved" : "history";
    return this.kept.read()[list].map((entry) => ({
      title: entry.name ?? summarize(entry.query),
      note: new Date(entry.time).toLocaleString(),
      query: entry.query,
      search: fold(`${entry.name ?? ""} ${entry.query}`),
      forget: () => this.kept.forget(list, entry),
    }));
  }

  makeEntry({ title, note, query, forget }) {
    const choose = make("button", { type: "button", className: "choose", title: query.slice(0, 500), onclick: () => this.onChoose(query) }, [
      make("span", { textContent: title }),
      make("small", { textContent: note }),
    ]);
    if (!forget) return make("li", {}, [choose]);
    const remove = make("button", { type: "button", className: "quiet", textContent: "×", "aria-label": `Forget ${title}`, title: "Forget" });
    remove.onclick = () => (forget(), this.list());
    return make("li", {}, [choose, remove]);
  }
}

/** Returns the beginning of a query without its prefixes and comments. */
export function summarize(query) {
  const bare = query
    .replace(/^\s*#.*$/gm, "")
    .replace(/^\s*(?:PREFIX\s+\S*\s*<[^>]*>|BASE\s*<[^>]*>)/gim, "")
    .replace(/\s+/g, " ")
    .trim();
  return bare.length > 90 ? `${bare.slice(0, 90)}...` : bare || query.trim().slice(0, 90);
}
