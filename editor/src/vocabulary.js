// What can be completed, as /editor.json tells it, by what people type.

const LOCAL = /^[\p{L}\p{N}_](?:[\p{L}\p{N}_.-]*[\p{L}\p{N}_-])?$/u;

export class Vocabulary {
  /** @param told The document, or nothing while it is not there. */
  constructor(told = {}) {
    this.base = told.base ?? null;
    this.prefixes = new Map(Object.entries(told.prefixes ?? {}));
    this.namespaces = [...this.prefixes].sort((one, other) => other[1].length - one[1].length);
    this.classes = this.read(told.classes, "class");
    this.properties = this.read(told.properties, "property");
    this.questions = told.questions ?? [];
  }

  read(terms, kind) {
    return new Map(Object.entries(terms ?? {}).map(([iri, term]) => [iri, this.make(kind, iri, term)]));
  }

  make(kind, iri, { label = "", comment = "", count = 0, properties = {} }) {
    const short = this.shorten(iri);
    const local = short.slice(short.indexOf(":") + 1);
    return { kind, iri, short, label, comment, count, properties, words: [local, label].map(fold) };
  }

  /** Returns an IRI as a query writes it: with a prefix where there is one; `own` are prefixes that come before those known. */
  shorten(iri, own = []) {
    for (const [prefix, namespace] of [...own, ...this.namespaces]) {
      const local = iri.slice(namespace.length);
      if (iri.startsWith(namespace) && LOCAL.test(local)) return `${prefix}:${local}`;
    }
    return `<${iri}>`;
  }

  /** Returns how often things of some classes have each property; null where nothing is known of these classes. */
  findProperties(classes) {
    const known = classes.map((iri) => this.classes.get(iri)).filter(Boolean);
    if (!known.length) return null;
    const counts = new Map();
    for (const { properties } of known) {
      for (const [iri, count] of Object.entries(properties)) counts.set(iri, Math.max(count, counts.get(iri) ?? 0));
    }
    return counts;
  }
}

export function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/** Returns how well a term fits what was typed, 0 for not at all. */
export function rate(term, typed) {
  const wanted = fold(typed);
  if (!wanted) return 1;
  let best = 0;
  for (const word of term.words) {
    if (word === wanted) best = Math.max(best, 100);
    else if (word.startsWith(wanted)) best = Math.max(best, 70);
    else if (word.split(/[^\p{L}\p{N}]+/u).some((part) => part.startsWith(wanted))) best = Math.max(best, 40);
    else if (wanted.length > 2 && word.includes(wanted)) best = Math.max(best, 10);
  }
  return best;
}
