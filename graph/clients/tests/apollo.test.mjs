// Apollo Client: its normalised cache, pages, persisted queries, uploads, subscriptions.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { createClient } from 'graphql-ws'
import WebSocket from 'ws'
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, gql } from '@apollo/client'
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries'
import { GraphQLWsLink } from '@apollo/client/link/subscriptions'
import { relayStylePagination } from '@apollo/client/utilities'
import UploadHttpLink from 'apollo-upload-client/UploadHttpLink.mjs'
import { comparison, correction, differs, preflight, url, webSocketUrl } from './server.mjs'

const client = (link = new HttpLink({ uri: url }), options = {}) => new ApolloClient({ link, cache: new InMemoryCache(options) })

test('a figure in the cache keeps the comparison it was asked with', async () => {
  const c = client()
  const query = gql(comparison)
  const ask = async (compareTo, fetchPolicy) => (await c.query({ query, variables: { compareTo }, fetchPolicy })).data
  await ask('YEAR_EARLIER')
  await ask('PREVIOUS_PERIOD')
  differs(await ask('YEAR_EARLIER', 'cache-only'), await ask('PREVIOUS_PERIOD', 'cache-only'))
})

test('one row in two roles is one object in the cache, with its role on each edge', async () => {
  const c = client()
  const query = gql`{ measure(input: { metrics: ["meetings.remote_share", "meetings.held"], period: "2023-05" }) {
    rows { nodes { values { metric records(first: 100) { edges { role node { id title } } } } } } } }`
  const before = (await c.query({ query })).data
  const after = (await c.query({ query, fetchPolicy: 'cache-only' })).data
  assert.deepEqual(after, before)
  const roles = new Set(before.measure.rows.nodes[0].values[0].records.edges.map((e) => e.role))
  assert.ok(roles.size > 1, [...roles].join())
})

test('the texts of both languages lie side by side in the cache', async () => {
  const c = client(undefined, { typePolicies: { Metric: { keyFields: ['name'] } } })
  const query = gql`query ($lang: Language!) { metric(name: "meetings.held") { name label(lang: $lang) } }`
  for (const lang of ['ZH', 'EN']) await c.query({ query, variables: { lang } })
  const label = async (lang) => (await c.query({ query, variables: { lang }, fetchPolicy: 'cache-only' })).data.metric.label
  assert.equal(await label('ZH'), '召开会议')
  assert.equal(await label('EN'), 'meetings held')
})

test('pages of a connection are joined', async () => {
  const c = client(undefined, { typePolicies: { Query: { fields: { submissions: relayStylePagination() } } } })
  const query = gql`query ($after: Cursor) { submissions(first: 5, after: $after) { edges { cursor node { id file } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`
  const watched = c.watchQuery({ query })
  const kept = watched.subscribe({})
  let page = (await watched.refetch()).data.submissions
  while (page.pageInfo.hasNextPage) {
    page = (await watched.fetchMore({ variables: { after: page.pageInfo.endCursor } })).data.submissions
  }
  kept.unsubscribe()
  const { data } = await c.query({ query, fetchPolicy: 'cache-only' })
  const ids = data.submissions.edges.map((e) => Number(e.node.id))
  assert.ok(ids.length > 10)
  assert.deepEqual(ids, [...new Set(ids)].sort((a, b) => b - a))
})

test('persisted queries by GET: an unknown hash, then the text, then the hash alone', async () => {
  const sent = []
  const link = new PersistedQueryLink({ sha256: (text) => createHash('sha256').update(text).digest('hex'), useGETForHashedQueries: true })
  const fetching = (address, options) => {
    sent.push(`${options.method} ${/[?&]query=/.test(address) || /"query":/.test(options.body ?? '') ? 'text' : 'hash'}`)
    return fetch(address, options)
  }
  const c = client(ApolloLink.from([link, new HttpLink({ uri: url, fetch: fetching })]))
  const query = gql`query Fresh${Date.now()} { commit }`
  const first = await c.query({ query, fetchPolicy: 'no-cache' })
  const second = await c.query({ query, fetchPolicy: 'no-cache' })
  assert.deepEqual(first.data, second.data)
  assert.equal(sent[0], 'GET hash')
  assert.match(sent[1], / text$/)
  assert.deepEqual(sent.slice(2), ['GET hash'])
})

test('an error has its code and the nearest names', async () => {
  const c = client()
  const { data, error } = await c.query({ query: gql`{ measure(input: { metrics: ["meetings.hold"], period: "2023" }) { period } }`, errorPolicy: 'all' })
  assert.equal(data.measure, null)
  assert.equal(error.errors[0].extensions.code, 'INVALID')
  assert.equal(error.errors[0].extensions.near[0], 'meetings.held')
})

test('an upload, several in one mutation, and what they change over a subscription', async () => {
  const socket = createClient({ url: webSocketUrl, webSocketImpl: WebSocket })
  const live = client(new GraphQLWsLink(socket))
  const c = client(new UploadHttpLink({ uri: url, headers: preflight }))
  const withdraw = gql`mutation ($id: ID!) { withdraw(input: { submission: $id, reason: "试" }) { submission { id withdrawnAt } } }`
  const events = []
  const { commit, submissions } = (await c.query({ query: gql`{ commit submissions(first: 1, filter: { file: "更正", withdrawn: false }) { nodes { id } } }` })).data
  const heard = new Promise((resolve, reject) => {
    live.subscribe({ query: gql`subscription ($since: Int) { changed(since: $since) { commit type submission { id file } metrics } }`, variables: { since: commit } })
      .subscribe({ next: ({ data }) => { if (events.push(data.changed) === 2) resolve() }, error: reject })
  })
  const { id } = submissions.nodes[0]
  await c.mutate({ mutation: withdraw, variables: { id } })
  const { data } = await c.mutate({
    mutation: gql`mutation ($file: Upload!) {
      checked: submit(input: { file: $file, dryRun: true, clientMutationId: "a" }) { status clientMutationId file }
      filed: submit(input: { file: $file, clientMutationId: "b" }) { status clientMutationId file submission { id } }
    }`,
    variables: { file: correction() },
  })
  assert.equal(data.checked.clientMutationId, 'a')
  assert.equal(data.filed.clientMutationId, 'b')
  assert.equal(data.filed.status, 'LOADED')
  await heard
  assert.deepEqual(events.map((e) => [e.type, e.submission.id]), [['WITHDRAWN', id], ['FILED', data.filed.submission.id]])
  assert.ok(events[0].metrics.includes('meetings.held'))
  await socket.dispose()
})
