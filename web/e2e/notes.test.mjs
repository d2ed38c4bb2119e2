// What the office leaves on the pages: the search, saved views, notes on figures, findings that were handled.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { follow, go, launch, open, settled, sound } from './browser.mjs'
import { ask, prepare, serve, stop } from './city.mjs'

let browser, city

before(async () => {
  prepare()
  city = await serve('city.duckdb')
  browser = await launch()
})
after(async () => {
  await browser?.close()
  await stop()
})

for (const [lang, width] of [['zh', 1280], ['en', 390]]) {
  test(`metrics, units, filings and rows are found by a part of their name, in ${lang} at ${width}`, async () => {
    const window = await open(browser, city, { width })
    const { page } = window
    const language = lang === 'en' ? 'en' : 'zh-CN'
    await go(page, city, '/search' + (lang === 'en' ? '?lang=en' : ''))
    await sound(page, window.faults)
    assert.equal(await page.locator('main .alerts').count(), 0) // nothing was asked for yet
    const found = async (text) => {
      await page.locator('main input[type=search]').fill(text)
      await page.locator('main input[type=search]').press('Enter')
      await page.waitForURL((url) => decodeURIComponent(url.hash).includes('q=' + text))
      await settled(page)
      await sound(page, window.faults)
      return page.locator('main .alerts a')
    }
    const told = await ask(city, `{ metrics(filter: { search: "工作群" }) { label } submissions(first: 20, filter: { file: "工作群" }) { nodes { file } } recordsNamed(text: "工作群", first: 30) { title } }`, {}, language)
    const links = await found('工作群')
    const want = [...told.metrics.map((m) => m.label), ...told.submissions.nodes.map((s) => s.file), ...told.recordsNamed.map((r) => r.title)]
    assert.ok(told.metrics.length > 1 && want.length > 3, want.join())
    assert.deepEqual((await links.allTextContents()).map((text) => text.trim()), want)

    // A unit leads to its overview.
    const unit = (await ask(city, '{ departments { code name } }')).departments.find((d) => d.code === 'B031')
    await follow(page, (await found(unit.name)).filter({ hasText: unit.name }).first(), /scope=unit:B031/)
    assert.match(await page.locator('h1').textContent(), new RegExp(unit.name))

    // A row leads to its row of the filed sheet.
    await go(page, city, '/search?q=' + encodeURIComponent('工作') + (lang === 'en' ? '&lang=en' : ''))
    const row = page.locator('main section').last().locator('a').first()
    const title = (await row.textContent()).trim()
    await follow(page, row, /\/record\//)
    await page.locator('main').getByText(title).first().waitFor()
    await sound(page, window.faults)

    await go(page, city, '/search' + (lang === 'en' ? '?lang=en' : ''))
    assert.equal(await (await found('没有这样的东西')).count(), 0)
    await page.getByText('没有这样的东西').last().waitFor()
    await window.close()
  })
}

test('views are saved, ordered by keyboard, shared and removed', async () => {
  const window = await open(browser, city)
  const { page } = window
  const menu = page.locator('details', { has: page.locator('summary', { hasText: /^视图/ }) })
  const shown = () => menu.locator('li a').allTextContents()
  for (const [name, path] of [['各战线对比', '/compare?by=portfolio'], ['教科文卫上半年', '/?scope=line:教科文卫&year=2023&through=6'], ['未报的', '/filings?year=2023']]) {
    await go(page, city, path)
    await menu.locator('summary').click()
    await menu.locator('input').fill(name)
    await sound(page, window.faults)
    await menu.getByRole('button', { name: '保存视图' }).click()
    await menu.getByRole('link', { name, exact: true }).waitFor()
  }
  assert.deepEqual(await shown(), ['各战线对比', '教科文卫上半年', '未报的'])
  const moved = async (button, order) => {
    await menu.getByRole('button', { name: button }).focus()
    await page.keyboard.press('Enter')
    await page.waitForFunction((want) => [...document.querySelectorAll('details[open] li a')].map((a) => a.textContent).join() === want, order.join())
  }
  await moved('上移 未报的', ['各战线对比', '未报的', '教科文卫上半年'])
  await moved('上移 未报的', ['未报的', '各战线对比', '教科文卫上半年'])
  await moved('下移 各战线对比', ['未报的', '教科文卫上半年', '各战线对比'])
  assert.equal(await menu.getByRole('button', { name: '上移 未报的' }).isDisabled(), true) // it is the first
  assert.equal(await menu.getByRole('button', { name: '下移 各战线对比' }).isDisabled(), true)

  // Whoever comes later sees the same, and opens one: its line and months are those of the page.
  const other = await open(browser, city, { width: 390 })
  await go(other.page, city, '/')
  await other.page.locator('.top .more').click()
  const theirs = other.page.locator('details', { has: other.page.locator('summary', { hasText: /^视图/ }) })
  await theirs.locator('summary').click()
  assert.deepEqual(await theirs.locator('li a').allTextContents(), ['未报的', '教科文卫上半年', '各战线对比'])
  await sound(other.page, other.faults)
  await follow(other.page, theirs.getByRole('link', { name: '教科文卫上半年' }), /scope=line/)
  assert.match(await other.page.locator('h1').textContent(), /2023年上半年，教科文卫总览/)
  await other.close()

  // One that is saved later comes last; one that is removed is gone, and the others keep their order.
  await go(page, city, '/trend?m=documents.issued')
  await menu.locator('summary').click()
  await menu.locator('input').fill('发文趋势')
  await page.keyboard.press('Enter')
  await menu.getByRole('link', { name: '发文趋势' }).waitFor()
  await menu.getByRole('button', { name: '删除 教科文卫上半年' }).click()
  await menu.getByRole('link', { name: '教科文卫上半年' }).waitFor({ state: 'detached' })
  assert.deepEqual(await shown(), ['未报的', '各战线对比', '发文趋势'])
  assert.deepEqual(window.faults, [])
  await window.close()
})

test('a note on a figure is found by whatever id one comes', async () => {
  const window = await open(browser, city)
  const { page } = window
  const at = (id) => go(page, city, '/figure/' + encodeURIComponent(id))
  const notes = page.locator('section', { has: page.getByRole('heading', { name: '备注', exact: true }) })
  await go(page, city, '/?scope=line:教科文卫&year=2023') // as a reader comes, from a page about a line
  await follow(page, page.locator('[data-metric="meetings.held"] .amount a'), /figure/)
  await notes.getByLabel('备注', { exact: true }).fill('两次与宣传口合开')
  await notes.getByLabel('备注人').fill('王科员')
  await notes.getByRole('button', { name: '保存' }).click()
  await notes.locator('li', { hasText: '两次与宣传口合开' }).waitFor()
  assert.match(await notes.locator('li').textContent(), /王科员/)
  await sound(page, window.faults)
  for (const [id, has] of [['meetings.held@2023,portfolio=教科文卫', true], ['召开会议@2023年,分管战线=教科文卫', true], ['meetings.held@2023-01/2023-12,where.portfolio=教科文卫,caliber=reduction', true],
    ['meetings.held@2023,portfolio=教科文卫,as-of=2024-01-31T15:59:59Z', true], ['meetings.held@2023', false], ['meetings.held@2022,portfolio=教科文卫', false], ['meetings.held@2023,portfolio=教科文卫,caliber=all', false]]) {
    await at(id)
    assert.equal(await notes.locator('li', { hasText: '两次与宣传口合开' }).count(), has ? 1 : 0, id)
  }
  // A unit by its name or its code, and a second remark; all are taken back by one button.
  const unit = (await ask(city, '{ departments { code name } }')).departments.find((d) => d.code === 'B031').name
  await at(`召开会议@2023-05,单位=${unit}`)
  for (const text of ['已与单位核对', '少一次，下月更正']) {
    await notes.getByLabel('备注', { exact: true }).fill(text)
    await notes.getByRole('button', { name: '保存' }).click()
    await notes.locator('li', { hasText: text }).waitFor()
  }
  await at('meetings.held@2023-05,where.departments=B031')
  assert.equal(await notes.locator('li').count(), 2)
  await notes.getByRole('button', { name: '清除备注' }).click()
  await notes.locator('li').first().waitFor({ state: 'detached' })
  await at('meetings.held@2023-05,department=B031')
  assert.equal(await notes.locator('li').count(), 0)
  assert.deepEqual(window.faults, [])
  await window.close()
})

test('a finding is marked as handled, stays so, and is taken back', async () => {
  const window = await open(browser, city)
  const { page } = window
  await go(page, city, '/filings/checks?check=offPlanMeetings&year=2023')
  const first = page.locator('main .alerts li').first()
  const subject = (await first.locator('strong').textContent()).trim()
  const handle = async (button, text) => {
    await first.getByRole('button', { name: `${button} ${subject}` }).focus()
    await page.keyboard.press('Enter')
    await page.locator('dialog[open] textarea').fill(text)
    if (text) await page.locator('dialog[open] input').fill('李科长')
    await sound(page, window.faults)
    await page.locator('dialog[open] button[type=submit]').click()
  }
  await handle('处理', '已补办审批手续')
  await first.getByText('处理情况（李科长）：已补办审批手续').waitFor()
  assert.equal(await page.locator('.alerts li .tag.good', { hasText: '已处理' }).count(), 1) // of this one alone
  await page.reload()
  await settled(page)
  await first.getByText('已补办审批手续').waitFor()
  const handled = (await ask(city, '{ findings(check: "offPlanMeetings", period: "2023", first: 1) { nodes { handled { text by } } } }')).findings.nodes[0].handled
  assert.deepEqual(handled, { text: '已补办审批手续', by: '李科长' })
  await handle('改处理情况', '')
  await first.getByText('已补办审批手续').waitFor({ state: 'detached' })
  assert.equal(await page.locator('.alerts li .tag.good', { hasText: '已处理' }).count(), 0)
  assert.deepEqual(window.faults, [])
  await window.close()
})
