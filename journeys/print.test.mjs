// On paper: what is known, no controls, and where each link leads.
import assert from 'node:assert/strict';

import { act } from './lib/desk.mjs';
import { PLACES, pothole, report } from './lib/form.mjs';
import { ON_A_DESKTOP, WITHOUT_JAVASCRIPT, journey } from './lib/journey.mjs';
import { signIn } from './lib/people.mjs';

const BOTH = { ...ON_A_DESKTOP, ...WITHOUT_JAVASCRIPT };
const CONTROLS = 'button, input:not([type="hidden"]), select, textarea, summary, nav, .govuk-button';

journey('A case and its tracking page are printed without controls', BOTH, async ({ page, another }) => {
  const resident = await another();
  const { reference, tracking } = await report(resident, 'pothole', pothole(PLACES.spruce));
  await signIn(page, 'as team lead');
  await act(page, reference, 'messages', { text: 'A crew comes on Thursday.' });
  await page.goto(`/desk/cases/${reference}`);
  await assertOnPaper(page, [reference, 'Bike lane', 'Ada Example', 'A crew comes on Thursday.']);
  await resident.goto(tracking);
  await assertOnPaper(resident, [reference, 'Received', 'A crew comes on Thursday.']);
  await resident.goto(`/reports/${reference}`);
  await assertOnPaper(resident, [reference, 'Bike lane']);
});

async function assertOnPaper(page, words) {
  await page.emulateMedia({ media: 'print' });
  const text = await page.locator('body').innerText();
  for (const word of words) assert.ok(text.includes(word), `${word} is not on the paper of ${page.url()}`);
  const shown = await page.locator(CONTROLS).evaluateAll((all) => all.filter((one) => one.checkVisibility({ visibilityProperty: true }))
    .filter((one) => { const box = one.getBoundingClientRect(); return box.width > 1 && box.height > 1; })
    .map((one) => one.outerHTML.slice(0, 120)));
  assert.deepEqual(shown, [], `controls on the paper of ${page.url()}`);
  const links = await page.locator(':is(main, aside) a.govuk-link').evaluateAll((all) => all
    .filter((one) => one.checkVisibility())
    .map((one) => [one.getAttribute('href'), getComputedStyle(one, '::after').content]));
  assert.ok(links.length > 0, 'there are links to look at');
  for (const [href, after] of links) {
    if (href.startsWith('/')) assert.ok(after.includes(new URL(page.url()).origin), `no host before ${href}: ${after}`);
    if (/^[/]|^http/.test(href)) assert.ok(after.includes(href) || after.includes('attr(href)'), `${href} is not written out: ${after}`);
  }
  const colours = await page.evaluate(() => {
    const style = getComputedStyle(document.body);
    return [style.color, style.backgroundColor];
  });
  assert.equal(colours[0], 'rgb(0, 0, 0)', 'black ink');
  assert.match(colours[1], /rgb\(255, 255, 255\)|rgba\(0, 0, 0, 0\)/, 'on white');
  await page.emulateMedia({ media: 'screen' });
}
