// The whole job by keyboard alone: every stop can be seen, and nothing traps.
import assert from 'node:assert/strict';

import { ON_A_DESKTOP, WITHOUT_JAVASCRIPT, journey } from './lib/journey.mjs';
import { PLACES, passNearby, start } from './lib/form.mjs';

/** No page of the town has more stops than this before its main part's last one. */
const MOST_STOPS = 120;

journey('A resident reports by keyboard alone', ON_A_DESKTOP, async ({ page }) => {
  await page.goto('/');
  await tabTo(page, (at) => at.name === 'q');
  await page.keyboard.type('pothole');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/search/);
  await tabTo(page, (at) => at.href?.includes('/services/pothole'));
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/services\/pothole/);
  await tabTo(page, (at) => at.form?.endsWith('/start'));
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/apply\//);
  await tabTo(page, (at) => at.name === 'place-address');
  await page.keyboard.type(PLACES.province);
  await tabTo(page, (at) => at.name === 'lane');
  await page.keyboard.press('Space');
  await tabTo(page, (at) => at.type === 'submit' && /continue/i.test(at.text));
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/size/);
});

journey('Enter in a field or on a choice continues in the same language', { ...ON_A_DESKTOP, ...WITHOUT_JAVASCRIPT }, async ({ page }) => {
  await start(page, 'pothole');
  await page.locator('[name="place-address"]').fill(PLACES.province);
  await page.locator('[name="lane"][value="bike"]').check({ force: true });
  await page.locator('[name="lane"][value="bike"]').press('Enter');
  await page.waitForURL(/\/(size|nearby)/);
  if (page.url().includes('/nearby')) await passNearby(page);
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  await page.locator('[name="size"]').first().check({ force: true });
  await Promise.all([page.waitForEvent('domcontentloaded'), page.locator('[name="size"]').first().press('Enter')]);
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  assert.equal(await page.locator('.govuk-error-summary').count(), 1, 'the page was sent, and says what is missing');
  await page.goto('/track');
  await page.locator('#reference').fill('ABCD-EFGH');
  await Promise.all([page.waitForEvent('domcontentloaded'), page.locator('#reference').press('Enter')]);
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  assert.equal(await page.locator('.govuk-error-summary').count(), 1);
});

journey('The first stop skips to the content', ON_A_DESKTOP, async ({ page }) => {
  await page.goto('/services/pothole');
  await page.keyboard.press('Tab');
  const at = await focused(page);
  assert.match(at.text, /skip/i);
  await page.keyboard.press('Enter');
  assert.match(page.url(), /#/);
});

journey('Every stop shows its focus', ON_A_DESKTOP, async ({ page }) => {
  for (const path of ['/', '/services/pothole', '/track', '/waits']) {
    await page.goto(path);
    for (let stop = 0; stop < 12; stop += 1) {
      await page.keyboard.press('Tab');
      assert.ok(await changesItsLook(page), `${path}: stop ${stop + 1} (${JSON.stringify(await focused(page))})`);
    }
  }
});

/** However and wherever the focus is drawn, on a link or on the card around it: the screen looks different. */
async function changesItsLook(page) {
  const place = await page.evaluateHandle(() => document.activeElement);
  const withFocus = await drawn(page);
  await place.evaluate((at) => at.blur());
  const without = await drawn(page);
  await place.evaluate((at) => at.focus({ preventScroll: true }));
  return !withFocus.equals(without);
}

/** The screen after the browser has drawn what was just done. */
async function drawn(page) {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  return page.screenshot();
}

async function tabTo(page, wanted) {
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    if (wanted(await focused(page))) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`the keyboard does not reach it on ${page.url()}`);
}

function focused(page) {
  return page.evaluate(() => {
    const at = document.activeElement;
    return {
      name: at?.getAttribute('name') ?? '', href: at?.getAttribute('href') ?? '', type: at?.type ?? '',
      text: at?.textContent?.trim() ?? '', form: at?.closest('form')?.getAttribute('action') ?? '',
    };
  });
}
