// Makes the code easy to keep and to bring back; everything works without it.

const code = document.querySelector("#code");
if (code && location.hash) {
  // From the QR code. What stands after # was never sent to a server; now it leaves the address too.
  code.value = location.hash.slice(1);
  history.replaceState(null, "", location.pathname);
}

for (const button of navigator.clipboard ? document.querySelectorAll("[data-copy]") : []) {
  button.parentElement.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.querySelector(button.dataset.copy).textContent);
    button.textContent = "已复制，请粘贴到备忘录或收藏";
  });
}
document.querySelector(".summary")?.focus();
