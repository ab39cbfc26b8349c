// What stands where the cursor is, also in queries that are not finished.

import assert from "node:assert/strict";
import test from "node:test";
import { isInText, readContext, readPrefixes, readTokens } from "../src/scanner.js";

const P = "PREFIX p: <http://p/>\n";

/** Returns the context where a text has a bar. */
function read(text) {
  const place = text.indexOf("|");
  return readContext(text.replace("|", ""), place);
}

const SLOTS = [
  ["|", "start"],
  ["PREFIX |", "prologue"],
  ["PREFIX p: <http://p/> |", "start"],
  ["SELECT |", "projection"],
  ["SELECT (COUNT(|", "expression"],
  ["SELECT * { |", "subject"],
  ["SELECT * { ?x |", "predicate"],
  ["SELECT * { ?x a |", "class"],
  ["SELECT * { ?x a p:A, |", "class"],
  ["SELECT * { ?x p:a |", "object"],
  ["SELECT * { ?x p:a ?y, |", "object"],
  ["SELECT * { ?x p:a ?y ; |", "predicate"],
  ["SELECT * { ?x p:a ?y . |", "subject"],
  ["SELECT * { ?x p:a/| ?y }", "predicate"],
  ["SELECT * { ?x (p:a/|", "predicate"],
  ["SELECT * { ?x p:a/p:b |", "object"],
  ["SELECT * { ?x p:a [ |", "predicate"],
  ["SELECT * { ?x p:a [ p:b ?y ] ; |", "predicate"],
  ["SELECT * { ?x p:a (?y ?z) . |", "subject"],
  ["SELECT * { ?x p:a 1 FILTER(|", "expression"],
  ["SELECT * { ?x p:a 1 FILTER(?x > 1) |", "subject"],
  ["SELECT * { ?x p:a 1 FILTER NOT EXISTS { |", "subject"],
  ["SELECT * { ?x p:a 'a . b ; # c' ; |", "predicate"],
  ["SELECT * { VALUES ?x { |", "data"],
  ["SELECT * { VALUES ?x { p:a } |", "subject"],
  ["SELECT * { VALUES (?x ?y) { (|", "data"],
  ["SELECT * { GRAPH |", "graph"],
  ["SELECT * { GRAPH ?g { |", "subject"],
  ["SELECT * { OPTIONAL { ?x p:a ?y } |", "subject"],
  ["SELECT * { ?x p:a ?y } |", "modifier"],
  ["SELECT * { ?x p:a ?y } ORDER BY |", "modifier"],
  ["}}} |", "start"],
];

for (const [text, slot] of SLOTS) {
  test(`${text} is a place for: ${slot}`, () => assert.equal(read(P + text).slot, slot));
}

test("classes of a subject are known wherever they stand", () => {
  const { subject, classes } = read(`${P}SELECT * { ?x | ?y . OPTIONAL { ?x a p:A . $x a <http://p/B> } }`);

  assert.equal(subject, "?x");
  assert.deepEqual(classes.get("?x"), ["http://p/A", "http://p/B"]);
});

test("a thing without a name has its own class", () => {
  const { subject, classes } = read(`${P}SELECT * { ?x a p:A ; p:b [ a p:B ; | ] }`);

  assert.deepEqual(classes.get(subject), ["http://p/B"]);
});

test("texts, addresses and comments hold no names", () => {
  const tokens = readTokens(`# a:b\n<http://c:d> "e:f" '''g:h''' i:j @en ?k _:l`);

  assert.deepEqual(tokens.map(({ kind }) => kind), ["iri", "text", "text", "name", "tag", "variable", "blank"]);
});

test("a name ends before a full stop and keeps what is inside", () => {
  assert.deepEqual(readTokens("p:a.b. p:c-d. p:e\\/f :g a:").map(({ text }) => text), ["p:a.b", ".", "p:c-d", ".", "p:e\\/f", ":g", "a:"]);
});

test("prefixes are read in any case", () => {
  assert.equal(readPrefixes(readTokens("prefix a: <http://a/> PREFIX : <http://b/>")).get("").namespace, "http://b/");
});

test("nothing is completed in texts and comments", () => {
  assert.ok(isInText("# abc", 3));
  assert.ok(isInText('"abc" ', 3));
  assert.ok(!isInText('"abc" ', 6));
  assert.ok(!isInText("# abc\nd", 7));
});
