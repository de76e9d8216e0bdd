// Runs the journeys: starts a town, lets node's test runner walk the files whose names contain one of
// the given words, then checks the HTML of all pages that were seen. Stops the town whatever happens.
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startTown } from './lib/town.mjs';

const here = new URL('.', import.meta.url).pathname;
const words = process.argv.slice(2);

const files = (await readdir(here))
  .filter((name) => name.endsWith('.test.mjs'))
  .filter((name) => words.length === 0 || words.some((word) => name.includes(word)))
  .sort();
if (files.length === 0) throw new Error(`no journey is named ${words.join(' or ')}`);

const html = await mkdtemp(join(tmpdir(), 'townhall-html-'));
await rm(join(here, '../artifacts/journeys/failures'), { recursive: true, force: true });
await mkdir(join(here, '../artifacts/journeys'), { recursive: true });
let town = { stop: async () => {} };
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, async () => {
    await town.stop();
    process.exit(1);
  });
}

let failed = true;
try {
  if (!process.env.TOWNHALL_URL) {
    const start = Date.now();
    town = await startTown({ database: process.env.TOWNHALL_JOURNEY_DATABASE });
    process.env.TOWNHALL_URL = town.url;
    console.log(`A town answers at ${town.url} after ${((Date.now() - start) / 1000).toFixed(1)} s`);
  }
  process.env.TOWNHALL_HTML = html;
  process.env.TOWNHALL_SECOND_TRIES = join(html, 'second-tries.txt');
  const journeys = await walk(['--test', '--test-concurrency=2', ...files]);
  const pages = await walk(['--test', 'lib/html.mjs']);
  failed = journeys !== 0 || pages !== 0;
  const again = await readFile(process.env.TOWNHALL_SECOND_TRIES, 'utf8').catch(() => '');
  for (const line of again.split('\n').filter(Boolean)) console.log(`≈ walked a second time: ${line}`);
} finally {
  await town.stop();
  await rm(html, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);

/** Runs node's test runner and returns its exit code. */
function walk(args) {
  const runner = spawn(process.execPath, ['--test-reporter=spec', ...args], { cwd: here, stdio: 'inherit' });
  return new Promise((resolve) => runner.once('exit', resolve));
}
