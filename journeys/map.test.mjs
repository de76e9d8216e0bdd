// The maps: a pin that is placed with the mouse, and public reports, drawn and listed alike.
import assert from 'node:assert/strict';

import { fill, proceed, start, walk, pothole } from './lib/form.mjs';
import { EVERYONE, ON_A_DESKTOP, journey } from './lib/journey.mjs';

/** How often the mouse tries where the map, drawn without a graphics card, was not ready; and how long it waits. */
const ROUNDS = 4;
const PATIENCE_MS = 4000;

journey('A pin that is dragged with the mouse is what the form reads', ON_A_DESKTOP, async ({ page, look }) => {
  await start(page, 'pothole');
  const map = page.locator('[data-place-part="map"] canvas');
  await map.scrollIntoViewIfNeeded();
  await map.waitFor();
  await page.waitForFunction(() => document.querySelector('[data-place-part="map"] .maplibregl-ctrl-zoom-in'));
  const box = await map.boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  // Nearer first: two clicks on the plus, as somebody would.
  for (let times = 0; times < 2; times += 1) await page.locator('.maplibregl-ctrl-zoom-in').click();
  const first = await moved(page, () => drag(page, [x, y], [x + 60, y + 40]));
  assert.ok(first.lon < -70 && first.lat > 42, JSON.stringify(first));
  const second = await moved(page, () => drag(page, [x, y], [x - 45, y - 30]), first);
  assert.ok(second.lon !== first.lon && second.lat !== first.lat, 'the pin moved in both directions');
  assert.ok(second.lon > first.lon && second.lat < first.lat, 'the pin follows the hand');
  const address = await page.locator('[name="place-address"]').inputValue();
  assert.ok(address.length > 3, 'the address is named');
  await look(page, 'a dragged pin');
  await fill(page, { lane: 'bike' });
  await proceed(page);
  assert.doesNotMatch(page.url(), /\/where/, 'the form takes the pin');
  await walk(page, pothole(address));
  assert.ok((await page.getByRole('main').innerText()).includes(address), 'the check page shows the place');
});

journey('A click on the map places the pin', ON_A_DESKTOP, async ({ page }) => {
  await start(page, 'pothole');
  const map = page.locator('[data-place-part="map"] canvas');
  await map.scrollIntoViewIfNeeded();
  await page.waitForFunction(() => document.querySelector('[data-place-part="map"] .maplibregl-ctrl-zoom-in'));
  const box = await map.boundingBox();
  const click = () => page.mouse.click(box.x + box.width / 2 + 20, box.y + box.height / 2 + 10);
  const { lon, lat } = await moved(page, click);
  assert.ok(lon < -70 && lat > 42);
});

journey('List and map of the reports say the same, whatever the filter', EVERYONE, async ({ page, javascript }) => {
  for (const filter of ['service=pothole', 'service=pothole&state=closed', 'service=graffiti&days=30']) {
    await page.goto(`/reports?${filter}`);
    const counted = number(await page.locator('#reports-count').innerText());
    const points = await page.request.get(`/reports/points.json?${filter}`);
    const { features } = await points.json();
    for (const { properties } of features) assert.equal(properties.service, /service=(\w+)/.exec(filter)[1]);
    // A report without a place stands in the list alone; the map is up to a minute older than the list, and
    // others take reports back meanwhile.
    assert.ok(features.length <= counted + 3, `${features.length} points, ${counted} in the list`);
    if (!javascript) continue;
    const status = page.locator('[data-map-status]');
    await status.filter({ hasText: /\d/ }).waitFor();
    assert.equal(number(await status.innerText()), features.length, filter);
  }
});

journey('The filter form leads to a map and a list of that service', EVERYONE, async ({ page }) => {
  await page.goto('/reports');
  await page.locator('.reports-filter [name="service"]').selectOption('pothole');
  await Promise.all([page.waitForEvent('domcontentloaded'), page.locator('.reports-filter button').click()]);
  assert.match(page.url(), /service=pothole/);
  const names = await page.locator('.reports__link').allInnerTexts();
  assert.ok(names.length > 0 && new Set(names).size === 1, names.join());
});

journey('A cluster opens when it is clicked, and a point says what it is', ON_A_DESKTOP, async ({ page }) => {
  const popup = page.locator('.report-popup');
  let opened = false;
  for (let round = 0; round < ROUNDS && !opened; round += 1) opened = await opensPoint(page, popup);
  assert.ok(opened, 'a point says what it is');
  const href = await popup.locator('a').getAttribute('href');
  await page.goto(href);
  assert.match(await page.locator('h1').innerText(), /pothole/i);
});

/** Clicks on what the map shows until a point opens: fitted to its points, it has clusters in its middle, and a
 *  click on one comes nearer. A click that comes while the map still moves is lost, so whoever calls tries again. */
async function opensPoint(page, popup) {
  await page.goto('/reports?service=pothole');
  await page.locator('[data-map-status]').filter({ hasText: /\d/ }).waitFor();
  const canvas = page.locator('.report-map canvas');
  await settled(page, canvas);
  for (let step = 0; step < 14 && (await popup.count()) === 0; step += 1) {
    const target = await points(page, canvas);
    if (!target) break;
    await page.mouse.click(target.x, target.y);
    await settled(page, canvas);
  }
  return popup.waitFor({ timeout: PATIENCE_MS }).then(() => true, () => false);
}

/** Moves the pin, again where the map was not ready for it; gives where it is. */
async function moved(page, move, before) {
  for (let round = 1; round < ROUNDS; round += 1) {
    await move();
    const there = await pin(page, before, PATIENCE_MS).catch(() => null);
    if (there) return there;
  }
  await move();
  return pin(page, before);
}

/** Draws the mouse from one place to another in steps, as a hand does. */
async function drag(page, [fromX, fromY], [toX, toY]) {
  await page.mouse.move(fromX, fromY);
  await page.mouse.down();
  await page.mouse.move(toX, toY, { steps: 8 });
  await page.mouse.up();
}

/** The pin that the form would send, once it is another than `before`. */
async function pin(page, before = { lon: NaN, lat: NaN }, timeout = undefined) {
  const read = () => page.evaluate(() => {
    const value = (part) => Number(document.querySelector(`[data-place-part="${part}"]`).value);
    return { lon: value('lon'), lat: value('lat') };
  });
  await page.waitForFunction(([lon, lat]) => {
    const value = (part) => Number(document.querySelector(`[data-place-part="${part}"]`).value);
    return value('lon') !== 0 && (value('lon') !== lon || value('lat') !== lat);
  }, [before.lon, before.lat], { timeout });
  return read();
}

function number(text) {
  return Number((/\d[\d,.]*/.exec(text)?.[0] ?? '0').replace(/\D/g, ''));
}

/** The canvas once two pictures of it are alike. */
async function settled(page, canvas) {
  let last = await canvas.screenshot();
  for (let tries = 0; tries < 20; tries += 1) {
    const next = await canvas.screenshot();
    if (next.equals(last)) return next;
    last = next;
  }
  return last;
}

/** Where something on the map can be pointed at: the cursor tells, as it tells people. */
async function points(page, canvas) {
  // A single point is a few pixels wide: it is looked for more and more closely.
  for (const steps of [14, 33, 61]) {
    const found = await pointsOf(page, canvas, steps, steps);
    if (found) return found;
  }
  return null;
}

async function pointsOf(page, canvas, columns, rows) {
  const box = await canvas.boundingBox();
  const places = [];
  for (let row = 1; row < rows; row += 1) {
    for (let column = 1; column < columns; column += 1) {
      places.push({ x: box.x + (box.width * column) / columns, y: box.y + (box.height * row) / rows });
    }
  }
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const away = ({ x, y }) => Math.hypot(x - middle.x, y - middle.y);
  for (const place of places.sort((a, b) => away(a) - away(b))) {
    await page.mouse.move(place.x, place.y);
    if ((await canvas.evaluate((drawn) => drawn.style.cursor)) === 'pointer') return place;
  }
  return null;
}
