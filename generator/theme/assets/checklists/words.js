// A run in words: its times, its name, itself as a text for a chat, itself as a file. Pure.
import { look, progress, read, removed } from "./run.js";

export const MARK = "五社手册·清单记录";

const two = (number) => String(number).padStart(2, "0");
const clock = (date) => `${two(date.getHours())}:${two(date.getMinutes())}`;

/** `14:05` today, `11月24日 14:05` this year, with the year otherwise. */
export function timeOf(at, now) {
  const [date, today] = [new Date(at), new Date(now)];
  if (date.toDateString() === today.toDateString()) return clock(date);
  const year = date.getFullYear() === today.getFullYear() ? "" : `${date.getFullYear()}年`;
  return `${year}${date.getMonth() + 1}月${date.getDate()}日 ${clock(date)}`;
}

/** The same for the narrow place under a box: `14:05` today, `11/24 14:05` otherwise. */
export function stampOf(at, now) {
  const date = new Date(at);
  const today = date.toDateString() === new Date(now).toDateString();
  return today ? clock(date) : `${date.getMonth() + 1}/${date.getDate()} ${clock(date)}`;
}

export const nameOf = (run, now) => run.name.is || run.where.is || `${timeOf(run.started.is, now)} 开始`;

export const countOf = (run) => `${progress(run).done}／${progress(run).total}`;

/** Who, where, since when, how far: one line. */
export function headOf(run, now) {
  const told = [["", run.name.is], ["谁：", run.who.is], ["在哪：", run.where.is]].filter(([, is]) => is).map(([label, is]) => label + is);
  return [...told, `${timeOf(run.started.is, now)} 开始，勾了 ${countOf(run)}`].join("　");
}

/** `sheet`: { title, url, items: [{ id, text }] } of the page as it is today. */
export function asText(run, sheet, now) {
  const line = (id, text) => {
    const { done, note } = look(run, id);
    return [`${done ? "✓" : "☐"} ${text}${done ? `（${timeOf(done, now)}）` : ""}`, note && `　备注：${note}`];
  };
  const gone = removed(run).flatMap((id) => line(id, look(run, id).text || id));
  const today = new Date(now);
  return [
    `【${sheet.title}】`,
    headOf(run, now),
    ...sheet.items.flatMap((item) => line(item.id, item.text)),
    gone.length && "已从清单里去掉：",
    ...gone,
    `${today.getFullYear()}年${today.getMonth() + 1}月${today.getDate()}日 ${clock(today)} 记　${sheet.url}`,
  ].filter(Boolean).join("\n");
}

/** A file of its own kind, so that another file is known at once for what it is not. */
export const asFile = (run, sheet) => JSON.stringify({ what: MARK, title: sheet.title, run }, null, 1);

/** The name of a file; letters that every phone and every chat carries. */
export function fileNameOf(run) {
  const date = new Date(run.started.is);
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${run.page}-${day}-${clock(date).replace(":", "")}.json`;
}

/** A run out of a file's text: { run, title }, or { refused: why, in words }. */
export function fromFile(text) {
  let file = null;
  try {
    file = JSON.parse(text);
  } catch {
    // said below, like any other file that is not ours
  }
  if (!file || file.what !== MARK) return { refused: "这个文件不是清单记录，没有读。手机上的记录没有动。" };
  const { run, newer } = read(JSON.stringify(file.run));
  if (newer) return { refused: "这个文件是更新的版本存的。请刷新这一页，再读一次。" };
  if (!run) return { refused: "这个文件坏了，读不出来。手机上的记录没有动。" };
  return { run, title: String(file.title || run.page) };
}
