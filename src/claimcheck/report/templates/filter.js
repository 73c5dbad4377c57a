
(function () {
  "use strict";
  var PAGE = 100;
  var form = document.getElementById("filter");
  var text = document.getElementById("filter-text");
  var count = document.getElementById("filter-count");
  var more = document.getElementById("filter-more");
  var selects = ["grade", "timing", "parties"].map(function (name) {
    return { name: name, box: document.getElementById("filter-" + name) };
  });
  var lists = Array.prototype.slice.call(document.querySelectorAll("section.list"));
  var rows = Array.prototype.slice.call(document.querySelectorAll("section.list tbody tr"));
  var words = rows.map(function (row) { return row.textContent.toLowerCase(); });
  var limit = PAGE;
  function filter() {
    var wanted = text.value.toLowerCase().split(/\s+/);
    var fitting = 0;
    rows.forEach(function (row, i) {
      var fits = selects.every(function (one) { return !one.box.value || row.dataset[one.name] === one.box.value; }) &&
        wanted.every(function (word) { return words[i].indexOf(word) >= 0; });
      fitting += fits ? 1 : 0;
      row.hidden = !fits || fitting > limit;
    });
    lists.forEach(function (list) { list.hidden = !list.querySelector("tbody tr:not([hidden])"); });
    more.hidden = fitting <= limit;
    count.textContent = count.dataset.of.replace("##", rows.length).replace("#", Math.min(fitting, limit));
  }
  function anew() { limit = PAGE; filter(); }
  function toTarget() {  // a link to a row that is not among the first ones
    var row = location.hash && document.getElementById(location.hash.slice(1));
    if (row && row.hidden) { limit = Infinity; filter(); row.scrollIntoView(); }
  }
  text.addEventListener("input", anew);
  selects.forEach(function (one) { one.box.addEventListener("change", anew); });
  more.querySelector("button").addEventListener("click", function () { limit = Infinity; filter(); text.focus(); });
  window.addEventListener("hashchange", toTarget);
  window.addEventListener("beforeprint", function () { limit = Infinity; filter(); });
  form.hidden = false;
  filter();
  toTarget();
})();
