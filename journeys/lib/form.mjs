// Filling the forms of services, page by page, as a resident would.
import assert from 'node:assert/strict';

/** A form longer than this is a loop. */
const MOST_PAGES = 12;

const CONTINUE = /^(continue|save and continue|continuar|guardar y continuar)$/i;
const NEW_REPORT = /^(none of these|no, .*|it is not one of these|ninguno de estos.*|no es ninguno.*|no, .*)$/i;

/** Addresses that the demo town knows, all in its centre, so that the demo's own staff have the cases. */
export const PLACES = {
  yarmouth: '7 Yarmouth St',
  branch: '19 Branch St',
  friend: '150 Friend St',
  clark: '7 Clark St',
  irving: '11 Irving St',
  ashburton: '1 Ashburton Pl',
  spruce: '1 Spruce St',
  province: '18 Province St',
};

/** Answers every pothole needs; `place` is one of PLACES. */
export function pothole(place, more = {}) {
  return {
    'place-address': place, lane: 'bike', size: 'large', depth: 'deep', damage: 'no',
    'contact-name': 'Ada Example', 'contact-email': `ada.${Date.now()}@example.org`, ...more,
  };
}

/** Opens a service and starts its form. */
export async function start(page, service) {
  await page.goto(`/services/${service}`);
  await page.locator(`form[action$="/services/${service}/start"] button`).first().click();
  await page.waitForURL(/\/apply\//);
}

/** Fills the fields of the page that are in `answers` and can be seen. */
export async function fill(page, answers) {
  for (const [name, value] of Object.entries(answers)) {
    const fields = page.locator(`main form [name="${name}"]`);
    if ((await fields.count()) > 0) await fillOne(page, fields, name, value);
  }
}

async function fillOne(page, fields, name, value) {
  const kind = await fields.first().evaluate((field) => field.type);
  if (kind === 'radio' || kind === 'checkbox') {
    for (const wanted of [value].flat()) {
      const box = page.locator(`main form [name="${name}"][value="${wanted}"]`);
      if (await visible(box)) await box.check({ force: true });
    }
  } else if (kind === 'file') {
    await fields.first().setInputFiles(value);
  } else if (kind.startsWith('select')) {
    await fields.first().selectOption(value);
  } else if (kind !== 'hidden' && (await fields.first().isVisible())) {
    await fields.first().fill(value);
  }
}

/** govuk-style boxes are painted on their labels: the label is what can be seen. */
async function visible(box) {
  const id = await box.getAttribute('id', { timeout: 1000 }).catch(() => null);
  return id !== null && box.page().locator(`label[for="${id}"]`).first().isVisible();
}

/** Presses the page's primary button and waits for the next page. */
export async function proceed(page) {
  await Promise.all([
    page.waitForEvent('domcontentloaded'),
    page.getByRole('main').getByRole('button', { name: CONTINUE }).click(),
  ]);
}

/** Walks a form from its first page to "check your answers"; `each` sees every page on the way. */
export async function walk(page, answers, each = async () => {}) {
  for (let step = 0; step < MOST_PAGES; step += 1) {
    await each(new URL(page.url()).pathname);
    if (page.url().includes('/check')) return;
    if (page.url().includes('/nearby')) {
      await passNearby(page);
    } else {
      await fill(page, answers);
      await proceed(page);
      await chooseMatch(page);
      await assertNoErrors(page);
    }
  }
  assert.fail(`the form does not end: ${page.url()}`);
}

/** Says that it is none of the reports nearby. */
export async function passNearby(page) {
  const main = page.getByRole('main');
  const button = main.getByRole('button', { name: NEW_REPORT }).or(main.getByRole('link', { name: NEW_REPORT }));
  await Promise.all([page.waitForEvent('domcontentloaded'), button.first().click()]);
}

/** An address that stands for several places is asked again with a choice of them: takes the first. */
async function chooseMatch(page) {
  const first = page.locator('main form [name$="-choice"]').first();
  if ((await first.count()) === 0) return;
  await first.check({ force: true });
  await proceed(page);
}

async function assertNoErrors(page) {
  const summary = page.locator('.govuk-error-summary, [data-error-summary]');
  if ((await summary.count()) > 0) assert.fail(`the form refuses: ${await summary.first().innerText()}`);
}

/** Sends what was checked; returns the reference and the personal link. */
export async function send(page) {
  const button = page.getByRole('main').getByRole('button', { name: /^(send|submit|enviar)/i });
  await Promise.all([page.waitForURL(/\/done/), button.click()]);
  const reference = /[A-Z0-9]{4}-[A-Z0-9]{4}/.exec(await page.getByRole('main').innerText())?.[0];
  assert.ok(reference, 'the confirmation shows the reference');
  const link = page.getByRole('main').locator('a[href*="/track/"]').first();
  return { reference, tracking: (await link.count()) > 0 ? await link.getAttribute('href') : null };
}

/** Reports something from start to end. */
export async function report(page, service, answers) {
  await start(page, service);
  await walk(page, answers);
  return send(page);
}
