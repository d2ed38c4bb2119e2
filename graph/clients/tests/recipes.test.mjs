// The tasks of docs/recipes/graphql.md, by exactly the queries that it shows.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import http from 'node:http'
import { test } from 'node:test'
import { correction, preflight, url } from './server.mjs'

const page = readFileSync(new URL('../../../docs/recipes/graphql.md', import.meta.url), 'utf8')

// recipe is the query under a heading.
function recipe(heading) {
  const [, part] = page.split(`\n## ${heading}`)
  return /```graphql\n([^]*?)```/.exec(part)[1]
}

let requests = 0
async function ask(query) {
  requests++
  const response = await fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json', 'Accept-Language': 'zh' }, body: JSON.stringify({ query }) })
  const { data, errors } = await response.json()
  assert.equal(errors, undefined)
  return data
}

test('three years × 8 metrics × 8 lines with totals come as a table', async () => {
  const { measure } = await ask(recipe('Three years'))
  const rows = [...measure.rows.nodes, ...measure.totals]
  assert.equal(rows.length, 9)
  for (const row of rows) {
    assert.equal(row.values.length, 8)
    for (const value of row.values) assert.deepEqual(value.comparisons.map((c) => c.period), ['2022', '2021'])
  }
  const sum = (of) => measure.rows.nodes.reduce((total, row) => total + Number(of(row)), 0)
  assert.equal(sum((row) => row.held.amount), Number(measure.totals[0].held.amount))
  assert.equal(sum((row) => row.values[0].comparisons[1].amount), Number(measure.totals[0].values[0].comparisons[1].amount))
})

test("a trend has last year's line", async () => {
  const { measure } = await ask(recipe('A trend'))
  assert.equal(measure.rows.nodes.length, 12)
  for (const row of measure.rows.nodes) assert.ok(Number(row.values[0].amount) > 0 && Number(row.values[0].comparison.amount) > 0)
})

test('521 records with their cells come in at most 6 requests', async () => {
  requests = 0
  const query = recipe('The rows behind')
  const ids = new Set()
  for (let after = 'null', more = true; more;) {
    const { records } = (await ask(query.replace('after: null', `after: ${after}`))).trace.rows.nodes[0].values[0]
    for (const { node } of records.edges) {
      assert.ok(node.source.cells.length > 5)
      ids.add(node.id)
    }
    after = JSON.stringify(records.pageInfo.endCursor)
    more = records.pageInfo.hasNextPage
  }
  assert.equal(ids.size, 521)
  assert.ok(requests <= 6, `${requests} requests`)
})

test('1,728 rows come in one request, as the CSV has them', async (t) => {
  const query = recipe('1,728 rows')
  // A question that was not asked before is counted anew; one that was is answered from the store.
  let day = 0
  const fresh = () => `${2100 + day++}-01-01T00:00:00Z`
  const graphql = (asOf) => ask(asOf ? query.replace('by: ["department"]', `by: ["department"], asOf: "${asOf}"`) : query)
  const csv = async (asOf) => (await fetch(new URL(`/measure.csv?metrics=meetings.held&period=2021-01/2023-12&grain=MONTH&by=department${asOf ? `&asOf=${asOf}` : ''}`, url))).text()
  const timed = async (what) => {
    const begun = performance.now()
    const answer = await what()
    return [performance.now() - begun, answer]
  }
  const [graph, file, newGraph, newFile] = [[], [], [], []]
  for (let i = 0; i < 5; i++) { // in turn, so that both have the same machine
    graph.push(await timed(() => graphql()))
    file.push(await timed(() => csv()))
    newGraph.push(await timed(() => graphql(fresh())))
    newFile.push(await timed(() => csv(fresh())))
  }
  const { rows } = graph[0][1].measure
  assert.equal(rows.nodes.length, 1728)
  assert.equal(rows.totalCount, 1728)
  const [header, ...lines] = file[0][1].replace('\ufeff', '').trimEnd().split('\r\n').map((line) => line.split(','))
  assert.deepEqual(lines.map((line) => [line[0], line[1], line[header.indexOf('amount')]]), rows.nodes.map((row) => [row.bucket.value, row.unit.value, row.held.amount ?? '']))
  const fastest = (list) => Math.min(...list.map(([time]) => time))
  for (const [how, a, b] of [['counted anew', newGraph, newFile], ['from the store', graph, file]]) {
    t.diagnostic(`${how}: GraphQL ${fastest(a).toFixed(0)} ms, CSV ${fastest(b).toFixed(0)} ms, ${(fastest(a) / fastest(b)).toFixed(2)} times`)
  }
})

test('an upload reports how much of it has been sent', async () => {
  const form = new FormData()
  form.append('operations', JSON.stringify({ query: 'mutation ($f: Upload!) { submit(input: { file: $f, dryRun: true }) { status errors { message } refusal { code } } }', variables: { f: null } }))
  form.append('map', '{"0":["variables.f"]}')
  form.append('0', correction())
  const body = new Request('http://localhost', { method: 'POST', body: form })
  const bytes = Buffer.from(await body.arrayBuffer())
  const sent = []
  const answer = await new Promise((resolve, reject) => {
    const request = http.request(url, { method: 'POST', headers: { 'Content-Type': body.headers.get('content-type'), 'Content-Length': bytes.length, ...preflight } }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part) => (text += part)).on('end', () => resolve(JSON.parse(text)))
    })
    request.on('error', reject)
    const next = (at) => {
      if (at >= bytes.length) return request.end()
      request.write(bytes.subarray(at, at + 2048), () => { sent.push(Math.min(at + 2048, bytes.length) / bytes.length); next(at + 2048) })
    }
    next(0)
  })
  assert.equal(answer.errors, undefined)
  assert.ok(sent.length > 1 && sent.at(-1) === 1)
  assert.ok(['LOADED', 'UNCHANGED'].includes(answer.data.submit.status))
})
