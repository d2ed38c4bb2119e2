// A strict browser: an error on the console, a violation of WCAG found by axe, a request to another
// host, or a page wider than the window fails the test.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export const launch = () => chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
})

/** Opens a window. Its errors are in faults, its requests in requests. */
export async function open(browser, address, { width = 1280, height = 900, scheme = 'light', locale = 'zh-CN' } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, locale, timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce' })
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: address })
  context.setDefaultTimeout(180_000) // a busy machine is not a fault
  const page = await context.newPage()
  const faults = []
  const requests = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`))
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (url.protocol === 'blob:' || url.protocol === 'data:') return
    requests.push(url)
    if (url.origin !== address) faults.push(`asked ${url.origin}`)
  })
  page.on('requestfailed', (request) => faults.push(`failed: ${request.url()}`))
  return { page, faults, requests, close: () => context.close() }
}

/** Goes to a page of the dashboard and waits for its answer. */
export async function go(page, address, path) {
  await page.goto('about:blank') // otherwise the previous page would still be shown
  await page.goto(`${address}/#${path}`)
  await settled(page)
}

/** Follows a link to another page, whose script may have to be loaded first. */
export async function follow(page, link, address) {
  await link.click()
  await page.waitForURL(address)
  await settled(page)
}

export async function settled(page) {
  await page.waitForFunction(() => document.querySelector('main h1, main h2') && !document.querySelector('.loading') &&
    [...document.querySelectorAll('.chart')].every((chart) => Math.abs((chart.querySelector('canvas')?.clientWidth ?? 0) - chart.clientWidth) < 2))
}

/** What axe finds of WCAG 2.2 A and AA. */
export async function violations(page) {
  await page.evaluate(axe)
  const found = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }))
  return found.violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(' | ')}`)
}

export async function sound(page, faults) {
  assert.deepEqual(await violations(page), [])
  const [inner, outer] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth])
  assert.ok(inner <= outer, `the page is ${inner} wide in a window of ${outer}`)
  assert.deepEqual(faults, [])
}
