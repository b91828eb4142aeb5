// Sharpens the form; everything works without it.

const form = document.querySelector("form[novalidate]");
const chosen = (name, values) =>
  [...form.querySelectorAll(`[name="${name}"]:checked`)].some((input) => values.includes(input.value));

// Browsers without :has() would show every conditional question and every call-out.
const conditional = CSS.supports("selector(:has(a))") ? [] : [...form.querySelectorAll("[data-when]")];
form.classList.add("sharp");
function show() {
  for (const block of conditional) {
    const when = Object.entries(JSON.parse(block.dataset.when));
    block.hidden = !when.every(([name, values]) => chosen(name, values));
  }
}

// “都没有” and the other answers exclude each other.
function exclude(input) {
  if (input.type !== "checkbox" || !input.checked) return;
  for (const other of form.querySelectorAll(`[name="${input.name}"]:checked`)) {
    const apart = "alone" in input.dataset || "alone" in other.dataset;
    if (other !== input && apart) other.checked = false;
  }
}

form.addEventListener("change", (event) => {
  exclude(event.target);
  show();
});
show();
document.querySelector(".summary")?.focus();
