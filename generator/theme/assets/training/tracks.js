// Which modules are passed on this phone, and how many of a track are left.
import { button, element } from "./element.js";
import { leadingSwitch } from "./leading.js";
import { NEW_RECORD, isRecord, standing } from "./quiz.js";
import { Memory } from "./storage.js";

const WORDS = { passed: "✓ 已通过", begun: "◐ 还没通过", new: "○ 还没做", unknown: "— 看不到记录" };
const memory = new Memory();
const modules = [...document.querySelectorAll("[data-module]")];
const tracks = [...document.querySelectorAll("[data-track]")];
const tools = document.querySelector("[data-training-tools]");
const trouble = element("p", "trouble");
(tools ?? tracks[0].parentElement).after(trouble);

function stands(id) {
  const record = memory.read(`quiz.${id}`, isRecord, NEW_RECORD);
  return memory.trouble(`quiz.${id}`) ? "unknown" : standing(record);
}

function show() {
  for (const link of modules) {
    const mark = link.querySelector(".standing") ?? link.appendChild(element("small", "standing"));
    const now = stands(link.dataset.module);
    mark.className = `standing standing-${now}`;
    mark.textContent = WORDS[now];
  }
  for (const place of tracks) {
    const ids = place.dataset.track.split(" ");
    const left = ids.filter((id) => stands(id) !== "passed").length;
    place.textContent = `${ids.length} 个模块，${left ? `还剩 ${left} 个` : "都通过了 ✓"}`;
  }
  trouble.textContent = memory.trouble("quiz.");
}

show();
addEventListener("pageshow", (event) => event.persisted && show()); // back on a page that was kept asleep
if (tools) {
  const ASK = "清掉这台手机上的小测记录";
  const forget = button("tool", ASK, () => {
    if (forget.textContent === ASK) {
      forget.textContent = "真的清掉？再点一次就清";
      return;
    }
    memory.forget("quiz.");
    forget.textContent = ASK;
    show();
  });
  forget.addEventListener("blur", () => (forget.textContent = ASK));
  tools.append(...leadingSwitch(memory, () => {}), forget);
}
