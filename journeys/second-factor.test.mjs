// The second factor: a new colleague sets it up and signs in with it, or with a recovery code.
import assert from 'node:assert/strict';

import { STAFF, journey } from './lib/journey.mjs';
import { signIn } from './lib/people.mjs';
import { code, wrongCode } from './lib/totp.mjs';

const PASSWORD = 'nine quiet herons by the mill';

let guests = 0;

journey('A colleague sets up a second factor and signs in with it', STAFF, async ({ page, another, look }) => {
  const email = `colleague.${Date.now()}.${(guests += 1)}@example.org`;
  const administrator = await another();
  await choosePassword(page, await invite(administrator, email));
  await page.goto('/account');
  await look(page, 'account without a second factor');
  await press(page, page.getByRole('link', { name: /set it up/i }));
  await look(page, 'set up');
  const secret = (await page.locator('.pe-secret').first().textContent()).trim();
  await send(page, { code: wrongCode(secret) });
  await page.locator('.govuk-error-summary').waitFor();
  assert.equal((await page.locator('.pe-secret').first().textContent()).trim(), secret, 'the secret stays');
  await look(page, 'set up with an error');
  await send(page, { code: code(secret) });
  const codes = await page.locator('.pe-codes li').allInnerTexts();
  assert.ok(codes.length >= 8, `${codes.length} recovery codes`);
  await look(page, 'recovery codes');
  await page.goto('/desk');
  assert.match(page.url(), /\/desk$/, 'the colleague is in');

  await signOut(page);
  await enter(page, email);
  assert.match(page.url(), /\/sign-in\/code/, 'the password alone is not enough');
  await look(page, 'code');
  await send(page, { code: wrongCode(secret) });
  await page.locator('.govuk-error-summary').waitFor();
  await look(page, 'code with an error');
  await page.goto('/desk');
  assert.match(page.url(), /sign-in/, 'a wrong code opens nothing');
  await page.goto('/sign-in/code');
  // The code of the set-up served once; the clock of an app may be a step ahead.
  await send(page, { code: code(secret, 1) });
  await page.goto('/desk');
  assert.match(page.url(), /\/desk$/);
  await page.goto('/account');
  assert.match(await page.getByRole('main').innerText(), /recovery codes/i);
  await look(page, 'account with a second factor');

  await signOut(page);
  await enter(page, email);
  await send(page, { code: codes[0].toLowerCase() });
  await page.goto('/desk');
  assert.match(page.url(), /\/desk$/, 'a recovery code opens once');
  await signOut(page);
  await enter(page, email);
  await send(page, { code: codes[0] });
  await page.locator('.govuk-error-summary').waitFor();
  await send(page, { code: codes[1] });
  await page.goto('/desk');
  assert.match(page.url(), /\/desk$/);
});

/** An administrator adds a colleague and gets the link that invites them. */
async function invite(page, email) {
  await signIn(page, 'as administrator');
  await page.goto('/desk/people/new');
  await page.locator('[name="name"]').fill('Robin Newcomer');
  await page.locator('[name="email"]').fill(email);
  await page.locator('[name="role"]').selectOption('caseworker');
  const team = page.locator('[name="team"]');
  await team.selectOption(await team.locator('option').nth(1).getAttribute('value'));
  await page.locator('[name="language"][value="en"]').check({ force: true });
  await press(page, page.locator('main form button[type="submit"]').first());
  return new URL((await page.locator('.pe-secret').first().textContent()).trim()).pathname;
}

async function choosePassword(page, link) {
  await page.goto(link);
  await send(page, { password: PASSWORD });
}

/** Signs in as far as the password goes. */
async function enter(page, email) {
  await page.goto('/sign-in');
  await send(page, { email, password: PASSWORD });
}

async function signOut(page) {
  await page.goto('/account');
  await press(page, page.getByRole('button', { name: /sign out/i }).first());
}

/** Fills the form of the page and sends it. */
async function send(page, fields) {
  for (const [name, value] of Object.entries(fields)) await page.locator(`main form [name="${name}"]`).fill(value);
  await press(page, page.locator('main form button[type="submit"]').first());
}

async function press(page, button) {
  await Promise.all([page.waitForEvent('domcontentloaded'), button.click()]);
}
