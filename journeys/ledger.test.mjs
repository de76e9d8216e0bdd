// Somebody who does not believe the town hall checks its ledger.
import assert from 'node:assert/strict';

import { EVERYONE, journey } from './lib/journey.mjs';

/** A demo signs its ledger when its first job has run: the page says so until then. */
async function signed(page) {
  await assert.doesNotReject(async () => {
    for (let look = 0; look < 200; look += 1) {
      await page.goto('/ledger');
      if ((await page.locator('main pre').count()) > 0) return;
    }
    throw new Error('the ledger was not signed');
  });
}

journey('A journalist keeps a checkpoint and checks it', EVERYONE, async ({ page, look }) => {
  await signed(page);
  await look(page, 'ledger');
  const checkpoint = await page.locator('main pre').textContent();
  assert.match(checkpoint, /\/ledger\n\d+\n[A-Za-z0-9+/]{43}=\n\n— /);

  await page.locator('main a[href="/ledger/check"]').click();
  await page.locator('[name="given"]').fill(checkpoint);
  await page.locator('main form button').click();
  assert.match(await page.locator('h1').innerText(), /Nothing was changed/);
  await look(page, 'ledger checked');

  await page.locator('main a[href^="/ledger/consistency"]').click();
  await look(page, 'ledger consistency');

  await page.goto('/ledger/check');
  await page.locator('[name="given"]').fill(checkpoint.replace(/\n\d+\n/, '\n12\n'));
  await page.locator('main form button').click();
  assert.match(await page.locator('h1').innerText(), /signature does not fit/);
  await look(page, 'ledger forged');
});

journey('An entry is checked by its number', EVERYONE, async ({ page, look }) => {
  await signed(page);
  await page.locator('[name="entry"]').fill('17');
  await page.locator('form[action="/ledger/inclusion"] button').click();
  assert.match(await page.locator('h1').innerText(), /Entry 17 stands in the ledger/);
  await look(page, 'ledger entry');
});
