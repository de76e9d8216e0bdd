// Making a service without writing code: from an empty page to a case on the desk, and back again.
import assert from 'node:assert/strict';

import { STAFF, journey } from './lib/journey.mjs';
import { PHONE } from './lib/browser.mjs';
import { fill, proceed, send, start, walk } from './lib/form.mjs';
import { openCase, signIn } from './lib/people.mjs';

/** Fills the form that has a button of this name, and presses it. */
async function press(page, name, fields = {}) {
  for (const [field, value] of Object.entries(fields)) {
    const one = page.locator(`main [name="${field}"]`).first();
    const kind = await one.evaluate((element) => element.type);
    if (kind === 'checkbox' || kind === 'radio') {
      const box = page.locator(`main [name="${field}"][value="${value}"]`);
      const around = box.locator('xpath=ancestor::details[not(@open)]');
      for (let left = await around.count(); left > 0; left -= 1) await around.first().locator('> summary').click();
      await box.check({ force: true });
    } else if (kind.startsWith('select')) await one.selectOption(value);
    else await one.fill(value);
  }
  const button = page.getByRole('main').getByRole('button', { name }).first();
  await Promise.all([page.waitForEvent('domcontentloaded'), button.click()]);
}

const both = (name, english, spanish) => ({ [`${name}-en`]: english, [`${name}-es`]: spanish });

/** Adds a page with its questions to the draft that is open. */
async function addPage(page, draft, [english, spanish], questions, when = {}) {
  await page.goto(`${draft}/pages/new`);
  await press(page, 'Keep', { ...both('title', english, spanish), ...when });
  const id = new URL(page.url()).hash.replace('#page-', '');
  for (const { kind, ...fields } of questions) {
    await page.goto(`${draft}/pages/${id}/questions/new`);
    await press(page, 'Use this', { kind });
    await press(page, 'Keep', fields);
  }
  return id;
}

/** A name that no other journey took. */
function name(manner) {
  return `Borrow a town bicycle ${manner} ${Date.now() % 1_000_000}`;
}

journey('An officer makes a service, and a resident uses it', STAFF, async ({ page, another, look, javascript }) => {
  const called = name(javascript ? 'fast' : 'plain');
  await signIn(page, 'service designer');
  await page.goto('/desk/services');
  await look(page, 'services');
  await page.getByRole('link', { name: 'Make a new service' }).or(page.getByRole('button', { name: 'Make a new service' })).first().click();
  await look(page, 'new service');
  await press(page, 'Begin the draft', {
    ...both('name', called, `Pedir una bicicleta ${called}`),
    kind: 'request', topic: 'parking-and-vehicles', team: 'contact-centre',
  });
  const draft = new URL(page.url()).pathname;
  await look(page, 'empty draft');

  await page.goto(`${draft}/texts`);
  await look(page, 'texts');
  await press(page, 'Keep', {
    ...both('summary', 'Borrow a bicycle of the town for a week.', 'Pida prestada una bicicleta por una semana.'),
    ...both('cost', 'Free', 'Gratis'),
    ...both('text', '## What this is for\n\nYou can borrow a bicycle for a week.', '## Para qué sirve\n\nPuede pedir prestada una bicicleta.'),
    'synonyms-en': `velocipede${called.replace(/\D/g, '')}`, amount: '3', months: '12',
  });
  await addPage(page, draft, ['Which bicycle?', '¿Qué bicicleta?'], [
    { kind: 'one', ...both('label', 'Which size?', '¿Qué tamaño?'), ...both('option-1', 'Small', 'Pequeña'), ...both('option-2', 'Large', 'Grande') },
    { kind: 'yesno', ...both('label', 'Do you need a child seat?', '¿Necesita una silla infantil?') },
  ]);
  await addPage(page, draft, ['The child', 'El niño'], [
    { kind: 'number', ...both('label', 'How old is the child?', '¿Qué edad tiene?'), min: '1', max: '12' },
  ], { when: 'do_you_need_a_child_seat=true' });
  await page.goto(draft);
  await look(page, 'draft with a form');
  await page.goto(`${draft}/pages/the-child`);
  await look(page, 'page of a draft');
  await page.goto(`${draft}/pages/which-bicycle/questions/which_size`);
  await look(page, 'question of a draft');

  await page.goto(`${draft}/readiness`);
  await look(page, 'what stands in the way');
  assert.match(await page.getByRole('main').innerText(), /Nothing stands in the way/);
  const practice = await page.locator('a[href^="/practice/"]').first().getAttribute('href');
  await practise(await another({ screen: PHONE }), practice, look);

  await press(page, 'Ask for approval');
  const second = await another();
  await signIn(second, 'administrator');
  await second.goto('/desk/approvals');
  await look(second, 'approvals');
  await second.getByRole('main').getByRole('link', { name: called }).click();
  await look(second, 'approval');
  await press(second, 'Approve and publish');
  assert.match(await second.getByRole('main').innerText(), /Version 1 is live/);

  const id = draft.split('/')[3];
  const resident = await another({ screen: PHONE });
  await resident.goto(`/search?q=velocipede${called.replace(/\D/g, '')}`);
  assert.ok(await resident.getByRole('link', { name: called }).count(), 'the search finds its words at once');
  await start(resident, id);
  await walk(resident, {
    which_size: 'large', do_you_need_a_child_seat: 'true', how_old_is_the_child: '4',
    'contact-name': 'Ada Example', 'contact-email': 'ada@example.org', ...{ do_you_need_a_child_seat: 'yes' },
  });
  const { reference } = await send(resident);
  const clerk = await another();
  await signIn(clerk, 'caseworker');
  await openCase(clerk, reference);
  assert.match(await clerk.getByRole('main').innerText(), /How old is the child/);
});

/** Fills the draft in as a resident would: nothing is sent. */
async function practise(page, link, look) {
  await page.goto(link);
  await look(page, 'practice');
  await Promise.all([page.waitForURL(/\/apply\//), page.getByRole('button', { name: 'Start practising' }).click()]);
  await fill(page, { which_size: 'small', do_you_need_a_child_seat: 'no' });
  await proceed(page);
  await fill(page, { 'contact-email': 'ada@example.org' });
  await proceed(page);
  await look(page, 'practice check');
  await Promise.all([page.waitForURL(/\/done/), page.getByRole('main').getByRole('button', { name: /^send/i }).click()]);
  assert.match(await page.getByRole('main').innerText(), /Nothing was sent/);
  await look(page, 'practice finished');
}

journey('A text is changed, approved, and goes back', STAFF, async ({ page, another, look, javascript }) => {
  const service = javascript ? 'alley-gates' : 'allotments';
  await signIn(page, 'service designer');
  await page.goto(`/desk/services/${service}`);
  await look(page, 'service with its versions');
  const before = await page.locator('main h1').innerText();
  const begin = page.getByRole('main').getByRole('button', { name: /^(Change this service|Go on with the draft)$/ });
  await Promise.all([page.waitForURL(/\/draft/), begin.first().click()]);
  const draft = `/desk/services/${service}/draft`;
  await page.goto(`${draft}/texts`);
  await press(page, 'Keep', { 'name-en': `${before} today` });
  await page.goto(`${draft}/readiness`);
  assert.match(await page.locator('.de-changes').innerText(), new RegExp(`${before} today`));
  await press(page, 'Ask for approval');
  const second = await another();
  await signIn(second, 'administrator');
  await second.goto(`/desk/approvals/${service}`);
  await press(second, 'Approve and publish');
  await page.goto(`/services/${service}`);
  assert.equal(await page.locator('main h1').innerText(), `${before} today`);
  await page.goto(`/desk/services/${service}`);
  page.on('dialog', (dialog) => dialog.accept());
  await page.getByRole('button', { name: 'Go back to this' }).first().click();
  await page.waitForURL(`**/desk/services/${service}`);
  await page.getByText(/is live\. It says what version/).waitFor();
  assert.equal(await page.locator('main h1').innerText(), before);
});
