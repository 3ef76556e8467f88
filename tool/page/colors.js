/* The colours of the figure, by day and by night, and what is readable on them. */

var DARK_MIDDLE = '#2a2f35', FADED = 0.35;
var NAMED = { green: [0, 128, 0], white: [255, 255, 255], red: [255, 0, 0] };

function channels(text) {
  return NAMED[text] || [1, 3, 5].map(function (i) { return parseInt(text.slice(i, i + 2), 16); });
}
function textOf(rgb) { return 'rgb(' + rgb.join(',') + ')'; }
function mix(from, to, part) { return from.map(function (c, i) { return Math.round(c + (to[i] - c) * part); }); }
function isDark() { return window.matchMedia('(prefers-color-scheme: dark)').matches; }
function color(name) { return getComputedStyle(document.documentElement).getPropertyValue(name).trim(); }

// The palette that the figure was made with.
function paletteOfFigure() {
  var axis = figure.layout.coloraxis, low = axis && axis.colorscale[0][1];
  return Math.max(0, details.palettes.map(function (p) { return p[1]; }).indexOf(low));
}
// Both ends and the middle, which is what the page shows where nothing changed.
function ends() {
  var palette = details.palettes[state.colors];
  return { low: channels(palette[1]), middle: channels(isDark() ? DARK_MIDDLE : 'white'), high: channels(palette[2]) };
}
// PART is from -1 to 1; what is faded shows the middle through.
function colorAt(part, isFaded) {
  var e = ends(), size = Math.min(Math.abs(part) || 0, 1);
  return mix(e.middle, part < 0 ? e.low : e.high, size * (isFaded ? FADED : 1));
}
function colorscale(isFaded) {
  return [[0, textOf(colorAt(-1, isFaded))], [0.5, textOf(colorAt(0))], [1, textOf(colorAt(1, isFaded))]];
}

// As WCAG 2 has it.
function luminance(rgb) {
  var l = rgb.map(function (c) { return c / 255 <= 0.04045 ? c / 255 / 12.92 : Math.pow((c / 255 + 0.055) / 1.055, 2.4); });
  return 0.2126 * l[0] + 0.7152 * l[1] + 0.0722 * l[2];
}
// Black or white, whichever has more contrast: at least 4.58.
function inkOn(rgb) { return luminance(rgb) > 0.179 ? '#000000' : '#ffffff'; }
