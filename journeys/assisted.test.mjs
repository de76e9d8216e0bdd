// Staff enter a case for somebody who calls, and correct what somebody told.
import assert from 'node:assert/strict';

import { act } from './lib/desk.mjs';
import { PLACES, fill, pothole, proceed, report, send, walk } from './lib/form.mjs';
import { STAFF, journey } from './lib/journey.mjs';
import { openMail, signIn } from './lib/people.mjs';
import { press } from './lib/resident.mjs';

journey('A case is entered for somebody on the telephone', STAFF, async ({ page, look }) => {
  await signIn(page, 'as team lead');
  await page.goto('/desk/new');
  await page.locator('main [name="q"]').fill('pothole');
  await page.locator('main [name="q"]').press('Enter');
  await page.waitForURL(/q=pothole/);
  await look(page, 'new case');
  await page.locator('input[name="channel"][value="counter"]').check({ force: true });
  await Promise.all([page.waitForURL(/\/apply\//), page.locator('button[formaction="/services/pothole/start"]').click()]);
  const answers = pothole(PLACES.yarmouth, { 'contact-email': `caller.${Date.now()}@example.org` });
  await walk(page, answers, async (path) => {
    assert.ok((await page.locator('.c-clerk').count()) > 0, `${path} says for whom it is filled in`);
    await look(page, `assisted ${path.split('/').pop()}`);
  });
  const { reference } = await send(page);
  await look(page, 'assisted done');
  await press(page, /open the case/i);
  assert.match(page.url(), new RegExp(`/desk/cases/${reference}`));
  const text = await page.locator('body').innerText();
  for (const shown of ['Taken at the counter', 'Ada Example']) assert.ok(text.includes(shown), shown);
  const letter = await openMail(page, answers['contact-email'], /request/i);
  assert.match(await letter.innerText(), new RegExp(reference));
});

journey('An answer is corrected with a reason, and the resident is told', STAFF, async ({ page, another, look }) => {
  const resident = await another();
  const email = `corrected.${Date.now()}@example.org`;
  const { reference, tracking } = await report(resident, 'pothole', pothole(PLACES.branch, { 'contact-email': email }));
  await signIn(page, 'as team lead');
  await begin(page, reference);
  await change(page, { lane: 'curb' });
  await look(page, 'correction');
  await press(page, /send the changes/i);
  await page.locator('.govuk-error-summary').waitFor();
  await look(page, 'correction without a reason');
  // Meanwhile somebody else moves the case on.
  const colleague = await another();
  await signIn(colleague, 'as caseworker');
  await act(colleague, reference, 'notes', { text: 'The crew has seen it.' });
  await page.locator('main [name="reason"]').fill('She called: along the curb.');
  await press(page, /send the changes/i);
  assert.match(await page.locator('.c-news').innerText(), /The crew has seen it/);
  assert.equal(await page.locator('main [name="reason"]').inputValue(), 'She called: along the curb.');
  assert.match(await page.getByRole('main').innerText(), /Along the curb/);
  await look(page, 'correction after somebody else');
  await press(page, /send the changes/i);
  assert.match(page.url(), new RegExp(`/desk/cases/${reference}`));
  const text = await page.getByRole('main').innerText();
  for (const shown of ['Along the curb', 'She called: along the curb.']) assert.ok(text.includes(shown), shown);
  const letter = await openMail(resident, email, /changed something/i);
  assert.match(await letter.innerText(), /along the curb/);
  await resident.goto(tracking);
  assert.match(await resident.getByRole('main').innerText(), /Along the curb/);
});

/** Opens the answers of a case to be corrected. */
async function begin(page, reference) {
  await page.goto(`/desk/cases/${reference}`);
  await press(page, /correct an answer/i);
  assert.match(page.url(), /\/check/);
}

/** Changes answers of the first page that the check page leads to. */
async function change(page, answers) {
  await Promise.all([page.waitForEvent('domcontentloaded'), page.locator('main a[href*="/where"]').last().click()]);
  await fill(page, answers);
  await proceed(page);
}
