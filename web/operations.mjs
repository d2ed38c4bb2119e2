// Writes the questions that the dashboard asks, for servers that answer only operations they know.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'

const files = readdirSync('src', { recursive: true }).filter((name) => /\.(ts|tsx|vue)$/.test(name) && !name.startsWith('gql')).sort()
const documents = files.flatMap((name) => [...readFileSync('src/' + name, 'utf8').matchAll(/\bgraphql\(`([^`]*)`\)/g)].map((match) => match[1].trim()))
writeFileSync('dist/operations.graphql', documents.join('\n\n') + '\n')
