// The kinds of question beyond texts and choices, as a resident meets them: a vehicle and days, a fee that
// is worked out, consent and a signature, rows of the same questions, a search, money and an account.
import assert from 'node:assert/strict';

import { fill, proceed, send, start, walk } from './lib/form.mjs';
import { EVERYONE, ON_A_DESKTOP, journey } from './lib/journey.mjs';
import { sendAndPay } from './lib/pay.mjs';
import { linkIn, openMail, signIn } from './lib/people.mjs';
import { press } from './lib/resident.mjs';

const DAY = 86_400_000;

/** The three fields of a day so many days from now. */
function day(prefix, days) {
  const date = new Date(Date.now() + days * DAY);
  return {
    [`${prefix}-day`]: String(date.getDate()),
    [`${prefix}-month`]: String(date.getMonth() + 1),
    [`${prefix}-year`]: String(date.getFullYear()),
  };
}

const period = (name, from, to) => ({ ...day(`${name}-from`, from), ...day(`${name}-to`, to) });
const contact = () => ({ 'contact-name': 'Ada Example', 'contact-email': `ada.${Date.now()}@example.org` });

async function text(page) {
  return page.getByRole('main').innerText();
}

journey('Somebody finds out before the form whether it is for them', EVERYONE, async ({ page, look }) => {
  await page.goto('/services/visitor-parking');
  await look(page, 'service with a check');
  await press(page, /check first/i);
  await look(page, 'check before the form');
  await proceed(page);
  assert.equal(await page.locator('.govuk-error-summary a').count(), 2, 'each question has its message');
  await look(page, 'check with errors');
  await fill(page, { lives: 'yes', use: 'business' });
  await proceed(page);
  assert.match(await text(page), /You cannot use this service[\s\S]*Apply for a parking permit/);
  await look(page, 'not for them');
  await page.goBack();
  await fill(page, { lives: 'yes', use: 'visitor' });
  await proceed(page);
  assert.match(await text(page), /You can use this service/);
  await look(page, 'for them');
  await Promise.all([page.waitForURL(/\/apply\//), page.locator('main form[action$="/start"] button').click()]);
});

journey('A visitor gets a parking permit whose cost is worked out', EVERYONE, async ({ page, look }) => {
  await start(page, 'visitor-parking');
  await fill(page, { plate: '??', ...period('stay', 10, 5), arrives: 'soon' });
  await proceed(page);
  const faults = page.locator('.govuk-error-summary a');
  assert.deepEqual(
    await faults.evaluateAll((links) => links.map((link) => link.getAttribute('href'))),
    ['#plate', '#stay-to-day', '#arrives'],
  );
  assert.equal(await page.locator('[name="arrives"]').inputValue(), 'soon', 'what was typed is kept');
  await look(page, 'vehicle and days with errors');
  const answers = {
    plate: '1abc-23', ...period('stay', 5, 7), arrives: '6.30 pm', reduced: 'no', agreed: 'yes',
    signed: 'Ada Example', ...contact(),
  };
  await walk(page, answers, (path) => look(page, `visitor ${path.split('/').pop()}`));
  const check = await text(page);
  for (const shown of ['1ABC23', '18:30', '$7.50', 'The vehicle belongs to somebody', 'Ada Example']) {
    assert.ok(check.includes(shown), `the check page shows ${shown}`);
  }
  const { reference } = await sendAndPay(page);
  const told = await text(page);
  for (const shown of [reference, '1ABC23', '$7.50', 'I do not sell or rent this permit']) {
    assert.ok(told.includes(shown), `the tracking page shows ${shown}`);
  }
  await look(page, 'tracking of a permit');
});

journey('Stalls of a market are added, changed and taken away', EVERYONE, async ({ page, look, another }) => {
  await start(page, 'neighborhood-market');
  await fill(page, { 'organizer-name': 'Friends of the Square', 'organizer-number': '12-3456789' });
  await proceed(page);
  await fill(page, { ...period('days', 40, 41), opens: '10am', closes: '9:00' });
  await proceed(page);
  assert.match(await page.locator('.govuk-error-summary').innerText(), /must close later than they open/);
  await fill(page, { closes: '6 pm' });
  await proceed(page);
  await fill(page, { 'stalls-0-seller': 'Ana', 'stalls-0-food': 'yes', 'stalls-0-permit': '1234 5675' });
  await press(page, /add another/i);
  await fill(page, { 'stalls-1-seller': 'Ben', 'stalls-1-food': 'no' });
  await press(page, /add another/i);
  await fill(page, { 'stalls-2-seller': 'Cem' });
  await look(page, 'three stalls');
  await proceed(page);
  const faults = page.locator('.govuk-error-summary a');
  assert.deepEqual(
    await faults.evaluateAll((links) => links.map((link) => link.getAttribute('href'))),
    ['#stalls-0-permit', '#stalls-2-food'],
  );
  await look(page, 'three stalls with errors');
  await press(page, /remove stall 3/i);
  assert.equal(await page.locator('main .c-row').count(), 2);
  assert.equal(await page.locator('[name="stalls-1-seller"]').inputValue(), 'Ben');
  await fill(page, { 'stalls-0-permit': '1234 5674' });
  await proceed(page);
  await walk(page, { agreed: 'yes', ...contact() });
  const check = await text(page);
  for (const shown of ['Friends of the Square, 123456789', 'Stall 1', 'Stall 2', '12345674', '$60.00']) {
    assert.ok(check.includes(shown), `the check page shows ${shown}`);
  }
  await look(page, 'check page with stalls');
  await page.locator('main a[href*="/stalls?"]').click();
  await press(page, /remove stall 2/i);
  await proceed(page);
  await walk(page, {});
  assert.match(await text(page), /\$40\.00/, 'the cost follows the stalls');
  const { reference } = await send(page);
  const staff = await another();
  await signIn(staff, 'as team lead');
  await staff.goto(`/desk/cases/${reference}`);
  assert.match(await staff.locator('body').innerText(), /Stall 1 \(Seller: Ana/);
});

journey('A tree is found by its name, and an account is shown by its end', EVERYONE, async ({ page, look, javascript }) => {
  await start(page, 'sponsor-a-tree');
  await fill(page, { 'species-q': 'oak' });
  if (javascript) {
    await page.locator('[name="species-q"]').press('End');
    await page.locator('[name="species-q"]').pressSequentially(' red');
  } else {
    await press(page, /^find$/i);
  }
  const oak = page.locator('[name="species"][value="QUER-RUBR"]');
  await oak.waitFor({ state: 'attached' });
  await look(page, 'trees to choose from');
  await oak.check({ force: true });
  await proceed(page);
  assert.equal(await page.locator('[name="gift"]').inputValue(), '150.00', 'a default stands there');
  await fill(page, { gift: '1,200', refund: 'ES92 2100 0418 4502 0005 1332' });
  await proceed(page);
  assert.match(await page.locator('.govuk-error-summary').innerText(), /IBAN does not hold together/);
  await look(page, 'gift with errors');
  await fill(page, { refund: '' });
  await proceed(page);
  assert.match(await page.locator('.govuk-error-summary').innerText(), /Enter the account number/);
  await fill(page, { refund: 'es91 2100 0418 4502 0005 1332' });
  await proceed(page);
  await walk(page, contact());
  const check = await text(page);
  for (const shown of ['Northern red oak (Quercus rubra)', '$1,200.00', '•••• 1332']) {
    assert.ok(check.includes(shown), `the check page shows ${shown}`);
  }
  assert.ok(!(await page.content()).includes('21000418'), 'the account is not told whole');
  await look(page, 'check page of a gift');
  const { tracking } = await send(page);
  if (!tracking) return;
  await page.goto(tracking);
  const correct = page.locator('main form[action$="/corrections"] button');
  await Promise.all([page.waitForURL(/\/apply\//), correct.click()]);
  await page.locator('main a[href*="/gift?"]').first().click();
  assert.equal(await page.locator('[name="refund"]').inputValue(), '', 'who has the link does not read it');
  await fill(page, { gift: '1,300' });
  await proceed(page);
  await walk(page, {});
  assert.match(await text(page), /\$1,300\.00[\s\S]*•••• 1332/, 'what was left empty is kept');
});

journey('A form is saved on the phone and finished elsewhere', EVERYONE, async ({ page, look, another }) => {
  const { 'contact-email': email } = contact();
  await start(page, 'visitor-parking');
  await fill(page, { plate: '1abc23' });
  await press(page, /save and finish later/i);
  await look(page, 'save for later');
  await press(page, /send me the link/i);
  assert.match(await page.locator('.govuk-error-summary').innerText(), /Enter the email address/);
  await page.locator('main [name="email"]').fill(email);
  await press(page, /send me the link/i);
  assert.match(await page.locator('body').innerText(), /We have saved your form/);
  const letter = await openMail(page, email, /go on with your form/i);
  const link = await linkIn(letter, /^\/return\//);
  const elsewhere = await another();
  await elsewhere.goto(link);
  await look(elsewhere, 'go on by the link');
  await press(elsewhere, /^go on$/i);
  assert.equal(await elsewhere.locator('[name="plate"]').inputValue(), '1abc23', 'what was typed is there');
  await walk(elsewhere, {
    plate: '1abc23', ...period('stay', 5, 7), reduced: 'yes', agreed: 'yes', signed: 'Ada Example', ...contact(),
  });
  await sendAndPay(elsewhere);
  const dead = await page.goto(link);
  assert.equal(dead.status(), 404, 'what is sent is not gone on with');
});

journey('The same questions speak Spanish', ON_A_DESKTOP, async ({ page, look }) => {
  await page.goto('/services/visitor-parking?lang=es');
  await start(page, 'visitor-parking');
  await proceed(page);
  assert.match(await page.locator('.govuk-error-summary').innerText(), /Escriba la matrícula/);
  await look(page, 'vehicle in Spanish');
  await walk(page, {
    plate: '1ABC23', ...period('stay', 5, 7), reduced: 'yes', agreed: 'yes', signed: 'Ada Example', ...contact(),
  });
  const check = await text(page);
  for (const shown of ['$3,75', 'No vendo ni alquilo este permiso']) {
    assert.ok(check.includes(shown), `the check page shows ${shown}`);
  }
});
