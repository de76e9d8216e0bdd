// What everybody may see: how long things take, and where things were reported.
import assert from 'node:assert/strict';

import { EVERYONE, ON_A_DESKTOP, journey } from './lib/journey.mjs';
import { REPORT, firstLink } from './lib/pages.mjs';

journey('Waits show the promise, the share kept and the table behind each chart', EVERYONE, async ({ page, look }) => {
  await page.goto('/waits');
  const text = await page.getByRole('main').innerText();
  assert.match(text, /%/);
  assert.match(text, /median|half/i);
  assert.ok((await page.locator('main table').count()) > 0, 'a table');
  await look(page, 'waits');
  await page.goto('/waits/street-light-out');
  assert.match(await page.getByRole('main').innerText(), /working days/i);
  assert.ok((await page.locator('main table').count()) > 1, 'a table per chart');
  await look(page, 'waits of a service');
});

journey('The figures come as CSV', ON_A_DESKTOP, async ({ page }) => {
  const answer = await page.request.get('/waits.csv');
  assert.equal(answer.status(), 200);
  assert.match(answer.headers()['content-type'], /^text\/csv/);
  const [head, ...rows] = (await answer.text()).trim().split(/\r?\n/);
  assert.match(head, /service/);
  assert.ok(rows.length > 5);
  assert.ok(rows.every((row) => !/^[=+\-@]/.test(row)), 'no cell is a formula');
});

journey('The list of reports says the same as the map', EVERYONE, async ({ page, look }) => {
  await page.goto('/reports');
  const all = await page.locator('main a[href^="/reports/"]').count();
  assert.ok(all > 5, `only ${all} reports`);
  await look(page, 'reports');
  const path = await firstLink(page, '/reports', REPORT);
  await page.goto(path);
  assert.ok((await page.locator('h1').innerText()).length > 3);
  await look(page, 'report');
});

journey('The filter of the reports stays in the address', EVERYONE, async ({ page }) => {
  await page.goto('/reports?service=pothole');
  const field = page.locator('main [name="service"]').first();
  assert.equal(await field.inputValue(), 'pothole');
  const texts = await page.locator('main a[href^="/reports/"]').allInnerTexts();
  assert.ok(texts.length > 0);
});

journey('The map draws the town without asking anybody else', ON_A_DESKTOP, async ({ page }) => {
  await page.goto('/reports');
  const canvas = page.locator('canvas.maplibregl-canvas, canvas').first();
  await canvas.waitFor();
  assert.ok((await canvas.boundingBox()).height > 100);
});

journey('Health is told to machines', ON_A_DESKTOP, async ({ page }) => {
  for (const path of ['/health/live', '/health/ready']) {
    assert.equal((await page.request.get(path)).status(), 200, path);
  }
});

journey('Every page carries the headers that guard it', ON_A_DESKTOP, async ({ page }) => {
  for (const path of ['/', '/services/pothole', '/sign-in', '/reports']) {
    const headers = (await page.request.get(path)).headers();
    assert.match(headers['content-security-policy'] ?? '', /default-src|script-src/, path);
    assert.equal(headers['x-content-type-options'], 'nosniff', path);
    assert.ok(headers['referrer-policy'], path);
  }
});

journey('Staff pages send strangers to sign in', ON_A_DESKTOP, async ({ page }) => {
  const answer = await page.request.get('/desk', { maxRedirects: 0 });
  assert.ok([302, 303, 401, 403].includes(answer.status()), `${answer.status()}`);
});
