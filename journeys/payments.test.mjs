// A form that costs something: paid at once, refused and paid, left and paid later; given back by finance.
import assert from 'node:assert/strict';

import { start, walk } from './lib/form.mjs';
import { EVERYONE, ON_A_DESKTOP, STAFF, journey } from './lib/journey.mjs';
import { play, sendAndPay, sendToPay } from './lib/pay.mjs';
import { linkIn, openMail, signIn } from './lib/people.mjs';
import { press } from './lib/resident.mjs';

let people = 0;

/** Somebody who orders copies of a birth certificate. */
function order(copies, purpose) {
  people += 1;
  return {
    born_as: 'Ben Example', 'born-day': '1', 'born-month': '2', 'born-year': '2019', copies, purpose,
    'contact-name': 'Ada Example', 'contact-email': `ada.pays.${Date.now()}.${people}@example.org`,
  };
}

async function text(page) {
  return page.getByRole('main').innerText();
}

journey('A certificate is paid, and the receipt is at hand', EVERYONE, async ({ page, look }) => {
  await page.goto('/services/birth-certificate-copy');
  assert.match(await text(page), /One copy for a school is free/);
  await look(page, 'service with a fee');
  await start(page, 'birth-certificate-copy');
  await walk(page, order('2', 'passport'));
  assert.match(await page.locator('.c-fee').innerText(), /\$18\.00/);
  await look(page, 'check page with a fee');
  await sendToPay(page);
  assert.match(await text(page), /One step left: pay \$18\.00/);
  await look(page, 'to be paid');
  await Promise.all([page.waitForURL(/\/practice-bank\//), press(page, /^pay \$/i)]);
  assert.match(await text(page), /No money moves/);
  await look(page, 'practice bank');
  await Promise.all([page.waitForURL(/\/pay\//), page.locator('main button[value="pay"]').click()]);
  assert.match(await text(page), /Paid: \$18\.00[\s\S]*Copy of a birth certificate/);
  await look(page, 'receipt');
  const number = /[A-Z0-9]{4}-[A-Z0-9]{4}/.exec(await text(page))[0];
  await Promise.all([page.waitForURL(/\/track\//), press(page, /see where it stands/i)]);
  assert.match(await text(page), new RegExp(`Paid: \\$18\\.00[\\s\\S]*Receipt ${number}`));
  await look(page, 'tracking of what was paid');
});

journey('A refused card and a change of mind cost nothing', EVERYONE, async ({ page, look, another }) => {
  const answers = order('1', 'passport');
  await start(page, 'birth-certificate-copy');
  await walk(page, answers);
  await sendToPay(page);
  await play(page, 'refuse');
  assert.match(await text(page), /did not go through[\s\S]*No money was taken/);
  await look(page, 'refused');
  await play(page, 'walk');
  assert.match(await text(page), /Not paid yet: \$12\.00/);
  await look(page, 'left unpaid');
  // The letter finds them later, on another device.
  const letter = await openMail(page, answers['contact-email'], /not paid yet/i);
  const link = await linkIn(letter, /^\/pay\//);
  const later = await another();
  await later.goto(link);
  await play(later, 'pay');
  assert.match(await text(later), /Paid: \$12\.00/);
  await page.goto(link);
  assert.match(await text(page), /Paid: \$12\.00/, 'the first window knows it as well');
});

journey('Finance finds a payment and gives a part of it back', STAFF, async ({ page, look, another }) => {
  await start(page, 'birth-certificate-copy');
  await walk(page, order('3', 'other'));
  const { tracking } = await sendAndPay(page);
  const number = /Receipt ([A-Z0-9]{4}-[A-Z0-9]{4})/.exec(await text(page))[1];
  const finance = await another();
  await signIn(finance, 'as finance');
  assert.match(await text(finance), /Paid/);
  await look(finance, 'payments of finance');
  await finance.goto('/desk/payments/match');
  await look(finance, 'payments and the list of the bank');
  await finance.goto('/desk/payments');
  await finance.locator(`main a[href$="${number}"]`).click();
  await finance.locator('[name="amount"]').fill('99');
  await finance.locator('[name="reason"]').fill('One copy was damaged in the post.');
  finance.on('dialog', (dialog) => dialog.accept());
  await press(finance, /give the money back/i);
  assert.match(await finance.locator('.govuk-error-summary').innerText(), /More cannot go back/);
  await look(finance, 'payment with an error');
  await finance.locator('[name="amount"]').fill('6');
  await press(finance, /give the money back/i);
  await look(finance, 'payment with a refund');
  for (let tries = 0; tries < 40 && !/Partly given back/.test(await text(finance)); tries += 1) {
    await finance.goto(`/desk/payments/${number}`);
  }
  assert.match(await text(finance), /Partly given back[\s\S]*\$6\.00[\s\S]*damaged in the post/);
  await page.goto(tracking);
  assert.match(await text(page), /\$6\.00 given back/);
});

journey('Paying speaks Spanish', ON_A_DESKTOP, async ({ page, look }) => {
  await page.goto('/services/birth-certificate-copy?lang=es');
  await start(page, 'birth-certificate-copy');
  await walk(page, order('2', 'passport'));
  await look(page, 'check page with a fee in Spanish');
  await sendToPay(page);
  assert.match(await text(page), /Falta un paso: pagar \$18,00/);
  await look(page, 'to be paid in Spanish');
  await play(page, 'pay');
  await look(page, 'receipt in Spanish');
});
