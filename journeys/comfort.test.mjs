// For whoever sees, reads or moves otherwise: large text, own colours, the dark, no motion; on the pages
// that only a form or a case has. Those with an address of their own are in pages.test.mjs.
import assert from 'node:assert/strict';

import { DESKTOP, PHONE } from './lib/browser.mjs';
import { PLACES, pothole, send, start, walk } from './lib/form.mjs';
import { journey } from './lib/journey.mjs';
import { BY_ROLE, OF_A_CASE, PUBLIC, RESIDENT } from './lib/pages.mjs';
import { signIn } from './lib/people.mjs';

/** 1280 pixels at 400 %. */
const ZOOMED = { viewport: { width: 320, height: 256 } };

const NARROW = { 'at 400% zoom': { screen: ZOOMED }, 'on a phone': { screen: PHONE } };
const DARK = { 'in the dark': { screen: { ...PHONE, colorScheme: 'dark' } }, 'in the dark, desktop': { screen: { ...DESKTOP, colorScheme: 'dark' } } };
const FORCED = { 'in forced colours': { screen: { ...DESKTOP, forcedColors: 'active' } } };

journey('A report from start to end fits a narrow screen', NARROW, async ({ page }) => {
  await everyStep(page, PLACES.friend, () => assertFits(page));
});

journey('Every page of residents and staff fits a narrow screen', NARROW, async ({ page }) => {
  await signIn(page, 'as resident');
  for (const [, path] of RESIDENT) await at(page, path, () => assertFits(page));
  for (const [role, pages] of Object.entries(BY_ROLE)) {
    await signIn(page, `as ${role}`);
    for (const [, path] of pages) await at(page, path, () => assertFits(page));
  }
});

journey('A case and its verbs fit a narrow screen', NARROW, async ({ page, another }) => {
  const { reference } = await everyStep(await another(), PLACES.branch);
  await signIn(page, 'as team lead');
  for (const part of OF_A_CASE) await at(page, `/desk/cases/${reference}${part}`, () => assertFits(page));
});

journey('A report from start to end can be read', DARK, async ({ page, look }) => {
  await everyStep(page, PLACES.yarmouth, (path) => look(page, `${path} in the dark`));
});

journey('A report from start to end survives forced colours', FORCED, async ({ page, look }) => {
  await everyStep(page, PLACES.irving, async (path) => {
    await look(page, `${path} forced`, { without: ['color-contrast'] });
    await assertBordered(page);
  });
});

journey('The desk survives forced colours', FORCED, async ({ page, look }) => {
  await signIn(page, 'as team lead');
  for (const path of ['/desk', '/desk?view=all', '/desk/templates']) {
    await at(page, path, async () => {
      await look(page, `${path} forced`, { without: ['color-contrast'] });
      await assertBordered(page);
    });
  }
});

journey('Nothing moves for whoever wants no motion', { 'with reduced motion': { screen: DESKTOP } }, async ({ page }) => {
  const still = async () => {
    const moving = await page.evaluate(() => {
      const seconds = (text) => Math.max(...text.split(',').map((one) => parseFloat(one) * (one.trim().endsWith('ms') ? 0.001 : 1)));
      return [...document.querySelectorAll('*')].filter((one) => {
        const style = getComputedStyle(one);
        return seconds(style.transitionDuration) > 0.001 || (style.animationName !== 'none' && seconds(style.animationDuration) > 0.001)
          || style.scrollBehavior === 'smooth';
      }).map((one) => one.outerHTML.slice(0, 100));
    });
    assert.deepEqual(moving, [], page.url());
  };
  for (const [, path] of PUBLIC) await at(page, path, still);
  await everyStep(page, PLACES.clark, still);
  await signIn(page, 'as team lead');
  await at(page, '/desk?view=all', still);
});

/** Walks a report, looking at each page of it, to the tracking page. */
async function everyStep(page, place, see = async () => {}) {
  await start(page, 'pothole');
  await walk(page, pothole(place), (path) => see(path.split('/').pop()));
  const sent = await send(page);
  await see('done');
  await page.goto(sent.tracking);
  await see('tracking');
  return sent;
}

async function at(page, path, see) {
  await page.goto(path);
  await see(path);
}

/** Nothing may make the page scroll sideways; what is wide by nature scrolls in its own box. */
async function assertFits(page) {
  const screen = page.viewportSize().width;
  const { content, wide } = await page.evaluate((most) => ({
    content: document.documentElement.scrollWidth,
    wide: [...document.querySelectorAll('main *')].filter((one) => one.getBoundingClientRect().right > most + 1)
      .slice(0, 3).map((one) => one.outerHTML.slice(0, 120)),
  }), screen);
  assert.ok(content <= screen, `${page.url()} is ${content} wide on a screen of ${screen}: ${wide.join('\n')}`);
}

/** Where the system paints all grounds alike, a button must have an edge to be one. */
async function assertBordered(page) {
  const bare = await page.locator('main .govuk-button, main input:not([type="hidden"]):not([type="radio"]):not([type="checkbox"]), main select, main textarea')
    .evaluateAll((all) => all.filter((one) => one.checkVisibility() && parseFloat(getComputedStyle(one).borderBottomWidth) < 1
      && getComputedStyle(one).outlineStyle === 'none' && one.getBoundingClientRect().width > 1).map((one) => one.outerHTML.slice(0, 120)));
  assert.deepEqual(bare, [], page.url());
}
