/* Steps, controls, and the beginning of it all. */

function drawSteps() {
  var list = $('steps'), most = 12, found = metric.steps || [];
  if (!list) {
    if (!found.length) { return; }
    list = element('ul', undefined, 'steps');
    list.id = 'steps';
    $('plot').before(list);
  }
  found = found.filter(function (s) { return rows.indexOf(s[0]) >= 0; })
    .sort(function (a, b) { return b[1] - a[1] || a[0] - b[0]; });
  list.hidden = !found.length;
  list.replaceChildren();
  found.slice(0, most).forEach(function (s) {
    var item = element('li'), button = element('button', details.names[s[0]]);
    button.type = 'button';
    button.addEventListener('click', function () { choose(s[0], -1, button.getBoundingClientRect().top); });
    item.append(button, ' ' + s[2]);
    list.append(item);
  });
  if (found.length > most) { list.append(element('li', 'and ' + (found.length - most) + ' smaller steps')); }
}

function draw() {
  metric = details.metrics[state.metric];
  chooseRows();
  drawSteps();
  drawFigure();
  drawPanel();
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
  $('metric').addEventListener('change', function () { state.metric = Number(this.value); draw(); });
  $('sort').addEventListener('change', function () { state.sort = this.value; draw(); });
  $('filter').addEventListener('input', function () {
    var value = this.value;
    clearTimeout(late);
    late = setTimeout(function () { state.filter = value; draw(); }, 120);
  });
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
  draw();
}
begin();
