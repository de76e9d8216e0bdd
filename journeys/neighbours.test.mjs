// One hole, several people: following a report nearby, and marking a repeat, each to the very end.
import assert from 'node:assert/strict';

import { act } from './lib/desk.mjs';
import { PLACES, fill, passNearby, pothole, proceed, report, send, start, walk } from './lib/form.mjs';
import { EVERYONE, STAFF, journey } from './lib/journey.mjs';
import { linkIn, openMail, signIn } from './lib/people.mjs';
import { press } from './lib/resident.mjs';

let people = 0;

/** An address for letters that nobody else has. */
function mailbox(name) {
  people += 1;
  return `${name}.${process.pid}.${people}@example.org`;
}

journey('Who follows a report nearby gets its news until they stop', EVERYONE, async ({ page, another, look }) => {
  const place = PLACES.ashburton;
  const [requester, email] = [mailbox('requester'), mailbox('neighbour')];
  const { reference } = await report(page, 'pothole', pothole(place, { 'contact-email': requester }));
  const neighbour = await another();
  await start(neighbour, 'pothole');
  await fill(neighbour, { 'place-address': place, lane: 'bike' });
  await proceed(neighbour);
  assert.match(neighbour.url(), /\/nearby/);
  await neighbour.locator(`input[name="report"][value="${reference}"]`).check({ force: true });
  await neighbour.locator('main [name="email"]').fill(email);
  await press(neighbour, /it is this one/i);
  assert.match(neighbour.url(), /\/joined\//);
  await look(neighbour, 'joined');

  const asked = await openMail(neighbour, email, /confirm/i);
  const link = await linkIn(asked, /\/follow\//);
  await neighbour.goto(link);
  await look(neighbour, 'follow');
  await press(neighbour, /yes/i);
  assert.match(await neighbour.getByRole('main').innerText(), /news/i);

  const staff = await another();
  await signIn(staff, 'as team lead');
  await act(staff, reference, 'closure', { outcome: 'done' });
  const news = await openMail(neighbour, email, /closed/i);
  assert.match(await news.innerText(), new RegExp(reference));

  await neighbour.goto(await linkIn(news, /\/follow\//));
  await press(neighbour, /stop/i);
  assert.match(await neighbour.locator('h1').innerText(), /no news/i);
  await look(neighbour, 'stopped');
  await act(staff, reference, 'reopen', { text: 'It sank again.' });
  await openMail(neighbour, requester, /open again/i);
  await neighbour.goto('/demo/mail');
  const unwanted = neighbour.locator('main li').filter({ hasText: email }).filter({ hasText: /open again/i });
  assert.equal(await unwanted.count(), 0, 'whoever stopped gets nothing more');
});

journey('Who reported a repeat gets the news of the first report', STAFF, async ({ page, another, look }) => {
  const resident = await another();
  const [place, first, second] = [PLACES.clark, mailbox('first'), mailbox('second')];
  const original = await report(resident, 'pothole', pothole(place, { 'contact-email': first }));
  const other = await another();
  await start(other, 'pothole');
  await fill(other, { 'place-address': place, lane: 'bike' });
  await proceed(other);
  if (other.url().includes('/nearby')) await passNearby(other);
  const repeat = await finish(other, pothole(place, { 'contact-email': second }));

  await signIn(page, 'as team lead');
  await page.goto(`/desk/cases/${repeat.reference}/duplicate?of=${original.reference}`);
  await look(page, 'two cases side by side');
  const main = await page.getByRole('main').innerText();
  for (const shown of [original.reference, repeat.reference]) assert.ok(main.includes(shown), shown);
  await press(page, new RegExp(`${repeat.reference}.*${original.reference}`));
  await page.goto(`/desk/cases/${repeat.reference}`);
  assert.match(await page.getByRole('main').innerText(), new RegExp(original.reference));
  await page.goto(`/desk/cases/${original.reference}`);
  assert.match(await page.locator('body').innerText(), new RegExp(repeat.reference));

  const merged = await openMail(other, second, /already reported/i);
  assert.match(await merged.innerText(), new RegExp(original.reference));
  await other.goto(repeat.tracking);
  assert.match(await other.getByRole('main').innerText(), new RegExp(original.reference));

  await act(page, original.reference, 'closure', { outcome: 'done' });
  for (const [visitor, email] of [[resident, first], [other, second]]) {
    const news = await openMail(visitor, email, /closed/i);
    assert.match(await news.innerText(), /The work is done|done/i);
  }
});

/** Goes on with a form from its second page and sends it. */
async function finish(page, answers) {
  await walk(page, answers);
  return send(page);
}
