import type { CodegenConfig } from '@graphql-codegen/cli'

// Every question that the dashboard asks is typed from the schema of the server.
const config: CodegenConfig = {
  schema: '../graph/schema/*.graphqls',
  documents: ['src/**/*.{ts,vue}', '!src/gql/**'],
  ignoreNoDocuments: true,
  generates: {
    './src/gql/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        avoidOptionals: { field: true }, // a field is null, never left out
        useTypeImports: true,
        enumsAsTypes: true,
        strictScalars: true,
        onlyOperationTypes: true, // what the dashboard does not ask for may change without it
        disableDescriptions: true,
        scalars: { Period: 'string', Date: 'string', DateTime: 'string', Decimal: 'string', Cursor: 'string', Kind: 'string', Upload: 'File' },
      },
    },
  },
}

export default config
