// Lets tables be sorted and long ones filtered, and identifiers be copied. All pages work without it.

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
const LONG = 12;

function readKey(row, place) {
  const cell = row.cells[place];
  if (!cell) return "";
  if (cell.dataset.number) return Number(cell.dataset.number);
  const text = cell.innerText.trim();
  const number = cell.classList.contains("number") ? Number(text.replaceAll(",", "")) : NaN;
  return text !== "" && Number.isFinite(number) ? number : text;
}

function compare(one, other) {
  if (one === other) return 0;
  // What is empty stands last, whichever way the rest is sorted.
  if (one === "") return 2;
  if (other === "") return -2;
  if (typeof one === "number" && typeof other === "number") return Math.sign(one - other);
  return Math.sign(collator.compare(String(one), String(other)));
}

function sortBy(table, heading, place) {
  const way = heading.getAttribute("aria-sort") === "ascending" ? -1 : 1;
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", way === 1 ? "ascending" : "descending");
  const body = table.tBodies[0];
  const rows = [...body.rows].map((row, index) => ({ row, index, key: readKey(row, place) }));
  rows.sort((a, b) => {
    const found = compare(a.key, b.key);
    return (Math.abs(found) === 2 ? found : found * way) || a.index - b.index;
  });
  body.append(...rows.map(({ row }) => row));
}

function letSort(table) {
  [...table.tHead.rows[0].cells].forEach((heading, place) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sorter";
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => sortBy(table, heading, place));
  });
}

function letFilter(table) {
  const rows = [...table.tBodies].flatMap((body) => [...body.rows]).filter((row) => !row.classList.contains("group"));
  if (rows.length < LONG) return;
  const label = document.createElement("label");
  const input = document.createElement("input");
  const count = document.createElement("span");
  input.type = "search";
  count.setAttribute("role", "status");
  count.className = "count";
  label.append("Rows with ", input);
  const line = document.createElement("p");
  line.className = "filter";
  line.append(label, " ", count);
  table.closest(".table").before(line);
  input.addEventListener("input", () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let left = 0;
    for (const row of rows) {
      const text = row.innerText.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
      left += row.hidden ? 0 : 1;
    }
    for (const group of table.querySelectorAll("tr.group")) {
      group.hidden = [...group.parentElement.rows].every((row) => row === group || row.hidden);
    }
    count.textContent = words.length ? `${left} of ${rows.length} rows` : "";
  });
}

function letCopy(input) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = "copy";
  button.setAttribute("aria-label", `copy ${input.value}`);
  input.after(button);
  input.addEventListener("focus", () => input.select());
  button.addEventListener("click", async () => {
    input.select();
    try {
      await navigator.clipboard.writeText(input.value);
      button.textContent = "copied";
    } catch {
      button.textContent = "selected";
    }
    setTimeout(() => (button.textContent = "copy"), 2000);
  });
}

function unfold() {
  const folded = document.getElementById(location.hash.slice(1))?.closest("details.folded");
  if (folded) folded.open = true;
}

window.addEventListener("hashchange", unfold);
unfold();
for (const table of document.querySelectorAll("main table")) {
  if (!table.tHead || !table.tBodies.length) continue;
  if (table.tBodies.length === 1 && !table.querySelector("tr.group")) letSort(table);
  letFilter(table);
}
for (const input of document.querySelectorAll("input[readonly]")) letCopy(input);
