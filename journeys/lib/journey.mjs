// A journey: a test with a visitor of its own. Whatever it does, it must not meet a server error, an
// error in the console, something the content security policy refused, or another host.
import assert from 'node:assert/strict';
import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { DESKTOP, PHONE, launch, visitor } from './browser.mjs';
import { collect, look } from './check.mjs';

const ARTIFACTS = new URL('../../artifacts/journeys/', import.meta.url).pathname;

let browser;
before(async () => {
  assert.ok(process.env.TOWNHALL_URL, 'start the journeys with `cargo xtask journeys`');
  browser = await launch();
});
after(() => browser?.close());

/** The visitors that every main journey is walked as. */
export const EVERYONE = {
  'on a phone': { screen: PHONE },
  'on a phone without JavaScript': { screen: PHONE, javascript: false },
  'on a desktop': { screen: DESKTOP },
};
export const ON_A_DESKTOP = { 'on a desktop': { screen: DESKTOP } };
export const WITHOUT_JAVASCRIPT = { 'without JavaScript': { screen: DESKTOP, javascript: false } };
export const STAFF = { ...ON_A_DESKTOP, ...WITHOUT_JAVASCRIPT };

/** Walks a journey as each of the visitors. */
export function journey(name, visitors, walk) {
  for (const [manner, options] of Object.entries(visitors)) {
    test(`${name}, ${manner}`, (t) => walkTwice(t.name, options, walk));
  }
}

/**
 * A browser on a busy machine can be late where the town is not: a journey that fails is walked once
 * more by new visitors, and the runner's last lines name it. One that fails twice has failed.
 */
async function walkTwice(name, options, walk) {
  try {
    await run(name, options, walk);
  } catch (fault) {
    const first = `${name}: ${fault.message.split('\n').slice(0, 6).join(' ')}`;
    if (process.env.TOWNHALL_SECOND_TRIES) await appendFile(process.env.TOWNHALL_SECOND_TRIES, `${first}\n`);
    await run(name, options, walk);
  }
}

async function run(name, options, walk) {
  const faults = [];
  const contexts = [];
  const reading = [];
  /** Opens one more visitor, watched like the first. */
  const another = async (more = {}) => {
    const context = await visitor(browser, { ...options, ...more });
    contexts.push(context);
    watch(context, faults, reading);
    return context.newPage();
  };
  const javascript = options.javascript ?? true;
  try {
    const page = await another();
    await walk({ page, another, javascript, look: javascript ? look : async () => {}, faults });
    await Promise.all(reading);
    assert.ok(faults.length === 0, 'something went wrong');
  } catch (fault) {
    await keep(name, contexts);
    if (faults.length === 0) throw fault;
    throw new Error(`${fault.message}\nbehind the scenes:\n${faults.join('\n')}`, { cause: fault });
  } finally {
    await Promise.all(contexts.map((context) => context.close()));
  }
}

function watch(context, faults, reading) {
  const home = new URL(process.env.TOWNHALL_URL).host;
  context.on('response', (answer) => {
    if (answer.status() >= 500) faults.push(`${answer.status()} from ${answer.url()}`);
    reading.push(collect(answer));
  });
  context.on('request', (request) => {
    const { protocol, host } = new URL(request.url());
    if (protocol.startsWith('http') && host !== home) faults.push(`a request to ${request.url()}`);
  });
  context.on('console', (message) => {
    // The browser itself reports answers such as 404 and 422 there; the journeys look at those.
    const answered = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !answered) faults.push(`console: ${message.text()}`);
  });
  context.on('weberror', (fault) => faults.push(`script: ${fault.error().message}`));
}

/** Keeps what the visitors saw last, for the person who reads the failure. */
async function keep(name, contexts) {
  const folder = join(ARTIFACTS, 'failures');
  await mkdir(folder, { recursive: true });
  const pages = contexts.flatMap((context) => context.pages());
  for (const [index, page] of pages.entries()) {
    const file = join(folder, `${name.replace(/[^A-Za-z0-9]+/g, '-').slice(0, 100)}-${index}`);
    try {
      await page.screenshot({ path: `${file}.png`, fullPage: true });
      await writeFile(`${file}.html`, `<!-- ${page.url()} -->\n${await page.content()}`);
    } catch {
      // A page that is gone has nothing to show; the failure itself is reported by the caller.
    }
  }
}
