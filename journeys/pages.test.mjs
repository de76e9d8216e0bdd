// Every main page, in every language, light and dark, on every width: axe, the HTML checker, nothing
// that is wider than the screen, nothing heavier than a slow connection takes.
import assert from 'node:assert/strict';

import { DESKTOP, PHONE } from './lib/browser.mjs';
import { look } from './lib/check.mjs';
import { ON_A_DESKTOP, journey } from './lib/journey.mjs';
import { BY_ROLE, CASE, LANGUAGES, OF_A_CASE, PUBLIC, REPORT, RESIDENT, STAFF, firstLink, inLanguage } from './lib/pages.mjs';
import { signIn } from './lib/people.mjs';

/** A first page without the map, over the wire. */
const MOST_BYTES = 150_000;

const LIGHT = { 'light, desktop': { screen: DESKTOP }, 'light, phone': { screen: PHONE } };
const DARK = { 'dark, phone': { screen: { ...PHONE, colorScheme: 'dark' } } };
const NARROW = {
  'at 320 pixels, as at 400% zoom': { screen: { viewport: { width: 320, height: 640 } } },
  'at 360 pixels': { screen: PHONE },
};
const FORCED = { 'in forced colours': { screen: { ...DESKTOP, forcedColors: 'active' } } };

for (const language of LANGUAGES) {
  journey(`Every public page passes axe in ${language}`, { ...LIGHT, ...DARK }, async ({ page }) => {
    const report = await firstLink(page, '/reports', REPORT);
    for (const [name, path] of [...PUBLIC, ['report', report]]) {
      await page.goto(inLanguage(path, language));
      assert.equal(await page.locator('html').getAttribute('lang'), language, path);
      await look(page, `${name} ${language}`);
    }
  });

  journey(`Every page of a resident passes axe in ${language}`, LIGHT, async ({ page }) => {
    await signIn(page, 'as resident');
    for (const [name, path] of RESIDENT) {
      await page.goto(inLanguage(path, language));
      await look(page, `${name} ${language}`);
    }
  });

  journey(`Every staff page passes axe in ${language}`, { ...ON_A_DESKTOP, ...DARK }, async ({ page }) => {
    for (const [role, pages] of Object.entries(BY_ROLE)) {
      await signIn(page, `as ${role}`);
      for (const [name, path] of pages) {
        const answer = await page.goto(inLanguage(path, language));
        assert.equal(answer.status(), 200, path);
        await look(page, `${name} ${language}`);
      }
    }
  });

  journey(`Every page of a case passes axe in ${language}`, { ...ON_A_DESKTOP, ...DARK }, async ({ page }) => {
    await signIn(page, 'as caseworker');
    const [item] = (await firstLink(page, '/desk?view=team', CASE)).split('?');
    for (const part of OF_A_CASE) {
      await page.goto(inLanguage(`${item}${part}`, language));
      await look(page, `case${part} ${language}`);
    }
  });
}

journey('Every public page fits its screen', NARROW, async ({ page }) => {
  for (const [, path] of PUBLIC) {
    await page.goto(inLanguage(path, 'es'));
    await assertFits(page);
  }
});

journey('Every staff page fits its screen', NARROW, async ({ page }) => {
  await signIn(page, 'Caseworker');
  const item = await firstLink(page, '/desk?view=all', CASE);
  for (const path of [...STAFF.map(([, path]) => path), item]) {
    await page.goto(inLanguage(path, 'es'));
    await assertFits(page);
  }
});

journey('Text survives in forced colours', FORCED, async ({ page }) => {
  for (const [name, path] of PUBLIC) {
    await page.goto(path);
    // The colours are the system's then, whatever the style sheets and axe believe.
    await look(page, `${name} forced`, { without: ['color-contrast'] });
  }
});

journey('A first page is light', ON_A_DESKTOP, async ({ another }) => {
  for (const path of ['/', '/services/pothole', '/search?q=rats', '/waits']) {
    const page = await another();
    const network = await page.context().newCDPSession(page);
    await network.send('Network.enable');
    let bytes = 0;
    network.on('Network.loadingFinished', (done) => { bytes += done.encodedDataLength; });
    await page.goto(path, { waitUntil: 'load' });
    assert.ok(bytes > 0 && bytes <= MOST_BYTES, `${path} weighs ${bytes} bytes`);
  }
});

journey('Every page begins with its title and one main heading', ON_A_DESKTOP, async ({ page }) => {
  const titles = new Set();
  // The galleries show components that bring headings of their own; a search says the same twice.
  const pages = PUBLIC.filter(([name]) => !/^(search|style)/.test(name));
  for (const [, path] of pages) {
    await page.goto(path);
    assert.equal(await page.locator('h1').count(), 1, path);
    titles.add(await page.title());
    assert.doesNotMatch(await page.content(), /⟦/, `${path} shows a message that does not exist`);
  }
  assert.equal(titles.size, pages.length);
});

/** Nothing may make the page scroll sideways; what is wide by nature scrolls in its own box. */
async function assertFits(page) {
  // A phone zooms out until all fits, so that its window is no measure: the screen is.
  const screen = page.viewportSize().width;
  const content = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(content <= screen, `${page.url()} is ${content} wide on a screen of ${screen}`);
}
