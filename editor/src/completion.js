// Tells what can stand where the cursor is: prefixes, classes, the properties of a class, variables, words.

import { startCompletion } from "@codemirror/autocomplete";
import { isInText, readContext } from "./scanner.js";
import { fold, rate } from "./vocabulary.js";

const MOST = 60;
const BEFORE = /(?:<[^\s<>]*|[?$][\p{L}\p{N}_]*|[\p{L}\p{N}_][\p{L}\p{N}_.:-]*|:[\p{L}\p{N}_.-]*)$/u;
const WORDS = {
  start: ["PREFIX", "SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "BASE"],
  prologue: [],
  projection: ["DISTINCT", "REDUCED", "WHERE", "FROM", "COUNT", "SUM", "AVG", "MIN", "MAX", "SAMPLE", "GROUP_CONCAT", "AS"],
  subject: ["OPTIONAL", "FILTER", "BIND", "VALUES", "UNION", "MINUS", "GRAPH", "SERVICE", "FILTER NOT EXISTS", "SELECT"],
  expression:
    "STR LANG LANGMATCHES DATATYPE BOUND IRI COALESCE IF CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER REGEX REPLACE LCASE UCASE STRLEN SUBSTR CONCAT ABS ROUND CEIL FLOOR YEAR MONTH DAY NOW ISIRI ISLITERAL ISNUMERIC ISBLANK IN AS COUNT SUM AVG MIN MAX SAMPLE EXISTS".split(
      " ",
    ),
  modifier: ["GROUP BY", "ORDER BY", "HAVING", "LIMIT", "OFFSET", "ASC", "DESC", "VALUES"],
};

/** Returns a source of completions; `getVocabulary` gives what is known by now. */
export function makeSource(getVocabulary) {
  return ({ state, pos, explicit }) => {
    const text = state.doc.toString();
    const typed = readTyped(text.slice(Math.max(0, pos - 200), pos));
    if ((!typed && !explicit) || isInText(text, pos - typed.length)) return null;
    const context = readContext(text, pos - typed.length);
    const options = complete(getVocabulary(), context, typed);
    return options.length ? { from: pos - typed.length, options, filter: false } : null;
  };
}

/** Returns the beginning of a word, a name, a variable or an address at the end of a text. */
export function readTyped(text) {
  return BEFORE.exec(text)?.[0] ?? "";
}

/** Returns what can be completed behind what was typed, the best first. */
export function complete(vocabulary, context, typed) {
  const first = typed[0] ?? "";
  if (first === "?" || first === "$") return listVariables(context, typed.slice(1));
  if (context.slot === "prologue") return listDeclarations(vocabulary, typed);
  const colon = typed.indexOf(":");
  const terms = listTerms(vocabulary, context, first === "<" ? typed.slice(1) : typed);
  if (colon >= 0 || first === "<") return terms;
  const words = listWords(context, typed);
  const variables = typed ? [] : listVariables(context, "");
  const prefixes = canHoldTerms(context) ? listPrefixes(vocabulary, typed) : [];
  const isTerm = context.slot === "predicate" || context.slot === "class";
  return isTerm ? [...terms, ...variables, ...prefixes] : [...variables, ...words, ...terms, ...prefixes];
}

/** Tells whether a thing can stand where a context is: what stands in other places is in the vocabulary. */
export const isNameSlot = (context) => canHoldTerms(context) && context.slot !== "predicate" && context.slot !== "class";

const canHoldTerms = ({ slot }) => ["subject", "predicate", "class", "object", "expression", "graph", "data"].includes(slot);

function listVariables({ tokens, slot }, typed) {
  const names = new Set(tokens.filter(({ kind }) => kind === "variable").map(({ text }) => text.slice(1)));
  names.delete(typed);
  return [...names]
    .filter((name) => name && fold(name).startsWith(fold(typed)))
    .map((name) => ({ label: `?${name}`, type: "variable", section: { name: "Variables", rank: slot === "predicate" || slot === "class" ? 5 : 0 } }));
}

function listWords({ slot }, typed) {
  const wanted = typed.toUpperCase();
  const words = WORDS[slot] ?? [];
  return words.filter((word) => word.startsWith(wanted) && word !== wanted).map((word) => ({ label: word, type: "keyword" }));
}

function listDeclarations(vocabulary, typed) {
  const wanted = fold(typed.replace(/:$/, ""));
  return [...vocabulary.prefixes]
    .filter(([prefix]) => fold(prefix).startsWith(wanted))
    .map(([prefix, namespace]) => ({ label: `${prefix}: <${namespace}>`, type: "namespace" }));
}

function listPrefixes(vocabulary, typed) {
  if (!typed) return [];
  return [...vocabulary.prefixes]
    .filter(([prefix]) => fold(prefix).startsWith(fold(typed)))
    .slice(0, 10)
    .map(([prefix, namespace]) => ({
      label: `${prefix}:`,
      detail: namespace,
      type: "namespace",
      section: PREFIXES,
      apply(view, _completion, from, to) {
        const insert = `${prefix}:`;
        view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + insert.length }, userEvent: "input.complete" });
        startCompletion(view);
      },
    }));
}

const PREFIXES = { name: "Prefixes", rank: 9 };

function listTerms(vocabulary, context, typed) {
  if (context.slot === "class") return pick([...vocabulary.classes.values()], typed, { name: "Classes", rank: 1 });
  if (context.slot === "predicate") return listProperties(vocabulary, context, typed);
  // In an expression, or where the subject is a class or a property of the ontology.
  const isFit = isNameSlot(context) && (typed.includes(":") || context.slot === "expression");
  return isFit ? pick([...vocabulary.classes.values()], typed, { name: "Classes", rank: 2 }) : [];
}

function listProperties(vocabulary, { subject, classes }, typed) {
  const ours = vocabulary.findProperties(classes.get(subject) ?? []);
  const every = [...vocabulary.properties.values()];
  if (!ours) return pick(every, typed, { name: "Properties", rank: 1 }, TYPES);
  const names = (classes.get(subject) ?? []).map((iri) => vocabulary.classes.get(iri)?.label || vocabulary.shorten(iri));
  const own = every.filter(({ iri }) => ours.has(iri)).map((term) => ({ ...term, count: ours.get(term.iri) }));
  const section = { name: `Of each ${names.join(", ")}`, rank: 1 };
  const others = every.filter(({ iri }) => !ours.has(iri));
  return [
    ...pick(own, typed, section, TYPES),
    ...(typed ? pick(others, typed, { name: "Not seen there", rank: 2 }).slice(0, 10) : []),
  ];
}

const TYPES = new Map([["http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "a"]]);

/** Returns those terms that fit, the best first and the more used first. */
function pick(terms, typed, section, others = new Map()) {
  const [, prefix, local] = /^(?:([^:]*):)?(.*)$/s.exec(typed);
  const rateTerm = (term) => {
    if (typed.startsWith("http")) return term.iri.startsWith(typed) ? 1 : 0;
    return prefix === undefined || term.short.startsWith(`${prefix}:`) ? rate(term, local) : 0;
  };
  return terms
    .map((term) => [rateTerm(term), term])
    .filter(([score]) => score > 0)
    .sort(([one, a], [other, b]) => other - one || b.count - a.count || (a.short < b.short ? -1 : 1))
    .slice(0, MOST)
    .map(([, term]) => describe(term, section, others.get(term.iri)));
}

/** Returns a term as it is offered; `also` is another name of it, by which it was found. */
export function describe(term, section, written, also) {
  const short = written ?? term.short;
  const isSaid = [short, short.slice(short.indexOf(":") + 1)].some((each) => fold(each) === fold(term.label));
  return {
    label: short,
    detail: [isSaid ? "" : term.label, also].filter(Boolean).join(", "),
    info: term.comment || (term.kind === "thing" ? null : term.iri),
    type: term.kind,
    section,
  };
}
