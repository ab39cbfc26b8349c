// Finds things by name while somebody types: the server's search knows them all, the editor need not.

import { describe, isNameSlot, readTyped } from "./completion.js";
import { isInText, readContext } from "./scanner.js";

const SHORTEST = 2;
const MOST = 20;
// Behind a prefix what is found in other namespaces falls away; the server gives no more than so many.
const MOST_OF_ALL = 100;
const KEPT = 200;
const SECTION = { name: "Things", rank: 1 };

/** Asks a search, and remembers what it said. */
export class ThingSearch {
  /** @param address Where the search is; where there is none, nothing is found. */
  constructor(address) {
    this.address = address ?? null;
    this.known = new Map();
  }

  /** Returns things that a beginning of a name fits, the best first; nothing where the search is not there or fails. */
  async find(words, limit, signal) {
    if (this.address === null) return [];
    const asked = `${limit} ${words}`;
    if (this.known.has(asked)) return this.known.get(asked);
    const found = await this.ask(words, limit, signal).catch(() => null);
    if (found) this.keep(asked, found);
    return found ?? [];
  }

  async ask(words, limit, signal) {
    const address = new URL(this.address);
    address.search = new URLSearchParams({ q: words, format: "json", limit, typing: "true" });
    const response = await fetch(address, { signal, headers: { Accept: "application/json" } });
    // Where no search is there will be none a letter later.
    if (response.status === 404) this.address = null;
    if (!response.ok) return null;
    const { things, documents } = await response.json();
    return [...(things ?? []), ...(documents ?? [])].sort((one, other) => other.score - one.score);
  }

  keep(asked, found) {
    this.known.set(asked, found);
    if (this.known.size > KEPT) this.known.delete(this.known.keys().next().value);
  }
}

/** Returns a source of completions: things, wherever they can stand. */
export function makeThingSource(getVocabulary, search) {
  return async (completion) => {
    const { state, pos } = completion;
    const text = state.doc.toString();
    const typed = readTyped(text.slice(Math.max(0, pos - 200), pos));
    const from = pos - typed.length;
    if (typed.length < SHORTEST || isInText(text, from)) return null;
    const context = readContext(text, from);
    const wanted = isNameSlot(context) ? readWanted(typed, context.prefixes, getVocabulary().prefixes) : null;
    if (!wanted) return null;
    const asking = new AbortController();
    completion.addEventListener("abort", () => asking.abort(), { onDocChange: true });
    const found = await search.find(wanted.words, wanted.within ? MOST_OF_ALL : MOST, asking.signal);
    const options = listThings(getVocabulary(), found, wanted);
    return options.length && !completion.aborted ? { from, options, filter: false } : null;
  };
}

/**
 * Returns the words to look for, the namespace in which things are to be, and the prefix that was typed for it.
 *
 * Null where nothing is to be looked for.
 */
export function readWanted(typed, declared, known) {
  if (/^[?$]/.test(typed)) return null;
  const [, begun, prefix, local] = /^(?:<(.*[/#:])?|([^:]*):)?(.*)$/s.exec(typed);
  const within = prefix === undefined ? (begun ?? "") : (declared.get(prefix)?.namespace ?? known.get(prefix));
  return within === undefined || local.length < SHORTEST ? null : { words: local, within, prefix };
}

function listThings(vocabulary, found, { within, prefix }) {
  const own = prefix === undefined ? [] : [[prefix, within]];
  return found
    .filter(({ iri }) => iri.startsWith(within))
    .slice(0, MOST)
    .map(({ iri, label, also }) => {
      const term = vocabulary.make("thing", iri, { label });
      return describe(term, SECTION, vocabulary.shorten(iri, own), also);
    });
}
