// Screenshots of the main pages, phone and desktop, to be looked at: artifacts/shots, or with --docs
// the few of the README to docs/screenshots, as WebP.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { DESKTOP, PHONE, launch, visitor } from './lib/browser.mjs';
import { act } from './lib/desk.mjs';
import { PLACES, pothole, start, walk, send } from './lib/form.mjs';
import { PUBLIC, REPORT, STAFF, firstLink } from './lib/pages.mjs';
import { signIn } from './lib/people.mjs';
import { photo } from './lib/photo.mjs';
import { startTown } from './lib/town.mjs';

const root = new URL('..', import.meta.url).pathname;
const docs = process.argv.includes('--docs');
const words = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const folder = join(root, docs ? 'docs/screenshots' : 'artifacts/shots');

/** The pictures of the README. */
const FOR_DOCS = new Set([
  'home-phone', 'home-desktop', 'service-phone', 'form-place-phone', 'check-phone', 'tracking-phone',
  'desk-desktop', 'case-desktop', 'waits-desktop', 'reports-desktop',
]);

/** The pages of the pothole's form, by what they show. */
const STEPS = { where: 'form-place', check: 'check', nearby: 'nearby' };

/** WebP at this quality shows text without smears. */
const QUALITY = 0.82;

await mkdir(folder, { recursive: true });
const town = process.env.TOWNHALL_URL ? null : await startTown({ cases: docs ? 12_000 : 3000 });
process.env.TOWNHALL_URL ??= town.url;
const browser = await launch();
try {
  for (const [screen, size] of [['phone', PHONE], ['desktop', DESKTOP]]) {
    await attempt(() => everybody(screen, size));
    await attempt(async () => staff(screen, size, await resident(screen, size)));
  }
  if (!docs) await attempt(dark);
} finally {
  await browser.close();
  await town?.stop();
}

/** One page that fails must not hide the others; the exit code tells. */
async function attempt(shots) {
  try {
    await shots();
  } catch (fault) {
    console.error(fault.message);
    process.exitCode = 1;
  }
}

async function everybody(screen, size) {
  const page = await open(size);
  for (const [name, path] of PUBLIC) {
    // A service with enough cases to say how long it really takes.
    await page.goto(docs && name === 'service' ? '/services/street-light-out' : path);
    await shoot(page, `${name}-${screen}`);
  }
  await page.goto('/?lang=es');
  await shoot(page, `home-es-${screen}`);
  await page.goto(await firstLink(page, '/reports?lang=en', REPORT));
  await shoot(page, `report-${screen}`);
}

/** Reports a pothole and returns its reference. */
async function resident(screen, size) {
  const page = await open(size);
  const place = screen === 'phone' ? PLACES.province : PLACES.branch;
  await start(page, 'pothole');
  await choosePlace(page, place);
  await walk(page, pothole(place, docs ? {} : { photos: photo() }), (path) => {
    const step = path.split('/').pop();
    return shoot(page, `${STEPS[step] ?? `form-${step}`}-${screen}`);
  });
  const { reference, tracking } = await send(page);
  await shoot(page, `done-${screen}`);
  if (tracking) {
    await page.goto(tracking);
    await shoot(page, `tracking-${screen}`);
  }
  return reference;
}

/** Types an address and takes the first suggestion, so that the map shows its streets. */
async function choosePlace(page, address) {
  const field = page.locator('[name="place-address"]');
  await field.pressSequentially(address, { delay: 30 });
  await page.locator('[role="option"]').first().waitFor();
  await field.press('ArrowDown');
  await field.press('Enter');
}

/** Shows the desk, and the case that was just reported while it is being worked on. */
async function staff(screen, size, reference) {
  const page = await open(size);
  await signIn(page, 'as caseworker');
  await act(page, reference, 'assignment', { to: 'me' });
  await act(page, reference, 'transitions', { transition: 'assess' });
  await act(page, reference, 'messages', { text: 'Thank you. A crew comes by tomorrow morning.' });
  for (const [name, path] of STAFF) {
    await page.goto(docs && name === 'desk' ? '/desk?view=team' : path);
    await shoot(page, `${name}-${screen}`);
  }
  await page.goto(`/desk/cases/${reference}`);
  await shoot(page, `case-${screen}`);
}

async function dark() {
  const page = await open({ ...PHONE, colorScheme: 'dark' });
  for (const [name, path] of PUBLIC) {
    await page.goto(path);
    await shoot(page, `${name}-dark-phone`);
  }
  await signIn(page, 'Caseworker');
  await page.goto('/desk?view=all');
  await shoot(page, 'desk-dark-phone');
}

async function open(screen) {
  const context = await visitor(browser, { screen });
  return context.newPage();
}

async function shoot(page, name) {
  const wanted = words.length === 0 || words.some((word) => name.includes(word));
  if (!wanted || (docs && !FOR_DOCS.has(name))) return;
  await page.evaluate(() => document.fonts.ready);
  // A README's picture of a phone shows what the page is about, not its header once more.
  if (docs && name.endsWith('phone') && !name.startsWith('home')) {
    await page.locator('main').evaluate((main) => window.scrollTo(0, main.offsetTop - 16));
  }
  const png = await settled(page);
  const file = join(folder, `${name}.${docs ? 'webp' : 'png'}`);
  await writeFile(file, docs ? await webp(png) : png);
  console.log(file.slice(root.length));
}

/** Takes pictures until two are alike: maps and pictures have come then. */
async function settled(page) {
  let last = await page.screenshot({ fullPage: !docs });
  for (let tries = 0; tries < 8; tries += 1) {
    const next = await page.screenshot({ fullPage: !docs });
    if (next.equals(last)) break;
    last = next;
  }
  return last;
}

/** Lets the browser itself compress the picture: no image library is needed. */
async function webp(png) {
  const page = await browser.newPage();
  const encoded = await page.evaluate(async ([data, quality]) => {
    const image = await createImageBitmap(await (await fetch(data)).blob());
    const canvas = new OffscreenCanvas(image.width, image.height);
    canvas.getContext('2d').drawImage(image, 0, 0);
    const blob = await canvas.convertToBlob({ type: 'image/webp', quality });
    const bytes = new Uint8Array(await blob.arrayBuffer());
    return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  }, [`data:image/png;base64,${png.toString('base64')}`, QUALITY]);
  await page.close();
  return Buffer.from(encoded, 'latin1');
}
