// What is wrong, and where; and that nothing is said of what is right.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import test from "node:test";
import { check } from "../src/checks.js";
import { Vocabulary } from "../src/vocabulary.js";
import { VOCABULARY } from "./vocabulary.js";

const QUERIES = new URL("../../queries/", import.meta.url);
const O = "PREFIX o: <https://example.org/ontology#> ";

/** Returns the text that is marked, and what is said of it. */
function find(text, vocabulary = VOCABULARY) {
  return check(text, vocabulary).map(({ from, to, message }) => [text.slice(from, to), message]);
}

test("nothing is wrong with any question", () => {
  for (const name of readdirSync(QUERIES).filter((each) => each.endsWith(".rq"))) {
    assert.deepEqual(find(readFileSync(new URL(name, QUERIES), "utf8"), new Vocabulary()), [], name);
  }
});

test("hashes and what SPARQL 1.2 added are not called wrong", () => {
  for (const text of ['ASK { FILTER(MD5("a") = SHA256("b")) }', "ASK { << ?a ?b ?c >> ?d ?e }", "ASK { ?a ?b ?c ~ ?d {| ?e ?f |} }"]) {
    assert.deepEqual(find(text), []);
  }
});

const FAULTS = [
  ["SELEC * { ?x ?y ?z }", "SELEC", "SELEC cannot stand here."],
  ["SELECT * { ?x ?y }", "}", "} cannot stand here."],
  ["SELECT * { ?x ?y ?z", "{", "This bracket is not closed."],
  ["SELECT * { ?x ?y ?z } }", "}", "This } closes nothing."],
  ["SELECT (COUNT(*) AS ?n { ?x ?y ?z }", "(", "This bracket is not closed."],
  ["ASK { FILTER(?x } ", "}", ") is missing before this }."],
  ["SELECT * { ?x ?y ?z } ORDER", "ORDER", "The query ends too early."],
  ["ASK { ?x b ?z }", "b", "b cannot stand here."],
  ["ASK { ?x c:d ?z }", "c:", "The prefix c: is not declared."],
  [`${O}ASK { ?x o:acts_on ?z }`, "o:acts_on", "Nothing in the data has the property o:acts_on. Did you mean o:actsOn?"],
  [`${O}ASK { ?x a o:Medicine }`, "o:Medicine", "Nothing in the data has the class o:Medicine."],
];

for (const [text, marked, said] of FAULTS) {
  test(`${text}: ${said}`, () => assert.deepEqual(find(text), [[marked, said]]));
}

test("what would mend it is offered", () => {
  const [prefix] = check("ASK { ?x o:actsOn ?z }", VOCABULARY);
  const [name] = check(`${O}ASK { ?x o:acts_on ?z }`, VOCABULARY);

  assert.deepEqual(prefix.mend, { label: "Declare o:", change: { from: 0, insert: "PREFIX o: <https://example.org/ontology#>\n" } });
  assert.equal(name.mend.change.insert, "o:actsOn");
});

test("words of other vocabularies are not judged", () => {
  assert.deepEqual(find("PREFIX x: <http://x/> ASK { ?x x:y ?z }"), []);
});
