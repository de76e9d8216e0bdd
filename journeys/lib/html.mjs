// The Nu HTML checker over all pages that were collected: one test per page.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';

const JAR = createRequire(import.meta.url).resolve('vnu-jar/build/dist/vnu.jar');
const OUTPUT_BYTES = 64 * 1024 * 1024;

const folder = process.env.TOWNHALL_HTML;
const pages = (await readdir(folder)).filter((name) => name.endsWith('.html')).sort();
const findings = pages.length === 0 ? [] : await check();

test('pages were collected', () => assert.ok(pages.length > 0));
for (const page of pages) {
  test(`HTML of ${page}`, () => {
    const own = findings.filter(({ url }) => url.endsWith(`/${page}`));
    const said = own.map(({ lastLine, message, extract }) => `line ${lastLine}: ${message} ${extract}`);
    if (said.length > 0) assert.fail(`${page}\n${said.join('\n')}`);
  });
}

async function check() {
  const args = ['-Xss2m', '-jar', JAR, '--format', 'json', '--stdout', '--exit-zero-always', '--errors-only', folder];
  const { stdout } = await promisify(execFile)('java', args, { maxBuffer: OUTPUT_BYTES });
  return JSON.parse(stdout).messages;
}
