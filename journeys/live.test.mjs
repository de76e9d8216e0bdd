// Open pages hear of what happens elsewhere; nothing changes under somebody who types.
import assert from 'node:assert/strict';

import { DESKTOP, PHONE } from './lib/browser.mjs';
import { act } from './lib/desk.mjs';
import { PLACES, pothole, report } from './lib/form.mjs';
import { journey } from './lib/journey.mjs';
import { signIn } from './lib/people.mjs';

const WITH_SCRIPTS = { 'on a phone': { screen: PHONE }, 'on a desktop': { screen: DESKTOP } };

journey('A resident reads the answer without opening the page again', WITH_SCRIPTS, async ({ page, another, look }) => {
  const { reference, tracking } = await report(page, 'pothole', pothole(PLACES.irving));
  await page.goto(tracking);
  await page.locator('h1').click();
  const staff = await another({ screen: DESKTOP });
  await signIn(staff, 'Caseworker');
  await act(staff, reference, 'messages', { text: 'The crew comes on Monday.' });
  await page.getByText('The crew comes on Monday.').waitFor();
  await page.getByText('This page was updated just now.').waitFor();
  await look(page, 'tracking updated by itself');

  // Whoever writes keeps what they wrote, and the place that they write in.
  const field = page.locator('[name="text"]');
  await field.fill('I am writing this for');
  await act(staff, reference, 'messages', { text: 'It will be Tuesday.' });
  await page.getByText('It will be Tuesday.').waitFor();
  assert.equal(await field.inputValue(), 'I am writing this for');
  assert.ok(await field.evaluate((one) => one === document.activeElement), 'the cursor stays');

  // Where the part that they write in has changed, they are told and look when they like.
  await act(staff, reference, 'question', { text: 'Which side of the street?' });
  await page.getByText('Something has changed since you opened this page.').waitFor();
  assert.equal(await field.inputValue(), 'I am writing this for');
  await look(page, 'tracking with news while typing');
  await page.getByRole('link', { name: 'Show it' }).click();
  await page.getByText('Which side of the street?').first().waitFor();
  assert.equal(await page.locator('[name="text"]').inputValue(), 'I am writing this for', 'nothing typed is lost');
});

journey('Staff are told that a case and the list have changed', { 'on a desktop': { screen: DESKTOP } }, async ({ page, another, look }) => {
  const resident = await another();
  const answers = pothole(PLACES.friend);
  const { reference, tracking } = await report(resident, 'pothole', answers);
  await signIn(page, 'Caseworker');
  await page.goto(`/desk/cases/${reference}`);
  const inbox = await another();
  await signIn(inbox, 'Caseworker');
  await inbox.goto(`/desk?view=all&q=${answers['contact-email']}`);
  await inbox.locator('[data-row]').first().waitFor();
  await resident.goto(tracking);
  await resident.locator('[name="text"]').fill('It is deeper now.');
  await resident.locator('form[action$="/messages"] button').click();
  await page.getByText('Something has changed since you opened this page.').waitFor();
  await inbox.getByText('Something has changed since you opened this page.').waitFor();
  await look(inbox, 'inbox with news');
  await look(page, 'case with news');
  await page.getByRole('link', { name: 'Show it' }).click();
  await page.getByText('It is deeper now.').first().waitFor();
});
