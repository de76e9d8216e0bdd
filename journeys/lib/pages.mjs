// The main pages of the town, with what it takes to see each: the axe walk, the widths and the
// screenshots all go through this list.

/** Everybody may see these. */
export const PUBLIC = [
  ['home', '/'],
  ['search', '/search?q=hole+in+road'],
  ['search-nothing', '/search?q=xyzzyplugh'],
  ['services', '/services'],
  ['service', '/services/pothole'],
  ['service-request', '/services/recycling-cart'],
  ['track', '/track'],
  ['reports', '/reports'],
  ['waits', '/waits'],
  ['waits-service', '/waits/pothole'],
  ['demo', '/demo'],
  ['demo-mail', '/demo/mail'],
  ['sign-in', '/sign-in'],
  ['not-found', '/no-such-page'],
];

/** A caseworker sees these. */
export const STAFF = [
  ['desk', '/desk'],
  ['desk-team', '/desk?view=team'],
  ['desk-all', '/desk?view=all'],
  ['desk-late', '/desk?view=all&late=1'],
  ['desk-nothing', '/desk?view=all&q=xyzzyplugh'],
];

/** The languages of the town. */
export const LANGUAGES = ['en', 'es'];

/** Adds the language to an address. */
export function inLanguage(path, language) {
  return `${path}${path.includes('?') ? '&' : '?'}lang=${language}`;
}

/** Finds the first case of a list: the address of a page that depends on the town's data. */
export async function firstLink(page, list, pattern) {
  await page.goto(list);
  const links = await page.locator('main a[href]').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
  const found = links.find((href) => pattern.test(href));
  if (!found) throw new Error(`${list} links to nothing like ${pattern}`);
  return found;
}

export const CASE = /^\/desk\/cases\/[A-Z0-9]{4}-?[A-Z0-9]{4}/;
export const REPORT = /^\/reports\/[A-Z0-9]{4}-?[A-Z0-9]{4}/;
