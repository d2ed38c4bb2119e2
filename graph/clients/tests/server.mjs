// What every test here needs: the address of the server that run.sh started.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'

export const url = process.env.JIANFU_URL ?? 'http://127.0.0.1:8080/graphql'
export const webSocketUrl = url.replace(/^http/, 'ws')

// preflight is the header without which a multipart request of unknown origin changes nothing.
export const preflight = { 'GraphQL-Require-Preflight': '1' }

// correction is a workbook that replaces May 2023.
const path = new URL('../../../testdata/yunzhou/更正/2023年5月会议统计表-更正.xlsx', import.meta.url)
export const correction = () => new File([readFileSync(path)], '2023年5月会议统计表-更正.xlsx')

// comparisons are two questions that differ only in what a figure is compared with.
export const comparison = `query ($compareTo: Comparison!) {
  measure(input: { metrics: ["meetings.held"], period: "2023-05", compareTo: $compareTo }) {
    rows { nodes { values { trace metric amount comparison { period amount sentence(lang: ZH) } } } }
  }
}`

// differs checks that both answers are each of its own question.
export function differs(yearEarlier, previous) {
  const figure = (data) => data.measure.rows.nodes[0].values[0]
  assert.equal(figure(yearEarlier).comparison.period, '2022-05')
  assert.equal(figure(previous).comparison.period, '2023-04')
  assert.match(figure(yearEarlier).comparison.sentence, /^同比/)
  assert.match(figure(previous).comparison.sentence, /^环比/)
  assert.equal(figure(yearEarlier).amount, figure(previous).amount)
}
