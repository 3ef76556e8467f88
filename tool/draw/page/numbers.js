/* Numbers as the program writes them. */

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
