// The main pages of the town, with what it takes to see each: the axe walk, the widths and the
// screenshots all go through this list.

/** Everybody may see these. */
export const PUBLIC = [
  ['home', '/'],
  ['search', '/search?q=hole+in+road'],
  ['search-nothing', '/search?q=xyzzyplugh'],
  ['services', '/services'],
  ['topic', '/services/topic/streets-and-pavements'],
  ['service', '/services/pothole'],
  ['service-request', '/services/recycling-cart'],
  ['track', '/track'],
  ['reports', '/reports'],
  ['waits', '/waits'],
  ['waits-service', '/waits/pothole'],
  ['ledger', '/ledger'],
  ['ledger-check', '/ledger/check'],
  ['ledger-entry', '/ledger/inclusion?entry=17'],
  ['ledger-consistency', '/ledger/consistency?from=1'],
  ['demo', '/demo'],
  ['demo-mail', '/demo/mail'],
  ['sign-in', '/sign-in'],
  ['sign-in-link', '/sign-in/link'],
  ['accessibility', '/help/accessibility'],
  ['privacy', '/help/privacy'],
  ['cookies', '/help/cookies'],
  ['style', '/style'],
  ['style-desk', '/style/desk'],
  ['not-found', '/no-such-page'],
];

/** A resident who has signed in sees these. */
export const RESIDENT = [
  ['my-cases', '/my-cases'],
  ['account', '/account'],
  ['account-details', '/account/details'],
  ['account-password', '/account/password'],
];

/** Staff of all roles see these. */
export const STAFF = [
  ['desk', '/desk'],
  ['desk-team', '/desk?view=team'],
  ['desk-all', '/desk?view=all'],
  ['desk-late', '/desk?view=all&late=1'],
  ['desk-nothing', '/desk?view=all&q=xyzzyplugh'],
];

/** Who may see which other pages of the desk. */
export const BY_ROLE = {
  Caseworker: [...STAFF, ['desk-new', '/desk/new'], ['letters', '/desk/letters'], ['calendar', '/desk/appointments?branch=registry'], ['account-staff', '/account']],
  'Team lead': [['templates', '/desk/templates'], ['template', '/desk/templates/new']],
  'Service designer': [
    ['services-desk', '/desk/services'], ['service-new', '/desk/services/new'], ['service-desk', '/desk/services/pothole'],
  ],
  Administrator: [['approvals', '/desk/approvals'], ['jobs', '/desk/jobs'], ['people', '/desk/people'], ['people-new', '/desk/people/new']],
};

/** The pages of one case. */
export const OF_A_CASE = ['', '/duplicate', '/hand-over', '/assignment', '/closure', '/question', '/transitions', '/notes'];

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
