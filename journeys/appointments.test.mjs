// A resident books a time inside a form, moves it, waits for something sooner and takes it, cancels; staff see
// who comes, note it, and close a branch.
import assert from 'node:assert/strict';

import ICAL from 'ical.js';

import { EVERYONE, ON_A_DESKTOP, STAFF, journey } from './lib/journey.mjs';
import { fill, proceed, send, start } from './lib/form.mjs';
import { openMail, signIn } from './lib/people.mjs';
import { press } from './lib/resident.mjs';

const MAIN = 'main';

/** Answers the questions and comes to the times. */
async function toTheTimes(page, email, service = 'passport-application') {
  await start(page, service);
  for (let step = 0; step < 6 && !page.url().includes('/appointment'); step += 1) {
    await fill(page, { who: 'adult', details: 'A girl, born on Monday.', 'contact-name': 'Ada Example', 'contact-email': email });
    await proceed(page);
  }
  assert.match(page.url(), /\/appointment/);
}

/** Chooses the time of a place in the list, counted from the end with a negative number. */
async function choose(page, number) {
  const times = page.locator(`${MAIN} input[name="time"]`);
  const count = await times.count();
  assert.ok(count > 0, 'there are free times');
  const time = times.nth(number < 0 ? count + number : number);
  await time.check({ force: true });
  return time.inputValue();
}

/** Presses a button by its words, whatever else has similar ones. */
async function button(page, name) {
  const control = page.getByRole('main').getByRole('button', { name, exact: true });
  await Promise.all([page.waitForEvent('domcontentloaded'), control.first().click()]);
}

/** Books a time in a form; gives the personal link. */
async function book(page, email, number, look = async () => {}) {
  await toTheTimes(page, email);
  await look(page, 'times');
  await choose(page, number);
  await button(page, 'Keep this time');
  assert.match(page.url(), /\/check/);
  assert.match(await page.getByRole('main').innerText(), /Kept for you until/);
  await look(page, 'check with a time');
  const sent = await send(page);
  assert.match(await page.getByRole('main').innerText(), /Your appointment/);
  return sent;
}

/** Reads a calendar with somebody else's parser; every line must be as short as the standard says. */
function readsAs(text, title) {
  for (const line of text.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, line);
  const calendar = new ICAL.Component(ICAL.parse(text));
  assert.equal(calendar.getFirstPropertyValue('version'), '2.0');
  const event = new ICAL.Event(calendar.getFirstSubcomponent('vevent'));
  assert.ok(event.summary.startsWith(title), event.summary);
  assert.ok(event.location.includes('Registry, City Hall'), event.location);
  assert.equal(event.endDate.subtractDate(event.startDate).toSeconds(), 20 * 60);
}

const address = (who) => `${who}.${Date.now()}.${Math.floor(Math.random() * 1e6)}@example.org`;

journey('A resident books a time inside a form, moves and cancels it', EVERYONE, async ({ page, look }) => {
  const email = address('ada');
  const { tracking } = await book(page, email, 1, look);
  await page.goto(tracking);
  assert.match(await page.getByRole('main').innerText(), /Registry, City Hall/);
  await look(page, 'tracking with an appointment');
  await press(page, /move or cancel it/i);
  await look(page, 'appointment');
  const link = page.locator(`${MAIN} a[href$="/calendar"]`).first();
  const file = await page.request.get(await link.getAttribute('href'));
  readsAs(await file.text(), 'Passport application');
  await button(page, 'Move to this time');
  await page.locator('.govuk-error-summary').waitFor();
  await look(page, 'appointment with an error');
  await choose(page, 2);
  await button(page, 'Move to this time');
  assert.match(await page.getByRole('main').innerText(), /is booked/);
  const mail = await openMail(page, email, /is now on/i);
  assert.match(await mail.innerText(), /Where: Registry/);
  await page.goto(`${tracking}/appointment`);
  await page.locator(`${MAIN} summary`).filter({ hasText: 'Cancel' }).click();
  await button(page, 'Cancel the appointment');
  assert.match(await page.getByRole('main').innerText(), /is cancelled/);
  await look(page, 'cancelled appointment');
});

journey('An offer of something sooner is taken', ON_A_DESKTOP, async ({ page, another, look }) => {
  const [first, second] = [address('first'), address('second')];
  const early = await book(page, first, 0);
  const later = await another();
  const own = await book(later, second, -1);
  await later.goto(`${own.tracking}/appointment`);
  await button(later, 'Tell me when something sooner is free');
  assert.match(await later.getByRole('main').innerText(), /on the list/);
  await page.goto(`${early.tracking}/appointment`);
  await page.locator(`${MAIN} summary`).filter({ hasText: 'Cancel' }).click();
  await button(page, 'Cancel the appointment');
  const mail = await openMail(later, second, /sooner time is free/i);
  assert.match(await mail.innerText(), /We keep this time for you until/);
  await later.goto(`${own.tracking}/appointment`);
  await look(later, 'offered time');
  await button(later, 'Take this time');
  assert.match(await later.getByRole('main').innerText(), /is booked/);
});

journey('Staff see who comes, note it, and move and cancel', STAFF, async ({ page, another, look }) => {
  const email = address('guest');
  await toTheTimes(page, email);
  const value = await choose(page, 3);
  await button(page, 'Keep this time');
  const { reference } = await send(page);
  const day = new Date(Number(value.split('~')[1]) * 1000);
  const date = day.toLocaleDateString('en-CA', { timeZone: 'America/New_York' });
  const staff = await another();
  await signIn(staff, 'as team lead');
  await staff.goto(`/desk/appointments?branch=registry&day=${date}`);
  const row = staff.locator(`${MAIN} tr`).filter({ hasText: reference });
  assert.match(await row.innerText(), /Ada Example/);
  await look(staff, 'day of a branch');
  await staff.goto(`/desk/appointments?branch=registry&day=${date}&view=week`);
  assert.match(await staff.getByRole('main').innerText(), /Ada Example/);
  await look(staff, 'week of a branch');
  const one = staff.locator(`${MAIN} a[href^="/desk/appointments/"]`).filter({ hasText: 'Ada Example' }).first();
  await staff.goto(await one.getAttribute('href'));
  await look(staff, 'one appointment');
  await staff.goto('/desk/branches/registry');
  await look(staff, 'branch');
  const link = await staff.locator('.a-feeds a').first().getAttribute('href');
  const feed = await (await another()).request.get(new URL(link).pathname);
  const calendar = new ICAL.Component(ICAL.parse(await feed.text()));
  const events = calendar.getAllSubcomponents('vevent').map((event) => event.getFirstPropertyValue('summary'));
  assert.ok(events.some((summary) => summary.includes(reference)), 'the feed tells the appointment');
  assert.ok(!JSON.stringify(calendar).includes('Ada Example'), 'and no names');
  await staff.goto(`/desk/branches/registry/closure?day=${date}`);
  assert.match(await staff.getByRole('main').innerText(), new RegExp(reference));
  await look(staff, 'closing a day');
});
