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
var SORTS = details.head === null ? ['name', 'value'] : ['change', 'name', 'value'];
var state = { metric: 0, filter: '', sort: SORTS[0], chosen: -1, column: -1, colors: 0, all: false };
var metric, rows = [];
var width = document.documentElement.clientWidth;

function labelOf(series) { return series.label; }
function drawnRows() { return state.all ? rows : rows.slice(0, MOST_ROWS); }
function lowOf(row) { return (metric.low || metric.values)[row]; }
function changeOf(row) { return metric.changes ? metric.changes[row] : [null, '', details.baseline, null]; }
function percentAtHead(row) { var percent = changeOf(row)[0]; return percent === 'inf' ? Infinity : percent; }
// What a row's values are held against: the baseline, or the first version that has one.
function referenceOf(row) { return changeOf(row)[2]; }
function againstOf(row) {
  var reference = referenceOf(row);
  return reference === details.baseline || changeOf(row)[0] === null ? '' : ' vs ' + details.series[reference].label;
}
function valueAtHead(row) {
  var value = metric.values[row][details.head === null ? details.baseline : details.head];
  return isNumber(value) ? value : -Infinity;
}
function chooseRows() {
  var wanted = state.filter.toLowerCase().split(/\s+/).filter(Boolean);
  rows = details.ids.map(function (id, i) { return i; }).filter(function (i) {
    var id = details.ids[i].toLowerCase();
    return metric.values[i].some(isNumber) && wanted.every(function (w) { return id.indexOf(w) >= 0; });
  });
  if (state.sort === 'change') {
    var place = [];
    metric.order.forEach(function (r, i) { place[r] = i; });
    rows.sort(function (a, b) { return place[a] - place[b]; });
  } else if (state.sort === 'value') {
    rows.sort(function (a, b) { var x = valueAtHead(a), y = valueAtHead(b); return x === y ? a - b : y > x ? 1 : -1; });
  }
}
