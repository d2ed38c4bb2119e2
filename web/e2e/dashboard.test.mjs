import assert from 'node:assert/strict'
import { cpSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { follow, go, launch, open, settled, sound } from './browser.mjs'
import { ask, folder, prepare, prepareOffice, root, serve, stop } from './city.mjs'

let browser, city, empty
const shots = process.env.SCREENSHOTS // a folder for screenshots of the pages

before(async () => {
  prepare()
  city = await serve('city.duckdb')
  empty = await serve('empty.duckdb')
  browser = await launch()
})
after(async () => {
  await browser?.close()
  await stop()
})

const pages = {
  overview: '/', compare: '/compare?by=portfolio&p=2023,2022,2021', 'compare-units': '/compare?m=documents.issued&by=department', trend: '/trend?cumulative=1&known=6', line: '/?scope=line:教科文卫&through=6', unit: '/subjects/meetings?scope=unit:B031', reports: '/reports', guide: '/guide', pivot: '/compare?by=department',
  documents: '/subjects/documents', meetings: '/subjects/meetings', inspections: '/subjects/inspections', messages: '/subjects/messages',
  apps: '/subjects/apps', bodies: '/subjects/bodies', visits: '/subjects/visits', rectifications: '/subjects/rectifications',
  figure: '/figure/' + encodeURIComponent('meetings.overlong@2023'), filings: '/filings', upload: '/filings/upload', submissions: '/filings/list', forms: '/filings/forms', checks: '/filings/checks?check=offPlanMeetings', proof: '/proof',
  submission: '/submission/24', catalogue: '/catalogue/meetings.held', nowhere: '/no/such/page', desk: '/desk', search: '/search?q=会议',
}

for (const width of [1280, 390]) {
  for (const lang of ['zh', 'en']) {
    test(`every page at ${width} in ${lang}`, async (t) => {
      const window = await open(browser, city, { width })
      for (const [name, path] of Object.entries(pages)) {
        await t.test(name, async () => {
          const asked = window.requests.length
          await go(window.page, city, path + (lang === 'en' ? (path.includes('?') ? '&' : '?') + 'lang=en' : ''))
          await sound(window.page, window.faults)
          assert.equal(await window.page.getAttribute('html', 'lang'), lang === 'en' ? 'en' : 'zh-CN')
          const questions = window.requests.slice(asked).filter((url) => url.pathname === '/graphql').length
          assert.ok(questions <= 2, `${name} asked ${questions} times`) // the shell's, and one for all of the page
          if (shots && (lang === 'zh' || name === 'overview')) {
            mkdirSync(shots, { recursive: true })
            await window.page.screenshot({ path: join(shots, `${name}-${width}${lang === 'en' ? '-en' : ''}.png`) })
          }
        })
      }
      await window.close()
    })
  }
}

test('a finding is explained on the page', async () => {
  const window = await open(browser, city, { width: 1280 })
  await go(window.page, city, '/filings/checks?check=offPlanMeetings&year=2023')
  await window.page.locator('button', { hasText: '说明…' }).first().click()
  await window.page.locator('dialog[open] textarea').fill('省里临时部署的会议')
  await window.page.locator('dialog[open] input').fill('王科员')
  await sound(window.page, window.faults)
  await window.page.locator('dialog[open] button[type=submit]').click()
  await window.page.getByText('说明（王科员）：省里临时部署的会议').first().waitFor()
  await window.close()
})

test('in the dark, and on a wide screen', async () => {
  const window = await open(browser, city, { width: 1920, scheme: 'dark' })
  for (const path of [pages.overview, pages.compare, pages.figure, pages.filings, pages.meetings]) {
    await go(window.page, city, path)
    await sound(window.page, window.faults)
  }
  await window.close()
})

test('the first load is small, and what has a hash is kept', async () => {
  const window = await open(browser, city)
  let bytes = 0
  window.page.on('response', async (response) => {
    const sizes = await response.request().sizes()
    bytes += sizes.responseBodySize
  })
  await go(window.page, city, '/')
  assert.ok(bytes > 10_000 && bytes < 400_000, `${bytes} bytes`)
  await window.close()
})

test('figures on the pages are those of the API', async () => {
  const window = await open(browser, city)
  const { page } = window
  const parts = 'rows { nodes { values { metric text comparison { amount sentences } } } }'
  await go(page, city, '/')
  const shown = await page.locator('.figures .figure').evaluateAll((cards) => cards.map((card) => [card.dataset.metric, card.querySelector('.amount').textContent.trim(), card.querySelector('.change')?.textContent.replace(/^[▲▼] /, '').trim()]))
  const told = await ask(city, `query ($m: [String!]!) { measure(input: {metrics: $m, period: "2023", compareTo: YEAR_EARLIER}) { ${parts} } }`, { m: shown.map(([metric]) => metric) })
  assert.equal(shown.length, 8)
  assert.deepEqual(shown, told.measure.rows.nodes[0].values.map((v) => [v.metric, v.text, v.comparison.sentences]))

  await go(page, city, '/compare?m=meetings.held&p=2023-Q2,2022-Q2&by=portfolio')
  const table = await page.locator('table.compared tbody tr').evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.querySelector('.hidden')?.textContent ?? cell.textContent.trim())))
  const compared = await ask(city, `{ measure(input: {metrics: ["meetings.held"], period: "2023-Q2", against: "2022-Q2", by: ["portfolio"]}) { rows { nodes { group { label } values { text comparison { sentences } } } } }
    before: measure(input: {metrics: ["meetings.held"], period: "2022-Q2", by: ["portfolio"]}) { rows { nodes { values { text } } } } }`)
  assert.deepEqual(table, compared.measure.rows.nodes.map((row, i) => [row.group[0].label, compared.before.rows.nodes[i].values[0].text, row.values[0].text, row.values[0].comparison.sentences]))
  assert.equal(await page.getByText('不排名').count(), 1) // quarters are not ranked
  const sizeOf = (n) => page.getByRole('group', { name: `时间${n}` }).locator('select').first()
  await sizeOf(1).selectOption('year') // the period a year earlier follows
  await page.getByRole('columnheader', { name: '2022年', exact: true }).waitFor()
  assert.equal(await page.getByText('长短不同').count(), 0)
  await sizeOf(2).selectOption('month')
  await page.getByText('长短不同').waitFor()

  await go(page, city, '/trend?m=documents.issued&cumulative=1&year=2022')
  const months = await page.locator('table.trend tbody tr').evaluateAll((rows) => rows.map((row) => [row.cells[1], row.cells[2]].map((cell) => cell.textContent.trim())))
  const trend = await ask(city, '{ measure(input: {metrics: ["documents.issued"], period: "2022", grain: MONTH, cumulative: true}) { rows { nodes { values { text } } } } before: measure(input: {metrics: ["documents.issued"], period: "2021", grain: MONTH, cumulative: true}) { rows { nodes { values { text } } } } }')
  assert.deepEqual(months, trend.measure.rows.nodes.map((row, i) => [trend.before.rows.nodes[i].values[0].text, row.values[0].text]))

  await go(page, city, '/filings?year=2023&kind=document')
  const late = await page.locator('table.matrix .tag').count()
  const filings = await ask(city, '{ filings(period: "2023", kinds: [document], first: 1) { totalCount } }')
  assert.equal(late, filings.filings.totalCount)
  assert.deepEqual(window.faults, [])
  await window.close()
})

test('from a figure to its cell', async () => {
  const window = await open(browser, city)
  const { page } = window
  await go(page, city, '/')
  await follow(page, page.locator('[data-metric="meetings.held"] .amount a'), /figure/)
  assert.match(decodeURIComponent(page.url()), /#\/figure\/meetings\.held@2023/)
  const told = await ask(city, '{ measure(input: {metrics: ["meetings.held"], period: "2023"}) { lineage { sql } rows { nodes { values { text records(first: 20) { totalCount nodes { title source { sheet row file cells { column value } } } } } } } } }')
  const value = told.measure.rows.nodes[0].values[0]
  assert.equal((await page.locator('.figure-large .amount').textContent()).trim(), value.text)
  await page.getByText(`计入的 ${value.records.totalCount} 条明细`).first().waitFor()
  assert.equal((await page.locator('details pre').textContent()).trim(), told.measure.lineage.sql.trim())

  await page.getByRole('button', { name: '下一页' }).click()
  await settled(page)
  await page.locator('table.records tbody tr').nth(4).getByRole('button').click()
  const record = value.records.nodes[14]
  const row = page.locator('table.sheet tr.chosen')
  assert.equal((await row.locator('th').textContent()).trim(), String(record.source.row))
  assert.deepEqual(await row.locator('td').allTextContents(), record.source.cells.map((cell) => cell.value ?? ''))
  const held = record.source.cells.find((cell) => cell.column === '召开时间')
  assert.ok((await row.locator('td.marked').allTextContents()).includes(held.value))

  await page.reload() // the address holds the whole state
  await settled(page)
  assert.equal((await page.locator('table.sheet tr.chosen th').textContent()).trim(), String(record.source.row))
  assert.deepEqual(window.faults, [])
  await window.close()
})

test('by keyboard alone', async () => {
  const window = await open(browser, city)
  const { page } = window
  await go(page, city, '/compare')
  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip')
  await page.keyboard.press('Enter')
  assert.equal(await page.evaluate(() => document.activeElement.tagName), 'MAIN')
  await page.getByRole('combobox', { name: '指标' }).focus()
  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), '时间1长短') // the open list is not a tab stop
  await page.getByRole('combobox', { name: '指标' }).focus()
  await page.keyboard.type('办复率')
  await page.keyboard.press('Enter')
  await settled(page)
  assert.match(decodeURIComponent(page.url()), /messages\.handling_rate/)
  await page.keyboard.press('Backspace')
  await settled(page)
  assert.doesNotMatch(decodeURIComponent(page.url()), /messages\.handling_rate/)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Escape')
  assert.equal(await page.locator('[role=listbox]:visible').count(), 0)
  await page.getByRole('button', { name: '复制' }).press('Enter')
  await page.getByText('已复制 3 行').waitFor()
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /召开会议\t595次\t521次/)
  assert.deepEqual(window.faults, [])
  await window.close()
})

const header = '主办单位,会议名称,召开时间,会议类别,会议形式,会期,参会人数'
const sheet = (...rows) => Buffer.from('\ufeff' + [header, ...rows].join('\n') + '\n')

test('a bad, a good and a corrected workbook, and back again', async () => {
  const window = await open(browser, city)
  const { page } = window
  const held = async (asOf) => (await ask(city, 'query ($asOf: DateTime) { measure(input: {metrics: ["meetings.held"], period: "2024-01", asOf: $asOf}) { rows { nodes { values { text } } } } }', { asOf })).measure.rows.nodes[0].values[0].text
  const submissions = async () => (await ask(city, '{ submissions(first: 100) { nodes { id } } }')).submissions.nodes.length
  const before = await submissions()
  await go(page, city, '/filings/upload')
  const name = '2024年1月会议统计表.csv'
  await page.locator('#files').setInputFiles([{ name, mimeType: 'text/csv', buffer: sheet('市教育局,全市教育工作会议,2024-01-32,部门会议,现场会议,2小时,见附件', '市不存在局,某某会议,2024-01-09,部门会议,现场会议,1小时,30') },
    { name: '一行三错.xlsx', mimeType: '', buffer: readFileSync(join(root, 'testdata', 'bad', '一行三错.xlsx')) }])
  await page.getByText('2 个有错').waitFor()
  const faults = await page.locator(`[data-file="${name}"] table.faults tbody tr`).evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent.trim())))
  assert.deepEqual(faults.map(([, row, column, value]) => [row, column, value]), [['2', '召开时间', '2024-01-32'], ['2', '参会人数', '见附件'], ['3', '主办单位', '市不存在局']])
  assert.ok(faults.every(([, , , , todo]) => todo.length > 8))
  // The same in the sheet: the rows at fault with their faults in the cells.
  const wrong = await page.locator(`[data-file="${name}"] table.faulty td.wrong`).evaluateAll((cells) => cells.map((cell) => [cell.parentElement.cells[0].textContent, cell.closest('table').tHead.rows[0].cells[cell.cellIndex].textContent, cell.firstChild.textContent, cell.querySelector('.why').textContent]))
  assert.deepEqual(wrong.map(([row, column, value]) => [row, column, value]), faults.map(([, row, column, value]) => [row, column, value]))
  assert.ok(wrong.every(([, , , why], i) => faults[i][4].startsWith(why)))
  assert.equal(await page.getByRole('button', { name: /入库 0 个文件/ }).isDisabled(), true)
  await sound(page, window.faults)
  if (shots) await page.screenshot({ path: join(shots, 'faults-1280.png') })
  assert.equal(await submissions(), before) // checking stored nothing

  await page.getByRole('button', { name: '清空' }).click()
  await page.locator('#files').setInputFiles([{ name, mimeType: 'text/csv', buffer: sheet('市教育局,全市教育工作会议,2024-01-08,部门会议,现场会议,2小时,120', '市教育局,全市招生工作会议,2024-01-09,部门会议,视频会议,1小时,30') }])
  await page.getByText('检查通过，待入库').waitFor()
  assert.equal(await held(), '未报送')
  await page.getByRole('button', { name: '入库 1 个文件' }).click()
  await page.locator(`[data-file="${name}"] .tag`, { hasText: '已入库' }).waitFor()
  assert.equal(await held(), '2次')

  // What is to be looked at before it is stored is plain to see.
  await page.getByRole('button', { name: '清空' }).click()
  const twice = '市教育局,全市安全工作会议,2024-02-08,部门会议,现场会议,2小时,120'
  await page.locator('#files').setInputFiles([{ name: '2024年2月会议统计表.csv', mimeType: 'text/csv', buffer: sheet(twice, twice) }])
  await page.locator('.file .tag.warn', { hasText: '1 条提示，请先核对' }).waitFor()
  assert.match(await page.locator('.file .notices li').innerText(), /第 3 行/)
  await sound(page, window.faults)

  await page.getByRole('button', { name: '清空' }).click()
  await page.locator('#files').setInputFiles([{ name: '更正' + name, mimeType: 'text/csv', buffer: sheet('市教育局,全市教育工作会议,2024-01-08,部门会议,现场会议,2小时,120') }])
  await page.locator(`[data-file="更正${name}"] details li`, { hasText: '市教育局' }).first().waitFor() // who, which month, what: old → new
  await page.getByRole('button', { name: '入库 1 个文件' }).click()
  await page.locator(`[data-file="更正${name}"] .tag`, { hasText: '已入库' }).waitFor()
  assert.equal(await held(), '1次')

  // Its changes, and its withdrawal, after which the previous file counts again.
  await follow(page, page.locator(`[data-file="更正${name}"] a`), /submission/)
  const moved = await page.locator('table.changes tbody tr', { has: page.getByText('召开会议', { exact: true }) }).evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent.trim())))
  assert.deepEqual(moved.map(([month, , , from, to]) => [month, from, to]), [['2024-01', '2次', '1次']])
  await page.getByRole('button', { name: '撤回…' }).click()
  assert.equal(await page.getByRole('button', { name: '撤回', exact: true }).isDisabled(), true)
  await sound(page, window.faults)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: '撤回…' }).click()
  await page.getByLabel('撤回原因').fill('报错了单位')
  await page.getByRole('button', { name: '撤回', exact: true }).click()
  await page.locator('h1 .tag', { hasText: '已撤回' }).waitFor()
  await settled(page)
  assert.equal(await held(), '2次')
  assert.deepEqual(window.faults, [])
  await window.close()
})

test('what a check refuses is explained where it is uploaded, and holds back no other month', async () => {
  const window = await open(browser, city)
  const { page } = window
  const issued = async (period) => (await ask(city, `{ measure(input: {metrics: ["documents.issued"], period: "${period}", where: {departments: ["B031"]}}) { rows { nodes { values { text } } } } }`)).measure.rows.nodes[0].values[0].text
  const totals = (month, part) => ({ name: `2024年${month}月统计汇总表.csv`, mimeType: 'text/csv', buffer: Buffer.from(`单位,月份,发文数,计划外发文,政策性文件\n市教育局,2024-0${month},5,${part},${part}\n`) })
  await go(page, city, '/filings/upload')
  await page.locator('#files').setInputFiles([totals(3, 7), totals(4, 2)])
  const [refused, next] = [3, 4].map((month) => page.locator(`[data-file="2024年${month}月统计汇总表.csv"]`))
  await refused.locator('textarea').first().waitFor()
  await page.getByRole('button', { name: '入库 1 个文件' }).click()
  await next.locator('.tag', { hasText: '已入库' }).waitFor() // what was refused before it is no obstacle
  assert.equal(await issued('2024-04'), '5件（按汇总数）')
  assert.equal(await issued('2024-03'), '未报送')

  const reasons = refused.locator('textarea')
  assert.equal(await reasons.count(), 2)
  assert.equal(await refused.getByRole('button', { name: /说明/ }).isDisabled(), true)
  await sound(page, window.faults)
  await reasons.first().fill('有两件是上年结转的')
  await refused.getByRole('button', { name: /说明/ }).click()
  await refused.locator('textarea').nth(1).waitFor({ state: 'detached' }) // the other is still to be explained
  assert.equal(await page.getByRole('button', { name: /入库 0 个文件/ }).isDisabled(), true)
  await refused.locator('textarea').fill('两件政策性文件由省里代拟')
  await refused.getByRole('button', { name: /说明/ }).click()
  await refused.getByText('检查通过，待入库').waitFor()
  await page.getByRole('button', { name: '入库 1 个文件' }).click()
  await refused.locator('.tag', { hasText: '已入库' }).waitFor()
  assert.equal(await issued('2024-03'), '5件（按汇总数）')

  // What was said is with the submission, and with the finding.
  await follow(page, refused.locator('a'), /submission/)
  await page.getByText('有两件是上年结转的').waitFor()
  await page.getByText('两件政策性文件由省里代拟').waitFor()
  await go(page, city, '/filings/checks?check=partBeyondWhole&year=2024')
  await page.getByText('有两件是上年结转的').first().waitFor()
  await sound(page, window.faults)
  assert.deepEqual(window.faults, [])
  await window.close()
})

test('a whole folder, in any order, and every bad file', async () => {
  const address = await serve('fresh.duckdb')
  const window = await open(browser, address)
  const { page } = window
  const city = join(folder, 'city')
  cpSync(join(root, 'testdata', 'yunzhou'), city, { recursive: true })
  renameSync(join(city, '00单位名录.xlsx'), join(city, '附件.xlsx')) // the content decides what a file is
  for (const name of ['说明.docx', '~$2023年会议统计表.xlsx', '.隐藏.csv']) writeFileSync(join(city, name), 'x')
  await go(page, address, '/filings/upload')
  await page.locator('#folder').setInputFiles(city)
  await page.getByText('文件夹里有 2 个文件不是表格').waitFor()
  assert.match(await page.locator('.notices').textContent(), /说明\.docx/)
  await page.getByText('已检查 24 / 24 个文件').waitFor()
  assert.equal(await page.locator('.file .tag.bad').count(), 0) // those that name units wait for the directory
  assert.match(await page.locator('.file').last().getAttribute('data-file'), /更正/)
  await sound(page, window.faults)
  await page.getByRole('button', { name: '入库 24 个文件' }).click()
  await page.locator('.file .tag', { hasText: '已入库' }).nth(23).waitFor()
  const told = await ask(address, '{ measure(input: {metrics: ["meetings.held"], period: "2023"}) { rows { nodes { values { text } } } } }')
  assert.equal(told.measure.rows.nodes[0].values[0].text, '521次')

  await page.getByRole('button', { name: '清空' }).click()
  const bad = JSON.parse(readFileSync(join(root, 'testdata', 'bad', 'expected.json'), 'utf8'))
  const names = [...new Set(bad.map((fault) => fault.file))]
  await page.locator('#files').setInputFiles(names.map((name) => join(root, 'testdata', 'bad', name)))
  await page.getByText(`${names.length} 个有错`).waitFor()
  const shown = await page.locator('.file').evaluateAll((files) => files.flatMap((file) => [...file.querySelectorAll('table.faults tbody tr')].map((row) => [file.dataset.file, ...[...row.cells].slice(0, 3).map((cell) => cell.textContent.trim()), row.querySelector('code').textContent].join(' '))))
  assert.deepEqual(shown.sort(), bad.map((f) => [f.file, f.sheet ?? '', f.row ?? '', f.column ?? '', f.code.toUpperCase()].join(' ')).sort())
  await sound(page, window.faults)

  await page.getByRole('button', { name: '清空' }).click()
  await page.locator('#files').setInputFiles([join(city, '调研台账.csv')])
  await page.getByText('与已入库的相同').waitFor()
  assert.equal(await page.getByRole('button', { name: '入库 0 个文件' }).isDisabled(), true)
  await window.close()
})

test('as of a day, the page says so and shows what was known', async () => {
  const window = await open(browser, city)
  const { page } = window
  await go(page, city, '/?year=2023')
  await page.locator('input[name=asof]').fill('2024-01-31')
  await page.locator('input[name=asof]').blur()
  await page.getByText('正在显示截至 2024-01-31').waitFor()
  await settled(page)
  const told = await ask(city, '{ measure(input: {metrics: ["meetings.held"], period: "2023", asOf: "2024-01-31T23:59:59+08:00"}) { rows { nodes { values { text } } } } }')
  assert.notEqual(told.measure.rows.nodes[0].values[0].text, '521次') // the correction came later
  await page.locator('[data-metric="meetings.held"] .amount', { hasText: told.measure.rows.nodes[0].values[0].text }).waitFor()
  assert.match(page.url(), /asof=2024-01-31/)
  await follow(page, page.getByRole('link', { name: '趋势' }), /trend/)
  assert.match(page.url(), /asof=2024-01-31/)
  await page.getByRole('button', { name: '回到最新' }).click()
  await page.getByText('正在显示截至').waitFor({ state: 'detached' })
  assert.doesNotMatch(page.url(), /asof/)
  await follow(page, page.getByRole('link', { name: '总览' }), /#\/(\?|$)/)
  await page.getByRole('combobox', { name: '年', exact: true }).selectOption('2023')
  await page.locator('[data-metric="meetings.held"] .amount', { hasText: '521次' }).waitFor()
  assert.deepEqual(window.faults, [])
  await window.close()
})

test('an error is shown, and the query can be repeated', async () => {
  const window = await open(browser, city)
  await go(window.page, city, '/figure/' + encodeURIComponent('meetings.hold@2023'))
  await window.page.getByRole('alert').filter({ hasText: 'meetings.held' }).waitFor() // the nearest name
  await window.page.getByRole('button', { name: '重试' }).click()
  assert.deepEqual(window.faults, [])
  await window.close()
})

test('a page whose script does not load is reported, and can be loaded again', async () => {
  const window = await open(browser, city)
  const { page } = window
  await go(page, city, '/')
  await page.route('**/assets/ComparePage*.js', (route) => route.abort())
  await page.getByRole('link', { name: '对比', exact: true }).click()
  await page.getByRole('alert').filter({ hasText: '这个页面没有取到' }).waitFor()
  await page.unroute('**/assets/ComparePage*.js')
  await page.getByRole('button', { name: '重试' }).click()
  await page.locator('table.compared').waitFor()
  await window.close()
})

test('an error is shown once, however many fields it affects', async () => {
  const window = await open(browser, city)
  for (const path of ['/compare?m=meetings.hold', '/trend?m=meetings.hold', '/compare?p=2023,20x2']) {
    await go(window.page, city, path)
    const told = await window.page.getByRole('alert').textContent()
    assert.equal(told.split(path.includes('hold') ? 'meetings.hold”' : '20x2').length, 2, told)
  }
  await window.close()
})

test('a value in the address that cannot be used is reported, with what is shown instead', async () => {
  const window = await open(browser, city)
  for (const [path, ...told] of [
    ['/?asof=junk', 'asof=junk', '最新数据'], ['/?asof=2024-02-30', 'asof=2024-02-30', '最新数据'], ['/?year=abc', 'year=abc', '现在显示的是：20'], ['/?year=2023&through=13', 'through=13', '全年'], ['/?yeer=2021', 'yeer=2021'],
    ['/?lang=fr', 'lang=fr', '中文'], ['/compare?by=nope', 'by=nope', '全市'], ['/compare?m=meetings.held,messages.received&by=platform', 'by=platform', '全市'], ['/compare?p=2023,2022,2021,2020', '2020', '2023、2022、2021'],
    ['/compare?by=portfolio&sort=up-and-down', 'sort=up-and-down', '名录顺序'], ['/trend?cumulative=yes&known=0', 'cumulative=yes', 'known=0'], ['/trend?scope=line:没有', 'scope=line:没有', '全市'], ['/subjects/nope', 'nope', '会议'], ['/filings/nope', 'nope', '报送情况'],
    ['/filings?kind=nope&status=nope', 'kind=nope', '会议统计', 'status=nope', '全部'], ['/filings/list?kind=nope', 'kind=nope', '全部'], ['/figure/meetings.held%402023?record=1', 'record=1'],
  ]) {
    await go(window.page, city, path)
    const alert = await window.page.getByRole('alert').textContent()
    for (const words of told) assert.ok(alert.includes(words), `${path}: ${alert}`)
    await sound(window.page, window.faults)
  }
  await go(window.page, city, '/compare?m=meetings.held&p=2023-Q2,2022-Q2&by=portfolio&caliber=all&asof=2024-01-31&lang=zh')
  assert.equal(await window.page.getByRole('alert').count(), 0) // a valid address needs no remark
  await window.close()
})

test('a finding leads to the filed row', async () => {
  const window = await open(browser, city)
  const { page } = window
  await go(page, city, '/subjects/meetings?year=2023')
  const told = await ask(city, '{ findings(check: "offPlanMeetings", period: "2023", first: 1) { nodes { subject records { nodes { title source { sheet row cells { value } } } } } } }')
  const [finding] = told.findings.nodes
  const [record] = finding.records.nodes
  await follow(page, page.locator('.alerts li', { hasText: finding.subject }).getByRole('link', { name: `第${record.source.row}行` }).first(), /record\/meeting/)
  await page.getByRole('heading', { name: record.title }).waitFor()
  const row = page.locator('table.sheet tr.chosen')
  assert.equal(await row.locator('th').textContent(), String(record.source.row))
  assert.deepEqual(await row.locator('td').allTextContents(), record.source.cells.map((cell) => cell.value ?? ''))
  await sound(page, window.faults)
  await window.close()
})

test('before anything was filed, nothing found is not said', async () => {
  const window = await open(browser, city)
  const { page } = window
  await go(page, city, '/subjects/meetings?asof=2020-01-01')
  await page.getByRole('heading', { name: '截至 2020-01-01，还没有收到可以统计的报表' }).waitFor()
  await sound(page, window.faults)
  await go(page, city, '/subjects/meetings?year=2019')
  await page.getByText('会议统计没有任何报送：2019').first().waitFor()
  assert.equal(await page.getByText('没有发现', { exact: true }).count(), 0)
  await window.close()
})

test("a kind of an office's own has its page", async () => {
  const office = await serve('office.duckdb', prepareOffice('office.duckdb'))
  for (const [width, lang] of [[1280, 'zh'], [390, 'en']]) {
    const window = await open(browser, office, { width })
    const { page } = window
    await go(page, office, lang === 'zh' ? '/' : '/?lang=en')
    await follow(page, page.getByRole('navigation').getByRole('link', { name: lang === 'zh' ? '专题' : 'Subjects' }), '**/#/subjects**')
    await follow(page, page.getByRole('link', { name: lang === 'zh' ? '培训' : 'Training', exact: true }), '**/#/subjects/trainings**')
    await page.getByRole('heading', { level: 1, name: lang === 'zh' ? '培训' : 'Training' }).waitFor()
    await sound(page, window.faults)
    // The newest year with filings of the kind; its figures, months, groups, and what its check found.
    const shown = await page.locator('.figures .figure').evaluateAll((cards) => cards.map((card) => [card.dataset.metric, card.querySelector('.amount').textContent.trim()]))
    const told = await ask(office, 'query ($m: [String!]!) { measure(input: {metrics: $m, period: "2023-01/2023-06"}) { rows { nodes { values { metric text } } } } }', { m: shown.map(([metric]) => metric) }, lang)
    assert.deepEqual(shown, told.measure.rows.nodes[0].values.map((value) => [value.metric, value.text]))
    assert.deepEqual(shown.map(([metric]) => metric), ['trainings.held', 'trainings.people', 'trainings.hours', 'trainings.online', 'trainings.online_share'])
    assert.equal(await page.locator('.chart').count(), 3)
    await page.getByText('应急值守培训').first().waitFor()
    if (lang === 'zh') { // from the figure to the filed row
      await page.locator('.figure[data-metric="trainings.held"] .amount a').click()
      await page.waitForURL('**/#/figure/**')
      await settled(page)
      await page.getByText('公文写作培训').first().waitFor()
    }
    await window.close()
  }
})

test('an empty warehouse says how to begin', async () => {
  for (const width of [1280, 390]) {
    const window = await open(browser, empty, { width })
    await go(window.page, empty, '/')
    await window.page.getByRole('heading', { name: '仓库里还没有报表' }).waitFor()
    await sound(window.page, window.faults)
    for (const path of ['/filings', '/filings/upload', '/filings/list', '/catalogue']) {
      await go(window.page, empty, path)
      await sound(window.page, window.faults)
    }
    await window.close()
  }
})

test('it prints', async () => {
  const window = await open(browser, city)
  await go(window.page, city, '/')
  const file = join(folder, 'overview.pdf')
  await window.page.pdf({ path: file, format: 'A4' })
  assert.equal(readFileSync(file).subarray(0, 5).toString(), '%PDF-')
  assert.ok(statSync(file).size > 10_000)
  await window.page.emulateMedia({ media: 'print' })
  assert.equal(await window.page.locator('.top').isVisible(), false)
  await window.close()
})

test('downloads: blank forms and tables', async () => {
  const window = await open(browser, city)
  const { page } = window
  await go(page, city, '/filings/forms')
  const [form] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'XLSX 下载会议统计空表' }).click()])
  assert.equal(form.suggestedFilename(), '会议统计.xlsx')
  // A comparison of three periods: the file holds what is shown, the workbook the same periods.
  await go(page, city, '/compare?m=meetings.held,meetings.remote_share&p=2023,2022,2021&by=portfolio')
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'CSV' }).click()])
  const [head, ...lines] = readFileSync(await file.path(), 'utf8').replace('\ufeff', '').trimEnd().split('\r\n').map((line) => line.split(','))
  assert.deepEqual(head, ['分管战线', '指标', '单位', '2021年', '2022年', '2023年', '2022年比2021年', '2023年比2022年'])
  const table = await page.locator('table.compared tbody tr').evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.querySelector('.hidden')?.textContent ?? cell.textContent.trim())))
  // In the file one row for each group and metric; on the page the metrics are side by side.
  const half = lines.length / 2
  assert.deepEqual([lines[0][1], lines[half][1]], ['召开会议', '视频和电视电话会议占比'])
  const row = ([, , unit, ...cells]) => [...cells.slice(0, 3).map((cell) => (unit === '次' ? cell + unit : cell)), ...cells.slice(3)]
  assert.deepEqual(lines.slice(0, half).map((line, i) => [line[0], ...row(line), ...row(lines[half + i])]), table)
  const fetched = async (name) => fetch(city + (await page.locator('main').getByRole('link', { name, exact: true }).getAttribute('href')))
  const workbook = await fetched('XLSX')
  assert.equal(workbook.headers.get('content-disposition'), 'attachment; filename="compare-2021-2022-2023.xlsx"')
  assert.equal(Buffer.from(await workbook.arrayBuffer()).subarray(0, 2).toString(), 'PK')
  await go(page, city, '/reports?year=2023')
  for (const name of ['年度报告 docx', '年度报告 md', '一页纸 docx', '每月通报 xlsx', '提示函 zip']) {
    assert.equal((await fetched(name)).status, 200, name)
  }
  await window.close()
})

test('a chosen line and months stay from page to page, and figures are of them', async () => {
  const window = await open(browser, city)
  const { page } = window
  await go(page, city, '/?year=2023')
  await page.getByRole('combobox', { name: '范围' }).selectOption('line:教科文卫')
  await page.getByRole('combobox', { name: '截至' }).selectOption('6')
  await settled(page)
  const of = async (line) => (await ask(city, `{ measure(input: {metrics: ["meetings.held"], period: "2023-01/2023-06"${line ? `, where: {portfolios: ["${line}"]}` : ''}}) { rows { nodes { values { text } } } } }`)).measure.rows.nodes[0].values[0].text
  const [line, whole] = [await of('教科文卫'), await of('')]
  assert.notEqual(line, whole)
  await page.locator('[data-metric="meetings.held"] .amount', { hasText: line }).waitFor()
  assert.match(await page.locator('h1').textContent(), /2023年上半年，教科文卫总览/)
  for (const [name, address] of [['专题', /subjects/], ['对比', /compare/], ['趋势', /trend/]]) {
    await follow(page, page.getByRole('navigation').getByRole('link', { name, exact: true }), address)
    assert.match(decodeURIComponent(page.url()), /scope=line:教科文卫/)
    assert.match(decodeURIComponent(page.url()), /through=6/)
    if (name === '专题') assert.equal((await page.locator('[data-metric="meetings.held"] .amount').textContent()).trim(), line)
    if (name === '对比') assert.equal(await page.locator('table.compared tbody tr', { hasText: '召开会议' }).locator('td').nth(1).textContent(), line)
    if (name === '趋势') assert.equal((await page.locator('table.trend tbody tr').count()), 12)
    await sound(page, window.faults)
  }
  // The figure says what it is limited to, and lists its units.
  await go(page, city, '/?year=2023&scope=line:教科文卫')
  await follow(page, page.locator('[data-metric="meetings.held"] .amount a'), /figure/)
  assert.match(await page.locator('h1').textContent(), /教科文卫/)
  await page.getByText('各单位').click()
  await page.locator('.units li').first().waitFor()
  const sum = await page.locator('.units li').evaluateAll((rows) => rows.reduce((all, row) => all + parseInt(row.querySelector('a').textContent), 0))
  assert.equal(sum, parseInt(await page.locator('.figure-large .amount').textContent()))
  await sound(page, window.faults)
  await window.close()
})

test('units are compared with the metrics as columns, sorted by a click, and charts are saved', async () => {
  const window = await open(browser, city)
  const { page } = window
  await go(page, city, '/compare?by=department&p=2023,2022')
  assert.equal(await page.locator('table.pivot thead th[scope=colgroup]').count(), 3)
  const units = (await ask(city, '{ departments { name } }')).departments.map((d) => d.name)
  const firsts = () => page.locator('table.pivot tbody th').allTextContents()
  assert.deepEqual(await firsts(), units) // one row for each, as in the directory
  const sort = page.locator('table.pivot thead').getByRole('button', { name: '2023年' }).nth(1)
  await sort.click()
  const held = await page.locator('table.pivot tbody tr').evaluateAll((rows) => rows.map((row) => parseInt(row.cells[5].textContent)))
  assert.deepEqual(held, [...held].sort((a, b) => b - a))
  assert.match(page.url(), /of=meetings\.held&sort=down/)
  for (const [type, begin] of [['PNG', '\x89PNG'], ['SVG', '<svg']]) {
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: `把图存为 ${type}` }).click()])
    assert.ok(file.suggestedFilename().endsWith('.' + type.toLowerCase()))
    assert.equal(readFileSync(await file.path()).subarray(0, 4).toString('latin1'), begin)
  }
  await go(page, city, '/compare?by=department&p=2023-05,2022-05')
  assert.equal(await page.locator('table.pivot thead button').count(), 0) // months are not ranked
  await sound(page, window.faults)
  await window.close()
})

test('what is listed in part leads to all of it', async () => {
  const window = await open(browser, city)
  const { page } = window
  await go(page, city, '/subjects/meetings?year=2023')
  await follow(page, page.getByRole('link', { name: /看全部 \d+ 项/ }).first(), /filings\/checks/)
  assert.match(page.url(), /check=offPlanMeetings/)
  assert.ok(await page.locator('.alerts li').count() > 6)
  await window.close()
})

test('light or dark by hand, the language of the browser, and the guide', async () => {
  const window = await open(browser, city, { scheme: 'dark', locale: 'en-GB' })
  const { page } = window
  await go(page, city, '/?year=2023')
  await page.getByRole('heading', { level: 1, name: '2023: overview' }).waitFor()
  assert.doesNotMatch(await page.locator('.figures').textContent(), /[\u4e00-\u9fff]/) // all of it in English
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  const dark = await paper()
  await page.getByRole('button', { name: 'Theme: system' }).click()
  assert.notEqual(await paper(), dark)
  await sound(page, window.faults)
  await page.reload()
  await settled(page)
  assert.notEqual(await paper(), dark) // kept on this device
  await page.getByRole('button', { name: 'Theme: light' }).click()
  assert.equal(await paper(), dark)
  await page.getByRole('button', { name: '中文' }).click()
  await page.getByRole('heading', { level: 1, name: '2023年总览' }).waitFor()
  await follow(page, page.getByRole('link', { name: '说明', exact: true }), /guide/)
  await page.getByText('声明本月没有').waitFor()
  await sound(page, window.faults)
  await window.close()
})

test('GraphiQL runs an example', async () => {
  const window = await open(browser, city)
  const { page } = window
  await Promise.all([page.waitForResponse((response) => response.url().endsWith('/graphql')), page.goto(city + '/graphiql')]) // the schema
  await page.locator('.graphiql-query-editor', { hasText: 'Meetings' }).waitFor()
  await page.locator('.graphiql-execute-button').click()
  await page.locator('.graphiql-response', { hasText: 'meetings.held@2023' }).waitFor()
  assert.deepEqual(window.faults, [])
  await window.close()
})

const report = `# 2023年减负工作总结
一、会议
2023年，全市召开会议520次，同比下降12.44%，印发文件**件。
培训由30期减为20期，减少34%；另有提案办结率98.5%。

| 指标 | 2023年 | 2022年 |
|---|---:|---:|
| 召开会议 | 521次 | 595次 |
| 印发文件 | 715件 | 867件 |

年末议事协调机构*个。
`

for (const width of [1280, 390]) {
  for (const lang of ['zh', 'en']) {
    test(`a report is proof-read at ${width} in ${lang}`, async () => {
      const window = await open(browser, city, { width })
      const { page } = window
      await go(page, city, '/proof' + (lang === 'en' ? '?lang=en' : ''))
      const data = await page.evaluateHandle((text) => {
        const data = new DataTransfer()
        data.items.add(new File([text], '总结.md'))
        return data
      }, report)
      await page.dispatchEvent('.drop', 'drop', { dataTransfer: data })
      await page.locator('.proof-sheet').waitFor()
      await sound(page, window.faults)
      assert.doesNotMatch(await page.locator('.proof-sheet').textContent(), /#/) // a heading without its mark
      assert.deepEqual(await page.locator('.read-first li strong').allTextContents(), ['521次', '33.33%'])
      assert.equal(await page.locator('.note.wrong').count(), 2)
      assert.equal(await page.locator('.note.unknown').count(), 2)
      assert.equal(await page.locator('.note.right').count(), 0)
      const [mark, note] = await Promise.all(['.figure-mark.wrong', '.note.wrong'].map((place) => page.locator(place).first().boundingBox()))
      assert.ok(width > 900 ? note.x > mark.x + mark.width : note.y >= mark.y + mark.height, 'a note is beside its text, or below it where there is no room')
      if (shots) await page.screenshot({ path: join(shots, `proof-read-${width}-${lang}.png`), fullPage: true })
      if (lang === 'zh') await accept(page)
      // From the marked figure to the cell that was filed: the mark, its note, the figure, one of its records, the sheet.
      await page.locator('.figure-mark.wrong').first().click()
      assert.match(await page.evaluate(() => document.activeElement.id), /^note-/)
      await follow(page, page.locator('.note:focus a'), /figure/)
      assert.match(decodeURIComponent(page.url()), /meetings\.held@2023/)
      const row = page.locator('table.sheet tr.chosen')
      await row.first().scrollIntoViewIfNeeded()
      assert.ok(await row.first().isVisible())
      assert.match(await row.first().textContent(), /2023|次|会议/)
      if (shots) await page.screenshot({ path: join(shots, `proof-cell-${width}-${lang}.png`) })
      await page.goBack()
      await page.locator('.proof-sheet').waitFor()
      assert.equal(await page.locator('.note.wrong').count(), 2) // the report is still there
      assert.deepEqual(window.faults, [])
      await window.close()
    })
  }
}

/** Chooses, by keyboard, what is right instead of what is wrong, and downloads the copy. */
async function accept(page) {
  await page.locator('.figure-mark[tabindex="0"]').focus()
  await page.keyboard.press('ArrowRight')
  assert.match(await page.evaluate(() => document.activeElement.textContent), /^12\.44%/)
  await page.keyboard.press('Enter') // the note of what is right opens
  await page.locator('.note.right').waitFor()
  await page.keyboard.press('Shift+Tab') // from it back into the text
  await page.locator('.note.wrong').first().locator('input').first().focus()
  await page.keyboard.press('Space')
  assert.equal(await page.locator('.note.wrong').first().locator('input').first().isChecked(), true)
  await page.getByRole('button', { name: '下一处' }).focus()
  await page.keyboard.press('Enter')
  assert.match(await page.evaluate(() => document.activeElement.id), /^note-/)
  const button = page.getByRole('button', { name: /下载改好的副本/ })
  const chosen = Number(/\d+/.exec(await button.textContent())[0])
  const arriving = page.waitForEvent('download')
  await button.focus()
  await page.keyboard.press('Enter')
  const copy = await arriving
  assert.equal(copy.suggestedFilename(), '总结-已填.md')
  const text = readFileSync(await copy.path(), 'utf8')
  assert.match(text, /召开会议521次/)
  assert.match(text, /减少34%/) // was not accepted
  assert.match(text, /年末议事协调机构115个。/)

  // The annex has every figure of the report in a row: where it is, what was written and what is right.
  const [annex] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '数据附表 CSV' }).click()])
  assert.equal(annex.suggestedFilename(), '总结-数据附表.csv')
  const [head, ...rows] = readFileSync(await annex.path(), 'utf8').replace('\ufeff', '').trimEnd().split('\r\n').map((line) => line.match(/("([^"]|"")*"|[^,]*)(,|$)/g).map((cell) => cell.replace(/,$/, '').replace(/^"|"$/g, '')))
  assert.deepEqual(head.slice(0, 6), ['位置', '写作', '结论', '应为', '依据', '编号'])
  const marks = page.locator('.figure-mark')
  assert.equal(rows.length, await marks.count())
  assert.deepEqual(rows.map((row) => row[1]), await marks.evaluateAll((list) => list.map((mark) => mark.firstChild.textContent)))
  const row = (written) => rows.find((one) => one[1] === written)
  assert.deepEqual(row('520次').slice(2, 4).concat(row('520次')[5].replace(/,known-at=.*/, '')), ['有误', '521次', 'meetings.held@2023'])
  assert.deepEqual(row('34%').slice(2, 4), ['有误', '33.33%'])
  assert.equal(row('715件')[2], '正确')
  assert.ok(chosen >= 2, `${chosen} chosen`)
}

test('what cannot be proof-read is said', async () => {
  const window = await open(browser, empty)
  const { page } = window
  await go(page, empty, '/proof')
  await page.locator('input[type=file]').setInputFiles({ name: '扫描件.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') })
  await page.getByText('这是 PDF').waitFor()
  await page.locator('input[type=file]').setInputFiles({ name: '文字.txt', mimeType: 'text/plain', buffer: Buffer.from('培训由30期减为20期，减少34%。') })
  await page.getByText('应为 33.33%').waitFor() // by the text alone: nothing has been filed
  await sound(page, window.faults)
  await window.close()
})
