// Below the list: take the run out, read one back in, and the runs of this list on this phone.
import { button, field, fill, make } from "./dom.js";
import { used } from "./run.js";
import { canPrint, canShare, inWeChat } from "./takeout.js";
import { countOf, nameOf } from "./words.js";

const WHY = "勾和备注只存在这台手机上。苹果手机七天没打开这个网站，系统会清掉；清缓存、换手机也会没有。要紧的请带走。";
const WECHAT = "微信里不能打印和下载，请用“复制成文字”，粘贴到聊天里。";

/** `on`: { copyText(area), shareText, print, saveFile, readFile(file), told, choose, another, clear, drop,
 *  copyDamaged(entry, area), dropDamaged(entry) }. Gives { part, enter(), draw(run, runs, damaged, now) }. */
export function end(on) {
  const area = make("textarea", { className: "run-text", readOnly: true, hidden: true, rows: 6, "aria-label": "可以选中复制的文字" });
  const ways = [
    ["复制成文字", () => on.copyText(area), true],
    ["发给别人", on.shareText, canShare()],
    ["打印", on.print, canPrint() && !inWeChat()],
    ["下载成文件", on.saveFile, !inWeChat()],
  ];
  const tools = make("div", { className: "run-tools" },
    ...ways.filter(([, , works]) => works).map(([label, act]) => button(label, act)), reader(on));
  const [name, nameField] = field("这一次叫", { placeholder: "如 周二上午第一趟" });
  nameField.addEventListener("input", () => on.told({ name: nameField.value }));
  const runsList = make("ul", { className: "run-list" });
  const another = button("再开一次", on.another);
  const again = button("清空，重新开始", on.clear);
  const title = make("h2", { tabIndex: -1 }, "带走这一次");
  const before = make("section", {}, make("h2", {}, "这张清单做过几次"), name, runsList, make("div", { className: "run-tools" }, another, again));
  const part = make("div", { className: "run-end" }, title, tools, area, make("p", { className: "run-hint" }, inWeChat() ? `${WECHAT}${WHY}` : WHY), before);

  return {
    part,
    enter() {
      title.scrollIntoView();
      title.focus({ preventScroll: true });
    },
    draw(run, runs, damaged, now) {
      fill(nameField, run.name.is);
      another.hidden = again.hidden = !used(run);
      before.hidden = runs.length < 2 && !used(run) && !damaged.length;
      area.hidden = true;
      const spoilt = damaged.map((entry) => entryOf("读不出来的一份", button("复制原样", () => on.copyDamaged(entry, area)), () => on.dropDamaged(entry)));
      runsList.replaceChildren(...runs.map((one) => oneRun(one, run, on, now)), ...spoilt);
    },
  };
}

function oneRun(one, current, on, now) {
  const name = nameOf(one, now);
  const here = one.id === current.id;
  const open = button(`${name}　${countOf(one)}${here ? "（正在看）" : ""}`, () => on.choose(one.id), { className: "run-open", ...(here ? { "aria-current": "true" } : {}) });
  return entryOf(name, open, () => on.drop(one.id));
}

function entryOf(name, first, drop) {
  const words = first.className === "run-open" ? [] : [make("span", {}, name)];
  return make("li", {}, ...words, first, button("删除", drop, { "aria-label": `删除 ${name}` }));
}

function reader(on) {
  const input = make("input", { type: "file", className: "run-file" });
  input.addEventListener("change", async () => {
    const [file] = input.files;
    if (file) await on.readFile(file);
    input.value = ""; // the same file may be chosen again
  });
  return make("label", { className: "run-button" }, "读回文件", input);
}
