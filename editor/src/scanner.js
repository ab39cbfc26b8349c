// Reads a query from left to right, also one that is not finished: its tokens, and what could stand at each of them.

const TOKEN = new RegExp(
  [
    String.raw`(?<comment>#[^\n]*)`,
    String.raw`(?<iri><[^\s<>"{}|^\x60\\]*>)`,
    String.raw`(?<text>"""(?:[^"\\]|\\.|"(?!""))*(?:"""|$)|'''(?:[^'\\]|\\.|'(?!''))*(?:'''|$)|"(?:[^"\\\n]|\\.)*(?:"|(?=\n)|$)|'(?:[^'\\\n]|\\.)*(?:'|(?=\n)|$))`,
    String.raw`(?<variable>[?$][\p{L}\p{N}_]*)`,
    String.raw`(?<blank>_:[\p{L}\p{N}_.-]*[\p{L}\p{N}_-])`,
    // A local name may hold colons, escapes and dots, and does not end with a dot.
    String.raw`(?<name>(?:\p{L}(?:[\p{L}\p{N}_.-]*[\p{L}\p{N}_-])?)?:(?:(?:[\p{L}\p{N}_:%-]|\\.)(?:(?:[\p{L}\p{N}_:.%-]|\\.)*(?:[\p{L}\p{N}_:%-]|\\.))?)?)`,
    String.raw`(?<tag>@[A-Za-z][A-Za-z0-9-]*)`,
    String.raw`(?<number>[0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?)`,
    String.raw`(?<word>\p{L}[\p{L}\p{N}_]*)`,
    String.raw`(?<mark>\^\^|&&|\|\||!=|<=|>=|<<|>>|[^\s])`,
  ].join("|"),
  "gsu",
);
const TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const MODIFIERS = new Set(["GROUP", "ORDER", "HAVING", "LIMIT", "OFFSET", "BY", "ASC", "DESC"]);
const FORMS = new Set(["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]);

/** Returns the tokens of a query but for comments: kind, text, from, to. */
export function readTokens(text) {
  const tokens = [];
  for (const found of text.matchAll(TOKEN)) {
    const kind = Object.keys(found.groups).find((name) => found.groups[name] !== undefined);
    if (kind !== "comment") tokens.push({ kind, text: found[0], from: found.index, to: found.index + found[0].length });
  }
  return tokens;
}

/** Tells whether a place is inside of a comment or a text in quotes, where nothing is completed. */
export function isInText(text, place) {
  for (const found of text.matchAll(TOKEN)) {
    if (found.index >= place) return false;
    const end = found.index + found[0].length;
    if (found.groups.comment !== undefined && place <= end) return true;
    if (found.groups.text !== undefined && place < end) return true;
  }
  return false;
}

/** Returns the prefixes that a query declares: the namespace and the place behind the declaration of each. */
export function readPrefixes(tokens) {
  const found = new Map();
  tokens.forEach((token, place) => {
    const [name, iri] = tokens.slice(place + 1, place + 3);
    if (token.kind === "word" && /^prefix$/i.test(token.text) && name?.kind === "name" && iri?.kind === "iri") {
      found.set(name.text.slice(0, -1), { namespace: iri.text.slice(1, -1), to: iri.to });
    }
  });
  return found;
}

/** Returns the names with a prefix that are used, not those that declare one. */
export function listNames(tokens) {
  return tokens.filter(
    (token, place) =>
      token.kind === "name" && !(tokens[place - 1]?.kind === "word" && /^prefix$/i.test(tokens[place - 1].text)),
  );
}

/** Returns the IRI that a token stands for, or null. */
export function expand(token, prefixes) {
  if (token.kind === "iri") return token.text.slice(1, -1);
  if (token.kind === "word" && token.text === "a") return TYPE;
  if (token.kind !== "name") return null;
  const [, prefix, local] = /^([^:]*):(.*)$/s.exec(token.text);
  const known = prefixes.get(prefix);
  return known ? known.namespace + local.replace(/\\(.)/g, "$1") : null;
}

// What is read of a group in braces or brackets: `slot` is what comes next, the others what came before.
const begin = (kind, slot) => ({ kind, slot, subject: null, predicate: null });

/**
 * Reads the whole query.
 *
 * Returns the state at a place, and the classes of each variable or thing: slot is one of start, prologue, projection,
 * subject, predicate, class, object, expression, graph, data, modifier.
 */
export function readContext(text, place) {
  const tokens = readTokens(text);
  const reader = new Reader(readPrefixes(tokens));
  let state = null;
  for (const token of tokens) {
    if (state === null && token.to > place) state = reader.tell();
    reader.read(token);
  }
  state ??= reader.tell();
  return { ...state, classes: reader.classes, tokens, prefixes: reader.prefixes, roles: reader.roles };
}

class Reader {
  constructor(prefixes) {
    this.prefixes = prefixes;
    this.classes = new Map();
    // What each name with a prefix is used for.
    this.roles = [];
    this.stack = [begin("query", "start")];
    this.blanks = 0;
  }

  get top() {
    return this.stack[this.stack.length - 1];
  }

  tell() {
    return { slot: this.top.slot, subject: this.top.subject, predicate: this.top.predicate };
  }

  read(token) {
    if (token.kind === "mark") this.readMark(token.text);
    else if (token.kind === "word" && token.text !== "a") this.readWord(token.text.toUpperCase());
    else if (token.kind !== "tag") this.readTerm(token);
  }

  readWord(word) {
    const { top } = this;
    if (word === "PREFIX" || word === "BASE") top.slot = "prologue";
    else if (FORMS.has(word)) top.slot = "projection";
    else if (word === "GRAPH" || word === "SERVICE" || word === "FROM" || word === "NAMED") top.slot = "graph";
    else if (MODIFIERS.has(word)) top.slot = "modifier";
    else if (word === "VALUES") top.slot = "values";
    else if (word === "FILTER" || word === "BIND") top.slot = "expression";
    else if (word === "TRUE" || word === "FALSE") this.readTerm({ kind: "number", text: word });
  }

  readMark(mark) {
    const { top } = this;
    if (mark === "{") this.open(top.slot === "values" ? begin("data", "data") : begin("group", "subject"));
    else if (mark === "}") this.close("{");
    else if (mark === "(") this.openRound();
    else if (mark === ")") this.close("(");
    else if (mark === "[") this.openSquare();
    else if (mark === "]") this.close("[");
    else if (top.kind === "group" || top.kind === "blank") this.readStop(mark);
  }

  readStop(mark) {
    const { top } = this;
    if (mark === "." && top.kind === "group") Object.assign(top, { slot: "subject", subject: null, predicate: null });
    else if (mark === ";") Object.assign(top, { slot: "predicate", predicate: null });
    else if (mark === "," && top.predicate) top.slot = top.predicate === TYPE ? "class" : "object";
    // A path goes on.
    else if ("/|^".includes(mark) && (top.slot === "object" || top.slot === "class")) top.slot = "predicate";
  }

  open(inner) {
    this.stack.push(inner);
  }

  openRound() {
    const { top } = this;
    if (top.slot === "predicate") this.open({ ...begin("round", "predicate"), subject: top.subject });
    else if (top.kind === "data") this.open(begin("round", "data"));
    else if (top.slot === "values") this.open(begin("round", "projection"));
    else if (top.kind === "group" && (top.slot === "subject" || top.slot === "object")) this.open(begin("round", "object"));
    else this.open(begin("round", "expression"));
  }

  openSquare() {
    const subject = `[${(this.blanks += 1)}`;
    this.open({ ...begin("blank", "predicate"), subject });
  }

  /** Ends what was begun last, and what it was is a term of what is around it. */
  close(mark) {
    if (this.stack.length === 1) return;
    const inner = this.stack.pop();
    const { top } = this;
    if (mark === "{") {
      // `VALUES ?x { }`, `OPTIONAL { }`, and the end of the query.
      if (top.kind === "query") top.slot = "modifier";
      else Object.assign(top, { slot: "subject", subject: null, predicate: null });
    } else if (inner.kind === "blank") this.advance(inner.subject, null);
    else if (top.slot === "expression" && top.kind === "group") top.slot = "subject";
    else if (inner.slot === "predicate" || top.slot === "predicate") top.slot = "object";
    else if (inner.slot === "object") this.advance(null, null);
  }

  readTerm(token) {
    const iri = expand(token, this.prefixes);
    if (token.kind === "name" || token.kind === "iri") this.roles.push({ token, iri, slot: this.top.slot });
    if (token.kind === "name" && this.top.slot === "prologue") return;
    if (this.top.slot === "prologue") {
      if (token.kind === "iri") this.top.slot = "start";
      return;
    }
    this.advance(token.kind === "variable" ? "?" + token.text.slice(1) : (iri ?? token.text), iri);
  }

  /** Goes on behind a term: the subject of a triple, its predicate, its object. */
  advance(name, iri) {
    const { top } = this;
    if (top.slot === "subject") Object.assign(top, { subject: name, slot: "predicate" });
    else if (top.slot === "predicate" && top.kind !== "round") {
      Object.assign(top, { predicate: iri ?? name, slot: iri === TYPE ? "class" : "object" });
    } else if (top.slot === "class" && iri && top.subject) {
      this.classes.set(top.subject, [...(this.classes.get(top.subject) ?? []), iri]);
    } else if (top.slot === "graph" && top.kind === "group") top.slot = "subject";
  }
}
