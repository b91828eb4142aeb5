// Flips the review line to a banner on the day it falls due, so that a page ages without a rebuild.
const line = document.querySelector(".review[data-next]");
const today = new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 10);
if (line && line.dataset.next < today) {
  const banner = document.createElement("p");
  banner.className = "overdue";
  banner.setAttribute("role", "note");
  banner.textContent = `这页应在 ${line.dataset.next} 前复核，已经过期。请先同社工或督导核对，再照着做。`;
  document.querySelector("h1").after(banner);
}
