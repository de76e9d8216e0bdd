// Working cases, as staff do: every verb is a form under the case's address.
import assert from 'node:assert/strict';

/**
 * Fills the form of a verb and sends it. The form stands on the case's page or on a page of its own;
 * a field that is a button is pressed instead of the form's first one.
 */
export async function act(page, reference, verb, fields = {}) {
  await page.goto(`/desk/cases/${reference}`);
  if ((await form(page, verb).count()) === 0) await page.goto(`/desk/cases/${reference}/${verb}`);
  await send(page, verb, fields);
}

/** Fills and sends the form of a verb on the page as it stands. */
export async function send(page, verb, fields = {}) {
  const own = await formFor(page, verb, fields);
  let button = own.locator('button:not([type="button"])').first();
  await open(own);
  for (const [name, value] of Object.entries(fields)) {
    const field = own.locator(`[name="${name}"]`).first();
    const kind = await field.evaluate((element) => element.type);
    const exact = own.locator(`[name="${name}"][value="${value}"]`);
    if (kind === 'submit') button = exact;
    else if (kind === 'radio' || kind === 'checkbox') await exact.check({ force: true });
    else if (kind.startsWith('select')) await field.selectOption(value);
    else await field.fill(value);
  }
  await Promise.all([page.waitForEvent('domcontentloaded'), button.click()]);
}

/** Some verbs have a shortcut beside their full form: takes the one that offers what is wanted. */
async function formFor(page, verb, fields) {
  const forms = page.locator(`main form[action*="/${verb}"]`);
  for (let at = (await forms.count()) - 1; at >= 0; at -= 1) {
    const offers = await forms.nth(at).evaluate((own, wanted) => wanted.every(([name, value]) => {
      const all = [...own.querySelectorAll(`[name="${name}"]`)];
      const chosen = ['BUTTON', 'SELECT'].includes(all[0]?.tagName) || ['radio', 'checkbox'].includes(all[0]?.type);
      const values = all.flatMap((field) => [field.value, ...[...(field.options ?? [])].map((one) => one.value)]);
      return all.length > 0 && (!chosen || values.includes(value));
    }), Object.entries(fields));
    if (offers) return forms.nth(at);
  }
  assert.fail(`no form of ${verb} offers ${JSON.stringify(fields)}`);
}

/** The form of a verb: the one with most fields, where a shortcut of it stands on the page too. */
export function form(page, verb) {
  return page.locator(`main form[action*="/${verb}"]`).last();
}

/** Opens the disclosures around and inside a form. */
async function open(own) {
  const around = own.locator('xpath=ancestor::details[not(@open)]');
  for (let left = await around.count(); left > 0; left -= 1) await around.first().locator('> summary').click();
  const inside = own.locator('details:not([open]) > summary');
  for (let left = await inside.count(); left > 0; left -= 1) await inside.first().click();
}
