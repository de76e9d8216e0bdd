// Staff: signing in, the inbox, the case with all its verbs, and two people at once.
import assert from 'node:assert/strict';

import { ON_A_DESKTOP, STAFF, WITHOUT_JAVASCRIPT, journey } from './lib/journey.mjs';
import { PLACES, pothole, report } from './lib/form.mjs';
import { act, form, send } from './lib/desk.mjs';
import { CASE, firstLink } from './lib/pages.mjs';
import { mailTo, signIn } from './lib/people.mjs';
import { says } from './lib/resident.mjs';

journey('A caseworker finds the work of today', STAFF, async ({ page, look }) => {
  await signIn(page, 'Caseworker');
  await page.goto('/desk');
  await look(page, 'inbox mine');
  for (const view of ['team', 'all']) {
    await page.goto(`/desk?view=${view}`);
    assert.ok((await page.locator('main a[href^="/desk/cases/"]').count()) > 0, view);
  }
  await look(page, 'inbox all');
  await page.goto('/desk?view=all&late=1');
  assert.match(await page.getByRole('main').innerText(), /late|overdue/i);
});

journey('The inbox pages by key and never twice the same', STAFF, async ({ page }) => {
  await signIn(page, 'Team lead');
  await page.goto('/desk?view=all');
  const references = () => page.locator('main a[href^="/desk/cases/"]').evaluateAll((all) =>
    [...new Set(all.map((a) => a.getAttribute('href').split('?')[0]))]);
  const first = await references();
  const next = page.getByRole('main').getByRole('link', { name: /next|older|more/i }).last();
  await Promise.all([page.waitForEvent('domcontentloaded'), next.click()]);
  const second = await references();
  assert.ok(second.length > 0);
  assert.deepEqual(second.filter((reference) => first.includes(reference)), []);
});

journey('The inbox finds a case by its words and its reference', STAFF, async ({ page, another }) => {
  const resident = await another();
  const { reference } = await report(resident, 'comment', {
    'contact-name': 'Ada Example', 'contact-email': 'ada@example.org',
  }).catch(() => report(resident, 'pothole', pothole(PLACES.yarmouth)));
  await signIn(page, 'Team lead');
  await page.goto('/desk?view=all');
  await page.locator('main [name="q"]').fill(reference);
  await Promise.all([page.waitForEvent('domcontentloaded'), page.locator('main [name="q"]').press('Enter')]);
  assert.match(await page.getByRole('main').innerText(), new RegExp(reference));
});

journey('A case shows what was answered, where it is and what happened', STAFF, async ({ page, another, look }) => {
  const resident = await another();
  const { reference } = await report(resident, 'pothole', pothole(PLACES.branch));
  await signIn(page, 'Team lead');
  await page.goto(`/desk/cases/${reference}`);
  const text = await page.locator('body').innerText();
  for (const shown of [reference, 'Bike lane', PLACES.branch, 'Ada Example', 'Received']) {
    assert.ok(text.includes(shown), shown);
  }
  await look(page, 'case');
});

journey('A case goes through its verbs to its end', STAFF, async ({ page, another, look }) => {
  const resident = await another();
  const answers = pothole(PLACES.friend);
  const { reference, tracking } = await report(resident, 'pothole', answers);
  await signIn(page, 'Team lead');
  await act(page, reference, 'notes', { text: 'Seen from the car, about 60 cm.' });
  await act(page, reference, 'transitions', { transition: 'start' });
  await act(page, reference, 'messages', { text: 'A crew is on its way.' });
  await page.goto(`/desk/cases/${reference}`);
  const text = await page.getByRole('main').innerText();
  for (const shown of ['about 60 cm', 'Being worked on', 'A crew is on its way']) assert.ok(text.includes(shown), shown);
  await look(page, 'case at work');
  await act(page, reference, 'closure', { outcome: 'done' });
  await page.goto(`/desk/cases/${reference}`);
  assert.match(await page.getByRole('main').innerText(), /Closed/);
  await look(page, 'case closed');
  await resident.goto(tracking);
  const told = await resident.getByRole('main').innerText();
  assert.match(told, /The work is done/);
  assert.doesNotMatch(told, /about 60 cm/, 'notes stay inside');
  await mailTo(page, answers['contact-email'], /done|closed/i);
});

journey('Asking the resident stops the clock until the answer', STAFF, async ({ page, another }) => {
  const resident = await another();
  const { reference, tracking } = await report(resident, 'pothole', pothole(PLACES.province));
  await signIn(page, 'Team lead');
  await act(page, reference, 'question', { text: 'Which side of the street is it on?' });
  await resident.goto(tracking);
  const asked = await resident.getByRole('main').innerText();
  assert.match(asked, /Waiting for you/);
  assert.match(asked, /Which side of the street/);
  await says(resident, 'On the side of the bakery.');
  await page.goto(`/desk/cases/${reference}`);
  const text = await page.getByRole('main').innerText();
  assert.match(text, /side of the bakery/);
  assert.doesNotMatch(text, /Waiting for you/);
});

journey('Two people at once: the second is told and loses nothing', STAFF, async ({ page, another, look }) => {
  const resident = await another();
  const { reference } = await report(resident, 'pothole', pothole(PLACES.clark));
  const second = await another();
  await signIn(page, 'Team lead');
  await signIn(second, 'Caseworker');
  await second.goto(`/desk/cases/${reference}`);
  await act(page, reference, 'transitions', { transition: 'assess' });
  await send(second, 'transitions', { text: 'The crew has room on Thursday.', transition: 'schedule' });
  assert.match(await second.getByRole('main').innerText(), /Looked at|looked at/);
  await look(second, 'case changed meanwhile');
  assert.equal(await form(second, 'transitions').locator('[name="text"]').inputValue(), 'The crew has room on Thursday.');
  await send(second, 'transitions', { transition: 'schedule' });
  assert.match(await second.getByRole('main').innerText(), /room on Thursday/);
});

journey('A stranger’s password is refused without saying why', { ...ON_A_DESKTOP, ...WITHOUT_JAVASCRIPT }, async ({ page, look }) => {
  await page.goto('/sign-in');
  await page.locator('main [name="email"]').fill('nobody@example.org');
  await page.locator('main [type="password"]').fill('not the password');
  await Promise.all([page.waitForEvent('domcontentloaded'), page.locator('main form button').first().click()]);
  await page.locator('.govuk-error-summary').waitFor();
  assert.equal(await page.locator('main [type="password"]').inputValue(), '');
  await look(page, 'sign in refused');
});

journey('Staff work by keyboard', ON_A_DESKTOP, async ({ page }) => {
  await signIn(page, 'Team lead');
  await firstLink(page, '/desk?view=all', CASE);
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('o');
  await page.waitForURL(/\/desk\/cases\//);
});

journey('The way back from a case ends at its row, by key and by the browser', ON_A_DESKTOP, async ({ page }) => {
  await signIn(page, 'Team lead');
  for (const back of [() => page.keyboard.press('u'), () => page.goBack()]) {
    await page.goto('/desk?view=all');
    const rows = await page.locator('main [data-row]').evaluateAll((all) => all.map((row) => row.id));
    for (let step = 0; step < 5; step += 1) await page.keyboard.press('j');
    await page.keyboard.press('o');
    await page.waitForURL(/\/desk\/cases\//);
    await back();
    await page.waitForURL(/\/desk\?/);
    await focusedRow(page, rows[4]);
    await page.keyboard.press('j');
    await focusedRow(page, rows[5]);
  }
});

journey('Escape leaves a panel of a case and gives the keys back', ON_A_DESKTOP, async ({ page }) => {
  await signIn(page, 'Team lead');
  await page.goto('/desk?view=team');
  await page.keyboard.press('o');
  await page.waitForURL(/\/desk\/cases\//);
  await page.keyboard.press('a');
  await page.locator('#assignment-to:focus').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('#panel-assignment:not([open])').waitFor();
  await page.keyboard.press('n');
  await page.locator('#panel-notes[open] textarea:focus').waitFor();
  assert.equal(await page.locator('.desk-panel[open]').count(), 1);
  await page.keyboard.type('The crew knows the place.');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('main').getByText('The crew knows the place.').first().waitFor();
  await page.keyboard.press('?');
  await page.locator('#desk-keys form button:focus').waitFor();
});

async function focusedRow(page, id) {
  await page.waitForFunction((wanted) => document.activeElement?.closest('[data-row]')?.id === wanted, id);
}
