// Chromium, and the kinds of visitors that the journeys walk as.
import { chromium } from 'playwright-core';

const FLAGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

/** How long a page of a local server may take to show what is waited for, on a busy machine. */
export const PATIENCE_MS = 15_000;

export const PHONE = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
export const DESKTOP = { viewport: { width: 1280, height: 900 }, deviceScaleFactor: 1 };

/** Starts Debian's Chromium. */
export function launch() {
  const executablePath = process.env.TOWNHALL_CHROMIUM ?? '/usr/bin/chromium';
  return chromium.launch({ executablePath, args: FLAGS, headless: true });
}

/** Opens a visitor: their own cookies, their screen, with or without JavaScript. */
export async function visitor(browser, { screen = DESKTOP, javascript = true, ...more } = {}) {
  const context = await browser.newContext({
    ...screen,
    javaScriptEnabled: javascript,
    baseURL: process.env.TOWNHALL_URL,
    locale: 'en-US',
    timezoneId: 'America/New_York',
    reducedMotion: 'reduce',
    ...more,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  return context;
}
