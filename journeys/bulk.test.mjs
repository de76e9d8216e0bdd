// Several cases of the inbox at once.
import assert from 'node:assert/strict';

import { PLACES, pothole, report } from './lib/form.mjs';
import { STAFF, journey } from './lib/journey.mjs';
import { signIn } from './lib/people.mjs';

journey('Several cases are taken at once and given away at once', STAFF, async ({ page, another, javascript, look }) => {
  const resident = await another();
  // Two potholes at one place are one report to the form: these lie apart.
  const references = [];
  for (const place of [PLACES.yarmouth, PLACES.irving]) {
    references.push((await report(resident, 'pothole', pothole(place))).reference);
  }
  await signIn(page, 'as team lead');
  await choose(page, references);
  if (javascript) assert.match(await page.locator('.desk-bulk__count').innerText(), /2/, 'the count is told');
  await look(page, 'inbox with two chosen');
  await press(page, page.locator('.desk-bulk button[name="to"][value="me"]'));
  assert.match(await page.getByRole('main').innerText(), /2 cases/i, 'what was done is told');
  for (const reference of references) {
    assert.match(await holder(page, reference), /\byou\b/i);
  }
  await choose(page, references);
  const receiver = page.locator('#receiver');
  const colleague = receiver.locator('option[value^="person:"], optgroup option').first();
  const name = (await colleague.textContent()).trim();
  await receiver.selectOption(await colleague.getAttribute('value'));
  await press(page, page.locator('.desk-bulk button:not([name])'));
  for (const reference of references) {
    await page.goto(`/desk/cases/${reference}`);
    assert.ok((await page.locator('body').innerText()).includes(name), `${name} has ${reference}`);
  }
});

journey('Nothing chosen is said, and nothing is done', STAFF, async ({ page }) => {
  await signIn(page, 'as team lead');
  await page.goto('/desk?view=all');
  const button = page.locator('.desk-bulk button[name="to"][value="me"]');
  if (!(await button.isVisible()) || !(await button.isEnabled())) return; // it comes with the first choice
  await press(page, button);
  assert.match(await page.getByRole('main').innerText(), /tick at least/i);
});

/** Ticks the boxes of these cases. The list is in the order of the promise, so they stand close together. */
async function choose(page, references) {
  const boxes = references.map((reference) => `input[name="case"][value^="${reference}:"]`).join(', ');
  await page.goto('/desk?view=team&service=pothole');
  while ((await page.locator(boxes).count()) < references.length) {
    await press(page, page.locator('.desk-pages a[rel="next"]'));
  }
  for (const reference of references) {
    // By the key: what is drawn stands before the box, and the bar below may lie over a row at the edge.
    const box = page.locator(`input[name="case"][value^="${reference}:"]`);
    await box.press('Space');
    assert.ok(await box.isChecked(), `${reference} is ticked`);
  }
}

/** Who has a case, as its page says. */
async function holder(page, reference) {
  await page.goto(`/desk/cases/${reference}`);
  return page.locator('section[aria-labelledby="who"]').innerText();
}

async function press(page, button) {
  await Promise.all([page.waitForEvent('domcontentloaded'), button.click()]);
}
