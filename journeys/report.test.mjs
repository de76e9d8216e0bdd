// The main job: from a service page to the reference, the mail and the tracking page.
import assert from 'node:assert/strict';

import { EVERYONE, ON_A_DESKTOP, journey } from './lib/journey.mjs';
import { PLACES, fill, pothole, proceed, send, start, walk } from './lib/form.mjs';
import { mailTo } from './lib/people.mjs';
import { photo } from './lib/photo.mjs';

journey('A resident reports a pothole', EVERYONE, async ({ page, look }) => {
  const answers = pothole(PLACES.yarmouth, { photos: photo() });
  await start(page, 'pothole');
  await walk(page, answers, (path) => look(page, `form ${path.split('/').pop()}`));
  const check = await page.getByRole('main').innerText();
  for (const shown of [PLACES.yarmouth, 'Bike lane', 'Ada Example', answers['contact-email']]) {
    assert.ok(check.includes(shown), `the check page shows ${shown}`);
  }
  const { reference, tracking } = await send(page);
  await look(page, 'confirmation');
  const mail = await mailTo(page, answers['contact-email']);
  assert.match(await mail.innerText(), new RegExp(reference));
  if (tracking) {
    await page.goto(tracking);
    assert.match(await page.getByRole('main').innerText(), new RegExp(reference));
    await look(page, 'tracking');
  }
});

journey('A page with a photo on it is as sound as an empty one', EVERYONE, async ({ page, look }) => {
  await start(page, 'pothole');
  await walk(page, pothole(PLACES.province), async (path) => {
    if (!path.endsWith('/photos')) return;
    await page.locator('main [name="photos"]').setInputFiles(photo());
    await page.getByRole('button', { name: /^add photos$/i }).click();
    await page.locator('main .c-photos img').first().waitFor();
    await look(page, 'form with a photo');
  });
});

journey('The public never sees a name', EVERYONE, async ({ page, another }) => {
  const answers = pothole(PLACES.branch, { 'contact-name': 'Zenobia Quillfeather' });
  await start(page, 'pothole');
  await walk(page, answers);
  const { reference } = await send(page);
  const stranger = await another();
  await stranger.goto(`/reports/${reference}`);
  const text = await stranger.content();
  assert.ok(text.includes(reference), 'the report is public');
  assert.doesNotMatch(text, /Zenobia|Quillfeather/);
  assert.ok(!text.includes(answers['contact-email']));
});

journey('A change link leads back to the check page with the new answer', EVERYONE, async ({ page }) => {
  await start(page, 'pothole');
  await walk(page, pothole(PLACES.friend));
  await page.locator('main a[href*="/where"]').first().click();
  await fill(page, { lane: 'curb' });
  await walk(page, pothole(PLACES.friend, { lane: 'curb' }));
  assert.match(await page.getByRole('main').innerText(), /Along the curb/);
});

journey('An error keeps what was typed and says what to do', EVERYONE, async ({ page, look, javascript }) => {
  await start(page, 'pothole');
  await fill(page, { 'place-address': PLACES.clark });
  await proceed(page);
  const summary = page.locator('.govuk-error-summary').first();
  await summary.waitFor();
  assert.match(await page.title(), /^error/i);
  assert.equal(await page.locator('[name="place-address"]').inputValue(), PLACES.clark);
  await look(page, 'form with an error');
  await summary.getByRole('link').first().click();
  if (javascript) {
    const focused = await page.evaluate(() => document.activeElement?.getAttribute('name'));
    assert.equal(focused, 'lane', 'the summary leads to the field');
  }
});

journey('Reload and back lose nothing', EVERYONE, async ({ page }) => {
  await start(page, 'pothole');
  await fill(page, { 'place-address': PLACES.irving, lane: 'car' });
  await proceed(page);
  await page.reload();
  await page.goBack();
  await page.reload();
  const address = await page.locator('[name="place-address"]').inputValue();
  assert.ok(address.startsWith(PLACES.irving), address);
  assert.ok(await page.locator('[name="lane"][value="car"]').isChecked());
});

journey('Sending twice makes one case', ON_A_DESKTOP, async ({ page }) => {
  await start(page, 'pothole');
  await walk(page, pothole(PLACES.ashburton));
  const check = page.url();
  const { reference } = await send(page);
  await page.goto(check);
  const text = await page.getByRole('main').innerText();
  assert.ok(text.includes(reference) || page.url().includes('/done'), 'the sent form leads to its case');
});

journey('Questions appear by condition', EVERYONE, async ({ page }) => {
  await start(page, 'recycling-cart');
  await walk(page, {
    need: 'broken', broken_part: 'lid', 'place-address': PLACES.spruce, homes: '2',
    'contact-name': 'Ada Example', 'contact-email': 'ada@example.org',
  });
  const text = await page.getByRole('main').innerText();
  assert.match(text, /which part\?/);
  assert.doesNotMatch(text, /which size\?/i);
});
