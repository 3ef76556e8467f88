/* The colours of the figure, by day and by night. */

var DARK_MIDDLE = '#2a2f35';
var NAMED = { green: [0, 128, 0], white: [255, 255, 255], red: [255, 0, 0] };
function channels(text) {
  return NAMED[text] || [1, 3, 5].map(function (i) { return parseInt(text.slice(i, i + 2), 16); });
}
function colorAt(part, scale) { // part is from -1 to 1, the scale has its middle second
  var end = channels(scale[part < 0 ? 0 : 2][1]), middle = channels(isDark() ? DARK_MIDDLE : scale[1][1]);
  var size = Math.min(Math.abs(part) || 0, 1);
  return 'rgb(' + middle.map(function (m, i) { return Math.round(m + (end[i] - m) * size); }).join(',') + ')';
}
function color(name) { return getComputedStyle(document.documentElement).getPropertyValue(name).trim(); }
function isDark() { return window.matchMedia('(prefers-color-scheme: dark)').matches; }
