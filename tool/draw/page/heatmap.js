/* The view sweep: a heatmap of fold changes. */

function cellText(row, column, fold) {
  if (fold === undefined) { return details.failed[row + ',' + column] ? FAILED : MISSING; }
  if (fold !== fold) { return '0'; }
  if (!isFinite(fold)) { return '\u221e\u00d7'; }
  if (fold > 0 && fold < 0.005) { return '<0.01\u00d7'; }
  return fold < 99.995 ? fold.toFixed(2) + '\u00d7' : fold < 999.5 ? fold.toFixed(0) + '\u00d7' : Number(fold.toPrecision(3)) + '\u00d7';
}
function log2(fold) { return fold > 0 && isFinite(fold) ? Math.log2(fold) : null; }
function foldOf(row, column) {
  var value = metric.values[row][column], base = metric.values[row][details.baseline];
  return isNumber(value) && isNumber(base) ? value / base : undefined;
}

function isChanged(row, column) { return !!metric.changed && !!metric.changed[row + ',' + column]; }
function isFaded(row, column) { return !!metric.faded && !!metric.faded[row + ',' + column]; }
function isSame(row, column) {
  return !!(metric.verdicts && metric.verdicts[row][column]) && !isFaded(row, column) && !isChanged(row, column);
}
function isDoubtful(row, column) { return !!metric.doubtful && !!metric.doubtful[row + ',' + column]; }
// What stands before a value, and what is said of it.
function markOf(row, column) { return isFaded(row, column) ? '~' : isDoubtful(row, column) ? '?' : ''; }
function saidOf(row, column) {
  var said = metric.verdicts && metric.verdicts[row][column] || '';
  return isDoubtful(row, column) ? (said ? said + '; ' : '') + 'the same instructions: machine or cache' : said;
}
function partOf(trace, drawn, faded) { // opacity is that of a whole trace
  var part = copy(trace);
  if (faded) { part.opacity = 0.35; }
  ['z', 'text'].forEach(function (k) {
    part[k] = trace[k].map(function (line, i) {
      return line.map(function (v, c) { return isFaded(drawn[i], c) === faded ? v : k === 'z' ? null : ''; });
    });
  });
  return part;
}

function heatmap(drawn) {
  var f = copy({ layout: figure.layout }), axis = f.layout.yaxis;
  var end = f.layout.coloraxis.cmax;
  if (state.metric) {
    end = metric.bound;
    f.layout.coloraxis.cmin = -end;
    f.layout.coloraxis.cmax = end;
    f.layout.coloraxis.colorbar.tickvals = metric.ticks.map(function (t) { return t[0]; });
    f.layout.coloraxis.colorbar.ticktext = metric.ticks.map(function (t) { return t[1]; });
    f.layout.title.text = plain(metric.name + ' fold-change vs baseline (' + details.series[details.baseline].label + ')');
  }
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
  axis.tickmode = 'array';
  axis.tickvals = trace.y;
  axis.ticktext = drawn.map(function (r) { return plain(shorter(details.names[r], width < 700 ? 22 : 60)); });
  axis.title.text = '';
  f.layout.xaxis.title.text = '';
  f.layout.height = Math.max(220 + 22 * drawn.length, 320);
  f.layout.shapes = frameOf(drawn);
  f.layout.xaxis.side = 'top';
  f.layout.margin = { t: 80, l: 10, r: 10, b: 20 };
  Object.assign(f.layout.title, { yref: 'container', y: 1, yanchor: 'top', pad: { t: 12 } });
  Object.assign(f.layout.coloraxis.colorbar, { lenmode: 'pixels', len: Math.min(f.layout.height - 140, 420), y: 1, yanchor: 'top', thickness: 14 });
  f.data = judged ? [partOf(trace, drawn, false), partOf(trace, drawn, true)] : [trace];
  return f;
}
