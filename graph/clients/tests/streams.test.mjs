// graphql-sse and graphql-ws: live changes, and a dropped link.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClient as overEvents } from 'graphql-sse'
import { createClient as overSocket } from 'graphql-ws'
import WebSocket from 'ws'
import { url, webSocketUrl } from './server.mjs'

const query = 'subscription ($since: Int) { changed(since: $since) { commit } }'

// take reads so many events, then drops the link.
async function take(client, since, n) {
  const commits = []
  for await (const { data, errors } of client.iterate({ query, variables: { since } })) {
    assert.equal(errors, undefined)
    commits.push(data.changed.commit)
    if (commits.length === n) break
  }
  return commits
}

for (const [name, open] of [
  ['server-sent events', () => overEvents({ url })],
  ['a WebSocket', () => overSocket({ url: webSocketUrl, webSocketImpl: WebSocket })],
]) {
  test(`after a dropped link over ${name} nothing is missed and nothing comes twice`, async () => {
    let client = open()
    const before = await take(client, 0, 4)
    await client.dispose()
    client = open()
    const after = await take(client, before.at(-1), 4)
    await client.dispose()
    assert.deepEqual([...before, ...after], [1, 2, 3, 4, 5, 6, 7, 8])
  })
}

test('graphql-sse with one connection for all subscriptions is refused at once, in JSON', async () => {
  const client = overEvents({ url, singleConnection: true, retryAttempts: 0 })
  const refused = await new Promise((resolve, reject) => client.subscribe({ query, variables: {} }, { next: reject, error: resolve, complete: reject }))
  assert.match(String(refused.message), /405/)
  await client.dispose()
  const response = await fetch(url, { method: 'PUT' })
  assert.equal(response.status, 405)
  assert.match(response.headers.get('content-type'), /json/)
  assert.equal((await response.json()).errors[0].extensions.code, 'INVALID')
})
