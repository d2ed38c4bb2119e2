import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { go, launch, open, settled, sound } from './browser.mjs'
import { account, prepare, serve, stop } from './city.mjs'

let browser, city
const shots = process.env.SCREENSHOTS
const password = 'correct horse 17'

before(async () => {
  prepare()
  account('city.duckdb', 'root', password, '--role', 'admin', '--lasting')
  account('city.duckdb', 'bangong', password, '--role', 'office', '--lasting')
  account('city.duckdb', 'jiaoyu', password, '--role', 'department', '--department', 'B001', '--lasting')
  account('city.duckdb', 'xinren', password, '--role', 'department', '--department', 'B002')
  account('city.duckdb', 'lingdao', password, '--role', 'leader', '--portfolio', '城建交通', '--lasting')
  account('city.duckdb', 'kanke', password, '--role', 'viewer', '--lasting')
  city = await serve('city.duckdb')
  browser = await launch()
})
after(async () => {
  await browser?.close()
  await stop()
})

/** Logs in on the page that is shown. */
async function logIn(page, user, typed = password) {
  await page.fill('input[name=name]', user)
  await page.fill('input[name=password]', typed)
  await page.click('form button.primary')
}

async function shoot(page, name, width) {
  if (!shots) return
  mkdirSync(shots, { recursive: true })
  await page.screenshot({ path: join(shots, `${name}-${width}.png`) })
}

/** What a browser says of an answer that refuses: expected where somebody is not logged in. */
const refusedAnswers = (faults) => faults.filter((fault) => !/status of 401/.test(fault))

for (const width of [1280, 390]) {
  test(`whoever is not logged in logs in and comes back, at ${width}`, async () => {
    const window = await open(browser, city, { width })
    await window.page.goto(`${city}/#/compare?by=portfolio`)
    await window.page.waitForURL(/\/login\?to=/)
    await sound(window.page, refusedAnswers(window.faults))
    await shoot(window.page, 'login', width)
    await logIn(window.page, 'jiaoyu', 'wrong password 1')
    await window.page.getByText('账号名或密码不对').waitFor()
    await shoot(window.page, 'login-wrong', width)
    await logIn(window.page, 'root')
    await window.page.waitForURL(`${city}/#/compare?by=portfolio`)
    await settled(window.page)
    window.faults.length = 0
    await window.page.click('.account summary')
    await sound(window.page, window.faults)
    await shoot(window.page, 'account-menu', width)
    assert.ok(await window.page.getByRole('link', { name: '账号管理' }).isVisible())
    await window.page.click('.account button')
    await window.page.waitForURL(`${city}/login`)
    await window.page.goto(`${city}/#/filings`)
    await window.page.waitForURL(/\/login\?to=/)
    await window.close()
  })

  test(`at the first login the password is changed, at ${width}`, async () => {
    const window = await open(browser, city, { width })
    await window.page.goto(`${city}/login`)
    await logIn(window.page, 'xinren', width === 1280 ? password : 'another horse 18')
    if (width === 1280) {
      await window.page.waitForURL(`${city}/password`, { waitUntil: 'commit' })
      await sound(window.page, window.faults)
      await window.page.goto(`${city}/`)
      await window.page.waitForURL(`${city}/password`, { waitUntil: 'commit' }) // nothing else is open
      await window.page.fill('input[name=present]', password)
      await window.page.fill('input[name=password]', 'another horse 18')
      await window.page.fill('input[name=again]', 'another horse 18')
      await shoot(window.page, 'password', width)
      await window.page.click('form button.primary')
    }
    await window.page.waitForURL(`${city}/`, { waitUntil: 'commit' })
    await settled(window.page)
    assert.equal(await window.page.textContent('.account summary'), 'xinren')
    await window.close()
  })

  test(`a unit sees what it must file, and files a nil return, at ${width}`, async () => {
    const window = await open(browser, city, { width })
    await window.page.goto(`${city}/login`)
    await logIn(window.page, 'jiaoyu')
    await window.page.waitForURL(`${city}/`, { waitUntil: 'commit' })
    await settled(window.page)
    await window.page.getByRole('link', { name: '我的报送' }).click()
    await window.page.getByRole('heading', { name: '已经逾期的' }).waitFor()
    await settled(window.page)
    await sound(window.page, window.faults)
    await shoot(window.page, 'desk', width)
    const open_ = window.page.getByRole('button', { name: /^零报告 \d{4}-\d{2} 会议统计/ })
    const owed = await open_.count()
    assert.ok(owed > 0)
    const which = (await open_.last().getAttribute('aria-label')).replace('零报告 ', '')
    await open_.last().click()
    await sound(window.page, window.faults)
    await shoot(window.page, 'desk-nil', width)
    await window.page.locator('dialog[open] button[type=submit]').click()
    await window.page.getByText(`已报：${which.replace(' ', '')}，零报告`).waitFor()
    await window.page.waitForFunction((n) => document.querySelectorAll('button[aria-label$="会议统计"]').length === n, owed - 1)
    await sound(window.page, window.faults)
    await window.close()
  })

  for (const [user, sees] of Object.entries({
    bangong: ['upload', 'withdraw', 'reports'], jiaoyu: ['upload'], lingdao: [], kanke: [],
  })) {
    if (width === 390 && user !== 'lingdao') continue // a leader has a phone
    test(`${user} is shown what the account may do, at ${width}`, async () => {
      const window = await open(browser, city, { width })
      await window.page.goto(`${city}/login`)
      await logIn(window.page, user)
      await window.page.waitForURL(`${city}/`, { waitUntil: 'commit' })
      await settled(window.page)
      const pages = { overview: '/', compare: '/compare', trend: '/trend', catalogue: '/catalogue/meetings.held', proof: '/proof' }
      if (user !== 'kanke') Object.assign(pages, { meetings: '/subjects/meetings', documents: '/subjects/documents', messages: '/subjects/messages', bodies: '/subjects/bodies', filings: '/filings', list: '/filings/list', checks: '/filings/checks?check=offPlanMeetings', forms: '/filings/forms' })
      for (const [name, path] of Object.entries(pages)) {
        await go(window.page, city, path)
        await shoot(window.page, `${user}-${name}`, width)
        await sound(window.page, window.faults)
        assert.equal(await window.page.locator('.state.error').count(), 0, `${name}: ${await window.page.locator('.state.error').allTextContents()}`)
      }
      await go(window.page, city, '/')
      assert.equal(await window.page.locator('a[href^="/report/"]').count() > 0, sees.includes('reports'))
      assert.equal(await window.page.locator('nav a[href*="#/filings"]').count() > 0, user !== 'kanke')
      await go(window.page, city, user === 'kanke' ? '/' : '/filings')
      assert.equal(await window.page.locator('.tabs a[href*="upload"]').count() > 0, sees.includes('upload'))
      if (sees.includes('withdraw')) {
        await go(window.page, city, '/submission/3')
        assert.ok(await window.page.getByRole('button', { name: '撤回…' }).isVisible())
      }
      await window.close()
    })
  }
}
