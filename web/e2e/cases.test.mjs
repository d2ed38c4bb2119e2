// The pages over a city in which months were not filed, or late, early or as nil returns, and whose units change: they say of each
// case of testdata/cases.txtar what every other surface says.
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { go, launch, open, sound } from './browser.mjs'
import { ask, prepareCases, serve, stop } from './city.mjs'

let browser, city, cases, codes
const shots = process.env.SCREENSHOTS // a folder for screenshots of the pages

before(async () => {
  cases = prepareCases('cases.duckdb')
  city = await serve('cases.duckdb')
  browser = await launch()
  codes = new Map((await ask(city, '{ departments { code name } }')).departments.map((d) => [d.name, d.code]))
})
after(async () => {
  await browser?.close()
  await stop()
})

const yearEarlier = (period) => period.replace(/\d{4}/g, (year) => String(Number(year) - 1))
/** An amount, or the code of the reason in words. */
const amountOf = (text) => text === '未报送' ? 'NOT_FILED' : text === '无报送任务' ? 'NOT_DUE' : /未设立|不存在|已并入|已拆分|已撤销|拆分为|算入/.test(text) ? 'NOT_IN_FORCE' : text.replace(/次$/, '')
/** The change of a count in words, worked out here; none where a side has no number. */
function changeWords(now, base) {
  if (!/^\d+$/.test(now) || !/^\d+$/.test(base)) return ''
  const less = now - base
  return less === 0 ? '持平' : `${less < 0 ? '下降' : '增长'}${(Math.round(Math.abs(less) / base * 10000) / 100).toFixed(2)}%（${less < 0 ? '少' : '多'}${Math.abs(less)}次）`
}
const wordsOf = (sentence) => sentence.includes('不可比') ? '' : sentence.replace(/^[▲▼] /, '').replace(/^同比|^较\S+?(?=下降|增长|持平)/, '')
const cellsOf = (page, table) => page.locator(`${table} tbody tr`).evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => (cell.querySelector('.hidden')?.textContent ?? cell.textContent).trim())))
const noticeOf = { INCOMPLETE_PERIOD: /未报 \d+ 份|没有任何报送/, UNEQUAL_COVERAGE: /两期报送的单位和月份不同/, PROVISIONAL: /暂定/, UNITS_MOVED: /变动/ }
const statusOf = { RECEIVED: '已报', NIL: '零报告', COMPLETED_LATE: '零报告后逾期补报', MISSING: '未报', EARLY: '期未满就报', UNEXPECTED: '没有任务而报' }
const isMonth = (period) => /^\d{4}-\d{2}$/.test(period)
const name = (c) => `${c.情形} ${c.时间}${c.成员}`

async function picture(page, called) {
  if (!shots) return
  mkdirSync(shots, { recursive: true })
  await page.screenshot({ path: join(shots, called + '.png'), fullPage: true })
}

/** Every case on a wide screen, one of each kind on a narrow one. */
const walk = (width) => cases.filter((c, i) => width > 390 || c.情形 !== cases[i - 1]?.情形)

for (const width of [1280, 390]) {
  test(`compared, at ${width}`, async (t) => {
    const window = await open(browser, city, { width })
    for (const c of walk(width)) {
      await t.test(name(c), async () => {
        await go(window.page, city, `/compare?m=meetings.held&p=${c.时间},${yearEarlier(c.时间)}${c.维度 && '&by=' + c.维度}`)
        const row = (await cellsOf(window.page, 'table.compared')).find((cells) => cells[0] === (c.成员 || '召开会议'))
        const [words, comparable] = wordsOf(row[3]).split('，可比部分')
        assert.deepEqual([amountOf(row[2]), amountOf(row[1]), words], [c.数, c.基数, changeWords(c.数, c.基数)])
        if (comparable !== undefined) assert.equal(comparable, changeWords(...c.可比.split('/')))
        const notices = await window.page.locator('.notices').allTextContents()
        for (const code of c.提示.split(' ').filter(Boolean)) assert.match(notices.join(), noticeOf[code])
        // The bars of what was not filed are hatched, and no others.
        const label = await window.page.locator('.chart').first().getAttribute('aria-label').catch(() => '')
        for (const [period, said] of [[c.时间, c.数], [yearEarlier(c.时间), c.基数]]) {
          if (!isMonth(period)) continue
          const place = `${c.维度 ? '' : '召开会议'}${period.slice(0, 4)}年${Number(period.slice(5))}月${c.成员}`
          const all = await window.page.locator('table.compared').textContent()
          if (/\d次/.test(all)) assert.equal((label ?? '').split(/[：、]/).includes(place), said === 'NOT_FILED', `${place}: ${label}`)
        }
        if (width === 390) await sound(window.page, window.faults)
        if (c.维度 === 'department') await picture(window.page, `compared-${c.时间}-${c.成员}-${width}`.replaceAll('/', '_'))
      })
    }
    assert.deepEqual(window.faults, [])
    await window.close()
  })

  test(`as a trend, at ${width}`, async (t) => {
    const window = await open(browser, city, { width })
    for (const c of walk(width).filter((c) => isMonth(c.时间))) {
      await t.test(name(c), async () => {
        const scope = { department: '&scope=unit:' + codes.get(c.成员), portfolio: '&scope=line:' + c.成员, '': '' }[c.维度]
        await go(window.page, city, `/trend?m=meetings.held&year=${c.时间.slice(0, 4)}${scope}`)
        const row = (await cellsOf(window.page, 'table.trend'))[Number(c.时间.slice(5)) - 1]
        // The page of a unit that was merged says whose its past is now.
        const merged = cases.some((x) => x.成员 === c.成员 && x.数 === 'NOT_IN_FORCE' && x.情形 === '合并')
        assert.equal(amountOf(row[2]), merged ? 'NOT_IN_FORCE' : c.数, row.join('|'))
        if (width === 390) await sound(window.page, window.faults)
        await picture(window.page, `trend-${c.时间}-${c.成员}-${width}`)
      })
    }
    assert.deepEqual(window.faults, [])
    await window.close()
  })

  test(`who has filed, at ${width}`, async () => {
    const window = await open(browser, city, { width })
    for (const year of ['2022', '2023']) {
      await go(window.page, city, `/filings?year=${year}&kind=meeting`)
      const rows = new Map((await cellsOf(window.page, 'table.matrix')).map((cells) => [cells[0], cells]))
      for (const c of cases.filter((c) => c.状态 && c.时间.startsWith(year))) {
        assert.equal(rows.get(c.成员)[Number(c.时间.slice(5))].split('，')[0], statusOf[c.状态], name(c))
      }
      await sound(window.page, window.faults)
      await picture(window.page, `filings-${year}-${width}`)
    }
    await window.close()
  })
}
