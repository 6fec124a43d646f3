// SPDX-License-Identifier: GPL-3.0-or-later
// The pages as people meet them: in Chromium, on a phone and at a desk, light and dark, printed,
// by mouse and by keyboard, with script and without. axe-core must find nothing (WCAG 2.2 AA).
// usage: node pages.mjs FOLDER [SHOTS]    FOLDER holds what tests/browser/run made
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const folder = process.argv[2], shots = process.argv[3];
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const sizes = { desktop: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } };
let failed = 0;

function check(holds, what) {
  if (!holds) { failed++; console.log(`FAIL ${what}`); }
}

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });

// Opens a page in a context of its own; whatever it says or asks for is a failure.
async function open(name, options = {}) {
  const context = await browser.newContext({ viewport: sizes.desktop, bypassCSP: true, reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  page.on('console', message => check(false, `${name}: console: ${message.text()}`));
  page.on('pageerror', error => check(false, `${name}: error: ${error.message}`));
  page.on('request', request => check(request.url().startsWith('file://' + folder), `${name}: asks for ${request.url()}`));
  await page.goto(`file://${folder}/${name}`);
  return page;
}

async function accessible(name) {
  for (const [size, viewport] of Object.entries(sizes))
    for (const colorScheme of ['light', 'dark']) {
      const page = await open(name, { viewport, colorScheme });
      await page.evaluate(axe);
      const found = await page.evaluate(tags => axe.run({ runOnly: tags }), rules);
      for (const one of found.violations)
        check(false, `${name} ${size} ${colorScheme}: ${one.id}: ${one.help}: ${one.nodes[0].html.slice(0, 160)}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      check(wide <= 0, `${name} ${size}: ${wide} px too wide`);
      const cut = await page.evaluate(() => [...document.querySelectorAll('.scroll caption')].some(caption => caption.getBoundingClientRect().width > innerWidth));
      check(!cut, `${name} ${size}: what a table is about is cut off`);
      if (shots)
        await page.screenshot({ path: `${shots}/${name.replace('/', '-')}-${size}-${colorScheme}.png`, fullPage: size === 'phone' && !name.startsWith('long') });
      await page.context().close();
    }
}

async function printed(name) {
  const page = await open(name);
  await page.emulateMedia({ media: 'print' });
  check(await page.locator('.skip').first().isHidden(), `${name}: the skip link is printed`);
  if (shots)
    await page.pdf({ path: `${shots}/${name.replace('/', '-')}.pdf`, format: 'A4' });
  await page.context().close();
}

// From the list to the clause and back, and from one clause to the next.
async function jumps(name) {
  const page = await open(name);
  const link = page.locator('.card .where a').first();
  const target = await link.getAttribute('href');
  await link.click();
  check(page.url().endsWith(target), `${name}: the link leads to ${page.url()}`);
  check(await page.locator(target).isVisible(), `${name}: ${target} is not there`);
  const box = await page.locator(target).boundingBox();
  check(box && box.y >= 0 && box.y < sizes.desktop.height, `${name}: ${target} is not in view`);
  const label = page.locator(`a.j[href="#f${target.slice(2)}"]`).first();
  await label.click();
  check(page.url().endsWith(`#f${target.slice(2)}`), `${name}: no way back`);
  if (shots)
    await page.locator(target).scrollIntoViewIfNeeded().then(() => page.screenshot({ path: `${shots}/${name}-text.png` }));
  await page.locator('a.n').first().click();
  check(/#m\d+$/.test(page.url()), `${name}: no way to the next`);
  await page.context().close();
}

async function keyboard(name) {
  const page = await open(name);
  await page.keyboard.press('Tab');
  const first = await page.evaluate(() => document.activeElement.className);
  check(first === 'skip', `${name}: Tab reaches ${first} first`);
  check(await page.locator('.skip').first().isVisible(), `${name}: the skip link does not show`);
  await page.keyboard.press('Enter');
  await page.waitForURL(/#text$/, { timeout: 10000 }).catch(() => null);
  check(page.url().endsWith('#text'), `${name}: the skip link leads to ${page.url()}`);
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press('Tab');
    const seen = await page.evaluate(() => {
      const at = document.activeElement, style = getComputedStyle(at);
      return at === document.body || style.outlineStyle !== 'none';
    });
    check(seen, `${name}: focus does not show after ${i} tabs`);
  }
  await page.context().close();
}

// The words of the annotated part, as the browser sees them, are those of the document.
async function wordsAre(name, text) {
  for (const javaScriptEnabled of [true, false]) {
    const page = await open(name, { javaScriptEnabled });
    const words = await page.locator('.text').evaluate(node => node.textContent).catch(() => null);
    check(words === null ? !javaScriptEnabled : words === text, `${name}: the text is not the document's`);
    check(await page.locator('.text').isVisible(), `${name}: the text does not show`);
    await page.context().close();
  }
}

// Nothing of a hostile document becomes an element, runs, or asks for anything, under the real policy.
async function harmless(name) {
  const page = await open(name, { bypassCSP: false });
  const strange = await page.evaluate(() =>
    [...document.querySelectorAll('script,img,iframe,object,embed,form,input,link,base,[style],[onerror],[onload]')].map(node => node.outerHTML));
  check(strange.length === 0, `${name}: ${strange[0]}`);
  check(await page.evaluate(() => document.querySelectorAll('style').length) === 1, `${name}: not one style sheet`);
  check((await page.evaluate(() => getComputedStyle(document.body).margin)) === '0px', `${name}: the policy refuses the style sheet`);
  await page.context().close();
}

// Sorting by each column, filtering, and all of it there without the script, under the real policy.
async function sortsAndFilters(name) {
  const plain = await open(name, { javaScriptEnabled: false, bypassCSP: false });
  const all = await plain.locator('.docs tbody tr').count();
  check(all > 0 && await plain.locator('.docs tbody tr').last().isVisible(), `${name}: no documents without script`);
  check(await plain.locator('#tools').isHidden(), `${name}: a filter that cannot work without script`);
  await plain.context().close();

  const page = await open(name, { bypassCSP: false });
  const beyond = await page.locator('.docs').evaluate(table => table.scrollWidth - table.parentElement.clientWidth);
  check(beyond <= 0, `${name}: the list of documents is ${beyond} px too wide at a desk`);
  await page.setViewportSize(sizes.phone);
  const over = await page.locator('.docs').evaluate(table => table.scrollWidth - table.parentElement.clientWidth);
  check(over <= 0, `${name}: the list of documents is ${over} px too wide on a phone`);
  const rows = page.locator('.docs tbody tr');
  const heads = await page.locator('.docs thead th').count();
  for (let column = 0; column < heads; column++)
    for (const order of ['ascending', 'descending']) {
      await page.locator('.docs thead th button').nth(column).click();
      const sorted = await page.locator('.docs').evaluate((table, [at, up]) => {
        const cells = [...table.tBodies[0].rows].map(row => row.cells[at]);
        const compare = (a, b) => a.dataset.v !== undefined ? a.dataset.v - b.dataset.v : a.textContent.localeCompare(b.textContent);
        return table.tHead.rows[0].cells[at].getAttribute('aria-sort') + ' ' + cells.every((cell, i) => !i || (up ? compare(cells[i - 1], cell) : compare(cell, cells[i - 1])) <= 0);
      }, [column, order === 'ascending']);
      check(sorted === `${order} true`, `${name}: column ${column} sorted ${order}: ${sorted}`);
    }
  check(await page.locator('.docs thead [aria-sort]').count() === 1, `${name}: two columns say they are sorted`);
  const words = await rows.last().locator('th').textContent();
  await page.locator('#filter').fill(words.toUpperCase());
  const shown = await page.locator('.docs tbody tr:visible').count();
  const holding = await rows.evaluateAll((list, word) => list.filter(row => row.textContent.toLowerCase().includes(word)).length, words.toLowerCase());
  check(shown === holding && shown > 0 && shown < all, `${name}: ${words} leaves ${shown} of ${all} rows, not ${holding}`);
  check((await page.locator('#shown').textContent()) === `${shown} / ${all}`, `${name}: the filter does not say how many`);
  await page.locator('#filter').fill('no such words');
  check(await page.locator('.docs tbody tr:visible').count() === 0, `${name}: rows without the words stay`);
  await page.context().close();
}

// Every link of the page leads to a file or a place that is there.
async function linksLead(name) {
  const page = await open(name);
  const dead = await page.evaluate(() => [...document.querySelectorAll('a[href^="#"]')].map(a => a.getAttribute('href')).filter(to => !document.getElementById(to.slice(1))));
  check(dead.length === 0, `${name}: ${dead[0]} is not there`);
  const files = await page.evaluate(() => [...document.querySelectorAll('a[href]')].map(a => a.href.split('#')[0]));
  for (const file of new Set(files))
    check(existsSync(new URL(file)), `${name}: leads to ${file}, which is not there`);
  await page.context().close();
}

// The best of three, since other work may keep the machine busy.
async function quick(name) {
  let best = Infinity;
  for (let i = 0; i < 3; i++) {
    const page = await open(name);
    const took = await page.evaluate(() => { const t = performance.getEntriesByType('navigation')[0]; return t.loadEventEnd - t.startTime; });
    best = Math.min(best, took);
    await page.context().close();
  }
  console.log(`${name}: ready in ${Math.round(best)} ms`);
  check(best < 1000, `${name}: ready only after ${Math.round(best)} ms`);
}

const documents = JSON.parse(readFileSync(`${folder}/pages.json`, 'utf8'));
for (const { page, text, list, hostile, index, large, links } of documents) {
  // What a page of a thousand rows is made of is looked at on its smaller sisters.
  if (!large) { await accessible(page); await printed(page); }
  if (text) await wordsAre(page, readFileSync(`${folder}/${text}`, 'utf8'));
  if (list) { await jumps(page); await keyboard(page); }
  if (hostile) await harmless(page);
  if (index) await sortsAndFilters(page);
  if (index || links) await linksLead(page);
}
await quick('long.html');
await browser.close();
console.log(failed ? `${failed} failures` : `${documents.length} pages: as they should be`);
process.exit(failed ? 1 : 0);
