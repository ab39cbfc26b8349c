// Which prefixes are declared by themselves, and where.

import assert from "node:assert/strict";
import test from "node:test";
import { findDeclarations } from "../src/prefixes.js";

const KNOWN = new Map([
  ["a", "http://a/"],
  ["b", "http://b/"],
]);

test("a declaration stands before the query, behind comments", () => {
  assert.deepEqual(findDeclarations("# note\nSELECT * { ?x a:y ?z }", KNOWN), { from: 7, insert: "PREFIX a: <http://a/>\n" });
});

test("a declaration stands behind those that are there", () => {
  const text = "PREFIX a: <http://a/>\nASK { ?x a:y b:z }";

  assert.deepEqual(findDeclarations(text, KNOWN), { from: 21, insert: "\nPREFIX b: <http://b/>" });
});

test("what is not known or not used is left alone", () => {
  for (const text of ["ASK { ?x c:y ?z }", 'ASK { ?x ?y "a:b" } # a:b', "PREFIX a:", "ASK { <a:b> ?y :z }"]) {
    assert.equal(findDeclarations(text, KNOWN), null);
  }
});

test("only what is in the ranges is looked at", () => {
  assert.equal(findDeclarations("ASK { ?x a:y ?z }", KNOWN, [[15, 16]]), null);
});
