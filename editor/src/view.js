// The editor itself: CodeMirror, in a shadow root, since there its styles are adopted and no policy has to allow them.

import { acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { forceLinting, linter, lintGutter, lintKeymap } from "@codemirror/lint";
import { EditorState, Prec } from "@codemirror/state";
import { drawSelection, EditorView, keymap, lineNumbers, tooltips } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { sparql } from "codemirror-lang-sparql";
import { check } from "./checks.js";
import { makeSource } from "./completion.js";
import { declarePrefixes, findDeclarations } from "./prefixes.js";
import { makeThingSource } from "./things.js";

const COLOURS = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--code-keyword)", fontWeight: "600" },
  { tag: tags.variableName, color: "var(--code-variable)" },
  { tag: [tags.string, tags.annotation], color: "var(--code-text)" },
  { tag: [tags.integer, tags.float, tags.bool], color: "var(--code-number)" },
  { tag: [tags.namespace, tags.url, tags.typeName], color: "var(--code-name)" },
  { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
]);

const LOOK = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--shade)", border: "1px solid var(--edge)", borderRadius: ".4rem" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "1px" },
  ".cm-scroller": {
    fontFamily: 'ui-monospace, "DejaVu Sans Mono", monospace',
    fontSize: ".9rem",
    lineHeight: "1.5",
    minHeight: "var(--code-height)",
    maxHeight: "min(36rem, 70vh)",
    overflow: "auto",
  },
  ".cm-content": { padding: ".6rem 0", caretColor: "var(--ink)" },
  ".cm-line": { padding: "0 .8rem 0 .4rem" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--soft)", border: "0" },
  ".cm-gutter-lint": { width: "1.1em" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "var(--code-selection) !important",
  },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--code-selection)", outline: "1px solid var(--edge)" },
  ".cm-tooltip": {
    color: "var(--ink)",
    backgroundColor: "var(--paper)",
    border: "1px solid var(--edge)",
    borderRadius: ".4rem",
    boxShadow: "0 .3rem 1rem #0003",
    overflow: "hidden",
    maxWidth: "min(40rem, 82vw)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "inherit", maxHeight: "16em", minWidth: "min(20rem, 80vw)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: ".2rem .6rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { color: "var(--on-accent)", background: "var(--accent)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > completion-section": {
    padding: ".3rem .6rem .1rem",
    borderBottom: "0",
    color: "var(--soft)",
    fontSize: ".8rem",
    opacity: "1",
  },
  ".cm-completionDetail": { fontStyle: "normal", opacity: "1", color: "var(--soft)", marginLeft: ".8em" },
  "li[aria-selected] .cm-completionDetail": { color: "inherit" },
  // Where there is no room beside the list it would hide what is in the list.
  ".cm-completionInfo-left-narrow, .cm-completionInfo-right-narrow": { display: "none" },
  ".cm-completionInfo": { padding: ".4rem .7rem", maxWidth: "18rem", fontSize: ".85rem" },
  // In the place of pictures, which the policy of the page does not let styles load.
  ".cm-lintRange": { paddingBottom: "0" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--accent)" },
  ".cm-lintRange-warning": { backgroundImage: "none", textDecoration: "underline wavy var(--code-number)" },
  ".cm-lintPoint:after": { borderBottomColor: "var(--accent)" },
  ".cm-lint-marker": { width: ".7em", height: ".7em", marginTop: ".4em", borderRadius: "50%" },
  ".cm-lint-marker-error": { content: "normal", background: "var(--accent)" },
  ".cm-lint-marker-warning": { content: "normal", borderRadius: "0", background: "var(--code-number)" },
  ".cm-diagnostic": { padding: ".4rem .7rem", borderLeft: "4px solid var(--accent)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--edge)" },
  ".cm-diagnosticAction": {
    font: "inherit",
    fontSize: ".85rem",
    padding: ".1rem .6rem",
    color: "var(--on-accent)",
    backgroundColor: "var(--accent)",
    borderRadius: ".3rem",
  },
});

/**
 * Returns an editor in an element.
 *
 * @param host An element that holds nothing.
 * @param options The text, the label, what gives the vocabulary, what finds things, and what is called: onRun, onChange.
 */
export function makeEditor(host, { text, label, getVocabulary, search, onRun, onChange }) {
  const root = host.attachShadow({ mode: "open" });
  let fault = null;
  const extensions = [
    lineNumbers(),
    lintGutter(),
    history(),
    drawSelection(),
    EditorView.lineWrapping,
    bracketMatching(),
    closeBrackets(),
    sparql(),
    syntaxHighlighting(COLOURS),
    LOOK,
    declarePrefixes(getVocabulary),
    autocompletion({ override: [makeSource(getVocabulary), makeThingSource(getVocabulary, search)], icons: false, maxRenderedOptions: 80 }),
    linter(({ state }) => diagnose(state.doc, getVocabulary(), fault), { delay: 400 }),
    tooltips({ position: "absolute", tooltipSpace: findRoom }),
    Prec.highest(keymap.of([{ key: "Mod-Enter", run: () => (onRun(), true) }])),
    // Tab takes what is offered; else it leads on, so that nobody is caught here.
    keymap.of([{ key: "Tab", run: acceptCompletion }]),
    keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap, ...lintKeymap]),
    EditorView.contentAttributes.of({ "aria-label": label, autocapitalize: "off", spellcheck: "false" }),
    EditorView.updateListener.of((update) => {
      if (!update.docChanged) return;
      fault = null;
      onChange();
    }),
  ];
  const view = new EditorView({ state: EditorState.create({ doc: text, extensions }), parent: root, root });
  letListsBeReached(root);
  return {
    view,
    getText: () => view.state.doc.toString(),
    setText(next) {
      if (next === view.state.doc.toString()) return;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next }, selection: { anchor: 0 } });
    },
    declareAll() {
      const change = findDeclarations(view.state.doc.toString(), getVocabulary().prefixes);
      if (change) view.dispatch({ changes: change });
    },
    showFault(found) {
      fault = found;
      forceLinting(view);
      const place = findPlace(view.state.doc, found);
      view.dispatch({ selection: { anchor: place }, scrollIntoView: true });
    },
    checkAgain: () => forceLinting(view),
    focus: () => view.focus(),
  };
}

/** Returns where lists and notes may lie: they would else make a narrow page wider. */
function findRoom() {
  const { clientWidth, clientHeight } = document.documentElement;
  return { top: 0, left: 4, bottom: clientHeight, right: clientWidth - 8 };
}

/** Lets a list that scrolls have the focus, as all that scrolls must for those who have no mouse. */
function letListsBeReached(root) {
  const mark = () => root.querySelector(".cm-tooltip-autocomplete > ul:not([tabindex])")?.setAttribute("tabindex", "0");
  new MutationObserver(mark).observe(root, { childList: true, subtree: true });
}

/** Returns what is wrong in terms of CodeMirror: what the server said of this very text, and what is seen here. */
function diagnose(doc, vocabulary, fault) {
  const found = check(doc.toString(), vocabulary).map(({ mend, ...told }) => ({
    ...told,
    ...(mend ? { actions: [{ name: mend.label, apply: (view) => view.dispatch({ changes: mend.change }) }] } : {}),
  }));
  if (!fault) return found;
  const from = findPlace(doc, fault);
  const to = Math.min(doc.length, from + 1);
  return [{ from: Math.max(0, Math.min(from, to - 1)), to, severity: "error", message: fault.message }, ...found];
}

/** Returns the place of a line and a column, which count characters from 1, as CodeMirror counts. */
function findPlace(doc, { line, column }) {
  const found = doc.line(Math.max(1, Math.min(doc.lines, line)));
  const before = [...found.text].slice(0, column - 1).join("");
  return found.from + before.length;
}
