// Paying at the practice bank of the demo town.
import assert from 'node:assert/strict';

import { press } from './resident.mjs';

/** Sends what was checked, as far as the page where it is paid. */
export async function sendToPay(page) {
  const button = page.getByRole('main').getByRole('button', { name: /^(send|enviar)/i });
  await Promise.all([page.waitForURL(/\/pay\//), button.click()]);
}

/** Goes to the bank and plays something there: `pay`, `refuse` or `walk`. */
export async function play(page, how) {
  await Promise.all([page.waitForURL(/\/practice-bank\//), press(page, /^(pay \$|pagar \$|go on paying)/i)]);
  await Promise.all([page.waitForURL(/\/pay\//), page.locator(`main button[name="play"][value="${how}"]`).click()]);
}

/** Sends what was checked and pays it; gives the reference of the case and its link. */
export async function sendAndPay(page) {
  await sendToPay(page);
  await play(page, 'pay');
  const tracking = await page.locator('main a[href^="/track/"]').getAttribute('href');
  await page.goto(tracking);
  const reference = /[A-Z0-9]{4}-[A-Z0-9]{4}/.exec(await page.locator('.c-step').innerText())?.[0];
  assert.ok(reference, 'the tracking page shows the reference');
  return { reference, tracking };
}
