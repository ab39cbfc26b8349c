// Suggests while somebody types into the search box; without it the form leads to the page of results.
const form = document.querySelector("form.find");
const input = form?.querySelector("input[name=q]");

const WAIT = 120;
const MOST = 5;

/** Return what is offered of an answer: things by name, then questions. */
function listOptions(found) {
  const things = found.things.map((one) => ({ text: one.label, note: one.also ? `${one.kind}, ${one.also}` : one.kind, address: one.address }));
  const questions = found.questions.map((one) => {
    const values = Object.values(one.values).flat().map((value) => value.label).join(", ");
    return { text: one.summary, note: values, address: one.address };
  });
  return [...things.slice(0, MOST), ...questions.slice(0, MOST)];
}

function setUp() {
  const list = document.createElement("ul");
  const told = document.createElement("p");
  let options = [];
  let chosen = -1;
  let timer = 0;
  let asked = new AbortController();

  list.id = "finds";
  list.className = "finds";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  told.className = "unseen";
  told.setAttribute("role", "status");
  form.append(list, told);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" })) {
    input.setAttribute(name, value);
  }

  function close() {
    clearTimeout(timer);
    asked.abort();
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(place) {
    chosen = place;
    [...list.children].forEach((item, number) => item.setAttribute("aria-selected", String(number === place)));
    if (place < 0) {
      input.removeAttribute("aria-activedescendant");
    } else {
      input.setAttribute("aria-activedescendant", list.children[place].id);
      list.children[place].scrollIntoView({ block: "nearest" });
    }
  }

  function show(found) {
    options = listOptions(found);
    list.replaceChildren(...options.map((option, number) => {
      const item = document.createElement("li");
      item.id = `find-${number}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.append(option.text);
      if (option.note) {
        const note = document.createElement("small");
        note.textContent = option.note;
        item.append(note);
      }
      item.addEventListener("pointerdown", (event) => event.preventDefault());
      item.addEventListener("click", () => location.assign(option.address));
      return item;
    }));
    chosen = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = options.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    told.textContent = `${options.length} suggestions`;
  }

  async function suggest() {
    asked.abort();
    asked = new AbortController();
    const address = new URL(form.action);
    address.search = new URLSearchParams({ q: input.value.trim(), format: "json", limit: MOST, typing: "true" });
    try {
      const response = await fetch(address, { signal: asked.signal });
      if (response.ok) show(await response.json());
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    if (input.value.trim().length < 2) close();
    else timer = setTimeout(suggest, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !list.hidden) {
      event.preventDefault();
      // One place past the last, and before the first, is the box itself.
      const count = options.length + 1;
      choose(((chosen + 1 + step + count) % count) - 1);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      location.assign(options[chosen].address);
    }
  });
  input.addEventListener("blur", close);
  form.addEventListener("submit", close);
}

if (input) setUp();
