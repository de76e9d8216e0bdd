// Whatever is sent: a clear answer, nothing stored, nothing lost, never a 500.
import assert from 'node:assert/strict';

import { ON_A_DESKTOP, journey } from './lib/journey.mjs';
import { PLACES, fill, passNearby, pothole, proceed, start } from './lib/form.mjs';
import { bomb, notAPhoto } from './lib/photo.mjs';

const TEXTS = {
  'null bytes': 'a\u0000b', 'a direction override': 'abc\u202Edef', 'HTML': '<img src=x onerror=alert(1)>',
  'a spreadsheet formula': '=HYPERLINK("http://example.org")', 'a very long word': 'x'.repeat(20_000),
  'a template': '{{ 7 * 7 }} {% raw %}', 'quotes and SQL': "'; DROP TABLE cases; --",
};

for (const [what, text] of Object.entries(TEXTS)) {
  journey(`The search takes ${what}`, ON_A_DESKTOP, async ({ page }) => {
    const answer = await page.request.get(`/search?q=${encodeURIComponent(text)}`);
    assert.ok(answer.status() < 500, `${answer.status()}`);
    const html = await answer.text();
    assert.ok(!html.includes('<img src=x'), 'HTML is shown, not run');
  });

  journey(`A form takes ${what}`, ON_A_DESKTOP, async ({ page }) => {
    await start(page, 'pothole');
    const answer = await post(page, { 'place-address': text, lane: 'car' });
    assert.ok([200, 303, 400, 413, 422].includes(answer.status()), `${answer.status()}`);
    const html = await answer.text();
    assert.ok(!html.includes('<img src=x'), 'HTML is shown, not run');
  });
}

journey('Options that nobody offered are refused', ON_A_DESKTOP, async ({ page }) => {
  await start(page, 'pothole');
  const answer = await post(page, { 'place-address': PLACES.friend, lane: 'runway' });
  assert.equal(answer.status(), 422);
  assert.ok((await answer.text()).includes(PLACES.friend), 'what was typed is still there');
});

journey('A form without or with a forged CSRF token is refused', ON_A_DESKTOP, async ({ page }) => {
  await start(page, 'pothole');
  const url = page.url();
  for (const form of [{ lane: 'car' }, { lane: 'car', csrf: 'forged', _csrf: 'forged', csrf_token: 'forged' }]) {
    const answer = await page.request.post(url, { form, maxRedirects: 0 });
    assert.ok([400, 403].includes(answer.status()), `${answer.status()}`);
  }
});

journey('Foreign and forged links lead nowhere', ON_A_DESKTOP, async ({ page }) => {
  const paths = [
    '/track/forged', `/track/${'A'.repeat(43)}`, `/track/${'%00'.repeat(8)}`, '/apply/1/where', '/apply/x/check',
    '/reports/AAAA-AAAA', '/reports/%F0%9F%92%A9', '/services/..%2F..%2Fetc%2Fpasswd', '/waits/no-such-service',
    '/desk/cases/AAAA-AAAA', '/files/1', '/%FF%FE', '/reports?service=%00&state=%FF&from=yesterday&page=-1',
    '/desk?late=x&view=nobody&after=%FF', '/search?q=%FF%FE', '/search?q=a&q=b', '/?lang=tlh',
  ];
  for (const path of paths) {
    const answer = await page.request.get(path, { maxRedirects: 0 });
    assert.ok(answer.status() < 500, `${path}: ${answer.status()}`);
  }
});

journey('Ten megabytes in a field get a message at the field, and the rest stays', ON_A_DESKTOP, async ({ page }) => {
  await start(page, 'pothole');
  const answer = await post(page, { 'place-address': PLACES.friend, lane: 'x'.repeat(10_000_000) });
  assert.equal(answer.status(), 422);
  const html = await answer.text();
  assert.ok(html.includes('href="#lane"'), 'the summary leads to the field');
  assert.ok(html.includes(PLACES.friend), 'what was typed is still there');
});

for (const [what, file] of [
  ['another type under a photo’s name', notAPhoto()],
  ['an empty file', { name: 'empty.png', mimeType: 'image/png', buffer: Buffer.alloc(0) }],
  ['a decompression bomb', bomb()],
]) {
  journey(`Photos: ${what} is explained`, ON_A_DESKTOP, async ({ page, look }) => {
    await start(page, 'pothole');
    await walkTo(page, 'photos');
    await fill(page, { photos: file });
    await proceed(page);
    const refused = (await page.locator('.govuk-error-summary').count()) > 0;
    assert.ok(refused || what === 'an empty file', 'the page says what is wrong');
    await look(page, `photos ${what}`);
  });
}

journey('Broken cookies start anew', ON_A_DESKTOP, async ({ page }) => {
  await page.goto('/');
  const cookies = await page.context().cookies();
  await page.context().addCookies(cookies.map((cookie) => ({ ...cookie, value: 'forged%00' })));
  const answer = await page.goto('/desk');
  assert.ok(answer.status() < 500);
  assert.equal((await page.goto('/')).status(), 200);
});

async function walkTo(page, name) {
  const answers = pothole(PLACES.spruce);
  for (let step = 0; step < 6 && !page.url().includes(`/${name}`); step += 1) {
    if (page.url().includes('/nearby')) {
      await passNearby(page);
    } else {
      await fill(page, answers);
      await proceed(page);
    }
  }
}

/** Posts fields to the form's page with its own hidden fields, as a browser without scruples would. */
async function post(page, fields) {
  const hidden = await page.locator('main form input[type="hidden"]').evaluateAll((all) =>
    all.filter((field) => field.name && !field.name.includes('-')).map((field) => [field.name, field.value]));
  return page.request.post(page.url(), { form: { ...Object.fromEntries(hidden), ...fields }, maxRedirects: 0 });
}
