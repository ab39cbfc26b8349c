// Makes elements of a page.

/** Returns an element with properties, attributes where a name has a hyphen, and children, of which texts stay texts. */
export function make(tag, properties = {}, children = []) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-") || name === "role" || name === "for") element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children);
  return element;
}

/** Returns a group of buttons of which one is pressed; `choose` is called with its name. */
export function makeSwitch(label, names, choose) {
  const buttons = names.map((name) =>
    make("button", { type: "button", className: "quiet", textContent: name, "aria-pressed": "false", onclick: () => press(name) }),
  );
  function press(name) {
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.textContent === name));
    choose(name);
  }
  return { element: make("div", { className: "switch", role: "group", "aria-label": label }, buttons), press };
}
