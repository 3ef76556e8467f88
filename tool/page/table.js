/* All numbers. */

function rank(values, texts, limit) {
  var best = -1, worst = -1;
  values.forEach(function (v, i) {
    if (!isNumber(v)) { return; }
    if (best < 0 || v < values[best]) { best = i; }
    if (worst < 0 || v > values[worst]) { worst = i; }
  });
  return texts.map(function (t) {
    if (best < 0 || texts[best] === texts[worst] || metric.label || percentOf(values[best], values[worst]) <= limit) { return ''; }
    return t === texts[best] ? 'best' : t === texts[worst] ? 'worst' : '';
  });
}
// As in the terminal: differences only.  What is the same ranks as the baseline does, what is unclear not at all.
function rankOf(r, values, texts) {
  var verdicts = metric.verdicts && metric.verdicts[r], as;
  if (!verdicts || !verdicts.some(Boolean)) { return rank(values, texts, metric.limit); }
  if (!values.some(function (v, c) { return isChanged(r, c); })) { return texts.map(function () { return ''; }); }
  as = values.map(function (v, c) {
    return isFaded(r, c) ? -1 : isChanged(r, c) || !verdicts[c] ? c : referenceOf(r);
  });
  return rank(as.map(function (c) { return c < 0 ? null : values[c]; }), as.map(function (c) { return c < 0 ? '' : texts[c]; }), 0);
}
// The change has the colour of its verdict.
function changeClass(r) {
  var verdict = changeOf(r)[1];
  return verdict === metric.less ? 'best' : verdict === metric.more ? 'worst' : verdict === 'unclear' ? 'unclear' : '';
}
function sinceOf(r) { return changeOf(r)[3] === null ? '' : details.series[changeOf(r)[3]].label; }
function hasSince() { return !!metric.verdicts && (metric.changes || []).some(function (c) { return c[3] !== null; }); }
function tableRow(r) {
  var values = lowOf(r), scale = scaleFor(values), row = element('tr'), name = element('th');
  var button = element('button', details.names[r]);
  var texts = values.map(function (v, c) { return isNumber(v) ? format(v, scale) : cellText(r, c, undefined); });
  var classes = rankOf(r, values, texts);
  button.type = 'button';
  button.title = shorter(details.ids[r], 400);
  button.setAttribute('aria-controls', 'detail');
  button.addEventListener('click', function () {
    choose(state.chosen === r ? -1 : r, -1, button.getBoundingClientRect().top);
  });
  name.scope = 'row';
  name.append(button);
  row.append(name, element('td', scale[0]));
  texts.forEach(function (t, c) {
    var cell = element('td', markOf(r, c) + t, isFaded(r, c) ? 'unclear' : classes[c]);
    if (saidOf(r, c)) { cell.title = saidOf(r, c); }
    row.append(cell);
  });
  if (details.head !== null) {
    row.append(element('td', (isFaded(r, details.head) ? '~' : '') + formatPercent(percentAtHead(r)) + againstOf(r), changeClass(r)));
    if (hasSince()) { row.append(element('td', sinceOf(r))); }
  }
  if (r === state.chosen) { row.className = 'chosen'; }
  row.dataset.id = details.ids[r];
  return row;
}
function markChosen() {
  Array.from($('table').tBodies[0].rows).forEach(function (tr) {
    tr.className = tr.dataset.id === details.ids[state.chosen] ? 'chosen' : '';
  });
}
function meanRow() {
  var row = element('tr'), name = element('th', 'geometric mean'), counts, shared;
  counts = details.series.map(function (s, c) { return rows.some(function (r) { return isNumber(lowOf(r)[c]); }); });
  shared = rows.filter(function (r) {
    return counts[details.baseline] && lowOf(r).every(function (v, c) { return !counts[c] || v > 0; });
  });
  name.scope = 'row';
  row.append(name, element('td', ''));
  details.series.forEach(function (s, c) {
    var sum = 0;
    shared.forEach(function (r) { sum += Math.log(lowOf(r)[c] / lowOf(r)[details.baseline]); });
    row.append(element('td', counts[c] && shared.length ? formatRatio(Math.exp(sum / shared.length)) : MISSING));
  });
  row.append(element('td', shared.length + ' of ' + rows.length));
  if (hasSince()) { row.append(element('td', '')); }
  return row;
}
function drawTable() {
  var table = $('table'), head = element('tr'), body = element('tbody'), foot = element('tfoot');
  var drawn = drawnRows(), top = element('thead');
  var focused = document.activeElement && document.activeElement.closest('tr');
  var id = focused && focused.dataset.id;
  ['benchmark', 'unit'].forEach(function (t) { head.append(element('th', t)); });
  details.series.forEach(function (s, c) {
    var th = element('th', s.label);
    if (c === details.baseline && details.series.length > 1) { th.append(element('div', 'baseline', 'state')); }
    if (s.state) { th.append(element('div', s.state, 'state')); }
    head.append(th);
  });
  if (details.head !== null) {
    head.append(element('th', details.series[details.head].label + ' vs ' + details.series[details.baseline].label));
    if (hasSince()) { head.append(element('th', 'since')); }
  }
  Array.from(head.children).forEach(function (th) { th.scope = 'col'; });
  top.append(head);
  drawn.forEach(function (r) { body.append(tableRow(r)); });
  if (details.head !== null) { foot.append(meanRow()); }
  table.replaceChildren(element('caption', metric.name + (metric.label ? '' : ' \u00b7 min')), top, body, foot);
  if (id) {
    Array.from(body.children).forEach(function (tr) { if (tr.dataset.id === id) { tr.querySelector('button').focus(); } });
  }
}
