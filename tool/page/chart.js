/* The other views: bars, dots and lines, as the program made them, in the units that values have. */

var COST_AXIS = { compare: 'x', scatter: 'x', scaling: 'y' }; // which one has the metric's unit

function withoutUnit(title) { return title.replace(/ \((seconds|bytes)\)/, ''); }
function withSign(value) { return (value > 0 ? '+' : value < 0 ? '-' : '') + withUnit(Math.abs(value)); }

function escaped(template) {
  return template.split(/(<\/?b>|<br>|<extra><\/extra>|%\{[xy]\}|%\{hovertext\}|%\{text\}|%\{marker\.color\})/)
    .map(function (part, i) { return i % 2 ? part : plain(part); }).join('');
}
function keepOf(list, ids, kept) { return list.filter(function (v, i) { return kept[ids[i]]; }); }
function sayVerdicts(trace, said) { // of each point, before any is left out
  if (!said || trace.error_y || !trace.marker) { return; }
  trace.text = said.map(function (s) { return s[0]; });
  trace.marker.opacity = said.map(function (s) { return s[1] ? FADED : 1; });
  trace.hovertemplate = trace.hovertemplate.replace('<extra></extra>', '<br>%{text}<extra></extra>');
}
// Of each point its id for clicks, and as texts what it costs and, by its colour, how that changed.
function sayCosts(trace, ids) {
  var axis = COST_AXIS[details.view], tell = axis === 'x' && details.view === 'compare' ? withSign : withUnit;
  var colors = trace.marker && Array.isArray(trace.marker.color) ? trace.marker.color : [];
  trace.customdata = ids.map(function (id, i) {
    return metric.label ? [id, trace[axis][i], colors[i]] : [id, tell(trace[axis][i]), isNumber(colors[i]) ? withSign(colors[i]) : ''];
  });
  if (trace.hovertemplate) {
    trace.hovertemplate = withoutUnit(withoutUnit(trace.hovertemplate))
      .replace('=%{' + axis + '}', '=%{customdata[1]}').replace('%{marker.color}', '%{customdata[2]}');
  }
  if (trace.type === 'bar') { trace.texttemplate = isNarrow() ? '' : '%{customdata[1]}'; }
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
  if (trace.hovertemplate) { trace.hovertemplate = escaped(trace.hovertemplate); }
  sayCosts(trace, ids.filter(function (id) { return kept[id]; }));
  trace.name = plain(trace.name);
  trace.legendgroup = trace.name;
  if (trace.hovertext) { trace.hovertext = trace.hovertext.map(function (t) { return plain(shorter(t, 400)); }); }
  if (trace.type === 'bar') {
    // Plotly takes the numbers for colours where it chooses a text's, and complains.
    trace.marker = {
      color: trace.marker.color.map(function (v) { return textOf(colorAt(v / axis.cmax)); }),
      opacity: trace.marker.opacity
    };
    trace.hovertemplate = trace.hovertemplate.replace('%{y}', '%{hovertext}');
    trace.hovertext = trace.y.map(function (id) { return plain(shorter(id, 400)); });
    trace.y.forEach(function (id) { names[id] = true; });
  }
}
// How far a cost axis reaches: over all its traces, in all frames.
function reachOf(shown, name) {
  var low = Infinity, high = -Infinity, letter = name[0], own = letter + name.slice(5);
  var shared = !shown.layout[name].matches && !Object.keys(shown.layout).some(function (k) { return shown.layout[k].matches === own; });
  [shown].concat(shown.frames || []).forEach(function (f) {
    f.data.forEach(function (t) {
      if (shared && (t[letter + 'axis'] || letter) !== own) { return; }
      t[letter].forEach(function (v) { if (isNumber(v)) { low = Math.min(low, v); high = Math.max(high, v); } });
    });
  });
  return [low, high];
}
// Ticks where the axis reaches now: as far as it was zoomed, else as far as there are values.
function costTicks(axis, reach) {
  var isLog = axis.type === 'log', ticks;
  if (axis.range && isNumber(axis.range[0])) { reach = isLog ? axis.range.map(function (r) { return Math.pow(10, r); }) : axis.range; }
  if (!isFinite(reach[0])) { return {}; }
  if (!isLog) { reach = [Math.min(reach[0], 0), Math.max(reach[1], 0)]; }
  ticks = ticksOf(Math.min(reach[0], reach[1]), Math.max(reach[0], reach[1]), isLog);
  return { tickmode: 'array', tickvals: ticks.vals, ticktext: ticks.texts };
}
function ratioTicks(axis) {
  var reach = axis.range || [-1, 1], vals = [], power;
  for (power = Math.floor(reach[0]); power <= reach[1]; power++) {
    [1, 2, 5].forEach(function (n) { vals.push(n * Math.pow(10, power)); });
  }
  if (vals.length > 15) { vals = vals.filter(function (v, i) { return i % 3 === 0; }); }
  return { tickmode: 'array', tickvals: vals, ticktext: vals.map(function (v) { return Number(v.toPrecision(3)) + '\u00d7'; }) };
}
function costAxes(layout) {
  var form = new RegExp('^' + COST_AXIS[details.view] + 'axis\\d*$');
  return metric.label ? [] : Object.keys(layout).filter(function (k) { return form.test(k); });
}
function dressLayout(shown) {
  var layout = shown.layout;
  shown.title = layout.title.text;
  delete layout.title;
  layout.margin = { t: 40, r: 20 };
  (layout.annotations || []).forEach(function (a) { a.text = plain(a.text); });
  if (layout.legend && layout.legend.title) { layout.legend.title.text = plain(layout.legend.title.text); }
  if (layout.legend && isNarrow()) { Object.assign(layout.legend, { orientation: 'h', y: -0.25, yanchor: 'top' }); }
  Object.keys(layout).forEach(function (k) {
    if (!/^[xy]axis/.test(k)) { return; }
    layout[k].automargin = true;
    if (layout[k].title) { layout[k].title.text = plain(withoutUnit(layout[k].title.text)); }
  });
  costAxes(layout).forEach(function (k) {
    Object.assign(layout[k], costTicks(layout[k], reachOf(shown, k)), { ticksuffix: '', minor: {} });
    delete layout[k].tickformat;
  });
  if (details.view === 'scatter') {
    Object.keys(layout).forEach(function (k) { if (/^yaxis/.test(k)) { Object.assign(layout[k], ratioTicks(layout[k])); } });
  }
  if (details.view === 'compare' && !isNarrow()) { // room for the texts at the ends of bars
    costAxes(layout).forEach(function (k) {
      var reach = reachOf(shown, k), least = Math.min(reach[0], 0), most = Math.max(reach[1], 0);
      var room = (most - least) * Math.min(0.45, 90 / (plotWidth() * 0.6)) || 1;
      layout[k].range = [least < 0 ? least - room : -room / 20, most > 0 ? most + room : room / 20];
    });
  }
  if (isNarrow()) { layout.dragmode = false; }
  dressScale(shown);
}
// The colours of dots get their own ticks; bars tell by their length.
function dressScale(shown) {
  var axis = shown.layout.coloraxis, end = axis && axis.cmax, ticks;
  if (!axis) { return; }
  if (shown.data.some(function (t) { return t.type !== 'bar'; })) {
    ticks = metric.label ? { vals: [-end, 0, end], texts: [-end, 0, end].map(withCommasPlain) } : linearTicks(-end, end);
    shown.scale = { title: withoutUnit(axis.colorbar.title.text), ticks: ticks.vals.map(function (v, i) { return [v / end, ticks.texts[i]]; }) };
  }
  axis.showscale = false;
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
  dressLayout(shown);
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
    axis.ticktext = order.map(function (id) { return plain(fittingName(details.ids.indexOf(id))); });
  });
  shown.layout.height = Math.max(300, order.length * 22 + 160);
}
