// Two languages: switching keeps the page and what was typed.
import assert from 'node:assert/strict';

import { EVERYONE, journey } from './lib/journey.mjs';
import { PLACES, fill, pothole, proceed, start, walk } from './lib/form.mjs';

const ESPANOL = { name: /español/i };

/** The switch, wherever the page has it: a link or a button of a form. */
function toSpanish(page) {
  return page.getByRole('link', ESPANOL).or(page.getByRole('button', ESPANOL)).first();
}

async function follow(page, control) {
  await Promise.all([page.waitForEvent('domcontentloaded'), control.click()]);
}

journey('The switch keeps the page, and the choice stays', EVERYONE, async ({ page }) => {
  await page.goto('/services/pothole');
  await follow(page, toSpanish(page));
  assert.match(new URL(page.url()).pathname, /^\/services\/pothole/);
  assert.match(await page.locator('h1').innerText(), /bache/i);
  await page.goto('/waits');
  assert.equal(await page.locator('html').getAttribute('lang'), 'es');
});

journey('The switch keeps what was answered', EVERYONE, async ({ page }) => {
  await start(page, 'pothole');
  await fill(page, { 'place-address': PLACES.province, lane: 'bike' });
  await proceed(page);
  const path = new URL(page.url()).pathname;
  await follow(page, toSpanish(page));
  assert.equal(new URL(page.url()).pathname, path);
  assert.equal(await page.locator('html').getAttribute('lang'), 'es');
  await walk(page, pothole(PLACES.province));
  const text = await page.getByRole('main').innerText();
  assert.match(text, /Carril bici/);
});

journey('The browser’s own language is the first guess', { 'in Spanish': { locale: 'es-MX' } }, async ({ page }) => {
  await page.goto('/');
  assert.equal(await page.locator('html').getAttribute('lang'), 'es');
});
