/* What the page shows: the program's data, what the reader has chosen of it, which rows that leaves.
 *
 * Two elements hold the data: #figure, a Plotly figure as the program made it, and #details, every
 * benchmark's values per metric.  Nothing in these files puts text into the page as markup, and
 * Plotly, which reads its texts as markup, gets them escaped.  They follow each other in one
 * function (page.html), this one first.
 */

var MOST_ROWS = 400; // drawn or listed before somebody asks for all
var MISSING = '\u2014', FAILED = '\u2717';

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
function counted(count, what) { return count + ' ' + what + (count === 1 ? '' : 's'); }
function element(name, text, className) {
  var e = document.createElement(name);
  if (text !== undefined) { e.textContent = text; }
  if (className) { e.className = className; }
  return e;
}

var figure = parsed('figure'), details = parsed('details');
var SORTS = ['name', 'change', 'value'];
var state = { metric: 0, filter: '', sort: 'name', chosen: -1, column: -1, colors: 0, all: false };
var metric, rows = [];
var width = document.documentElement.clientWidth;

function labelOf(series) { return series.label; }
function drawnRows() { return state.all ? rows : rows.slice(0, MOST_ROWS); }
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
