"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const plain = (s) => s.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase();
  const input = document.getElementById("search");
  const shown = document.getElementById("shown");
  const claims = [...document.querySelectorAll("article")].map((node) => ({ node, text: plain(node.textContent) }));
  input.closest("label").hidden = false;
  input.addEventListener("input", () => {
    const words = plain(input.value).split(/\s+/).filter(Boolean);
    let n = 0;
    for (const claim of claims) {
      const found = words.every((word) => claim.text.includes(word));
      claim.node.hidden = !found;
      if (found) n++;
    }
    shown.textContent = words.length > 0 ? n + " / " + claims.length : "";
  });
});
