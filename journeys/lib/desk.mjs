// Working cases, as staff do: every verb is a form under the case's address.
import assert from 'node:assert/strict';

/**
 * Fills the form of a verb and sends it. The form stands on the case's page or behind a link to
 * it; fields that were not named but must be filled get their first choice.
 */
export async function act(page, reference, verb, fields = {}) {
  await page.goto(`/desk/cases/${reference}`);
  if ((await form(page, verb).count()) === 0) await page.goto(`/desk/cases/${reference}/${verb}`);
  await open(page, verb);
  await fillVerb(page, verb, fields);
  await submit(page, verb);
}

/** The form of a verb. */
export function form(page, verb) {
  return page.locator(`main form[action*="/${verb}"]`).first();
}

/** Opens the disclosures around a form. */
export async function open(page, verb) {
  const around = page.locator('main details:not([open])').filter({ has: page.locator(`form[action*="/${verb}"]`) });
  for (let left = await around.count(); left > 0; left -= 1) await around.first().locator('summary').first().click();
}

/** Fills the fields of a verb. */
export async function fillVerb(page, verb, fields) {
  const own = form(page, verb);
  for (const [name, value] of Object.entries(fields)) {
    const field = own.locator(`[name="${name}"]`);
    assert.ok((await field.count()) > 0, `the form of ${verb} has a field ${name}`);
    const kind = await field.first().evaluate((element) => element.type);
    if (kind === 'radio' || kind === 'checkbox') await own.locator(`[name="${name}"][value="${value}"]`).check({ force: true });
    else if (kind.startsWith('select')) await field.first().selectOption(value);
    else await field.first().fill(value);
  }
}

/** Sends the form of a verb. */
export async function submit(page, verb) {
  await Promise.all([
    page.waitForEvent('domcontentloaded'),
    form(page, verb).locator('button:not([type="button"])').first().click(),
  ]);
}
