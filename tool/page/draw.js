/* The figure put onto the page, by day and by night. */

function isNarrow() { return width < 700; }
function letterWidth() { return isNarrow() ? 5.7 : 6.8; } // in the figure, on average
function plotWidth() { return $('picture').clientWidth; }
// A row's name in at most two fifths of the width, as the program made it short.
var LONGEST = Math.max.apply(null, details.names.map(function (n) { return n.length; }).concat(0));
function fittingName(row) {
  var most = Math.max(20, plotWidth() * 0.4 / letterWidth());
  var fitting = LONGEST > most && details.short.filter(function (s) { return s[0] <= most; })[0];
  return fitting ? fitting[1][row] : details.names[row];
}
function dress(layout) {
  layout.paper_bgcolor = color('--back');
  layout.plot_bgcolor = color('--box');
  layout.font = { color: color('--ink'), size: isNarrow() ? 10 : 12 };
  Object.keys(layout).forEach(function (k) {
    if (/^[xy]axis/.test(k)) { layout[k].gridcolor = color('--rule'); layout[k].zerolinecolor = color('--rule'); }
  });
  if (layout.coloraxis) { layout.coloraxis.colorscale = colorscale(false); }
  return layout;
}

// What the colours mean; no tick stands so near to another that they could not be told apart.
function drawColors(scale) {
  var bar = $('colors-bar'), last = -2, apart = 90 / Math.min(340, plotWidth() - 160);
  $('colors').hidden = !scale;
  if (!scale) { return; }
  bar.style.background = 'linear-gradient(to right, ' + colorscale(false).map(function (s) { return s[1]; }).join(', ') + ')';
  $('colors-title').textContent = scale.title || '';
  $('colors-less').textContent = metric.less;
  $('colors-more').textContent = metric.more;
  bar.replaceChildren();
  scale.ticks.forEach(function (t) {
    var tick = element('span', t[1]), isMiddle = Math.abs(t[0]) < 1e-9;
    if (Math.abs(t[0]) > 1 || t[0] - last < apart || !isMiddle && Math.abs(t[0]) < apart) { return; }
    tick.style.left = (t[0] + 1) * 50 + '%';
    bar.append(tick);
    last = t[0];
  });
}

function rowClicked(event) {
  var point = event.points[0], isMap = details.view === 'sweep';
  var id = isMap ? point.y : point.customdata[0];
  choose(details.ids.indexOf(id), isMap ? details.series.map(labelOf).indexOf(point.x) : -1, event.event.clientY);
}
// Zoomed: ticks for what is in sight now.
function zoomed(event) {
  var plot = $('plot'), update = {}, names = details.view === 'sweep' ? [] : costAxes(plot.layout);
  if (!Object.keys(event).some(function (k) { return /axis\d*\.(range|autorange)/.test(k); })) { return; }
  names.forEach(function (k) {
    var ticks = costTicks(plot.layout[k], [NaN, NaN]);
    Object.keys(ticks).forEach(function (t) { update[k + '.' + t] = ticks[t]; });
  });
  if (names.length) { Plotly.relayout(plot, update); }
}
function configOf(isMap) { // a heatmap has nothing to zoom into, a phone scrolls where a mouse would drag
  return { displaylogo: false, displayModeBar: !isMap && !isNarrow(),
    modeBarButtons: [['toImage', 'zoom2d', 'pan2d', 'resetScale2d']] };
}
function drawFigure() {
  var drawn = drawnRows(), isMap = details.view === 'sweep', f, layout;
  $('picture').hidden = false;
  f = isMap ? heatmap(drawn) : chart();
  $('status').textContent = rows.length + ' of ' + details.ids.length + ' benchmarks' +
    (drawn.length < rows.length ? ', the first ' + drawn.length + ' are shown' : '');
  $('all').hidden = drawn.length === rows.length;
  drawNothing(f !== null);
  if (!rows.length || f === null) { return; }
  layout = dress(f.layout);
  layout.width = plotWidth();
  $('figure-title').textContent = f.title;
  drawColors(f.scale);
  if (!window.Plotly) { return; }
  Plotly.react('plot', { data: f.data, layout: layout, frames: f.frames || [], config: configOf(isMap) }).then(function () {
    if (!$('plot').benchmemClick) {
      $('plot').benchmemClick = true;
      $('plot').on('plotly_click', rowClicked);
      $('plot').on('plotly_relayout', zoomed);
    }
    document.body.dataset.drawn = String(Number(document.body.dataset.drawn || 0) + 1);
  });
}

// A frame around the chosen row.
function frameOf(drawn) {
  var at = drawn.indexOf(state.chosen);
  return details.view !== 'sweep' || at < 0 ? [] : [{ type: 'rect', xref: 'paper', x0: 0, x1: 1, yref: 'y',
    y0: at - 0.5, y1: at + 0.5, line: { color: color('--mark'), width: 2 } }];
}
function frameChosen() {
  if (window.Plotly && details.view === 'sweep' && $('plot').layout && !$('picture').hidden) {
    Plotly.relayout('plot', { shapes: frameOf(drawnRows()) });
  }
}
