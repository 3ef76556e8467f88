/* The figure put onto the page, by day and by night. */

function dress(layout) { // by day and by night
  layout.paper_bgcolor = color('--back');
  layout.plot_bgcolor = color('--box');
  layout.font = { color: color('--ink') };
  Object.keys(layout).forEach(function (k) {
    if (/^[xy]axis/.test(k)) { layout[k].gridcolor = color('--rule'); layout[k].zerolinecolor = color('--rule'); }
  });
  if (layout.coloraxis && isDark()) { layout.coloraxis.colorscale[1][1] = DARK_MIDDLE; }
  return layout;
}
var CONFIG = { responsive: true, displaylogo: false,
  modeBarButtons: [['toImage', 'zoom2d', 'pan2d', 'resetScale2d']] };

function rowClicked(event) {
  var point = event.points[0], isMap = details.view === 'sweep';
  var id = isMap ? point.y : point.customdata;
  choose(details.ids.indexOf(id), isMap ? details.series.map(labelOf).indexOf(point.x) : -1, event.event.clientY);
}
function drawFigure() {
  var drawn = drawnRows();
  var f = details.view === 'sweep' ? heatmap(drawn) : chart();
  $('status').textContent = rows.length + ' of ' + details.ids.length + ' benchmarks' +
    (drawn.length < rows.length ? ', the first ' + drawn.length + ' are shown' : '');
  $('all').hidden = drawn.length === rows.length;
  drawNothing(f !== null);
  if (!rows.length || f === null || !window.Plotly) { return; }
  Plotly.react('plot', { data: f.data, layout: dress(f.layout), frames: f.frames || [], config: CONFIG }).then(function () {
    if (!$('plot').benchmemClick) {
      $('plot').benchmemClick = true;
      $('plot').on('plotly_click', rowClicked);
    }
    fitFigure();
    document.body.dataset.drawn = String(Number(document.body.dataset.drawn || 0) + 1);
  });
}

// A frame around the chosen row.
function frameOf(drawn) {
  var at = drawn.indexOf(state.chosen);
  return details.view !== 'sweep' || at < 0 ? [] : [{ type: 'rect', xref: 'paper', x0: 0, x1: 1, yref: 'y',
    y0: at - 0.5, y1: at + 0.5, line: { color: color('--mark'), width: 2 } }];
}
function isDrawn() { return window.Plotly && !$('plot').hidden && $('plot').layout; }
// What is chosen is marked in the figure and in the table.
function markChosen() {
  if (isDrawn() && details.view === 'sweep') { Plotly.relayout('plot', { shapes: frameOf(drawnRows()) }); }
  Array.from($('table').tBodies[0].rows).forEach(function (tr) {
    tr.className = tr.dataset.id === details.ids[state.chosen] ? 'chosen' : '';
  });
}
// The figure gets the width that is there now.
function fitFigure() {
  if (isDrawn() && $('plot').firstChild.clientWidth !== $('plot').clientWidth) { Plotly.Plots.resize('plot'); }
}
