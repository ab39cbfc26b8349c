// Keeps queries in the browser: those that were run, and those that somebody saved under a name.

const KEY = "pomegraph.queries";
const MOST = { history: 50, saved: 200 };
const LONGEST = 100_000;

export class Kept {
  /** @param storage As `localStorage`; queries are kept for this page alone where it is refused. */
  constructor(storage) {
    this.storage = storage;
    this.memory = null;
  }

  read() {
    let told = null;
    try {
      told = JSON.parse(this.storage?.getItem(KEY) ?? "null");
    } catch {
      // Refused, or written by somebody else.
    }
    told = this.memory ?? told;
    const list = (name) => (Array.isArray(told?.[name]) ? told[name].filter(isQuery) : []);
    return { history: list("history"), saved: list("saved") };
  }

  write(queries) {
    try {
      this.storage.setItem(KEY, JSON.stringify(queries));
      this.memory = null;
    } catch {
      this.memory = queries;
    }
  }

  /** Puts a query first among those that were run. */
  remember(query, now = Date.now()) {
    this.add("history", { query, time: now }, (each) => each.query === query);
  }

  /** Saves a query under a name, in the place of another of this name. */
  save(name, query, now = Date.now()) {
    this.add("saved", { name, query, time: now }, (each) => each.name === name);
  }

  add(list, entry, isReplaced) {
    if (!entry.query.trim() || entry.query.length > LONGEST) return;
    const queries = this.read();
    queries[list] = [entry, ...queries[list].filter((each) => !isReplaced(each))].slice(0, MOST[list]);
    this.write(queries);
  }

  /** Forgets a query of a list, or all of it. */
  forget(list, entry = null) {
    const queries = this.read();
    queries[list] = entry === null ? [] : queries[list].filter((each) => each.time !== entry.time || each.query !== entry.query);
    this.write(queries);
  }
}

const isQuery = (each) => typeof each?.query === "string" && typeof each.time === "number";
