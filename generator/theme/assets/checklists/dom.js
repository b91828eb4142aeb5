/** An element with properties and children; a text stays a text. */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-") || name === "role" || name === "for") element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children);
  return element;
}

/** Writes into a field, unless somebody is writing in it (an input method would lose its letters). */
export function fill(field, words) {
  if (field.value !== words && field !== document.activeElement) field.value = words;
}

/** A field with its label on it. */
export function field(label, properties) {
  const input = make("input", { type: "text", autocomplete: "off", maxLength: 60, ...properties });
  return [make("label", { className: "run-field" }, make("span", {}, label), input), input];
}

/** A button that does one thing. */
export function button(label, act, properties = {}) {
  const element = make("button", { type: "button", className: "run-button", ...properties }, label);
  element.addEventListener("click", () => act());
  return element;
}
