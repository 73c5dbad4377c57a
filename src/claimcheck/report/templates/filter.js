
(function () {
  "use strict";
  var form = document.getElementById("filter");
  var text = document.getElementById("filter-text");
  var grade = document.getElementById("filter-grade");
  var count = document.getElementById("filter-count");
  var rows = Array.prototype.slice.call(document.querySelectorAll("section.list tbody tr"));
  var words = rows.map(function (row) { return row.textContent.toLowerCase(); });
  function filter() {
    var wanted = text.value.toLowerCase().split(/\s+/);
    var shown = 0;
    rows.forEach(function (row, i) {
      var fits = (!grade.value || row.dataset.grade === grade.value) &&
        wanted.every(function (word) { return words[i].indexOf(word) >= 0; });
      row.hidden = !fits;
      shown += fits ? 1 : 0;
    });
    document.querySelectorAll("section.list").forEach(function (list) {
      list.hidden = !list.querySelector("tbody tr:not([hidden])");
    });
    count.textContent = count.dataset.of.replace("##", rows.length).replace("#", shown);
  }
  form.hidden = false;
  text.addEventListener("input", filter);
  grade.addEventListener("change", filter);
  filter();
})();
