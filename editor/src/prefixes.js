// Declares prefixes by itself: of names that were typed, pasted or completed, where the data know the prefix.

import { EditorState } from "@codemirror/state";
import { listNames, readPrefixes, readTokens } from "./scanner.js";

/** Returns an extension that adds declarations to whatever brings names without one; undoing takes both away. */
export function declarePrefixes(getVocabulary) {
  return EditorState.transactionFilter.of((transaction) => {
    if (!transaction.docChanged || !transaction.isUserEvent("input")) return transaction;
    const touched = [];
    transaction.changes.iterChangedRanges((_fromA, _toA, from, to) => touched.push([from, to]));
    const text = transaction.newDoc.toString();
    const change = findDeclarations(text, getVocabulary().prefixes, touched);
    return change ? [transaction, { changes: change, sequential: true }] : transaction;
  });
}

/** Returns the change that declares known prefixes of names within some ranges, or everywhere; null if none is missing. */
export function findDeclarations(text, known, ranges = [[0, text.length]]) {
  const tokens = readTokens(text);
  const declared = readPrefixes(tokens);
  const missing = new Set(
    listNames(tokens)
      .filter(({ from, to }) => ranges.some(([start, end]) => from <= end && to >= start))
      .map((token) => token.text.slice(0, token.text.indexOf(":")))
      .filter((prefix) => prefix !== "" && !declared.has(prefix) && known.has(prefix)),
  );
  if (!missing.size) return null;
  const lines = [...missing].map((prefix) => `PREFIX ${prefix}: <${known.get(prefix)}>`);
  const last = Math.max(-1, ...[...declared.values()].map(({ to }) => to));
  if (last >= 0) return { from: last, insert: lines.map((line) => `\n${line}`).join("") };
  const first = tokens[0]?.from ?? 0;
  return { from: text.lastIndexOf("\n", first - 1) + 1, insert: lines.map((line) => `${line}\n`).join("") };
}
