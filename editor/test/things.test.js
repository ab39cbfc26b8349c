// Things are found by a search, of a server that is really asked, and where they can stand.

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import test, { after, beforeEach } from "node:test";
import { CompletionContext } from "@codemirror/autocomplete";
import { EditorState } from "@codemirror/state";
import { makeThingSource, readWanted, ThingSearch } from "../src/things.js";
import { VOCABULARY } from "./vocabulary.js";

const POMALIDOMIDE = { iri: "https://example.org/drug/pomalidomide", label: "pomalidomide", also: null, score: 8 };
const FOUND = {
  things: [POMALIDOMIDE, { iri: "https://example.org/disease/poems", label: "POEMS syndrome", also: "poems", score: 3 }],
  documents: [{ iri: "https://example.org/source/100", label: "Pomalyst label", also: null, score: 5 }],
};
let asked = [];
let answer = null;
const server = createServer((request, response) => {
  asked.push(new URL(request.url, "http://localhost"));
  answer(response);
}).listen(0, "127.0.0.1");
await once(server, "listening");
const HERE = `http://127.0.0.1:${server.address().port}/below/search`;

beforeEach(() => {
  asked = [];
  answer = (response) => response.end(JSON.stringify(FOUND));
});
after(() => (server.close(), server.closeAllConnections()));

/** Returns what completes the end of a text. */
function complete(text, search = new ThingSearch(HERE), act = () => {}) {
  const context = new CompletionContext(EditorState.create({ doc: text }), text.length, false);
  const found = makeThingSource(() => VOCABULARY, search)(context);
  act(context);
  return found;
}

const list = async (...args) => (await complete(...args))?.options.map(({ label }) => label) ?? null;

test("things come with their names, the best first, documents among them", async () => {
  const { from, options } = await complete("SELECT * { ?x o:actsOn po");

  assert.equal(from, "SELECT * { ?x o:actsOn ".length);
  assert.deepEqual(
    options.map(({ label, detail, section }) => [label, detail, section.name]),
    [
      ["drug:pomalidomide", "", "Things"],
      ["<https://example.org/source/100>", "Pomalyst label", "Things"],
      ["<https://example.org/disease/poems>", "POEMS syndrome, poems", "Things"],
    ],
  );
  assert.equal(asked[0].pathname, "/below/search");
  assert.deepEqual(Object.fromEntries(asked[0].searchParams), { q: "po", format: "json", limit: "20", typing: "true" });
});

test("behind a prefix stands what is in its namespace, by the words behind it", async () => {
  assert.deepEqual(await list("SELECT * { ?x o:actsOn drug:pom"), ["drug:pomalidomide"]);
  assert.deepEqual([asked[0].searchParams.get("q"), asked[0].searchParams.get("limit")], ["pom", "100"]);
  assert.deepEqual(await list("PREFIX ill: <https://example.org/disease/> SELECT * { ?x o:actsOn ill:po"), ["ill:poems"]);
});

test("addresses are completed by their last part", async () => {
  assert.deepEqual(await list("SELECT * { ?x o:actsOn <https://example.org/drug/po"), ["drug:pomalidomide"]);
  assert.equal(asked[0].searchParams.get("q"), "po");
});

test("nothing is asked where no thing can stand, and for less than two letters", async () => {
  const texts = ["{ ?x a po", "{ ?x po", "{ ?po", '{ ?x o:actsOn "po', "{ ?x o:actsOn p", "{ ?x o:actsOn drug:p", "{ ?x o:actsOn what:po"];
  for (const text of ["PREFIX po", "SELECT po", ...texts.map((each) => `SELECT * ${each}`)]) assert.equal(await list(text), null, text);
  assert.deepEqual(asked, []);
});

test("what was asked once is known", async () => {
  const search = new ThingSearch(HERE);
  for (const text of ["{ po", "{ pom", "{ po"]) await list(`SELECT * ${text}`, search);

  assert.deepEqual(asked.map(({ searchParams }) => searchParams.get("q")), ["po", "pom"]);
  for (let number = 0; number < 300; number += 1) search.keep(String(number), []);
  assert.equal(search.known.size, 200);
});

test("who types on ends the request, which is not remembered", async () => {
  const search = new ThingSearch(HERE);
  let closed;
  answer = (response) => (closed = once(response, "close"));
  const found = await list("SELECT * { po", search, (context) =>
    setTimeout(() => {
      for (const end of context.abortListeners) end();
      context.abortListeners = null;
    }, 100),
  );
  await closed;

  assert.equal(found, null);
  assert.equal(search.known.size, 0);
});

test("where the search fails nothing is said, and it is asked again", async () => {
  const search = new ThingSearch(HERE);
  for (const [status, text] of [[503, "{}"], [200, "<html>"], [200, "{}"]]) {
    answer = (response) => response.writeHead(status).end(text);
    assert.equal(await list(`SELECT * { po${text.length}${status}`, search), null);
  }
  answer = (response) => response.destroy();
  assert.equal(await list("SELECT * { poe", search), null);
  assert.equal(asked.length, 4);
});

test("where no search is it is asked once, or never", async () => {
  const search = new ThingSearch(HERE);
  answer = (response) => response.writeHead(404).end();

  assert.equal(await list("SELECT * { po", search), null);
  assert.equal(await list("SELECT * { pom", search), null);
  assert.equal(await list("SELECT * { po", new ThingSearch(null)), null);
  assert.equal(asked.length, 1);
});

test("words and namespaces are read from what was typed", () => {
  const known = VOCABULARY.prefixes;
  const declared = new Map([["", { namespace: "https://example.org/own/" }]]);

  assert.deepEqual(readWanted(":po", declared, known), { words: "po", within: "https://example.org/own/", prefix: "" });
  assert.deepEqual(readWanted("mm-00", declared, known), { words: "mm-00", within: "", prefix: undefined });
  assert.deepEqual(readWanted("<po", declared, known), { words: "po", within: "", prefix: undefined });
  assert.equal(readWanted("drug:", declared, known), null);
});
