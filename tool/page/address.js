/* What the reader has chosen stands in the page's address, so that it can be kept, sent, and gone back to. */

state.colors = paletteOfFigure();
var PLAIN = copy(state); // what an address that says nothing means
var isTyping = false;    // one step back leads out of a word, not through its letters

function stateOfAddress() {
  var said = {}, chosen = copy(PLAIN), place;
  location.hash.slice(1).split('&').forEach(function (part) {
    var at = part.indexOf('=');
    try { said[part.slice(0, at)] = decodeURIComponent(part.slice(at + 1)); } catch (error) { /* not ours */ }
  });
  place = details.metrics.map(function (m) { return m.name; }).indexOf(said.metric);
  if (place >= 0) { chosen.metric = place; }
  if (said.filter) { chosen.filter = said.filter; }
  if (SORTS.indexOf(said.sort) >= 0) { chosen.sort = said.sort; }
  place = details.palettes.map(function (p) { return p[0]; }).indexOf(said.colors);
  if (place >= 0) { chosen.colors = place; }
  if (said.row) { chosen.chosen = details.ids.indexOf(said.row); }
  return chosen;
}
function addressOfState() {
  var parts = [];
  function say(name, value, isPlain) { if (!isPlain) { parts.push(name + '=' + encodeURIComponent(value)); } }
  say('metric', details.metrics[state.metric].name, state.metric === PLAIN.metric);
  say('filter', state.filter, state.filter === PLAIN.filter);
  say('sort', state.sort, state.sort === PLAIN.sort);
  say('colors', details.palettes[state.colors][0], state.colors === PLAIN.colors);
  say('row', details.ids[state.chosen], state.chosen < 0);
  return '#' + parts.join('&');
}
// After a change of the state; of a change that only goes on with the last one by replacing that.
function remember(goesOn) {
  var address = addressOfState();
  if (address === (location.hash || '#')) { return; }
  try {
    history[goesOn ? 'replaceState' : 'pushState'](null, '', address);
  } catch (error) { /* a frame that has no address of its own */ }
}
function followAddress() {
  var all = state.all;
  state = stateOfAddress();
  state.all = all;
  $('metric').value = String(state.metric);
  $('filter').value = state.filter;
  $('sort').value = state.sort;
  $('palette').value = String(state.colors);
}
