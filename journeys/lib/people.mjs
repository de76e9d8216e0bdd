// The people of the demo town: one click each to sign in.

/** Signs in as resident, caseworker, team lead, service designer or administrator. */
export async function signIn(page, role) {
  await page.goto('/demo?lang=en');
  const button = page.getByRole('button', { name: new RegExp(role, 'i') }).first();
  await Promise.all([page.waitForEvent('domcontentloaded'), button.click()]);
}

/** Opens a case on the staff's side. */
export async function openCase(page, reference) {
  await page.goto(`/desk/cases/${reference}`);
}

/** Reads the newest mail to an address in the demo's mail page; waits until it has come. */
export async function mailTo(page, address, subject = /./) {
  for (let tries = 0; tries < 40; tries += 1) {
    await page.goto(`/demo/mail?to=${encodeURIComponent(address)}`);
    const mails = page.locator('article, [data-mail], tr, li').filter({ hasText: address }).filter({ hasText: subject });
    if ((await mails.count()) > 0) return mails.first();
  }
  throw new Error(`no mail to ${address} arrived`);
}

/** Opens the newest letter to an address in the demo's mail page; waits until it has come. */
export async function openMail(page, address, subject = /./) {
  const mail = await mailTo(page, address, subject);
  await Promise.all([page.waitForEvent('domcontentloaded'), mail.locator('a').first().click()]);
  return page.getByRole('main');
}

/** The address in a letter that leads to a page of the town, as a path. */
export async function linkIn(letter, pattern) {
  const all = await letter.locator('a[href]').evaluateAll((links) => links.map((link) => link.href));
  const found = all.map((link) => new URL(link).pathname).find((path) => pattern.test(path));
  if (!found) throw new Error(`the letter links to nothing like ${pattern}: ${all.join(' ')}`);
  return found;
}
