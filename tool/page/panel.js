/* One benchmark by itself, beside the figure: its history against the baseline, and what is said of it. */

var opener = null; // what had the focus when the panel opened, to be given it back

// Why there is no value: what is known of the benchmark itself, else of the version.
function lackOf(row, column) {
  var s = details.series[column], reason = details.failed[row + ',' + column];
  if (reason) { return 'failed: ' + reason; }
  if (s.state && s.state !== 'partial') { return s.state + (s.note ? ': ' + s.note : ''); }
  return reason === '' ? 'failed in this version' : 'not in this version';
}
function stepAt(row, column) {
  var label = 'since ' + details.series[column].label + ' ';
  return (metric.steps || []).filter(function (s) { return s[0] === row && s[2].indexOf(label) === 0; })
    .map(function (s) { return s[2]; }).join(', ');
}
function withUnit(value) {
  var scale = scaleFor([value]), text = format(value, scale);
  return scale[0] ? text + ' ' + scale[0] : text;
}
// What a version's value is worth: its verdict, and the step that begins with it.
function wordsOf(row, column) {
  if (!isNumber(metric.values[row][column])) { return lackOf(row, column); }
  var isReference = column === referenceOf(row);
  return [!isReference ? '' : column === details.baseline ? 'baseline'
    : 'compared with this one, as ' + details.series[details.baseline].label + ' has none', saidOf(row, column), stepAt(row, column)]
    .filter(Boolean).join('; ');
}

function historyRow(row, column) {
  var value = metric.values[row][column], line = element('tr'), name = element('th', details.series[column].label);
  var percent = column === referenceOf(row) ? '' : formatPercent(percentOf(metric.values[row][referenceOf(row)], value));
  name.scope = 'row';
  line.append(name, element('td', isNumber(value) ? markOf(row, column) + withUnit(value) : cellText(row, column, undefined)),
    element('td', isNumber(value) ? percent : ''), element('td', wordsOf(row, column), 'words'));
  if (column === state.column) { line.className = 'chosen'; }
  return line;
}
function drawHistory(row) {
  var body = element('tbody'), top = element('thead'), head = element('tr');
  ['version', metric.name, 'change', 'verdict, or why there is none'].forEach(function (t) { head.append(element('th', t)); });
  head.lastChild.className = 'words';
  Array.from(head.children).forEach(function (th) { th.scope = 'col'; });
  top.append(head);
  details.series.forEach(function (s, c) { body.append(historyRow(row, c)); });
  $('history').replaceChildren(top, body);
}

// The values of a row in the unit of their axis, and how far they spread.
function lineOf(row) {
  var line = { x: [], y: [], above: [], below: [], text: [] };
  metric.values[row].forEach(function (v, c) {
    var low = metric.low && metric.low[row][c], high = metric.high && metric.high[row][c];
    if (!isNumber(v)) { return; }
    line.x.push(c);
    line.y.push(v);
    line.above.push(isNumber(high) ? Math.max(0, high - v) : 0);
    line.below.push(isNumber(low) ? Math.max(0, v - low) : 0);
    line.text.push(plain(details.series[c].label + ': ' + withUnit(v)));
  });
  return line;
}
function drawLine(row) {
  var line = lineOf(row), base = metric.values[row][referenceOf(row)];
  var most = Math.max.apply(null, line.y.map(function (v, i) { return v + line.above[i]; }).concat(0));
  var axis = ticksOf(0, most, false);
  $('line').hidden = !window.Plotly || !line.x.length;
  if ($('line').hidden) { return; }
  Plotly.react('line', {
    data: [{
      type: 'scatter', mode: 'lines+markers', x: line.x, y: line.y, line: { color: color('--mark') },
      error_y: { type: 'data', array: line.above, arrayminus: line.below, visible: true },
      hovertemplate: '%{text}<extra></extra>', text: line.text
    }],
    layout: dress({
      margin: { t: 10, r: 10, b: 40 }, height: 240, width: $('line').clientWidth, dragmode: false,
      xaxis: { tickmode: 'array', tickvals: details.series.map(function (s, c) { return c; }),
        ticktext: details.series.map(function (s) { return plain(shorter(s.label, 16)); }), automargin: true,
        range: [-0.5, details.series.length - 0.5] },
      yaxis: { range: [0, most * 1.06 || 1], tickmode: 'array', tickvals: axis.vals, ticktext: axis.texts, automargin: true },
      shapes: isNumber(base) ? [{ type: 'line', xref: 'paper', x0: 0, x1: 1, y0: base, y1: base,
        line: { color: color('--soft'), width: 1, dash: 'dash' } }] : []
    }),
    config: { displayModeBar: false }
  });
}

function drawPanel() {
  var row = state.chosen, values = row >= 0 && metric.values[row], head = details.head;
  $('detail').hidden = !values;
  $('app').classList.toggle('open', !!values);
  if (!values) { return; }
  $('detail-title').textContent = details.ids[row];
  $('detail-text').textContent = [metric.name, head === null ? '' : details.series[head].label + ' vs ' +
    details.series[referenceOf(row)].label + ': ' + formatPercent(percentAtHead(row)) + (changeOf(row)[1] ? ', ' + changeOf(row)[1] : ''),
    metric.spread ? 'whiskers: ' + metric.spread : ''].filter(Boolean).join(' \u00b7 ');
  drawHistory(row);
  drawLine(row);
  drawMade(row);
}

// Open the panel on a row (and a version), or close it by -1.  AT is where on the screen that was asked for.
function choose(row, column, at) {
  var wasOpen = state.chosen >= 0, scrolled = wasOpen && isSplit() ? $('main').scrollTop : window.scrollY;
  if (row >= 0 && !wasOpen) { opener = document.activeElement; }
  state.chosen = row;
  state.column = column;
  remember();
  drawPanel();
  markChosen();
  if (wasOpen !== row >= 0) { drawFigure(); } else { frameChosen(); }
  if (isSplit()) { // the page scrolls as a whole, or its upper part does
    if (row < 0) {
      window.scrollTo(0, scrolled);
    } else {
      $('main').scrollTop = scrolled + (at > $('main').clientHeight * 0.8 ? at - $('main').clientHeight / 2 : 0);
    }
  }
  if (row >= 0) {
    $('detail').scrollTop = 0;
    $('detail-title').focus({ preventScroll: true });
  } else if (opener && opener.isConnected) {
    opener.focus({ preventScroll: true });
  }
}
// Whether the panel stands below the rest and not beside it.
function isSplit() { return window.matchMedia('(max-width: 800px)').matches; }
