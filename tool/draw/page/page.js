/* The page around a figure: switches metrics, filters, sorts, shows a benchmark by itself.
 *
 * Two elements hold the data: #figure, a Plotly figure as the program made it, and #details, every
 * benchmark's values per metric.  Nothing here puts text into the page as markup, and Plotly, which
 * reads its texts as markup, gets them escaped.
 */
(function () {
  'use strict';

  var MOST_ROWS = 400; // drawn or listed before somebody asks for all
  var MISSING = '\u2014', FAILED = '\u2717', DARK_MIDDLE = '#2a2f35';

  function $(id) { return document.getElementById(id); }
  function parsed(id) { return JSON.parse($(id).textContent); }
  function copy(value) { return JSON.parse(JSON.stringify(value)); }
  function isNumber(x) { return typeof x === 'number'; }
  function plain(text) {
    return String(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  }
  function shorter(text, most) {
    var letters = Array.from(String(text)), head = Math.floor(most / 3);
    return letters.length <= most ? String(text)
      : letters.slice(0, head).join('') + '\u2026' + letters.slice(letters.length - (most - head - 1)).join('');
  }
  function element(name, text, className) {
    var e = document.createElement(name);
    if (text !== undefined) { e.textContent = text; }
    if (className) { e.className = className; }
    return e;
  }

  var figure = parsed('figure'), details = parsed('details');
  var state = { metric: 0, filter: '', sort: 'name', chosen: -1, all: false };
  var metric, rows = [];
  var width = document.documentElement.clientWidth;

  // ---- numbers as the program writes them ----

  var SCALES = {
    s: [['ns', 1e-9], ['\u00b5s', 1e-6], ['ms', 1e-3], ['s', 1]],
    B: [['B', 1], ['KiB', 1024], ['MiB', 1048576], ['GiB', 1073741824], ['TiB', 1099511627776]],
    '': [['', 1]],
    large: [['', 1], ['k', 1e3], ['M', 1e6], ['G', 1e9], ['T', 1e12]]
  };

  function scaleFor(values) {
    var scales = SCALES[metric.large ? 'large' : metric.unit], sum = 0, count = 0, i = 0;
    values.forEach(function (v) { if (isNumber(v) && v > 0) { sum += Math.log(v); count += 1; } });
    if (!count) { return metric.unit === 's' ? scales[3] : scales[0]; }
    var anchor = Math.exp(sum / count) * (1 + 1e-9);
    while (i + 1 < scales.length && anchor >= scales[i + 1][1]) { i += 1; }
    return scales[i];
  }
  function withCommas(digits) { return digits.replace(/\B(?=(\d{3})+(?!\d))/g, ','); }
  function format(value, scale) {
    if (metric.label) { return withCommasPlain(value); }
    if (metric.unit !== 's' && scale[1] <= 1) { return withCommas(value.toFixed(0)); }
    var shown = value / scale[1], size = Math.abs(shown);
    var decimals = size === 0 ? 0 : 3 - Math.floor(Math.log10(size));
    if (decimals > 0 && size > 0 && Math.round(size * Math.pow(10, decimals)) >= 1e4) { decimals -= 1; }
    return shown.toFixed(Math.max(0, Math.min(9, decimals)));
  }
  function withCommasPlain(value) {
    return Number.isInteger(value) ? withCommas(String(value)) : String(Number(value.toPrecision(4)));
  }
  function percentOf(base, head) {
    if (!isNumber(base) || !isNumber(head)) { return null; }
    return base === 0 ? (head === 0 ? 0 : Infinity) : (head - base) / base * 100;
  }
  function formatPercent(percent) {
    if (percent === null) { return MISSING; }
    if (!isFinite(percent)) { return '+inf%'; }
    var text = percent.toFixed(1);
    return text === '0.0' || text === '-0.0' ? '0.0%' : (percent > 0 ? '+' : '') + text + '%';
  }
  function formatRatio(ratio) {
    return ratio < 0.095 ? Number(ratio.toPrecision(2)) + '\u00d7' : ratio.toFixed(ratio < 99.5 ? 2 : 0) + '\u00d7';
  }

  // ---- which rows, in which order ----

  function lowOf(row) { return (metric.low || metric.values)[row]; }
  function headOf() { return details.head; }
  function worstOf(row) { // the largest fold change
    var values = metric.values[row], base = values[details.baseline], most = -Infinity;
    values.forEach(function (v) { if (isNumber(v) && isNumber(base)) { most = Math.max(most, base ? v / base : v ? Infinity : 1); } });
    return most;
  }
  function valueOf(row) { // the last there is
    var values = metric.values[row];
    for (var i = values.length - 1; i >= 0; i--) { if (isNumber(values[i])) { return values[i]; } }
    return -Infinity;
  }
  function chooseRows() {
    var wanted = state.filter.toLowerCase().split(/\s+/).filter(Boolean);
    rows = details.ids.map(function (id, i) { return i; }).filter(function (i) {
      var id = details.ids[i].toLowerCase();
      return metric.values[i].some(isNumber) && wanted.every(function (w) { return id.indexOf(w) >= 0; });
    });
    var key = state.sort === 'change' ? worstOf : valueOf;
    if (state.sort !== 'name') {
      rows = rows.map(function (i) { return [key(i), i]; })
        .sort(function (a, b) { return b[0] === a[0] ? a[1] - b[1] : b[0] > a[0] ? 1 : -1; })
        .map(function (pair) { return pair[1]; });
    }
  }

  // ---- the heatmap ----

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
      x: details.series.map(function (s) { return s.label; }),
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
    f.layout.xaxis.side = 'top';
    f.layout.margin = { t: 80, l: 10, r: 10, b: 20 };
    Object.assign(f.layout.title, { yref: 'container', y: 1, yanchor: 'top', pad: { t: 12 } });
    Object.assign(f.layout.coloraxis.colorbar, { lenmode: 'pixels', len: Math.min(f.layout.height - 140, 420), y: 1, yanchor: 'top', thickness: 14 });
    f.data = judged ? [partOf(trace, drawn, false), partOf(trace, drawn, true)] : [trace];
    return f;
  }

  // ---- the other views ----

  function escaped(template) {
    return template.split(/(<\/?b>|<br>|<extra><\/extra>|%\{[xy]\}|%\{hovertext\}|%\{text\}|%\{marker\.color\})/)
      .map(function (part, i) { return i % 2 ? part : plain(part); }).join('');
  }
  var NAMED = { green: [0, 128, 0], white: [255, 255, 255], red: [255, 0, 0] };
  function channels(text) {
    return NAMED[text] || [1, 3, 5].map(function (i) { return parseInt(text.slice(i, i + 2), 16); });
  }
  function colorAt(part, scale) { // part is from -1 to 1, the scale has its middle second
    var end = channels(scale[part < 0 ? 0 : 2][1]), middle = channels(isDark() ? DARK_MIDDLE : scale[1][1]);
    var size = Math.min(Math.abs(part) || 0, 1);
    return 'rgb(' + middle.map(function (m, i) { return Math.round(m + (end[i] - m) * size); }).join(',') + ')';
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

  // ---- drawing ----

  function color(name) { return getComputedStyle(document.documentElement).getPropertyValue(name).trim(); }
  function isDark() { return window.matchMedia('(prefers-color-scheme: dark)').matches; }
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

  // ---- the table ----

  function rank(values, texts) {
    var best = -1, worst = -1;
    values.forEach(function (v, i) {
      if (!isNumber(v)) { return; }
      if (best < 0 || v < values[best]) { best = i; }
      if (worst < 0 || v > values[worst]) { worst = i; }
    });
    return texts.map(function (t) {
      if (best < 0 || texts[best] === texts[worst] || metric.label) { return ''; }
      return t === texts[best] ? 'best' : t === texts[worst] ? 'worst' : '';
    });
  }
  // As in the terminal: differences only.  What is the same ranks as the baseline does, what is unclear not at all.
  function rankOf(r, values, texts) {
    var verdicts = metric.verdicts && metric.verdicts[r], as;
    if (!verdicts || !verdicts.some(Boolean)) { return rank(values, texts); }
    if (!values.some(function (v, c) { return isChanged(r, c); })) { return texts.map(function () { return ''; }); }
    as = values.map(function (v, c) {
      return isFaded(r, c) ? -1 : isChanged(r, c) || !verdicts[c] ? c : details.baseline;
    });
    return rank(as.map(function (c) { return c < 0 ? null : values[c]; }), as.map(function (c) { return c < 0 ? '' : texts[c]; }));
  }
  function tableRow(r) {
    var values = lowOf(r), scale = scaleFor(values), row = element('tr'), name = element('th');
    var button = element('button', details.names[r]);
    var texts = values.map(function (v, c) { return isNumber(v) ? format(v, scale) : cellText(r, c, undefined); });
    var classes = rankOf(r, values, texts);
    button.type = 'button';
    button.title = shorter(details.ids[r], 400);
    button.addEventListener('click', function () { choose(state.chosen === r ? -1 : r); });
    name.scope = 'row';
    name.append(button);
    row.append(name, element('td', scale[0]));
    texts.forEach(function (t, c) {
      var cell = element('td', markOf(r, c) + t, isFaded(r, c) ? 'unclear' : classes[c]);
      if (saidOf(r, c)) { cell.title = saidOf(r, c); }
      row.append(cell);
    });
    if (details.head !== null) { row.append(element('td', formatPercent(percentOf(values[details.baseline], values[headOf()])))); }
    if (r === state.chosen) { row.className = 'chosen'; }
    row.dataset.id = details.ids[r];
    return row;
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
    return row;
  }
  function drawTable() {
    var table = $('table'), head = element('tr'), body = element('tbody'), foot = element('tfoot');
    var drawn = state.all ? rows : rows.slice(0, MOST_ROWS), top = element('thead');
    var focused = document.activeElement && document.activeElement.closest('tr');
    var id = focused && focused.dataset.id;
    ['benchmark', 'unit'].forEach(function (t) { head.append(element('th', t)); });
    details.series.forEach(function (s, c) {
      var th = element('th', s.label);
      if (c === details.baseline && details.series.length > 1) { th.append(element('div', 'baseline', 'state')); }
      if (s.state) { th.append(element('div', s.state, 'state')); th.title = s.note || s.state; }
      head.append(th);
    });
    if (details.head !== null) { head.append(element('th', 'change')); }
    Array.from(head.children).forEach(function (th) { th.scope = 'col'; });
    top.append(head);
    drawn.forEach(function (r) { body.append(tableRow(r)); });
    if (details.head !== null) { foot.append(meanRow()); }
    table.replaceChildren(element('caption', metric.name + (metric.label ? '' : ' \u00b7 min')), top, body, foot);
    if (id) {
      Array.from(body.children).forEach(function (tr) { if (tr.dataset.id === id) { tr.querySelector('button').focus(); } });
    }
  }

  // ---- the versions that did it ----

  function drawSteps() {
    var list = $('steps'), most = 12, found = metric.steps || [];
    if (!list) {
      if (!found.length) { return; }
      list = element('ul', undefined, 'steps');
      list.id = 'steps';
      $('plot').before(list);
    }
    found = found.filter(function (s) { return rows.indexOf(s[0]) >= 0; })
      .sort(function (a, b) { return b[1] - a[1] || a[0] - b[0]; });
    list.hidden = !found.length;
    list.replaceChildren();
    found.slice(0, most).forEach(function (s) {
      var item = element('li'), button = element('button', details.names[s[0]]);
      button.type = 'button';
      button.addEventListener('click', function () { choose(s[0]); });
      item.append(button, ' ' + s[2]);
      list.append(item);
    });
    if (found.length > most) { list.append(element('li', 'and ' + (found.length - most) + ' smaller steps')); }
  }

  // ---- all of it ----

  function draw() {
    metric = details.metrics[state.metric];
    chooseRows();
    drawSteps();
    drawFigure();
    drawLine();
    drawTable();
  }

  function begin() {
    var late;
    $('heading').textContent = (details.package ? details.package + ': ' : '') + details.series.length +
      (details.series.length === 1 ? ' run' : ' runs') + ', ' + details.ids.length +
      (details.ids.length === 1 ? ' benchmark' : ' benchmarks');
    $('facts').textContent = details.facts;
    details.metrics.forEach(function (m, i) {
      var option = element('option', m.name);
      option.value = String(i);
      $('metric').append(option);
    });
    $('metric').addEventListener('change', function () { state.metric = Number(this.value); draw(); });
    $('sort').addEventListener('change', function () { state.sort = this.value; draw(); });
    $('filter').addEventListener('input', function () {
      var value = this.value;
      clearTimeout(late);
      late = setTimeout(function () { state.filter = value; draw(); }, 120);
    });
    $('all').addEventListener('click', function () { state.all = true; draw(); });
    $('close').addEventListener('click', function () { choose(-1); });
    document.addEventListener('keydown', function (event) { if (event.key === 'Escape' && state.chosen >= 0) { choose(-1); } });
    window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
    window.addEventListener('resize', function () {
      var now = document.documentElement.clientWidth;
      if ((now < 700) !== (width < 700)) { width = now; draw(); }
      width = now;
    });
    $('message').hidden = !!window.Plotly;
    $('app').hidden = false;
    draw();
  }
  begin();
})();
