// What residents do on their tracking page.

/** Presses a button, or follows a link, of the page's main part and waits for the next page. */
export async function press(page, name) {
  const main = page.getByRole('main');
  const details = main.locator('summary').filter({ hasText: name });
  if ((await details.count()) > 0 && (await details.first().isVisible())) await details.first().click();
  const control = main.getByRole('button', { name }).or(main.getByRole('link', { name }));
  await Promise.all([page.waitForEvent('domcontentloaded'), control.locator('visible=true').last().click()]);
}

/** Writes a message to the team. */
export async function says(page, text) {
  const form = page.locator('main form[action*="/messages"]').first();
  await form.locator('textarea').fill(text);
  await Promise.all([page.waitForEvent('domcontentloaded'), form.getByRole('button').first().click()]);
}
