// Writes the server's schema to out/, and says what it breaks of the one that was released.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { CriticalityLevel, diff } from '@graphql-inspector/core'
import { buildClientSchema, buildSchema, getIntrospectionQuery, printSchema } from 'graphql'

const url = process.env.JIANFU_URL
const response = await fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ query: getIntrospectionQuery({ specifiedByUrl: true, inputValueDeprecation: true }) }) })
const text = printSchema(buildClientSchema((await response.json()).data)) + '\n'
mkdirSync('out', { recursive: true })
writeFileSync('out/schema.graphql', text)

const released = 'released.graphql'
if (process.argv.includes('--release') || !existsSync(released)) {
  writeFileSync(released, text)
}
const breaking = (await diff(buildSchema(readFileSync(released, 'utf8')), buildSchema(text)))
  .filter((change) => change.criticality.level === CriticalityLevel.Breaking)
for (const change of breaking) console.log(`breaks the released schema: ${change.message}`)
console.log(`${breaking.length} breaking changes since the released schema`)
