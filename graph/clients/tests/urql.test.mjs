// urql with its normalised cache, which knows the schema.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Client, fetchExchange, gql } from '@urql/core'
import { cacheExchange } from '@urql/exchange-graphcache'
import { getIntrospectionQuery } from 'graphql'
import { comparison, differs, url } from './server.mjs'

const introspection = async () => (await (await fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ query: getIntrospectionQuery() }) })).json()).data

// keyless are objects without an identity of their own: they belong to what they were asked with.
const client = async () => {
  const schema = await introspection()
  const keys = Object.fromEntries(schema.__schema.types
    .filter((t) => t.kind === 'OBJECT' && !t.fields.some((f) => f.name === 'id'))
    .map((t) => [t.name, () => null]))
  const warnings = []
  return { warnings, client: new Client({ url, preferGetMethod: false, exchanges: [cacheExchange({ schema, keys, logger: (_, text) => warnings.push(text) }), fetchExchange] }) }
}

test('a figure in the cache keeps the comparison it was asked with', async () => {
  const { client: c, warnings } = await client()
  const ask = async (compareTo, requestPolicy) => {
    const { data, error } = await c.query(gql(comparison), { compareTo }, { requestPolicy })
    assert.equal(error, undefined)
    return data
  }
  await ask('YEAR_EARLIER')
  await ask('PREVIOUS_PERIOD')
  differs(await ask('YEAR_EARLIER', 'cache-only'), await ask('PREVIOUS_PERIOD', 'cache-only'))
  assert.deepEqual(warnings, [])
})

test('a filed row found again by node is the one in the cache', async () => {
  const { client: c } = await client()
  const { data } = await c.query(gql`{ records(kind: "meeting", first: 1) { edges { node { __typename id title } } } }`, {})
  const { id, title } = data.records.edges[0].node
  const again = await c.query(gql`query ($id: ID!) { node(id: $id) { __typename id ... on FiledRecord { title } } }`, { id })
  assert.deepEqual(again.data.node, { __typename: 'FiledRecord', id, title })
})
