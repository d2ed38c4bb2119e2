// The client preset's documents carry their types.
import type { ResultOf, VariablesOf } from '@graphql-typed-document-node/core'
import { FiguresDocument, PanelsDocument } from '../out/preset/graphql'

export const variables: VariablesOf<typeof FiguresDocument> = { period: '2023-01/2023-11' }

export function said(answer: ResultOf<typeof PanelsDocument>): string[] {
  return (answer.measurements ?? []).map((panel) => (panel.__typename === 'Refusal' ? panel.message : panel.rows.nodes[0].values[0].text))
}
