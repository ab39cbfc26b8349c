// What a reader does with a result: sort and filter the table, see names or IRIs, look at it as a chart or as it was sent.

import { make, makeSwitch } from "./elements.js";
import { ask } from "./request.js";

const MOST_TEXT = 200_000;
const COLLATOR = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

/** Adds to the section of a result what needs a script. */
export function enhance(section, { form, query }) {
  const table = section.querySelector("table");
  if (!table) return;
  const box = table.closest(".table");
  const tools = makeTableTools(table);
  const chart = makeChart(section, table);
  const raw = makeRaw(section, form, query);
  const views = { Table: [tools, box], ...(chart ? { Chart: [chart.element] } : {}), Raw: [raw.element] };
  const choice = makeSwitch("Show the result as", Object.keys(views), (name) => {
    for (const [each, elements] of Object.entries(views)) for (const one of elements) one.hidden = each !== name;
    if (name === "Chart") chart.draw();
    if (name === "Raw") raw.load();
  });
  box.before(choice.element, tools);
  box.after(...(chart ? [chart.element] : []), raw.element);
  choice.press("Table");
}

function makeTableTools(table) {
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const note = make("span", { className: "note", role: "status" });
  const filter = make("input", { type: "search", placeholder: "Filter these rows", "aria-label": "Filter these rows" });
  filter.oninput = () => {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const row of rows) row.hidden = !words.every((word) => row.textContent.toLowerCase().includes(word));
    const shown = rows.filter(({ hidden }) => !hidden).length;
    note.textContent = words.length ? `${shown.toLocaleString("en")} of ${rows.length.toLocaleString("en")} rows` : "";
  };
  makeSortable(table, body, rows);
  const tools = make("div", { className: "row tools" }, [filter, note]);
  if (table.querySelector("td a + small")) tools.append(makeNameChoice(table));
  return tools;
}

/** Returns what shows the IRIs behind the names of things, which stand there where no script hides them. */
function makeNameChoice(table) {
  const box = make("input", { type: "checkbox", onchange: () => table.classList.toggle("names", !box.checked) });
  table.classList.add("names");
  return make("label", { className: "check" }, [box, " IRIs"]);
}

function makeSortable(table, body, rows) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, place) => {
    const button = make("button", { type: "button", className: "sort", textContent: head.textContent });
    head.replaceChildren(button);
    button.onclick = () => {
      const next = { ascending: "descending", descending: "none" }[head.getAttribute("aria-sort")] ?? "ascending";
      for (const each of heads) each.removeAttribute("aria-sort");
      if (next !== "none") head.setAttribute("aria-sort", next);
      body.append(...sortRows(rows, place, next));
    };
  });
}

/** Returns rows by one of their cells, empty ones last; in the order in which they came where none is wanted. */
function sortRows(rows, place, order) {
  if (order === "none") return rows;
  const sign = order === "ascending" ? 1 : -1;
  const keyed = rows.map((row) => [readCell(row.cells[place]), row]);
  return keyed.sort(([one], [other]) => compare(one, other, sign)).map(([, row]) => row);
}

function compare(one, other, sign) {
  if (one === "" || other === "") return (one === "") - (other === "");
  const numbers = [Number(one), Number(other)];
  return sign * (numbers.some(Number.isNaN) ? COLLATOR.compare(one, other) : numbers[0] - numbers[1]);
}

const readCell = (cell) => (cell.querySelector("a, span") ?? cell).textContent.trim();

/** Returns the chart of a result, if there is something to draw: drawn by the server when somebody looks. */
function makeChart(section, table) {
  const link = section.querySelector('.links a[href*="/sparql.svg?"]');
  if (!link) return null;
  const heads = [...table.tHead.rows[0].cells];
  const columns = heads.map((head) => head.textContent);
  const figures = columns.filter((_, place) => heads[place].classList.contains("number"));
  const wishes = { names: makeSelect("Names", columns), figures: makeSelect("Figures", figures), mark: makeSelect("As", ["bar", "point", "line"]) };
  wishes.figures.select.value = figures[figures.length - 1];
  wishes.names.select.value = columns.find((name) => !figures.includes(name)) ?? columns.find((name) => name !== wishes.figures.select.value);
  const picture = make("div", { className: "drawing", tabIndex: 0, role: "region", "aria-label": "Chart" });
  const controls = make("div", { className: "row tools" }, Object.values(wishes).map(({ element }) => element));
  const element = make("div", { className: "chart" }, [controls, picture]);
  const draw = () => showPicture(picture, link.href, wishes);
  for (const { select } of Object.values(wishes)) select.onchange = draw;
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => element.isConnected && !element.hidden && draw());
  return { element, draw };
}

function makeSelect(label, names) {
  const select = make("select", {}, names.map((name) => make("option", { value: name, textContent: name })));
  return { select, element: make("label", { className: "check" }, [`${label} `, select]) };
}

async function showPicture(place, address, wishes) {
  const asked = Object.entries(wishes).map(([name, { select }]) => `&${name}=${encodeURIComponent(select.value)}`).join("");
  const build = (shape) => address.replace("/sparql.svg?", `/sparql.${shape}?`) + asked;
  // In words it says what it shows, to those who do not see it, or why there is nothing.
  const response = await fetch(build("vl.json")).catch(() => null);
  const told = await response?.json().catch(() => null);
  if (!response?.ok) {
    place.replaceChildren(make("p", { className: "note", textContent: told?.detail ?? "The server does not answer." }));
    return;
  }
  const shape = matchMedia("(prefers-color-scheme: dark)").matches ? "dark.svg" : "svg";
  place.replaceChildren(make("img", { src: build(shape), alt: told.description }));
}

/** Returns the result as it is sent in a format, of which the beginning is shown. */
function makeRaw(section, form, query) {
  const graph = [...section.querySelectorAll(".links a")].some((link) => link.pathname.endsWith(".ttl")) || /^\s*(?:PREFIX[^>]*>\s*)*(?:CONSTRUCT|DESCRIBE)/i.test(query);
  const choice = makeSelect("Format", graph ? ["turtle", "ntriples", "jsonld", "trig", "rdfxml"] : ["json", "csv", "tsv", "xml"]);
  const text = make("pre", { tabIndex: 0, "aria-label": "Result as it is sent" });
  const note = make("p", { className: "note", role: "status" });
  const load = async () => {
    note.textContent = "Loading ...";
    const response = await ask(form, query, { format: choice.select.value }).catch(() => null);
    const body = await response?.text().catch(() => null);
    text.textContent = body?.slice(0, MOST_TEXT) ?? "";
    note.textContent = body == null ? "The server does not answer." : tellSize(body.length);
  };
  choice.select.onchange = load;
  const element = make("div", { className: "raw" }, [make("div", { className: "row tools" }, [choice.element, note]), text]);
  return { element, load };
}

function tellSize(length) {
  const shown = length > MOST_TEXT ? `The first ${MOST_TEXT.toLocaleString("en")} of ` : "";
  return `${shown}${length.toLocaleString("en")} characters`;
}
