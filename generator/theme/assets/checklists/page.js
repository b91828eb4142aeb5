// A checklist at work: what the reader does changes the open run, and the page is drawn from it.
import { bar } from "./bar.js";
import { Book } from "./book.js";
import { end } from "./end.js";
import { head } from "./head.js";
import { rows } from "./rows.js";
import { again, look, mark, restore, tell, used } from "./run.js";
import { copy, download, share, textOf } from "./takeout.js";
import { asFile, asText, fileNameOf, fromFile, nameOf, timeOf } from "./words.js";

const COPIED = "复制好了，到聊天里粘贴。";
const NOT_COPIED = "没能自动复制。文字已经选中：长按它，再点“复制”。";

export function start(list) {
  const page = list.dataset.checklist;
  const boxes = rows(list, { tick, note: (id, text, words) => change((run, at) => mark(run, id, { note: words, text }, at)) });
  const book = new Book(page, boxes.items.map((item) => item.id), lost);
  const sheet = { title: document.querySelector("h1").textContent.trim(), url: location.origin + location.pathname, items: boxes.items };
  const told = (facts) => change((run, at) => tell(run, facts, at));
  const top = head(told);
  const foot = bar(() => below.enter());
  const below = end({ choose, another, told, clear, drop, dropDamaged, copyText, copyDamaged, shareText, saveFile, readFile, print: () => window.print() });
  const text = () => asText(book.run, sheet, Date.now());

  function draw() {
    const [run, all, now] = [book.run, book.all(), Date.now()];
    boxes.draw(run, now);
    top.draw(run, book.troubles(), now);
    foot.draw(run);
    below.draw(run, all, book.damaged, now);
  }

  function change(edit) {
    foot.say("");
    book.change(edit);
    draw();
  }

  function tick(id, text, done) {
    const former = look(book.run, id).done;
    change((run, at) => mark(run, id, { done: done ? at : 0, text }, at));
    if (done) return;
    foot.say(`去掉了“${text}”的勾。`, "撤销", () => {
      change((run, at) => mark(run, id, { done: former, text }, at));
      boxes.focus(id);
    });
  }

  /** After another run was opened: nobody writes in the fields of the former one any more. */
  function opened(words, undo) {
    document.activeElement.blur();
    draw();
    foot.say(words, undo && "撤销", undo);
    if (undo) foot.toAnswer();
    else boxes.focus();
  }

  function choose(id) {
    book.choose(id);
    opened("");
  }

  function another() {
    book.another();
    opened("新的一次。以前的都留着，在页尾“做过几次”里。");
  }

  function clear() {
    const former = book.run;
    book.change(again);
    opened("已经清空，从头开始。", () => {
      change((run, at) => restore(run, former, at));
      boxes.focus();
    });
  }

  function drop(id) {
    const former = book.drop(id);
    opened(`删除了“${nameOf(former, Date.now())}”。`, () => bringBack(former));
  }

  function dropDamaged(entry) {
    book.dropDamaged(entry);
    opened("删除了读不出来的一份。", () => {
      book.bringBackDamaged(entry);
      opened("拿回来了。");
    });
  }

  function lost(former) {
    opened(`“${nameOf(former, Date.now())}”在另一个窗口里删掉了。`, () => bringBack(former));
  }

  function bringBack(former) {
    book.bringBack(former);
    opened("拿回来了。");
  }

  async function copyText(area) {
    foot.say((await copy(text(), area)) ? COPIED : NOT_COPIED);
  }

  async function copyDamaged(entry, area) {
    foot.say((await copy(entry.text, area)) ? COPIED : NOT_COPIED);
  }

  async function shareText() {
    const failed = (await share(sheet.title, text())) === "failed";
    foot.say(failed ? "没有发出去。请用“复制成文字”。" : "");
  }

  function saveFile() {
    download(fileNameOf(book.run), asFile(book.run, sheet));
    foot.say(`下载好了：${fileNameOf(book.run)}。换了手机，用“读回文件”打开它。`);
  }

  async function readFile(file) {
    const { run, title, refused } = fromFile(await textOf(file));
    if (refused) foot.say(refused);
    else if (run.page !== page) foot.say(`这是“${title}”的记录，请到那张清单里读回。手机上的记录没有动。`);
    else opened(book.takeIn(run) ? "读回来了，已经和手机上的这一次合在一起，后记的为准。" : "读回来了。");
  }

  document.documentElement.classList.add("has-run");
  list.before(top.part);
  list.after(below.part, foot.part);
  draw();
  if (used(book.run) && !location.hash) foot.say(`接着 ${timeOf(book.run.started.is, Date.now())} 的这一次。`, "再开一次", another);
  for (const { id, text } of boxes.early) if (!look(book.run, id).done) book.change((run, at) => mark(run, id, { done: at, text }, at));
  if (boxes.early.length) draw();
  book.follow(draw);
}
