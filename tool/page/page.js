/* Steps, reasons, controls, and the beginning of it all. */

function rowButton(row) {
  var button = element('button', details.names[row]);
  button.type = 'button';
  button.addEventListener('click', function () { choose(row, -1, button.getBoundingClientRect().top); });
  return button;
}
// What the terminal says first: the counts of each metric, and of the one in sight what changed most.
function drawOverview() {
  var lines = details.overview || [], measured = details.metrics.filter(function (m) { return !m.label; }), at = -1;
  $('overview').hidden = !lines.length;
  $('overview-list').replaceChildren();
  if (!lines.length) { return; }
  $('overview-title').textContent = lines[0][0];
  lines.slice(1).forEach(function (line) {
    var item = element('li', undefined, line[1] === 'less' ? 'best' : line[1] === 'more' ? 'worst' : 'counts'), button;
    at += line[2] === null;
    if (line[2] === null) {
      item.textContent = line[0].trim();
    } else if (measured[at] === metric) {
      button = rowButton(line[2]);
      button.textContent = line[0].trim();
      item.append(button);
    }
    if (item.hasChildNodes()) { $('overview-list').append(item); }
  });
}
// Why a version, or some of its benchmarks, have no results.
function drawLacks() {
  var list = $('lacks'), most = 8;
  details.series.forEach(function (s) {
    var item = element('li'), reasons = element('ul'), more = s.reasons.length - most;
    if (!s.state) { return; }
    item.append(element('strong', s.label), ' ' + s.state + (s.note ? ': ' + s.note : ''));
    s.reasons.slice(0, most).forEach(function (r) { reasons.append(element('li', r)); });
    if (more > 0) { reasons.append(element('li', 'and ' + counted(more, 'more reason'))); }
    if (reasons.hasChildNodes()) { item.append(reasons); }
    list.append(item);
  });
  list.hidden = !list.children.length;
  $('lacks-title').hidden = list.hidden;
}
function drawSteps() {
  var list = $('steps'), most = 12, shown = Object.create(null), found;
  rows.forEach(function (r) { shown[r] = true; });
  found = (metric.steps || []).filter(function (s) { return shown[s[0]]; })
    .sort(function (a, b) { return b[1] - a[1] || a[0] - b[0]; });
  $('steps-box').hidden = !found.length;
  $('steps-title').textContent = counted(found.length, 'step') + ' from one level to another';
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
  var total = counted(details.ids.length, 'benchmark');
  $('nothing').hidden = rows.length > 0 && isDrawable;
  $('nothing-text').textContent = !rows.length && state.filter
    ? 'None of ' + total + ' has \u201c' + shorter(state.filter, 60) + '\u201d in its name and a value for ' + metric.name + '.'
    : !rows.length ? 'No benchmark has a value for ' + metric.name + '.'
      : 'This view cannot show ' + metric.name + '; the numbers are in the table.';
  $('clear').hidden = rows.length > 0 || !state.filter;
  $('picture').hidden = !rows.length || !isDrawable;
  $('numbers').hidden = !rows.length;
}

function draw() {
  metric = details.metrics[state.metric];
  document.documentElement.dataset.colors = details.palettes[state.colors][0];
  $('heading').textContent = (details.package ? details.package + ': ' : '') + metric.name;
  document.title = $('heading').textContent;
  chooseRows();
  drawOverview();
  drawSteps();
  drawPanel();
  drawFigure();
  drawTable();
}

// The window has another width: the figure gets what is there.
function fit() {
  var before = width;
  width = document.documentElement.clientWidth;
  if (width !== before) { draw(); }
}
function begin() {
  var late, resized;
  $('facts').textContent = counted(details.series.length, details.package ? 'version' : 'run') + ', ' +
    counted(details.ids.length, 'benchmark') + (details.facts ? ' \u00b7 ' + details.facts : '');
  details.metrics.forEach(function (m, i) {
    var option = element('option', m.name);
    option.value = String(i);
    $('metric').append(option);
  });
  details.palettes.forEach(function (p, i) {
    var option = element('option', p[0].replace('-', ' and '));
    option.value = String(i);
    $('palette').append(option);
  });
  SORTS.forEach(function (name) {
    var option = element('option', name === 'change' ? 'change, worst first' : name);
    option.value = name;
    $('sort').append(option);
  });
  $('palette').addEventListener('change', function () { state.colors = Number(this.value); remember(); draw(); });
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
  window.addEventListener('resize', function () { clearTimeout(resized); resized = setTimeout(fit, 150); });
  $('message').hidden = !!window.Plotly;
  $('all-of-it').hidden = false;
  drawLacks();
  followAddress();
  draw();
}
begin();
