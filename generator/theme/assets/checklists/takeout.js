// The doors out of the phone and back in: clipboard, share sheet, file. Each says whether it went through.

const LARGEST = 1_000_000;

/** Copies; without the clipboard API (an old browser, a page without https) by selecting in `area`. */
export async function copy(text, area) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    area.hidden = false;
    area.value = text;
    area.focus();
    area.setSelectionRange(0, text.length);
    return document.execCommand("copy");
  }
}

// Browsers inside other apps may lack either.
export const canShare = () => typeof navigator.share === "function";
export const canPrint = () => typeof window.print === "function";

/** "shared", "stopped" (she closed the sheet) or "failed". */
export async function share(title, text) {
  try {
    await navigator.share({ title, text });
    return "shared";
  } catch (error) {
    return error.name === "AbortError" ? "stopped" : "failed";
  }
}

export function download(name, text) {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  [link.href, link.download] = [url, name];
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000); // a slow phone is still reading it
}

/** The text of a chosen file; "" for one that cannot be read or is far too large to be ours. */
export function textOf(file) {
  return new Promise((resolve) => {
    if (file.size > LARGEST) return resolve("");
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => resolve("");
    return reader.readAsText(file);
  });
}

/** WeChat's own browser neither prints nor downloads. */
export const inWeChat = () => /MicroMessenger/i.test(navigator.userAgent);
