// What a resident can do after sending: see where it stands, write, correct, withdraw, say how it went.
import assert from 'node:assert/strict';

import { EVERYONE, ON_A_DESKTOP, journey } from './lib/journey.mjs';
import { PLACES, pothole, report, start, walk } from './lib/form.mjs';
import { act } from './lib/desk.mjs';
import { mailTo, signIn } from './lib/people.mjs';
import { press, says } from './lib/resident.mjs';

journey('A resident follows a case by its personal link', EVERYONE, async ({ page, look }) => {
  const { reference, tracking } = await report(page, 'pothole', pothole(PLACES.yarmouth));
  await page.goto(tracking);
  const text = await page.getByRole('main').innerText();
  for (const shown of [reference, 'Received', 'We read your report']) assert.ok(text.includes(shown), shown);
  assert.match(text, /(Mon|Tues|Wednes|Thurs|Fri)day/, 'the promised date');
  await look(page, 'tracking');
});

journey('A resident finds a case by reference and e-mail', EVERYONE, async ({ page, another }) => {
  const answers = pothole(PLACES.branch);
  const { reference } = await report(page, 'pothole', answers);
  const elsewhere = await another();
  await elsewhere.goto('/track');
  await elsewhere.locator('main [name="reference"]').fill(reference.toLowerCase().replace('-', ' '));
  await elsewhere.locator('main [name="email"]').fill(answers['contact-email']);
  await press(elsewhere, /send/i);
  assert.doesNotMatch(await elsewhere.getByRole('main').innerText(), /Ada Example/);
});

journey('A wrong reference says which character to check', EVERYONE, async ({ page, look }) => {
  await page.goto('/track');
  await page.locator('main [name="reference"]').fill('ABCD-EFGH');
  await page.locator('main [name="email"]').fill('ada@example.org');
  await press(page, /send/i);
  await page.locator('.govuk-error-summary').waitFor();
  assert.equal(await page.locator('[name="reference"]').inputValue(), 'ABCD-EFGH');
  await look(page, 'track with an error');
});

journey('Resident and staff write to each other', EVERYONE, async ({ page, another, look }) => {
  const answers = pothole(PLACES.friend);
  const { reference, tracking } = await report(page, 'pothole', answers);
  await page.goto(tracking);
  await says(page, 'It is right beside the bus stop.');
  const staff = await another();
  await signIn(staff, 'Caseworker');
  await staff.goto(`/desk/cases/${reference}`);
  assert.match(await staff.getByRole('main').innerText(), /right beside the bus stop/);
  await act(staff, reference, 'messages', { text: 'Thank you, the crew knows.' });
  await page.goto(tracking);
  assert.match(await page.getByRole('main').innerText(), /the crew knows/);
  await look(page, 'tracking with messages');
  const mail = await mailTo(page, answers['contact-email'], /crew knows|new message|message/i);
  assert.match(await mail.innerText(), new RegExp(reference));
});

journey('A resident withdraws a case', EVERYONE, async ({ page }) => {
  const { tracking } = await report(page, 'pothole', pothole(PLACES.clark));
  await page.goto(tracking);
  await press(page, /withdraw/i);
  if (!/withdrawn/i.test(await page.getByRole('main').innerText())) await press(page, /withdraw/i);
  assert.match(await page.getByRole('main').innerText(), /withdrawn|closed/i);
});

journey('“This is not solved” opens the case again', EVERYONE, async ({ page, another, look }) => {
  const { reference, tracking } = await report(page, 'pothole', pothole(PLACES.irving));
  const staff = await another();
  await signIn(staff, 'Caseworker');
  await act(staff, reference, 'closure', { outcome: 'done' });
  await page.goto(tracking);
  assert.match(await page.getByRole('main').innerText(), /The work is done/);
  await look(page, 'tracking closed');
  await press(page, /not solved/i);
  await page.locator('main textarea:visible').first().fill('The hole is still there.');
  await press(page, /send|open|tell/i);
  await staff.goto(`/desk/cases/${reference}`);
  const text = await staff.getByRole('main').innerText();
  assert.match(text, /The hole is still there/);
});

journey('Who sees a report of the same kind follows it instead', EVERYONE, async ({ page, another, look }) => {
  const place = PLACES.ashburton;
  await report(page, 'pothole', pothole(place));
  const neighbour = await another();
  await start(neighbour, 'pothole');
  let met = false;
  const answers = pothole(place, { 'contact-email': 'neighbour@example.org', 'contact-name': 'Ned Neighbour' });
  await walk(neighbour, answers, async (path) => {
    if (path.endsWith('/nearby')) {
      met = true;
      await look(neighbour, 'nearby');
    }
  });
  assert.ok(met, 'the report nearby is shown before sending');
});

journey('A token opens its own case only', ON_A_DESKTOP, async ({ page }) => {
  const { tracking } = await report(page, 'pothole', pothole(PLACES.spruce));
  const forged = tracking.replace(/.(?=[^/]*$)/, (letter) => (letter === 'A' ? 'B' : 'A'));
  const answer = await page.goto(forged);
  assert.ok([404, 403, 410].includes(answer.status()), `${answer.status()}`);
});
