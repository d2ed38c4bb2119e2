import { graphql } from './gql'

/** A figure as pages show it: its text, its source and its change. */
export const FigureParts = graphql(`
  fragment FigureParts on Value {
    trace metric text amount missing
    comparison { amount delta changePercent changePoints sentence sentences favourable missing }
  }
`)

/** A finding of a check with its filed rows. */
export const FindingParts = graphql(`
  fragment FindingParts on FindingConnection {
    totalCount
    notices { code text slices(first: 1) { totalCount } }
    nodes {
      key check day subject detail closedOut rectification explanation { text by same } handled { text by at }
      departmentInfo { name shortName }
      records(first: 3) { nodes { id source { file row } } }
    }
    untested(first: 10) { totalCount nodes { day subject missing departmentInfo { name shortName } } }
  }
`)
