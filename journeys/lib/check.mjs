// What every page must pass: axe for WCAG 2.2 A and AA, and the Nu HTML checker. The HTML is collected
// here and checked at the end of the run, by one checker for all pages.
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import assert from 'node:assert/strict';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Holds the page as it stands now against axe, and collects its HTML. */
export async function look(page, name) {
  await collect(await page.content(), name);
  // evaluate() is not subject to the page's content security policy, a script element would be.
  await page.evaluate(AXE);
  const found = await page.evaluate(
    (rules) => globalThis.axe.run(document, { runOnly: rules, resultTypes: ['violations'] }),
    RULES,
  );
  assert.deepEqual(found.violations.map(sentence), [], `axe on ${name} (${page.url()})`);
}

function sentence({ id, help, nodes }) {
  const places = nodes.slice(0, 3).map((node) => `${node.target.join(' ')} ${node.html.slice(0, 120)}`);
  return `${id}: ${help} (${nodes.length}): ${places.join(' | ')}`;
}

/** Fetches an address without a browser and collects what the server sends. */
export async function collectSource(request, path) {
  const answer = await request.get(path);
  const type = answer.headers()['content-type'] ?? '';
  if (type.startsWith('text/html')) await collect(await answer.text(), `source ${path}`);
  return answer;
}

async function collect(html, name) {
  const folder = process.env.TOWNHALL_HTML;
  if (!folder) return;
  const mark = createHash('sha256').update(html).digest('hex').slice(0, 8);
  const safe = name.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 80);
  await writeFile(join(folder, `${safe}-${mark}.html`), html);
}
