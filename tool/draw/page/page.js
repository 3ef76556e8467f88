/* Steps, reasons, controls, and the beginning of it all. */

function rowButton(row) {
  var button = element('button', details.names[row]);
  button.type = 'button';
  button.addEventListener('click', function () { choose(row, -1, button.getBoundingClientRect().top); });
  return button;
}
function drawSteps() {
  var list = $('steps'), most = 12, shown = Object.create(null), found;
  rows.forEach(function (r) { shown[r] = true; });
  found = (metric.steps || []).filter(function (s) { return shown[s[0]]; })
    .sort(function (a, b) { return b[1] - a[1] || a[0] - b[0]; });
  list.hidden = !found.length;
  list.replaceChildren();
  found.slice(0, most).forEach(function (s) {
    var item = element('li');
    item.append(rowButton(s[0]), ' ' + s[2]);
    list.append(item);
  });
  if (found.length > most) { list.append(element('li', 'and ' + (found.length - most) + ' smaller steps')); }
}

// Why there is nothing to see, and a way out.
function drawNothing(isDrawable) {
  var total = details.ids.length + (details.ids.length === 1 ? ' benchmark' : ' benchmarks');
  $('nothing').hidden = rows.length > 0 && isDrawable;
  $('nothing-text').textContent = !rows.length && state.filter
    ? 'None of ' + total + ' has \u201c' + shorter(state.filter, 60) + '\u201d in its name and a value for ' + metric.name + '.'
    : !rows.length ? 'No benchmark has a value for ' + metric.name + '.'
      : 'This view cannot show ' + metric.name + '; the numbers are in the table.';
  $('clear').hidden = rows.length > 0 || !state.filter;
  $('plot').hidden = !rows.length || !isDrawable;
  $('numbers').hidden = !rows.length;
}

function draw() {
  metric = details.metrics[state.metric];
  chooseRows();
  drawSteps();
  drawPanel();
  drawFigure();
  drawTable();
}

function begin() {
  var late;
  $('heading').textContent = (details.package ? details.package + ': ' : '') + details.series.length +
    (details.series.length === 1 ? ' run' : ' runs') + ', ' + details.ids.length +
    (details.ids.length === 1 ? ' benchmark' : ' benchmarks');
  $('facts').textContent = details.facts;
  details.metrics.forEach(function (m, i) {
    var option = element('option', m.name);
    option.value = String(i);
    $('metric').append(option);
  });
  $('metric').addEventListener('change', function () { state.metric = Number(this.value); remember(); draw(); });
  $('sort').addEventListener('change', function () { state.sort = this.value; remember(); draw(); });
  function filterBy(text) {
    clearTimeout(late);
    state.filter = text;
    remember(isTyping);
    isTyping = true;
    draw();
  }
  $('filter').addEventListener('input', function () {
    clearTimeout(late);
    late = setTimeout(filterBy, 120, this.value);
  });
  $('filter').addEventListener('blur', function () { isTyping = false; });
  $('clear').addEventListener('click', function () { $('filter').value = ''; $('filter').focus(); filterBy(''); });
  window.addEventListener('popstate', function () { clearTimeout(late); isTyping = false; followAddress(); draw(); });
  $('all').addEventListener('click', function () { state.all = true; draw(); });
  $('close').addEventListener('click', function () { choose(-1); });
  document.addEventListener('keydown', function (event) { if (event.key === 'Escape' && state.chosen >= 0) { choose(-1); } });
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  window.addEventListener('resize', function () {
    var now = document.documentElement.clientWidth;
    if ((now < 700) !== (width < 700)) { width = now; draw(); }
    width = now;
  });
  $('message').hidden = !!window.Plotly;
  $('all-of-it').hidden = false;
  followAddress();
  draw();
}
begin();
