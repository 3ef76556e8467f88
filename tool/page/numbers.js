/* Numbers as the program writes them. */

var SCALES = {
  s: [['ns', 1e-9], ['\u00b5s', 1e-6], ['ms', 1e-3], ['s', 1]],
  B: [['B', 1], ['KiB', 1024], ['MiB', 1048576], ['GiB', 1073741824], ['TiB', 1099511627776]],
  '': [['', 1]],
  large: [['', 1], ['k', 1e3], ['M', 1e6], ['G', 1e9], ['T', 1e12]]
};

function scaleOf(size) {
  var scales = SCALES[metric.large ? 'large' : metric.unit], i = 0;
  while (i + 1 < scales.length && size * (1 + 1e-9) >= scales[i + 1][1]) { i += 1; }
  return scales[i];
}
function scaleFor(values) { // by their geometric mean
  var sum = 0, count = 0;
  values.forEach(function (v) { if (isNumber(v) && v > 0) { sum += Math.log(v); count += 1; } });
  if (!count) { return metric.unit === 's' ? SCALES.s[3] : scaleOf(0); }
  return scaleOf(Math.exp(sum / count));
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

// ---- ticks, in the unit that values have ----

function tickText(value, scale) {
  var shown = Number((value / scale[1]).toPrecision(6));
  return scale[0] ? shown + '\u2009' + scale[0] : String(shown);
}
// 1, 2 or 5 of a power of ten: at most COUNT of it are in SIZE
function niceStep(size, count) {
  var power = Math.pow(10, Math.floor(Math.log10(size / count)));
  return [1, 2, 5, 10].map(function (n) { return n * power; }).filter(function (s) { return size / s <= count; })[0];
}
function linearTicks(low, high) {
  var scale = scaleOf(Math.max(Math.abs(low), Math.abs(high))), step, ticks = [], i;
  if (!(high > low)) { return { vals: [low], texts: [tickText(low, scale)] }; }
  step = niceStep((high - low) / scale[1], 6) * scale[1];
  for (i = Math.ceil(low / step - 1e-9); i <= high / step + 1e-9; i++) { ticks.push(i * step); }
  return { vals: ticks, texts: ticks.map(function (t) { return tickText(t, scale); }) };
}
function logTicks(low, high) {
  var base = metric.unit === 'B' ? 2 : 10, ticks = [];
  var from = Math.ceil(Math.log(low) / Math.log(base) - 1e-9), to = Math.floor(Math.log(high) / Math.log(base) + 1e-9);
  var every = Math.max(1, Math.ceil((to - from + 1) / 8)), i;
  if (to - from < 1) { return linearTicks(low, high); }
  for (i = from; i <= to; i += every) { ticks.push(Math.pow(base, i)); }
  return { vals: ticks, texts: ticks.map(function (t) { return tickText(t, scaleOf(t)); }) };
}
function ticksOf(low, high, isLog) { return isLog ? logTicks(low, high) : linearTicks(low, high); }
