// graphql-eslint's recommended rules over the schema (out/schema is a copy) and the operations here.
import graphql from '@graphql-eslint/eslint-plugin'

const graphQLConfig = { schema: 'out/schema/*.graphqls', documents: 'operations/*.graphql' }
const of = (files, rules) => ({ files, rules, languageOptions: { parser: graphql.parser, parserOptions: { graphQLConfig } }, plugins: { '@graphql-eslint': graphql } })

export default [
  of(['out/schema/*.graphqls'], {
    ...graphql.configs['flat/schema-recommended'].rules,
    // A description of one line has one line.
    '@graphql-eslint/description-style': 'off',
    // A figure is not the same when it is compared with something else: what has an identity has an id, nothing else does.
    '@graphql-eslint/strict-id-in-types': 'off',
    // The counts of a proof are named as its verdicts.
    '@graphql-eslint/naming-convention': [
      'error',
      {
        ...graphql.configs['flat/schema-recommended'].rules['@graphql-eslint/naming-convention'][1],
        FieldDefinition: { style: 'camelCase', ignorePattern: '^(WRONG|CUT|UNKNOWN|UNMATCHED|RIGHT)$' },
      },
    ],
  }),
  of(['operations/*.graphql'], graphql.configs['flat/operations-recommended'].rules),
]
