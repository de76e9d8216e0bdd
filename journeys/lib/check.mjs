// What every page must pass: axe for WCAG 2.2 A and AA, and the Nu HTML checker. The HTML that the server
// sends is collected here, for every page that any journey meets, and checked at the end of the run by
// one checker for all.
import { randomUUID } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import assert from 'node:assert/strict';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Holds the page as it stands now against axe; `without` names rules that cannot be told in its state. */
export async function look(page, name, { without = [] } = {}) {
  // evaluate() is not subject to the page's content security policy, a script element would be.
  await page.evaluate(AXE);
  const found = await page.evaluate(
    ([rules, off]) => globalThis.axe.run(document, {
      runOnly: rules,
      rules: Object.fromEntries(off.map((rule) => [rule, { enabled: false }])),
      resultTypes: ['violations'],
    }),
    [RULES, without],
  );
  const said = found.violations.map(withoutBackLink).filter(({ nodes }) => nodes.length > 0).map(sentence);
  if (said.length > 0) assert.fail(`axe on ${name} (${page.url()})\n${said.join('\n')}`);
}

/**
 * The back link stands before the main part on purpose, so that "skip to main content" skips it, as in
 * the GOV.UK design system; axe's best practice (no WCAG rule) would have it in a landmark.
 */
function withoutBackLink(violation) {
  if (violation.id !== 'region') return violation;
  return { ...violation, nodes: violation.nodes.filter(({ html }) => !html.includes('govuk-back-link')) };
}

function sentence({ id, help, nodes }) {
  const places = nodes.slice(0, 3).map((node) => `${node.target.join(' ')} ${node.html.slice(0, 120)}`);
  return `${id}: ${help} (${nodes.length}): ${places.join(' | ')}`;
}

/** Keeps what the server sent as a page: once per address, answer and language, whatever its numbers. */
export async function collect(answer) {
  const folder = process.env.TOWNHALL_HTML;
  const type = answer.headers()['content-type'] ?? '';
  if (!folder || !answer.request().isNavigationRequest() || !type.startsWith('text/html')) return;
  const html = await answer.text().catch(() => '');
  if (html === '') return; // a redirect, or the visitor was gone before the page was read
  const { pathname, searchParams } = new URL(answer.url());
  const shape = pathname.replace(/[A-Z0-9]{4}-[A-Z0-9]{4}|\d{3,}|[\w-]{40,}/g, 'x').replace(/[^\w]+/g, '-');
  const asked = [...searchParams.keys()].filter((key) => key !== 'lang').sort().join('-');
  const language = /<html[^>]* lang="(\w+)"/.exec(html)?.[1] ?? 'none';
  const name = [`page${shape.slice(0, 80)}`, asked.slice(0, 40), answer.status(), language].filter(Boolean);
  // Two journeys may meet the same page at once: each writes its own file and moves it into place.
  const own = join(folder, `${randomUUID()}.part`);
  await writeFile(own, html);
  await rename(own, join(folder, `${name.join('_')}.html`));
}
