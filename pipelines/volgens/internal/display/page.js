// Whatever belongs to one attribution lights up together.
document.addEventListener("mouseover", function (event) {
  var over = event.target.closest("[data-a]");
  var wanted = over ? over.dataset.a.split(" ").slice(-1)[0] : null;
  document.querySelectorAll("[data-a]").forEach(function (element) {
    element.classList.toggle("on", wanted !== null && element.dataset.a.split(" ").indexOf(wanted) >= 0);
  });
});
