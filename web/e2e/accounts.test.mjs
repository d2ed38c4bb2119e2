import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { createServer } from 'node:http'
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
/** The first page, before and after the application has put its own path behind the address. */
const isHome = (url) => url.pathname === '/' && /^(#\/?)?$/.test(url.hash)

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

// A page of another host, even of another port of this machine, whose requests a browser sends with the cookies of this site.
test('a foreign page changes nothing with the rights of whoever is logged in', async () => {
  const mutation = JSON.stringify({ query: 'mutation { withdraw(input: {submission: "3", reason: "foreign page"}) { submission { id } } }' })
  const forms = [['/logout', {}], ['/password', { present: password, password: 'stolen horse 19', again: 'stolen horse 19' }], ['/admin', { do: 'add', name: 'mallory', role: 'admin' }],
    ['/login', { name: 'jiaoyu', password }], ['/graphql', { operations: mutation }]]
  const input = ([name, value]) => `<input name="${name}" value='${value}'>`
  const foreign = createServer((_, response) => response.setHeader('Content-Type', 'text/html').end(
    forms.map(([path, fields]) => `<form method="post" enctype="${path === '/graphql' ? 'text/plain' : 'application/x-www-form-urlencoded'}" action="${city}${path}">${Object.entries(fields).map(input).join('')}</form>`).join('')))
  await new Promise((resolve) => foreign.listen(0, resolve))
  const window = await open(browser, city, { width: 1280 })
  const { page } = window
  await page.goto(`${city}/login`)
  await logIn(page, 'root')
  await page.waitForURL(isHome, { waitUntil: 'commit' })
  await settled(page)
  for (const host of ['127.0.0.1', 'localhost']) {
    const address = `http://${host}:${foreign.address().port}/`
    for (const i of forms.keys()) {
      await page.goto(address)
      const [response] = await Promise.all([page.waitForNavigation(), page.evaluate((n) => document.forms[n].submit(), i)])
      assert.ok(response.status() === 403 || response.status() === 401, `${host} ${forms[i][0]}: ${response.status()}`)
    }
    await page.goto(address)
    const refused = await page.evaluate(async ([url, body]) => {
      const tried = [fetch(url, { method: 'POST', mode: 'no-cors', credentials: 'include', body }), fetch(url, { method: 'POST', credentials: 'include', headers: { 'Content-Type': 'application/json' }, body }).then((r) => r.text())]
      return (await Promise.allSettled(tried)).map((t) => t.status)
    }, [`${city}/graphql`, mutation])
    assert.equal(refused[1], 'rejected') // a page of this host alone may read answers
  }
  await page.goto(`${city}/admin`)
  assert.ok(await page.getByRole('heading', { name: '账号管理' }).isVisible()) // the session is still there, and an administrator's
  assert.equal(await page.getByText('mallory', { exact: true }).count(), 0)
  await go(page, city, '/submission/3')
  assert.equal(await page.locator('h1 .tag.bad').count(), 0) // not withdrawn
  await window.close()
  await new Promise((resolve) => foreign.close(resolve))
})

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
    if (width === 390) await window.page.click('.top .more')
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
    await window.page.waitForURL(isHome, { waitUntil: 'commit' })
    await settled(window.page)
    assert.equal(await window.page.textContent('.account summary'), 'xinren')
    await window.close()
  })

  test(`a unit sees what it must file, and files a nil return, at ${width}`, async () => {
    const window = await open(browser, city, { width })
    await window.page.goto(`${city}/login`)
    await logIn(window.page, 'jiaoyu')
    await window.page.waitForURL(isHome, { waitUntil: 'commit' })
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
      await window.page.waitForURL(isHome, { waitUntil: 'commit' })
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
      assert.equal(await window.page.locator('nav a[href*="#/reports"]').count() > 0, sees.includes('reports'))
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
