/* The other views: bars, dots and lines, as the program made them. */

function escaped(template) {
  return template.split(/(<\/?b>|<br>|<extra><\/extra>|%\{[xy]\}|%\{hovertext\}|%\{text\}|%\{marker\.color\})/)
    .map(function (part, i) { return i % 2 ? part : plain(part); }).join('');
}
function keepOf(list, ids, kept) { return list.filter(function (v, i) { return kept[ids[i]]; }); }
function sayVerdicts(trace, said) { // of each point, before any is left out
  if (!said || trace.error_y || !trace.marker) { return; }
  trace.text = said.map(function (s) { return s[0]; });
  trace.marker.opacity = said.map(function (s) { return s[1] ? 0.35 : 1; });
  trace.hovertemplate = trace.hovertemplate.replace('<extra></extra>', '<br>%{text}<extra></extra>');
}
function dressTrace(trace, ids, kept, names, axis) {
  ['x', 'y', 'hovertext', 'text'].forEach(function (k) { if (Array.isArray(trace[k])) { trace[k] = keepOf(trace[k], ids, kept); } });
  ['color', 'opacity'].forEach(function (k) {
    if (trace.marker && Array.isArray(trace.marker[k])) { trace.marker[k] = keepOf(trace.marker[k], ids, kept); }
  });
  if (trace.error_y) {
    trace.error_y.array = keepOf(trace.error_y.array, ids, kept);
    trace.error_y.arrayminus = keepOf(trace.error_y.arrayminus, ids, kept);
  }
  trace.customdata = ids.filter(function (id) { return kept[id]; });
  trace.name = plain(trace.name);
  trace.legendgroup = trace.name;
  if (trace.hovertemplate) { trace.hovertemplate = escaped(trace.hovertemplate); }
  if (trace.hovertext) { trace.hovertext = trace.hovertext.map(function (t) { return plain(shorter(t, 400)); }); }
  if (trace.type === 'bar') {
    // Plotly takes the numbers for colours where it chooses a text's, and complains.
    trace.marker = {
      color: trace.marker.color.map(function (v) { return colorAt(v / axis.cmax, axis.colorscale); }),
      opacity: trace.marker.opacity
    };
    trace.hovertemplate = trace.hovertemplate.replace('%{marker.color}', '%{x}');
    trace.hovertemplate = trace.hovertemplate.replace('%{y}', '%{hovertext}');
    trace.hovertext = trace.y.map(function (id) { return plain(shorter(id, 400)); });
    trace.y.forEach(function (id) { names[id] = true; });
  }
}
function chart() {
  var shown = state.metric === 0 ? copy(figure) : metric.figure ? copy(metric.figure) : null;
  var kept = Object.create(null), names = Object.create(null);
  if (!shown) { return null; }
  rows.forEach(function (r) { kept[details.ids[r]] = true; });
  var own = copy(metric.points);
  var dressAll = function (traces, k) {
    traces.forEach(function (t, i) {
      sayVerdicts(t, metric.said && metric.said[k][i]);
      dressTrace(t, own[k][i].map(nameOf), kept, names, shown.layout.coloraxis);
    });
  };
  dressAll(shown.data, 0);
  (shown.frames || []).forEach(function (f, k) { dressAll(f.data, k); });
  var layout = shown.layout;
  layout.title.text = plain(layout.title.text);
  (layout.annotations || []).forEach(function (a) { a.text = plain(a.text); });
  if (layout.legend && layout.legend.title) { layout.legend.title.text = plain(layout.legend.title.text); }
  Object.keys(layout).forEach(function (k) {
    if (/^[xy]axis/.test(k)) { layout[k].automargin = true; if (layout[k].title) { layout[k].title.text = plain(layout[k].title.text); } }
  });
  if (shown.data.length && shown.data[0].type === 'bar') { arrangeBars(shown, Object.keys(names)); }
  return shown;
}
function nameOf(row) { return details.ids[row]; }
function arrangeBars(shown, ids) {
  var order = rows.map(nameOf).filter(function (id) { return ids.indexOf(id) >= 0; });
  Object.keys(shown.layout).forEach(function (k) {
    if (!/^yaxis/.test(k)) { return; }
    var axis = shown.layout[k];
    if (state.sort !== 'change') { axis.categoryorder = 'array'; axis.categoryarray = order.slice().reverse(); }
    axis.tickmode = 'array';
    axis.tickvals = order;
    axis.ticktext = order.map(function (id) { return plain(shorter(details.names[details.ids.indexOf(id)], width < 700 ? 22 : 60)); });
  });
  shown.layout.height = Math.max(300, order.length * 22 + 160);
}
