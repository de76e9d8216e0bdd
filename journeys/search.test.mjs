// Finding a service: everyday words, misspellings, another language, nothing found.
import assert from 'node:assert/strict';

import { EVERYONE, ON_A_DESKTOP, journey } from './lib/journey.mjs';

const FINDS = [
  ['hole in road', 'pothole'], ['potole', 'pothole'], ['pot hole', 'pothole'],
  ['blue bin', 'recycling-cart'], ['wheelie bin', 'recycling-cart'], ['graffitti', 'graffiti'],
  ['street light', 'street-light-out'], ['rats', 'rats'],
];

journey('A resident finds a service by everyday words', EVERYONE, async ({ page, look }) => {
  await page.goto('/');
  await page.locator('main [name="q"]').fill('hole in road');
  await page.locator('main [name="q"]').press('Enter');
  await page.waitForURL(/\/search\?q=hole/);
  await look(page, 'search results');
  await page.locator('main a[href*="/services/pothole"]').first().click();
  await page.waitForURL(/\/services\/pothole/);
  await look(page, 'service');
});

for (const [words, service] of FINDS) {
  journey(`“${words}” finds ${service}`, ON_A_DESKTOP, async ({ page }) => {
    await page.goto(`/search?q=${encodeURIComponent(words)}`);
    const links = page.locator('main a[href^="/services/"]');
    const found = await links.evaluateAll((all) => all.slice(0, 3).map((a) => a.getAttribute('href')));
    assert.ok(found.some((href) => href.includes(service)), `${words}: ${found.join(' ')}`);
  });
}

journey('Results come while typing', ON_A_DESKTOP, async ({ page, look }) => {
  await page.goto('/');
  await page.locator('main [name="q"]').pressSequentially('pothol', { delay: 20 });
  await page.locator('main a[href*="/services/pothole"]:visible').filter({ hasText: 'Report a pothole' }).first().waitFor();
  await look(page, 'home while typing');
});

journey('Who finds nothing is told where to go', EVERYONE, async ({ page, look }) => {
  await page.goto('/search?q=xyzzyplugh');
  assert.match(await page.getByRole('main').innerText(), /xyzzyplugh/);
  assert.ok((await page.locator('main a[href="/services"]').count()) > 0, 'a way to all services');
  await look(page, 'nothing found');
});

journey('The Spanish words find the Spanish page', EVERYONE, async ({ page }) => {
  await page.goto('/search?q=bache&lang=es');
  await page.locator('main a[href*="/services/pothole"]').first().click();
  assert.equal(await page.locator('html').getAttribute('lang'), 'es');
  assert.match(await page.locator('h1').innerText(), /bache/i);
});

journey('All services stand in order and by topic', EVERYONE, async ({ page }) => {
  await page.goto('/services');
  const services = await page.locator('main a[href^="/services/"]').count();
  assert.ok(services > 20, `only ${services} services`);
});

journey('A service page says what, how long and where to start', EVERYONE, async ({ page }) => {
  await page.goto('/services/pothole');
  const text = await page.getByRole('main').innerText();
  assert.match(text, /3 working days/i, 'the promise');
  assert.match(text, /free/i, 'the cost');
  assert.match(text, /half|median|usually|9 (out )?of 10|90/i, 'what really happens');
  assert.equal(await page.locator('form[action$="/start"] button, a[href$="/start"]').count() > 0, true);
});
