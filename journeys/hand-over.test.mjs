// A case that belongs to another service goes there with everything, and ends there.
import assert from 'node:assert/strict';

import { act } from './lib/desk.mjs';
import { PLACES, pothole, report } from './lib/form.mjs';
import { STAFF, journey } from './lib/journey.mjs';
import { openMail, signIn } from './lib/people.mjs';
import { press } from './lib/resident.mjs';

journey('A case goes to another service and is closed there', STAFF, async ({ page, another, look }) => {
  const resident = await another();
  const email = `moved.${Date.now()}@example.org`;
  const { reference, tracking } = await report(resident, 'pothole', pothole(PLACES.province, { 'contact-email': email }));
  await signIn(page, 'as team lead');
  await page.goto(`/desk/cases/${reference}/hand-over`);
  await page.locator('main [name="q"]').first().fill('sidewalk');
  await Promise.all([page.waitForURL(/q=sidewalk/), page.locator('main [name="q"]').first().press('Enter')]);
  const offer = page.locator('input[name="service"]').first();
  const service = await offer.getAttribute('value');
  const name = (await page.locator(`label[for="${await offer.getAttribute('id')}"]`).innerText()).trim();
  await look(page, 'hand over');
  await offer.check({ force: true });
  await press(page, /hand/i);
  await page.locator('.govuk-error-summary').waitFor();
  assert.ok(await page.locator(`input[name="service"][value="${service}"]`).isChecked(), 'the choice is still there');
  await page.locator('main textarea[name="text"]').fill('It is the sidewalk, not the street.');
  await press(page, /hand/i);
  await page.goto(`/desk/cases/${reference}`);
  const body = await page.locator('body').innerText();
  for (const kept of [name, 'Ada Example', PLACES.province, 'It is the sidewalk']) assert.ok(body.includes(kept), kept);
  await look(page, 'case after the hand over');

  const letter = await openMail(resident, email, /another team/i);
  assert.ok((await letter.innerText()).includes(name), 'the letter names the other service');
  await resident.goto(tracking);
  const told = await resident.getByRole('main').innerText();
  assert.ok(told.includes(name), 'the tracking page says where it is now');
  await look(resident, 'tracking after the hand over');

  await signIn(page, 'as administrator');
  await closeThere(page, another, reference);
  const news = await openMail(resident, email, /closed/i);
  assert.match(await news.innerText(), new RegExp(reference));
  await resident.goto(tracking);
  assert.match(await resident.getByRole('main').innerText(), /closed|done/i);
});

/** Closes a case as somebody of the team that has it now, whichever of the demo's people that is. */
async function closeThere(_, another, reference) {
  const page = await another();
  for (const role of ['as team lead', 'as caseworker']) {
    await signIn(page, role);
    if (await close(page, reference)) return;
  }
  await page.goto('/demo?lang=en');
  const people = await page.locator('.pe-person').count();
  for (let person = 0; person < people; person += 1) {
    await page.goto('/demo?lang=en');
    await Promise.all([page.waitForEvent('domcontentloaded'), page.locator('.pe-person').nth(person).click()]);
    if (await close(page, reference)) return;
  }
  assert.fail('nobody of the demo may close it');
}

async function close(page, reference) {
  await page.goto(`/desk/cases/${reference}`);
  const outcomes = page.locator('form[action*="/closure"] input[name="outcome"]');
  if ((await outcomes.count()) === 0) return false;
  await act(page, reference, 'closure', { outcome: await outcomes.first().getAttribute('value') });
  return true;
}
