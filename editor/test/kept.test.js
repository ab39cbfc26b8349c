// What is kept in the browser, and that a browser that keeps nothing does no harm.

import assert from "node:assert/strict";
import test from "node:test";
import { Kept } from "../src/kept.js";
import { summarize } from "../src/library.js";

/** A storage as a browser has it. */
function makeStorage() {
  const items = new Map();
  return { getItem: (key) => items.get(key) ?? null, setItem: (key, value) => items.set(key, value), items };
}

test("the same query stands once, first", () => {
  const kept = new Kept(makeStorage());
  ["a", "b", "a"].forEach((query, time) => kept.remember(query, time));

  assert.deepEqual(kept.read().history, [{ query: "a", time: 2 }, { query: "b", time: 1 }]);
});

test("the history does not grow without end", () => {
  const kept = new Kept(makeStorage());
  for (let time = 0; time < 80; time += 1) kept.remember(`q${time}`, time);

  assert.equal(kept.read().history.length, 50);
  assert.equal(kept.read().history[0].query, "q79");
});

test("a name is given once, and what is forgotten is gone", () => {
  const kept = new Kept(makeStorage());
  kept.save("mine", "a", 1);
  kept.save("mine", "b", 2);
  const [entry, ...others] = kept.read().saved;
  kept.forget("saved", entry);

  assert.equal(entry.query, "b");
  assert.deepEqual(others, []);
  assert.deepEqual(kept.read().saved, []);
});

test("a page goes on where storage is refused or holds something else", () => {
  const refused = {
    getItem: () => assert.fail("refused"),
    setItem() {
      throw new Error("refused");
    },
  };
  const strange = makeStorage();
  strange.items.set("pomegraph.queries", '{"history": [1, {"query": 2}], "saved": "x"}');
  const kept = new Kept(refused);
  kept.remember("a", 1);

  assert.deepEqual(kept.read().history, [{ query: "a", time: 1 }]);
  assert.deepEqual(new Kept(strange).read(), { history: [], saved: [] });
});

test("a query is summed up without its prefixes", () => {
  assert.equal(summarize("#+ header\nPREFIX a: <b>\nSELECT *\n{ ?x ?y ?z }"), "SELECT * { ?x ?y ?z }");
});
