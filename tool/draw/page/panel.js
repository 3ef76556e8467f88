/* One benchmark by itself. */

function drawLine() {
  var open = state.chosen >= 0 && metric.values[state.chosen];
  $('detail').hidden = !open;
  if (!open) { return; }
  var r = state.chosen, x = [], y = [], above = [], below = [];
  $('detail-title').textContent = details.ids[r];
  details.series.forEach(function (s, c) {
    var v = metric.values[r][c];
    if (!isNumber(v)) { return; }
    x.push(c);
    y.push(v);
    above.push(metric.high && isNumber(metric.high[r][c]) ? Math.max(0, metric.high[r][c] - v) : 0);
    below.push(metric.low && isNumber(metric.low[r][c]) ? Math.max(0, v - metric.low[r][c]) : 0);
  });
  var words = details.series.map(function (s, c) {
    var v = metric.values[r][c];
    return s.label + ': ' + (isNumber(v) ? format(v, scaleFor([v])) + ' ' + scaleFor([v])[0] : cellText(r, c, undefined));
  });
  var steps = (metric.steps || []).filter(function (s) { return s[0] === r; }).map(function (s) { return s[2]; });
  $('detail-text').textContent = words.join(' \u00b7 ') + (metric.spread ? ' (whiskers: ' + metric.spread + ')' : '') +
    (steps.length ? '; ' + steps.join(', ') : '');
  if (!window.Plotly) { return; }
  Plotly.react('line', {
    data: [{
      type: 'scatter', mode: 'lines+markers', x: x, y: y, line: { color: color('--mark') },
      error_y: { type: 'data', array: above, arrayminus: below, visible: true },
      hovertemplate: '%{text}<extra></extra>',
      text: x.map(function (c) { return plain(words[c]); })
    }],
    layout: dress({
      margin: { t: 20, r: 10, b: 40 }, height: 340,
      xaxis: { tickmode: 'array', tickvals: details.series.map(function (s, c) { return c; }),
        ticktext: details.series.map(function (s) { return plain(shorter(s.label, 20)); }), automargin: true,
        range: [-0.5, details.series.length - 0.5] },
      yaxis: { title: { text: plain(metric.name) }, rangemode: 'tozero', tickformat: '.3s', ticksuffix: metric.unit, automargin: true }
    }),
    config: { responsive: true }
  });
}

function choose(row) {
  state.chosen = row;
  drawLine();
  drawTable();
  if (row >= 0) { $('detail').scrollIntoView({ block: 'nearest' }); }
}
