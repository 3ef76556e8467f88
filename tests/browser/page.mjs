// Uses the pages as a reader does, in headless Chromium: node page.mjs JOB.json
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { pathToFileURL } from 'node:url';

const job = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const { chromium } = await import(pathToFileURL(job.playwright));
// Pages with the same options share a process, which a page that stays open keeps: what they have in
// common, Plotly above all, is compiled once.
const browser = await chromium.launch({ executablePath: job.chromium, args: ['--no-sandbox', '--process-per-site'] });
const contexts = {};
const asked = [];
let failed = 0;

async function contextOf(options) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  await (await context.newPage()).goto(pathToFileURL(process.argv[2]).href);
  return context;
}
async function open(name, options = {}, address = '') {
  const context = contexts[JSON.stringify(options)] ??= await contextOf(options);
  const page = await context.newPage();
  const complaints = [];
  page.on('console', (m) => complaints.push(`${m.type()}: ${m.text()}`));
  page.on('pageerror', (e) => complaints.push(`error: ${e.stack}`));
  page.on('dialog', (d) => { complaints.push(`dialog: ${d.message()}`); d.dismiss(); });
  page.on('request', (r) => { if (!/^(file|data|blob):/.test(r.url())) asked.push(r.url()); });
  await page.goto(pathToFileURL(job.pages[name]).href + address);
  await drawn(page, 1);
  page.complaints = complaints;
  return page;
}
function drawn(page, times) {
  return page.waitForFunction((n) => Number(document.body.dataset.drawn || 0) >= n, times, { timeout: 30000 });
}
async function change(page, action) {
  const before = await page.evaluate(() => Number(document.body.dataset.drawn));
  await action();
  await drawn(page, before + 1);
}
async function shoot(page, name) {
  if (job.screenshots) { await page.screenshot({ path: `${job.screenshots}/${name}.png`, fullPage: true }); }
}
async function finish(page, name) {
  assert.deepEqual(page.complaints, []);
  await shoot(page, name);
  await page.close();
}
// The cells of a heatmap, whichever trace each is drawn by.
function cellsOf(shown) {
  return shown.data[0].z.map((line, r) => line.map((_, c) => {
    const trace = shown.data.find((t) => t.text[r][c] !== '');
    return { z: trace.z[r][c], text: trace.text[r][c], ink: trace.textfont.color, pale: trace.coloraxis === 'coloraxis2' };
  }));
}
// Of every text drawn in the figure: how it contrasts with what is beside it on the screen.
async function contrasts(page) {
  const picture = (await page.screenshot({ fullPage: true })).toString('base64');
  return page.evaluate(async (png) => {
    const image = new Image();
    image.src = `data:image/png;base64,${png}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.width, image.height];
    const context = canvas.getContext('2d', { willReadFrequently: true });
    context.drawImage(image, 0, 0);
    const light = (rgb) => rgb.map((c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
      .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
    const found = [];
    for (const text of document.querySelectorAll('#plot text')) {
      const b = text.getBoundingClientRect();
      if (!text.textContent.trim() || !b.width) { continue; }
      const style = getComputedStyle(text);
      let alpha = 1;
      for (let e = text; e && e.id !== 'plot'; e = e.parentElement) { alpha *= Number(getComputedStyle(e).opacity); }
      const behind = [...context.getImageData(Math.round(b.left + scrollX - 2), Math.round(b.top + scrollY + b.height / 2), 1, 1).data].slice(0, 3);
      const ink = style.fill.match(/[\d.]+/g).slice(0, 3).map((v, i) => v * alpha + behind[i] * (1 - alpha));
      const [a, z] = [light(ink), light(behind)].sort((x, y) => y - x);
      found.push([text.textContent, (a + 0.05) / (z + 0.05), behind.join()]);
    }
    return found;
  }, picture);
}
// What axe has against the page as it is now.
async function complaintsOfAxe(page) {
  if (!await page.evaluate(() => 'axe' in window)) { await page.evaluate(fs.readFileSync(job.axe, 'utf8')); }
  return page.evaluate(async () => (await axe.run()).violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 120)).join(' | ')}`));
}
// A click into the heatmap's cell.
async function clickCell(page, row, column) {
  const box = await page.locator('#plot .nsewdrag').first().boundingBox();
  const shape = await page.evaluate(() => { const d = document.getElementById('plot').data[0]; return [d.y.length, d.x.length]; });
  const at = [box.x + box.width * (column + 0.5) / shape[1], box.y + box.height * (row + 0.5) / shape[0]];
  await page.mouse.move(...at);
  await page.waitForSelector('#plot .hoverlayer .hovertext');
  await page.mouse.click(...at);
  await page.waitForFunction(() => !document.getElementById('detail').hidden);
}
const box = (page, selector) => page.locator(selector).boundingBox();
const PHONE = { viewport: { width: 375, height: 812 }, isMobile: true, hasTouch: true };
const plot = (page) => page.evaluate(() => ({ data: document.getElementById('plot').data, layout: document.getElementById('plot').layout }));
const names = (page) => page.locator('#table tbody tr').evaluateAll((rows) => rows.map((r) => r.dataset.id));

async function test(name, run) {
  if (job.only.length && !job.only.some((part) => name.includes(part))) { return; }
  try {
    await run();
    console.log(`ok   ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL ${name}\n${error.stack}`);
  }
}

await test('the heatmap drawn is the figure in the page', async () => {
  const page = await open('sweep', {}, '#sort=name');
  const shown = await plot(page);
  const figure = JSON.parse(await page.locator('#figure').textContent());
  assert.deepEqual(shown.data[0].y, figure.data[0].y);
  assert.deepEqual(shown.data[0].customdata, figure.data[0].customdata);
  cellsOf(shown).forEach((row, r) => row.forEach(({ z }, c) => {
    const own = figure.data[0].z[r][c], wanted = own !== null && Math.abs(2 ** own - 1) <= 0.05 ? 0 : own; // white within noise
    assert.ok(z === wanted || Math.abs(z - wanted) < 1e-9, `z[${r}][${c}] ${z} ${wanted}`);
  }));
  assert.equal(shown.layout.coloraxis.cmax, figure.layout.coloraxis.cmax);
  const ticks = await page.locator('#colors-bar span').allTextContents();
  assert.ok(ticks.includes('1\u00d7') && ticks.every((t) => figure.layout.coloraxis.colorbar.ticktext.includes(t)), ticks.join());
  for (const hostile of job.hostile) { assert.ok(figure.data[0].y.some((id) => id.includes(hostile))); }
  await finish(page, 'sweep');
});

await test('hover shows the raw value', async () => {
  const page = await open('sweep');
  const box = await page.locator('#plot .nsewdrag').first().boundingBox();
  await page.mouse.move(box.x + box.width * 0.5, box.y + 12);
  await page.waitForSelector('#plot .hoverlayer .hovertext');
  const text = await page.locator('#plot .hoverlayer').textContent();
  const shown = await plot(page);
  assert.match(text, /snapshot: 1\.10/);
  assert.ok(text.includes(Number(shown.data[0].customdata[0][1].toPrecision(4)).toString().slice(0, 5)) || /e-/.test(text) || /µ/.test(text), text);
  await finish(page, 'hover');
});

await test('another metric: title, ticks and table follow', async () => {
  const page = await open('sweep', {}, '#sort=name');
  await change(page, () => page.locator('#metric').selectOption({ label: 'peak memory' }));
  const shown = await plot(page);
  const details = JSON.parse(await page.locator('#details').textContent());
  const peak = details.metrics.find((m) => m.name === 'peak memory');
  assert.equal(await page.locator('#figure-title').textContent(), 'peak memory fold-change vs baseline (1.9)');
  assert.deepEqual(shown.data[0].customdata, peak.values);
  assert.ok((await page.locator('#colors-bar span').allTextContents()).includes('1×'));
  assert.equal(await page.locator('#table caption').textContent(), 'peak memory · min');
  await finish(page, 'metric');
});

await test('the filter keeps what matches, in figure and table', async () => {
  const page = await open('sweep');
  await change(page, () => page.locator('#filter').fill('SIZE 10'));
  assert.deepEqual(await names(page), ['b/test_h.py::test_size[100]', 'b/test_h.py::test_size[10]'].sort());
  assert.equal((await plot(page)).data[0].y.length, 2);
  assert.match(await page.locator('#status').textContent(), /^2 of \d+ benchmarks/);
  await page.locator('#filter').fill('no such name');
  await page.waitForFunction(() => !document.getElementById('nothing').hidden);
  await change(page, () => page.locator('#filter').fill(''));
  assert.ok((await names(page)).length > 10);
  await finish(page, 'filter');
});

await test('sorted by change as the terminal is, by value, by name', async () => {
  const page = await open('package');
  const shown = () => page.locator('#table tbody button').allTextContents();
  const told = job.sorted.split('\n').filter((l) => /^\| test_/.test(l)).map((l) => l.split('|')[1].trim());
  assert.equal(told.length, 40);
  assert.deepEqual(await shown(), told);
  assert.deepEqual((await plot(page)).data[0].y, await names(page));
  const details = JSON.parse(await page.locator('#details').textContent());
  const head = (id) => details.metrics[0].values[details.ids.indexOf(id)][details.head] ?? -Infinity;
  await change(page, () => page.locator('#sort').selectOption('value'));
  const values = (await names(page)).map(head);
  assert.deepEqual(values, values.slice().sort((a, b) => b - a));
  await change(page, () => page.locator('#sort').selectOption('name'));
  assert.deepEqual(await names(page), details.ids);
  await finish(page, 'sort');
});

await test('the page opens with the overview of the terminal, and its lines lead to rows', async () => {
  const page = await open('package');
  const lines = [await page.locator('#overview-title').textContent(), ...await page.locator('#overview-list li').allTextContents()];
  const told = job.sorted.split('<details>')[0].split('\n').filter((l) => /^ *- /.test(l)).map((l) => l.replace(/^ *- /, '').replace(' \u00b7 min:', ':').replace(/\\/g, ''));
  const worst = told.filter((l) => /^slower/.test(l));
  assert.ok(worst.length === 3 && told.length > 4, told.join('\n'));
  assert.deepEqual(lines.slice(0, told.length), told);
  const first = await box(page, '#overview'), figure = await box(page, '#picture');
  assert.ok(first.y < 200 && first.y + first.height < figure.y);
  await page.locator('#overview-list button').first().click();
  const name = (await page.locator('#detail-title').textContent()).split('::')[1];
  assert.ok(lines.find((l) => /^slower/.test(l)).includes(name), name);
  await finish(page, 'overview');
});

await test('rows that the baseline lacks are compared with their own first version', async () => {
  const page = await open('package');
  const row = await page.locator('#table tbody tr').evaluateAll((rows) => rows.map((r) => [r.dataset.id, ...[...r.cells].map((c) => c.textContent)])
    .find((r) => / vs 1\.2$/.test(r[8])));
  assert.ok(row, 'none is compared with 1.2');
  const shown = await plot(page), at = shown.data[0].y.indexOf(row[0]), cells = cellsOf(shown)[at];
  assert.deepEqual(cells.map((c) => c.z !== null), [false, false, true, true, false]);
  assert.equal(cells[2].text, '1.00\u00d7');
  await page.locator('#table tbody button').nth(at).click();
  assert.match(await page.locator('#history').textContent(), /compared with this one, as 1\.1 has none/);
  assert.match(await page.locator('#detail-text').textContent(), /2\.0 vs 1\.2: [+-]/);
  await finish(page, 'later');
});

await test('why a version has no results is text in sight', async () => {
  for (const options of [{}, PHONE]) {
    const page = await open('package', options);
    const told = await page.locator('#lacks > li').allTextContents();
    assert.deepEqual(told.map((t) => t.slice(0, 16)), ['1.0 failed: run:', '1.1 partial2 ben', '3.0 unavailable:']);
    assert.ok(told[0].includes("ImportError: cannot import name 'Base<i>' from 'demo'"));
    assert.deepEqual(await page.locator('#lacks ul li').allTextContents(), ['2 benchmarks: TypeError: no <b>such (b/test_s.py:7)']);
    assert.ok(told[2].includes('no version of demo==3.0'));
    assert.ok((await box(page, '#lacks')).y < (await box(page, '#picture')).y);
    assert.ok(await page.locator('#lacks').isVisible());
    assert.equal(await page.locator('th[title], li[title]').count(), 0);
    await finish(page, 'lacks');
  }
});

await test('the address keeps metric, filter, sort and row; back and forward follow', async () => {
  const page = await open('package');
  const seen = () => page.evaluate(() => [location.hash, document.getElementById('metric').selectedOptions[0].textContent,
    document.getElementById('filter').value, document.getElementById('sort').value,
    document.getElementById('detail').hidden ? '' : document.getElementById('detail-title').textContent,
    document.getElementById('table').tBodies[0].rows.length]);
  const all = (await names(page)).length, states = [await seen()];
  await change(page, () => page.locator('#metric').selectOption({ label: 'peak memory' }));
  states.push(await seen());
  await change(page, () => page.locator('#sort').selectOption('value'));
  states.push(await seen());
  await page.locator('#filter').focus();
  await change(page, () => page.keyboard.type('DICT-1'));
  await change(page, () => page.keyboard.type('5'));
  states.push(await seen());
  await page.locator('#table tbody button').first().click();
  states.push(await seen());
  const row = 'b/test_s.py::test_some_thing_with_a_long_name[Strategy.AS_DICT-15]';
  assert.deepEqual(states.at(-1).slice(1), ['peak memory', 'DICT-15', 'value', row, 1]);
  assert.equal(states.at(-1)[0], `#metric=peak%20memory&filter=DICT-15&sort=value&row=${encodeURIComponent(row)}`);
  for (let i = states.length - 2; i >= 0; i--) {
    await change(page, () => page.evaluate(() => history.back()));
    assert.deepEqual((await seen()).map((v, k) => k ? v : v || '#'), states[i].map((v, k) => k ? v : v || '#'));
  }
  assert.equal((await seen())[5], all);
  for (const state of states.slice(1)) {
    await change(page, () => page.evaluate(() => history.forward()));
    assert.deepEqual(await seen(), state);
  }
  await finish(page, 'address');
  const other = await open('package', {}, states.at(-1)[0]);
  const fresh = await other.evaluate(() => [document.getElementById('metric').selectedOptions[0].textContent, document.getElementById('detail-title').textContent]);
  assert.deepEqual(fresh, ['peak memory', row]);
  const figure = await box(other, '#plot .main-svg >> nth=0'), panel = await box(other, '#detail');
  assert.ok(figure.x + figure.width <= panel.x, JSON.stringify([figure, panel]));
  await finish(other, 'address-opened');
  const odd = await open('package', {}, '#metric=none&row=%zz&filter&sort=__proto__&x');
  assert.equal((await names(odd)).length, all);
  await finish(odd, 'address-odd');
});

await test('a filter that leaves nothing says so, and is cleared by a button', async () => {
  const page = await open('package');
  await page.locator('#filter').fill('no such <b>name');
  await page.waitForFunction(() => !document.getElementById('nothing').hidden);
  assert.equal(await page.locator('#nothing-text').textContent(), 'None of 40 benchmarks has \u201cno such <b>name\u201d in its name and a value for time.');
  assert.ok(await page.locator('#table').isHidden());
  assert.ok(await page.locator('#plot').isHidden());
  assert.deepEqual(await complaintsOfAxe(page), []);
  await change(page, () => page.locator('#clear').click());
  assert.equal((await names(page)).length, 40);
  assert.ok(await page.locator('#nothing').isHidden());
  await finish(page, 'nothing');
});

await test('title and heading name package and metric', async () => {
  const page = await open('package');
  assert.ok(fs.readFileSync(job.pages.package, 'utf8').includes('<title>demo: time fold-change vs baseline (1.1)</title>'));
  for (const metric of ['time', 'peak memory']) {
    if (metric !== 'time') { await change(page, () => page.locator('#metric').selectOption({ label: metric })); }
    assert.equal(await page.title(), `demo: ${metric}`);
    assert.equal(await page.locator('h1').textContent(), `demo: ${metric}`);
  }
  assert.match(await page.locator('#facts').textContent(), /^5 versions, 40 benchmarks/);
  await finish(page, 'title');
});

// Pairs of texts, or of a text and a bar of buttons, that stand on each other.
const overlaps = (page) => page.evaluate(() => {
  const texts = [...document.querySelectorAll('#main text, #main h1, #main h2, #main p, #main label, .modebar, #colors-bar span')]
    .filter((e) => e.textContent.trim() && !e.contains(document.querySelector('#plot')))
    .map((e) => [e, e.getBoundingClientRect()]).filter(([, b]) => b.width && b.height);
  const found = [];
  texts.forEach(([e, a], i) => texts.slice(i + 1).forEach(([f, b]) => {
    const x = Math.min(a.right, b.right) - Math.max(a.left, b.left), y = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (x > 2 && y > 4 && !e.contains(f) && !f.contains(e)) { found.push(`${e.textContent.slice(0, 40)} | ${f.textContent.slice(0, 40)}`); }
  }));
  return found;
});

await test('nothing overlaps, no logo and no upload, and on a phone no bar', async () => {
  for (const view of ['package', 'many', 'scatter', 'compare', 'scaling']) {
    for (const [device, options] of [['phone', PHONE], ['desk', {}]]) {
      const page = await open(view, options);
      assert.deepEqual(await overlaps(page), [], `${view} ${device}`);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), view);
      const bar = await page.locator('.modebar-btn').evaluateAll((all) => all.map((a) => a.dataset.title || a.dataset.attr));
      const buttons = device === 'phone' || ['package', 'many'].includes(view) ? 0 : 4;
      assert.ok(bar.length === buttons && !bar.some((b) => /studio|cloud|plotly/i.test(b)), `${view} ${device}: ${bar.join()}`);
      await finish(page, `overlap-${view}-${device}`);
    }
  }
});

await test('a row has what its steps are made of, the one open that led to the version', async () => {
  for (const options of [{}, PHONE]) {
    const page = await open('counted', options);
    await page.locator('#table tbody button').filter({ hasText: 'slow' }).click();
    const boxes = page.locator('#made details');
    assert.deepEqual(await boxes.locator('summary').allTextContents(),
      ['2 vs 1: +179.8% instructions, by function', '4 vs 3: +28.9% instructions, by function']);
    assert.deepEqual(await boxes.evaluateAll((all) => all.map((d) => d.open)), [false, true]);
    const shown = await boxes.nth(1).locator('tbody tr').first().locator('th, td').allTextContents();
    assert.deepEqual(shown, ['parse p/_core.so', '1 k', '10 k', '+9 k']);
    await boxes.nth(0).locator('summary').click();
    assert.deepEqual(await boxes.nth(0).locator('caption').allTextContents(),
      ['Python functions in one call', 'Native functions, their instructions in one call']);
    assert.deepEqual(await boxes.nth(0).locator('tbody tr').first().locator('th, td').allTextContents(),
      ['step p/m.py:7', '100 \u2192 300', '2 k \u2192 6 k', '+4 k']);
    assert.ok((await boxes.nth(0).textContent()).includes('</script><script>alert(1)</script> <img src=x onerror=alert(2)>:3'));
    assert.equal(await page.locator('#made img, #made script, #made b').count(), 0);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth));
    assert.deepEqual(await complaintsOfAxe(page), []);
    await change(page, () => page.emulateMedia({ colorScheme: 'dark' }));
    assert.deepEqual(await boxes.evaluateAll((all) => all.map((d) => d.open)), [true, true]);
    assert.deepEqual(await complaintsOfAxe(page), []);
    await finish(page, `made-${options === PHONE ? 'phone' : 'desk'}`);
  }
  const page = await open('counted');
  const place = (await plot(page)).data[0].y.indexOf('t.py::slow');
  await clickCell(page, place, 1);
  await page.waitForFunction(() => !document.getElementById('detail').hidden);
  assert.deepEqual(await page.locator('#made details').evaluateAll((all) => all.map((d) => d.open)), [true, false]);
  await page.locator('#table tbody button').filter({ hasText: 'same' }).click();
  assert.ok(await page.locator('#made').isHidden());
  await finish(page, 'made-cell');
});

await test('names in the heatmap are told apart on a phone', async () => {
  const page = await open('package', PHONE);
  const shown = await page.evaluate(() => document.getElementById('plot').layout.yaxis.ticktext);
  assert.equal(new Set(shown).size, 40);
  assert.ok(shown.every((n) => n.length <= 20), shown.join());
  await finish(page, 'names');
});

await test('ticks have the unit that values have, zoomed too', async () => {
  const seconds = /^-?[\d.]+\u2009(ns|\u00b5s|ms|s)$/, bytes = /^-?[\d.]+\u2009(B|KiB|MiB|GiB)$/;
  for (const [view, axis] of [['compare', 'xaxis'], ['pair', 'xaxis'], ['scaling', 'yaxis']]) {
    const page = await open(view);
    const ticks = async (k) => (await plot(page)).layout[k].ticktext;
    const check = async (unit) => {
      const texts = await ticks(axis);
      assert.ok(texts.length > 1 && texts.every((t) => unit.test(t)), `${view}: ${texts}`);
      const drawnTexts = await page.locator(`#plot .${axis[0]}tick text`).allTextContents();
      assert.ok(drawnTexts.length && drawnTexts.every((t) => unit.test(t)), `${view}: ${drawnTexts}`);
    };
    await check(seconds);
    const before = await ticks(axis);
    await page.evaluate((k) => {
      const r = document.getElementById('plot').layout[k].range;
      return Plotly.relayout('plot', { [`${k}.range`]: [r[0] + (r[1] - r[0]) * 0.4, r[0] + (r[1] - r[0]) * 0.6] });
    }, axis);
    await page.waitForFunction(([k, t]) => document.getElementById('plot').layout[k].ticktext.join() !== t, [axis, before.join()]);
    await check(seconds);
    await change(page, () => page.locator('#metric').selectOption({ label: 'peak memory' }));
    await check(bytes);
    await finish(page, `ticks-${view}`);
  }
});

await test('a cell opens its benchmark beside the heatmap', async () => {
  const page = await open('package');
  await clickCell(page, 0, 3);
  assert.equal(await page.locator('#detail-title').textContent(), (await plot(page)).data[0].y[0]);
  const panel = await box(page, '#detail'), figure = await box(page, '#plot');
  assert.ok(panel.x >= figure.x + figure.width, `${panel.x} ${figure.x + figure.width}`);
  assert.ok(panel.y >= 0 && panel.y + panel.height <= 900, `${panel.y} ${panel.height}`);
  const drawnFigure = await box(page, '#plot .main-svg >> nth=0');
  assert.ok(drawnFigure.width <= figure.width + 1, `${drawnFigure.width} ${figure.width}`);
  await page.evaluate(() => window.scrollTo(0, 600));
  assert.ok((await box(page, '#detail-title')).y < 100);
  await page.locator('#close').click();
  assert.ok(await page.locator('#detail').isHidden());
  await finish(page, 'beside');
});

await test('a benchmark by itself: history, verdicts, reasons, whiskers', async () => {
  const page = await open('package');
  const row = (await names(page)).indexOf('b/test_s.py::test_some_thing_with_a_long_name[Strategy.AS_DICT-15]');
  await page.locator('#table tbody button').nth(row).click();
  const told = await page.locator('#history tbody tr').evaluateAll((rows) => rows.map((r) => [...r.cells].map((c) => c.textContent)));
  assert.deepEqual(told.map((r) => r.slice(0, 2)), [['1.0', '\u2717'], ['1.1', '16.00 \u00b5s'], ['1.2', '17.60 \u00b5s'], ['2.0', '25.60 \u00b5s'], ['3.0', '\u2014']]);
  assert.equal(told[0][3], "failed: run: ImportError: cannot import name 'Base<i>' from 'demo'");
  assert.equal(told[1][3], 'baseline');
  assert.match(told[2][3], /^slower: 1\.10.\u00d7 .*; since 1\.2 \+10\.0%/);
  assert.equal(told[3][2], '+60.0%');
  assert.match(told[4][3], /^unavailable: .*no version of demo==3\.0/);
  await page.locator('#table tbody tr').filter({ hasText: 'AS_DICT-6]' }).locator('button').click();
  assert.equal(await page.locator('#history tbody tr').nth(1).locator('td').last().textContent(), 'failed: TypeError: no <b>such (b/test_s.py:7)');
  await page.locator('#table tbody button').nth(row).click();
  const line = await page.evaluate(() => { const l = document.getElementById('line'); return [l.data[0], l.layout]; });
  assert.equal(line[0].y.length, 3);
  assert.ok(line[0].error_y.array.every((v) => v > 0));
  assert.equal(line[1].shapes[0].y0, line[0].y[0]);
  assert.ok(line[1].yaxis.ticktext.every((t) => /^\d+\u2009\u00b5s$/.test(t)), line[1].yaxis.ticktext.join());
  await finish(page, 'history');
});

await test('a row opens and closes by keyboard, and axe finds nothing', async () => {
  const page = await open('package');
  for (const colorScheme of ['light', 'dark']) {
    if (colorScheme === 'dark') { await change(page, () => page.emulateMedia({ colorScheme })); }
    assert.deepEqual(await complaintsOfAxe(page), []);
    await page.locator('#table tbody button').nth(1).focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => !document.getElementById('detail').hidden);
    assert.equal(await page.locator('#detail-title').textContent(), (await names(page))[1]);
    assert.equal(await page.evaluate(() => document.activeElement.id), 'detail-title');
    assert.deepEqual(await complaintsOfAxe(page), []);
    await page.keyboard.press('Escape');
    assert.ok(await page.locator('#detail').isHidden());
    assert.equal(await page.evaluate(() => document.activeElement.closest('tr').dataset.id), (await names(page))[1]);
  }
  await finish(page, 'keyboard');
});

await test('on a phone the benchmark opens below, and what was tapped stays in sight', async () => {
  const page = await open('package', PHONE);
  const button = page.locator('#table tbody button').nth(30);
  await button.scrollIntoViewIfNeeded();
  await button.tap();
  await page.waitForFunction(() => !document.getElementById('detail').hidden);
  const panel = await box(page, '#detail'), main = await box(page, '#main'), tapped = await button.boundingBox();
  assert.ok(panel.y >= main.y + main.height - 1 && panel.y + panel.height <= 813, JSON.stringify([panel, main]));
  assert.ok(tapped.y >= 0 && tapped.y + tapped.height <= panel.y, JSON.stringify([tapped, panel]));
  assert.deepEqual(await complaintsOfAxe(page), []);
  await page.locator('#close').tap();
  assert.ok((await button.boundingBox()).y >= 0 && (await button.boundingBox()).y < 812);
  await finish(page, 'phone-panel');
});

await test('the table has the numbers of compare', async () => {
  const page = await open('sweep');
  const tables = job.table.split(/^### /m).length > 1 ? job.table.split(/^### /m).slice(1) : job.table.split(/\n\n(?=[^|\n]+\n\n\|)/);
  const numbers = (text) => text.split('\n').filter((l) => /test_size\[|geometric mean/.test(l))
    .map((l) => l.split('|').slice(2, -1).map((c) => c.replace(/\*\*/g, '').trim()));
  for (const [metric, table] of [['time', tables[0]], ['peak memory', tables[1]]]) {
    if (metric !== 'time') { await change(page, () => page.locator('#metric').selectOption({ label: metric })); }
    const wanted = numbers(table);
    const shown = await page.locator('#table tr').evaluateAll((rows) => rows
      .filter((r) => /test_size\[|geometric mean/.test(r.cells[0].textContent))
      .map((r) => [...r.cells].slice(1).map((c) => c.textContent)));
    assert.equal(wanted.length, 4);
    assert.deepEqual(shown, wanted);
  }
  await finish(page, 'table');
});

for (const view of ['scatter', 'pair', 'compare', 'scaling', 'facets']) {
  await test(`${view}: draws, switches, filters`, async () => {
    const page = await open(view);
    const shown = await plot(page);
    assert.ok(shown.data.length > 0 && shown.data.some((t) => t.y.length > 0));
    if (view === 'scatter') { assert.equal(await page.evaluate(() => document.getElementById('plot')._transitionData._frames.length), 3); }
    await change(page, () => page.locator('#metric').selectOption({ label: 'peak memory' }));
    assert.match(await page.locator('#figure-title').textContent(), /peak memory/);
    await change(page, () => page.locator('#filter').fill('test_size[10]'));
    const left = (await plot(page)).data.flatMap((t) => t.customdata.map((c) => c[0]));
    assert.deepEqual([...new Set(left)], view === 'facets' ? [] : ['b/test_h.py::test_size[10]']);
    await change(page, () => page.locator('#filter').fill(''));
    await page.locator('#table tbody button').first().click();
    assert.ok(await page.locator('#detail').isVisible());
    await finish(page, view);
  });
}

await test('verdicts: unclear cells are pale, steps are named', async () => {
  const page = await open('judged');
  const shown = await plot(page), cells = cellsOf(shown), said = shown.data[0].customdata;
  const steady = shown.data[0].y.indexOf('b/test_h.py::test_steady'), noisy = 1 - steady;
  assert.ok(cells[steady][1].z > 0.1 && !cells[steady][1].pale);
  assert.ok(cells[noisy][1].z > 0.1 && cells[noisy][1].pale);
  assert.equal(shown.layout.coloraxis2.colorscale[2][1], 'rgb(255,166,166)');
  assert.match(cells[noisy][1].text, /^~1\.10/);
  assert.match(said[steady][1][1], /^slower: 1\.100\u00d7 \(1\.09/);
  assert.match(said[noisy][1][1], /^unclear: /);
  const steps = await page.locator('#steps li').allTextContents();
  assert.equal(steps.length, 1);
  assert.match(steps[0], /^test_steady since joined2 \+10\.0% \(\+9\.\d% to \+10\.\d%\)$/);
  const unclear = await page.locator('#table tbody tr').nth(noisy).locator('td').evaluateAll((all) => all.map((c) => c.className));
  assert.deepEqual(unclear.slice(1, 4), ['', 'unclear', 'unclear']);
  const told = await page.locator('#table tbody tr').nth(steady).locator('td').evaluateAll((all) => all.map((c) => c.className));
  assert.deepEqual(told.slice(1, 4), ['best', 'worst', 'worst']);
  await page.locator('#steps-title').click();
  await page.locator('#steps button').click();
  assert.match(await page.locator('#history').textContent(), /since joined2 \+10\.0%/);
  await finish(page, 'judged');
});

await test('verdicts: unclear bars are pale', async () => {
  const page = await open('judged-bars');
  const bars = (await plot(page)).data[0], noisy = bars.customdata.findIndex((c) => /noisy/.test(c[0]));
  assert.equal(bars.marker.opacity[noisy], 0.35);
  assert.equal(bars.marker.opacity[1 - noisy], 1);
  assert.match(bars.text[noisy], /^unclear/);
  await change(page, () => page.locator('#filter').fill('noisy'));
  assert.deepEqual((await plot(page)).data[0].marker.opacity, [0.35]);
  await finish(page, 'judged-bars');
});

await test('every text in a figure has a contrast of 4.5, in each palette, by day and by night', async () => {
  const pick = (label) => (page) => page.locator('#palette').selectOption({ label });
  for (const view of ['package', 'sweep', 'judged-bars', 'scatter']) {
    const page = await open(view);
    for (const [name, step] of [['day', null], ['day, blue and orange', pick('blue and orange')],
      ['night, blue and orange', (p) => p.emulateMedia({ colorScheme: 'dark' })], ['night', pick('green and red')]]) {
      if (step) { await change(page, () => step(page)); }
      const found = await contrasts(page);
      assert.ok(found.length > (view === 'package' ? 100 : 5), `${found.length}`);
      assert.ok(view !== 'package' || new Set(found.map((f) => f[2])).size > 5);
      assert.deepEqual(found.filter((f) => f[1] < 4.5), [], `${view} ${name}`);
      assert.deepEqual(await complaintsOfAxe(page), []);
      await shoot(page, `contrast-${view}-${name}`);
    }
    await finish(page, `contrast-${view}`);
  }
});

await test('another palette is one switch away', async () => {
  const page = await open('package');
  const ends = async () => (await plot(page)).layout.coloraxis.colorscale.map((s) => s[1]);
  assert.deepEqual(await ends(), ['rgb(0,128,0)', 'rgb(255,255,255)', 'rgb(255,0,0)']);
  const change1 = page.locator('#table td.worst').first();
  const before = await change1.evaluate((e) => getComputedStyle(e).color);
  await change(page, () => page.locator('#palette').selectOption({ label: 'blue and orange' }));
  assert.deepEqual(await ends(), ['rgb(5,113,176)', 'rgb(255,255,255)', 'rgb(230,97,1)']);
  assert.notEqual(await change1.evaluate((e) => getComputedStyle(e).color), before);
  assert.equal(await page.evaluate(() => location.hash), '#colors=blue-orange');
  await finish(page, 'palette');
  const bars = await open('compare', {}, '#colors=blue-orange');
  assert.ok((await plot(bars)).data[0].marker.color.every((c) => !/^rgb\(0,1/.test(c)));
  await finish(bars, 'palette-bars');
});

await test('the change has the colour of its verdict', async () => {
  const page = await open('judged');
  const rows = await page.locator('#table tbody tr').evaluateAll((all) => all.map((r) => [r.dataset.id, r.cells[5].textContent, r.cells[5].className]));
  for (const [id, percent, name] of rows) {
    assert.equal(name, /steady/.test(id) ? 'worst' : 'unclear', `${id} ${percent}`);
  }
  await finish(page, 'change');
});

await test('readable on a phone, by night', async () => {
  const page = await open('sweep', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' });
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
  const colors = await page.evaluate(() => {
    const s = getComputedStyle(document.body);
    return [s.backgroundColor, s.color, document.getElementById('plot').layout.paper_bgcolor];
  });
  assert.deepEqual(colors, ['rgb(20, 23, 26)', 'rgb(230, 230, 230)', '#14171a']);
  await finish(page, 'phone');
});

await test('no request left a page', async () => assert.deepEqual(asked, []));

await browser.close();
process.exit(failed ? 1 : 0);
