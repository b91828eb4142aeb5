// 带课模式: whoever leads a session sees notes and answers on every module, until it is switched off.
import { button, element } from "./element.js";

const NAME = "leading";

export function isLeading(memory) {
  return memory.read(NAME, (value) => typeof value === "boolean", false);
}

/** The switch; `changed` is called with its new position. */
export function leadingSwitch(memory, changed) {
  const position = element("b");
  position.setAttribute("aria-hidden", "true"); // the role says it already
  const trouble = element("span", "trouble");
  trouble.setAttribute("role", "status");
  const control = button("tool leading-switch", "带课模式", () => {
    memory.write(NAME, !isLeading(memory));
    show();
    trouble.textContent = memory.trouble(NAME);
    changed(isLeading(memory));
  });
  control.setAttribute("role", "switch");
  control.append(position);
  function show() {
    const on = isLeading(memory);
    control.setAttribute("aria-checked", String(on));
    position.textContent = on ? "开" : "关";
  }
  show();
  return [control, trouble];
}
