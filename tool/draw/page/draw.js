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
function drawFigure() {
  var drawn = state.all ? rows : rows.slice(0, MOST_ROWS);
  var f = details.view === 'sweep' ? heatmap(drawn) : chart();
  $('status').textContent = rows.length + ' of ' + details.ids.length + ' benchmarks' +
    (drawn.length < rows.length ? ', the first ' + drawn.length + ' are shown' : '');
  $('all').hidden = drawn.length === rows.length;
  $('nothing').hidden = rows.length > 0 && f !== null;
  $('plot').hidden = !rows.length || f === null;
  if (!rows.length || f === null || !window.Plotly) { return; }
  Plotly.react('plot', { data: f.data, layout: dress(f.layout), frames: f.frames || [], config: { responsive: true } }).then(function () {
    if (!$('plot').benchmemClick) {
      $('plot').benchmemClick = true;
      $('plot').on('plotly_click', function (event) {
        var point = event.points[0];
        var id = details.view === 'sweep' ? point.y : point.customdata;
        choose(details.ids.indexOf(id));
      });
    }
    document.body.dataset.drawn = String(Number(document.body.dataset.drawn || 0) + 1);
  });
}
