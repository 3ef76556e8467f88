/* The view sweep: a heatmap of fold changes. */

function cellText(row, column, fold) {
  if (fold === undefined) { return details.failed[row + ',' + column] !== undefined ? FAILED : MISSING; }
  if (fold !== fold) { return '0'; }
  if (!isFinite(fold)) { return '\u221e\u00d7'; }
  if (fold > 0 && fold < 0.005) { return '<0.01\u00d7'; }
  return fold < 99.995 ? fold.toFixed(2) + '\u00d7' : fold < 999.5 ? fold.toFixed(0) + '\u00d7' : Number(fold.toPrecision(3)) + '\u00d7';
}
function log2(fold) { return fold > 0 && isFinite(fold) ? Math.log2(fold) : null; }
function foldOf(row, column) {
  var value = metric.values[row][column], base = metric.values[row][referenceOf(row)];
  return isNumber(value) && isNumber(base) ? value / base : undefined;
}

function isChanged(row, column) { return !!metric.changed && !!metric.changed[row + ',' + column]; }
function isFaded(row, column) { return !!metric.faded && !!metric.faded[row + ',' + column]; }
function isSame(row, column) {
  if (metric.verdicts && metric.verdicts[row][column]) { return !isFaded(row, column) && !isChanged(row, column); }
  var percent = percentOf(metric.values[row][referenceOf(row)], metric.values[row][column]);
  return percent !== null && Math.abs(percent) <= metric.limit;
}
function isDoubtful(row, column) { return !!metric.doubtful && !!metric.doubtful[row + ',' + column]; }
// What stands before a value, and what is said of it.
function markOf(row, column) { return isFaded(row, column) ? '~' : isDoubtful(row, column) ? '?' : ''; }
function saidOf(row, column) {
  var said = metric.verdicts && metric.verdicts[row][column] || '';
  return isDoubtful(row, column) ? (said ? said + '; ' : '') + 'the same instructions: machine or cache' : said;
}
// A trace has one colour of text and one scale of colours, so there is one for each that is needed.
function partsOf(trace, drawn, end) {
  var box = channels(color('--box')), kinds = [];
  var kindOf = trace.z.map(function (line, i) {
    return line.map(function (z, c) {
      var faded = isFaded(drawn[i], c) && z !== null, ink = inkOn(z === null ? box : colorAt(z / end, faded)), kind = faded + ink;
      if (kinds.indexOf(kind) < 0) { kinds.push(kind); }
      return kind;
    });
  });
  return kinds.map(function (kind) {
    var part = Object.assign({}, trace);
    if (kind.slice(0, 4) === 'true') { part.coloraxis = 'coloraxis2'; }
    part.textfont = Object.assign({}, trace.textfont, { color: kind.slice(-7) });
    ['z', 'text'].forEach(function (k) {
      part[k] = trace[k].map(function (line, i) {
        return line.map(function (v, c) { return kindOf[i][c] === kind ? v : k === 'z' ? null : ''; });
      });
    });
    return part;
  });
}

// Where the colours end in log2, and their ticks.
function scaleOfMap() {
  var axis = figure.layout.coloraxis;
  return state.metric ? { end: metric.bound, ticks: metric.ticks }
    : { end: axis.cmax, ticks: axis.colorbar.tickvals.map(function (v, i) { return [v, axis.colorbar.ticktext[i]]; }) };
}
function cellWidth(names) {
  var longest = names.reduce(function (most, n) { return Math.max(most, n.length); }, 1);
  return (plotWidth() - longest * letterWidth() - 30) / details.series.length;
}
// As large as cells let it.
function textSize(texts, cell) {
  var most = 1;
  texts.forEach(function (line) { line.forEach(function (t) { most = Math.max(most, t.replace(/&\w+;/g, '<').length); }); });
  return Math.min(12, Math.floor(cell / (most * 0.64)));
}
// The labels that have room, the last among them; upright where they are too long.
function labelColumns(axis, cell) {
  var every = Math.max(1, Math.ceil(14 / cell)), last = details.series.length - 1;
  var texts = isNarrow() ? details.series.map(function (s) { return plain(shorter(s.label, 12)); }) : axis.ticktext;
  function hasRoom(t, c) { return (last - c) % every === 0; }
  var longest = texts.join('<br>').split('<br>').reduce(function (most, t) { return Math.max(most, t.length); }, 1);
  axis.tickangle = longest * letterWidth() + 6 > cell ? -90 : 0;
  axis.ticktext = texts.filter(hasRoom);
  axis.tickvals = details.series.map(labelOf).filter(hasRoom);
}

function heatmap(drawn) {
  var f = copy({ layout: figure.layout }), axis = f.layout.yaxis, end = scaleOfMap().end, size, cell;
  var names = drawn.map(fittingName);
  var digits = metric.large ? '.4s' : '.4g', judged = metric.verdicts, trace = {
    type: 'heatmap', coloraxis: 'coloraxis', hoverongaps: false, texttemplate: '%{text}',
    x: details.series.map(labelOf),
    y: drawn.map(function (r) { return details.ids[r]; }),
    z: [], text: [], customdata: [], hovertext: [],
    hovertemplate: 'id: %{hovertext}<br>snapshot: %{x}<br>fold: %{text}<br>' + plain(metric.name) + ': ' +
      (judged ? '%{customdata[0]:' + digits + '}' + metric.unit + '<br>%{customdata[1]}' : '%{customdata:' + digits + '}' + metric.unit) + '<extra></extra>'
  };
  drawn.forEach(function (r) {
    var z = [], text = [];
    details.series.forEach(function (s, c) {
      var fold = foldOf(r, c), log = fold === undefined ? null : log2(fold);
      z.push(fold === undefined ? null : isSame(r, c) ? 0 : log !== null ? log : fold !== fold ? 0 : fold > 0 ? end : -end);
      text.push(markOf(r, c) + plain(cellText(r, c, fold)));
    });
    var id = plain(shorter(details.ids[r], 400));
    trace.z.push(z);
    trace.text.push(text);
    trace.customdata.push(judged ? metric.values[r].map(function (v, c) { return [v, saidOf(r, c)]; }) : metric.values[r]);
    trace.hovertext.push(z.map(function () { return id; }));
  });
  cell = cellWidth(names);
  size = textSize(trace.text, cell);
  if (size < 8) { delete trace.texttemplate; } else { trace.textfont = { size: size }; }
  axis.tickmode = 'array';
  axis.tickvals = trace.y;
  axis.ticktext = names.map(plain);
  delete axis.title;
  delete f.layout.xaxis.title;
  labelColumns(f.layout.xaxis, cell);
  f.layout.height = Math.max(60 + 22 * drawn.length, 120);
  f.layout.shapes = frameOf(drawn);
  f.layout.xaxis.side = 'top';
  f.layout.margin = { t: 40, l: 10, r: 10, b: 10 };
  f.layout.dragmode = false;
  Object.assign(f.layout.coloraxis, { cmin: -end, cmax: end, cmid: 0, showscale: false });
  delete f.layout.title;
  f.title = metric.name + ' fold-change vs baseline (' + details.series[details.baseline].label + ')';
  f.scale = { ticks: scaleOfMap().ticks.map(function (t) { return [t[0] / end, t[1]]; }) };
  f.layout.coloraxis2 = Object.assign({}, f.layout.coloraxis, { colorscale: colorscale(true) });
  f.data = partsOf(trace, drawn, end);
  return f;
}
