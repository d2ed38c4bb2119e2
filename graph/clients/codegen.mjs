// graphql-codegen: the client preset, and the two standard TypeScript outputs.
const scalars = { Date: 'string', DateTime: 'string', Decimal: 'string', Period: 'string', Cursor: 'string', Kind: 'string', Upload: 'File' }
const config = { scalars, useTypeImports: true }

export default {
  schema: 'out/schema.graphql',
  documents: 'operations/*.graphql',
  generates: {
    'out/preset/': { preset: 'client', config },
    'out/requests.ts': { plugins: ['typescript-operations', 'typescript-graphql-request'], config },
    'out/graphcache.ts': { plugins: ['typescript', 'typescript-urql-graphcache'], config },
    'out/introspection.json': { plugins: ['introspection'] },
  },
}
