/* What the steps of a row are made of: the functions, or places where memory is allocated, that the
 * program has found to account for them. */

// An amount as the program writes one that stands alone; of bytes or not.
function amount(value, unit) {
  var scales = unit === 'B' ? SCALES.B : SCALES.large;
  var scale = scales.filter(function (s) { return Math.abs(value) >= s[1] && s[0]; }).pop();
  return scale ? Number((value / scale[1]).toPrecision(4)) + ' ' + scale[0] : withCommasPlain(value);
}
function amountOrNone(value, unit) { return value === null ? MISSING : amount(value, unit); }
function changeCell(before, after, unit) {
  var change = (after || 0) - (before || 0), sign = change > 0 ? '+' : change < 0 ? '-' : '';
  return element('td', sign + amount(Math.abs(change), unit), change > 0 ? 'worst' : change < 0 ? 'best' : '');
}
// A table whose first column names things of metric.made.names, the others numbers.
function madeTable(caption, heads, rows) {
  var table = element('table'), top = element('tr'), body = element('tbody'), head = element('thead');
  heads.forEach(function (t) { var th = element('th', t); th.scope = 'col'; top.append(th); });
  rows.forEach(function (cells) { var line = element('tr'); cells.forEach(function (c) { line.append(c); }); body.append(line); });
  head.append(top);
  table.append(element('caption', caption), head, body);
  return table;
}
function nameCell(name) {
  var th = element('th', shorter(name[0], 80)), where = element('span', shorter(name[1], 60), 'where');
  th.scope = 'row';
  th.append(' ', where);
  return th;
}
function functionsTable(from, step) {
  var rows = [], all = step[4], made = from.made, caption, i;
  for (i = 0; i + 2 < all.length; i += 3) {
    rows.push([nameCell(made.names[all[i]]), element('td', amountOrNone(all[i + 1], from.unit)),
      element('td', amountOrNone(all[i + 2], from.unit)), changeCell(all[i + 1], all[i + 2], from.unit)]);
  }
  caption = from.large ? 'Native functions, their instructions in one call' : 'Where it is allocated';
  return rows.length ? [madeTable(caption, ['function', 'before', 'after', 'change'], rows)] : [];
}
function pythonTable(made, step) {
  var rows = [], all = step[5], i, known;
  for (i = 0; i + 4 < all.length; i += 5) {
    known = all[i + 3] !== null && all[i + 4] !== null;
    rows.push([nameCell(made.names[all[i]]), element('td', amount(all[i + 1]) + ' \u2192 ' + amount(all[i + 2])),
      element('td', known ? amount(all[i + 3]) + ' \u2192 ' + amount(all[i + 4]) : MISSING),
      known ? changeCell(all[i + 3], all[i + 4]) : changeCell(all[i + 1], all[i + 2])]);
  }
  return rows.length ? [madeTable('Python functions in one call', ['function', 'calls', 'bytecodes', 'change'], rows)] : [];
}
// The metric whose steps are explained: the one in sight, or for times the instructions.
function explainedMetric() {
  return metric.made || metric.unit !== 's' ? metric : details.metrics.filter(function (m) { return m.made && m.large; })[0] || metric;
}
// Which of the steps a reader means by the version: the last one that led to it, or the last of all.
function stepMeant(steps, column) {
  var before = steps.filter(function (s) { return column >= 0 && s[2] <= column; });
  return column >= 0 ? before[before.length - 1] : steps[steps.length - 1];
}
// What is shown already stays, with the boxes that the reader has opened.
function drawMade(row) {
  var from = explainedMetric(), made = from.made, shown = [from.name, row, state.column].join(), steps, meant;
  if ($('made').dataset.shown === shown) { return; }
  $('made').dataset.shown = shown;
  steps = made ? made.steps.filter(function (s) { return s[0] === row; }) : [];
  meant = stepMeant(steps, state.column);
  $('made').hidden = !steps.length;
  $('made').replaceChildren();
  steps.forEach(function (step) {
    var box = element('details'), before = from.values[row][step[1]], after = from.values[row][step[2]];
    var tables = [functionsTable(from, step), pythonTable(made, step)];
    box.open = step === meant;
    box.append(element('summary', details.series[step[2]].label + ' vs ' + details.series[step[1]].label + ': ' +
      formatPercent(percentOf(before, after)) + ' ' + from.name + ', by function'));
    if (step[3]) { tables.reverse(); }
    tables[0].concat(tables[1]).forEach(function (t) {
      var scroll = element('div', undefined, 'scroll');
      scroll.tabIndex = 0;
      scroll.setAttribute('role', 'region');
      scroll.setAttribute('aria-label', box.firstChild.textContent + ': ' + t.caption.textContent);
      scroll.append(t);
      box.append(scroll);
    });
    $('made').append(box);
  });
}
