// Finds what is wrong in a query while it is typed: what is no SPARQL, undeclared prefixes, words the data do not have.

import { SparqlLanguage } from "codemirror-lang-sparql";
import { findDeclarations } from "./prefixes.js";
import { listNames, readContext, readPrefixes, readTokens } from "./scanner.js";

const PAIRS = { "{": "}", "(": ")", "[": "]" };
// What SPARQL 1.2 added; the grammar here is that of 1.1, and the server knows both.
const NEWER = /<<|>>|\{\||\|\}|~|^VERSION$|^(?:is)?TRIPLE$|^SUBJECT$|^PREDICATE$|^OBJECT$|^(?:STR)?LANGDIR$|^hasLANG(?:DIR)?$/i;
// The grammar does not read these functions, whose names it knows; they are read as another of the same length.
const HASHES = /\b(?:MD5|SHA1|SHA256|SHA384|SHA512)(?=\s*\()/gi;
const MOST = 20;

/** Returns what is wrong: from, to, severity, message, and what would mend it as `mend`: label and change. */
export function check(text, vocabulary) {
  if (!text.trim()) return [];
  const tokens = readTokens(text);
  return [...checkPrefixes(text, tokens, vocabulary), ...checkSyntax(text, tokens), ...checkTerms(text, vocabulary)].slice(
    0,
    MOST,
  );
}

function checkPrefixes(text, tokens, { prefixes }) {
  const declared = readPrefixes(tokens);
  return listNames(tokens)
    .map(({ text: name, from }) => ({ prefix: name.slice(0, name.indexOf(":")), from }))
    .filter(({ prefix }) => !declared.has(prefix))
    .map(({ prefix, from }) => {
      const to = from + prefix.length + 1;
      const change = prefixes.has(prefix) && prefix ? findDeclarations(text, prefixes, [[from, to]]) : null;
      const message = `The prefix ${prefix}: is not declared.`;
      return { from, to, severity: "error", message, ...(change ? { mend: { label: `Declare ${prefix}:`, change } } : {}) };
    });
}

function checkSyntax(text, tokens) {
  if (tokens.some(({ kind, text: token }) => (kind === "mark" || kind === "word") && NEWER.test(token))) return [];
  const open = findOpen(tokens);
  if (open) return [open];
  let fault = null;
  SparqlLanguage.parser.parse(text.replace(HASHES, (name) => "STR".padEnd(name.length))).iterate({
    enter: (node) => {
      if (node.type.isError && !fault) fault = { from: node.from, to: node.to };
      return !fault;
    },
  });
  return fault ? [tellFault(text, tokens, fault)] : [];
}

/** Returns the bracket that is not closed, or closes nothing. */
function findOpen(tokens) {
  const stack = [];
  for (const token of tokens.filter(({ kind }) => kind === "mark")) {
    if (PAIRS[token.text]) stack.push(token);
    else if (Object.values(PAIRS).includes(token.text)) {
      const opened = stack.pop();
      if (!opened) return tell(token, `This ${token.text} closes nothing.`);
      if (PAIRS[opened.text] !== token.text) return tell(token, `${PAIRS[opened.text]} is missing before this ${token.text}.`);
    }
  }
  return stack.length ? tell(stack.pop(), "This bracket is not closed.") : null;
}

function tell({ from, to }, message) {
  return { from, to, severity: "error", message };
}

function tellFault(text, tokens, fault) {
  const token = tokens.find(({ to, from }) => to > fault.from && from >= fault.from - 1) ?? null;
  if (!token) return tell(tokens[tokens.length - 1], "The query ends too early.");
  const quoted = token.text.length > 30 ? `${token.text.slice(0, 30)}...` : token.text;
  return tell(token, `${quoted} cannot stand here.`);
}

/** Returns classes and properties of the ontology of the data that nothing in the data has. */
function checkTerms(text, vocabulary) {
  if (!vocabulary.base || !vocabulary.properties.size) return [];
  const ours = `${vocabulary.base}ontology#`;
  return readContext(text, text.length)
    .roles.filter(({ iri, slot }) => iri?.startsWith(ours) && iri !== ours && (slot === "predicate" || slot === "class"))
    .flatMap(({ token, iri, slot }) => {
      const [known, kind] = slot === "class" ? [vocabulary.classes, "class"] : [vocabulary.properties, "property"];
      if (known.has(iri)) return [];
      const near = findNear(iri, [...known.values()]);
      const message = `Nothing in the data has the ${kind} ${token.text}.${near ? ` Did you mean ${near.short}?` : ""}`;
      const mend = near && { label: `Write ${near.short}`, change: { from: token.from, to: token.to, insert: near.short } };
      return [{ ...tell(token, message), severity: "warning", ...(mend ? { mend } : {}) }];
    });
}

function findNear(iri, terms) {
  const name = cutName(iri);
  const close = terms
    .map((term) => [measure(name, cutName(term.iri)), term])
    .filter(([distance]) => distance <= Math.max(2, name.length / 3))
    .sort(([one], [other]) => one - other);
  return close[0]?.[1];
}

const cutName = (iri) => iri.slice(iri.indexOf("#") + 1).toLowerCase();

/** Returns how many letters must change to make one word of another. */
function measure(one, other) {
  let row = Array.from({ length: other.length + 1 }, (_, place) => place);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[other.length];
}
