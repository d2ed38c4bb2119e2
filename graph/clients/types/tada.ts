// gql.tada reads the types of a document from its text.
import { initGraphQLTada, type ResultOf } from 'gql.tada'
import type { introspection } from '../out/tada'

const graphql = initGraphQLTada<{ introspection: introspection; scalars: { Period: string; Decimal: string } }>()

export const query = graphql(`
  query Held($period: Period!) {
    measure(input: { metrics: ["meetings.held"], period: $period }) { rows { nodes { values { amount missing } } } }
  }
`)

export function amounts(answer: ResultOf<typeof query>): (string | null)[] {
  return answer.measure?.rows.nodes.map((row) => row.values[0].amount) ?? []
}
