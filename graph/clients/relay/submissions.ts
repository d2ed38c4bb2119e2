// A list that Relay pages through, and a row that it fetches again by its id.
import { graphql } from 'relay-runtime'

export const list = graphql`
  fragment submissions_list on Query
  @argumentDefinitions(count: { type: "Int", defaultValue: 20 }, cursor: { type: "Cursor" })
  @refetchable(queryName: "submissionsPageQuery") {
    submissions(first: $count, after: $cursor) @connection(key: "submissions_submissions") {
      edges { node { id ...submissions_row } }
    }
  }
`

export const row = graphql`
  fragment submissions_row on Submission @refetchable(queryName: "submissionsRowQuery") {
    file
    kinds
    receivedAt
    changes(first: 5) { nodes { metric } }
  }
`

export const figures = graphql`
  query submissionsFiguresQuery($input: MeasureInput!) {
    measure(input: $input) { rows(first: 100) { edges { cursor node { values { trace text comparison { sentence } } } } } }
  }
`

export const live = graphql`
  subscription submissionsChangedSubscription($since: Int) {
    changed(since: $since) { commit type submission { id ...submissions_row } }
  }
`
