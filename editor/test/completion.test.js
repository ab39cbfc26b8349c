// What is offered where, in which order, and how it is written.

import assert from "node:assert/strict";
import test from "node:test";
import { complete, readTyped } from "../src/completion.js";
import { readContext } from "../src/scanner.js";
import { VOCABULARY } from "./vocabulary.js";

/** Returns the labels that are offered at the end of a text, of which the last word was typed. */
function offer(text) {
  const typed = readTyped(text);
  const options = complete(VOCABULARY, readContext(text, text.length - typed.length), typed);
  return options.map(({ label }) => label);
}

test("properties of the class before come first", () => {
  assert.deepEqual(offer("PREFIX o: <https://example.org/ontology#> SELECT * { ?x a o:Drug ; ").slice(0, 2), ["a", "o:actsOn"]);
  assert.deepEqual(offer("PREFIX o: <https://example.org/ontology#> SELECT * { ?x a o:Drug ; o:"), ["a", "o:actsOn", "o:phase"].slice(1));
});

test("properties are found by the words of their names", () => {
  assert.deepEqual(offer("SELECT * { ?x trial"), ["o:phase"]);
});

test("classes stand behind a", () => {
  assert.deepEqual(offer("SELECT * { ?x a "), ["o:Drug", "o:Trial", "?x"]);
  assert.deepEqual(offer("SELECT * { ?x a tri"), ["o:Trial"]);
});

test("variables are those of the query", () => {
  assert.deepEqual(offer("SELECT ?one ?two { ?one ?p ?t"), ["?two"]);
});

test("prefixes are declared whole", () => {
  assert.deepEqual(offer("PREFIX dr"), ["drug: <https://example.org/drug/>"]);
});

test("prefixes are offered where a name can stand", () => {
  assert.ok(offer("SELECT * { ?x rd").includes("rdf:"));
  assert.ok(!offer("SELECT rd").includes("rdf:"));
});

test("words are those that can stand there", () => {
  assert.deepEqual(offer("SEL"), ["SELECT"]);
  assert.ok(offer("SELECT * { OPT").includes("OPTIONAL"));
  assert.ok(offer("SELECT * { } ORD").includes("ORDER BY"));
  assert.ok(offer("SELECT * { FILTER(CONT").includes("CONTAINS"));
});
