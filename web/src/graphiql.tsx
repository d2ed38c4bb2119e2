import 'graphiql/setup-workers/vite'
import { createGraphiQLFetcher } from '@graphiql/toolkit'
import { GraphiQL } from 'graphiql'
import 'graphiql/style.css'
import { createRoot } from 'react-dom/client'
import './graphiql.css'

// Common questions, each in its own tab.
const examples = [
  `# 全市会议，同比（year over year）。Ctrl-Enter 运行；每个名称都带中文说明。
query Meetings {
  measure(input: { metrics: ["meetings.held", "meetings.remote_share"], period: "2023", compareTo: YEAR_EARLIER }) {
    rows { nodes { values { trace metric text comparison { sentence favourable } } } }
    notices { text }
  }
}`,
  `# 按分管战线，逐季度（by portfolio and quarter）
query ByPortfolio {
  measure(input: { metrics: ["documents.issued"], period: "2023", by: ["portfolio"], grain: QUARTER }) {
    rows { nodes { bucket { label } group { label } values { text } } }
  }
}`,
  `# 从数字到原表的那一格（from a figure to the filed cell）
query Trace {
  trace(id: "meetings.overlong@2023") {
    lineage { sql caliber }
    rows { nodes { values { text records(first: 5) { totalCount nodes { title source { file sheet row cells { column value } } } } } } }
  }
}`,
  `# 谁没有报（who did not file）
query Missing {
  filings(period: "2023-05", statuses: [MISSING]) { totalCount nodes { departmentInfo { name } kind month } }
}`,
  `# 年度总结的数字（the figures of the annual report）
query Annual {
  annualSummary(year: 2023) {
    meetingsHeld { text comparison { sentence } } messageHandlingRate { text } bodiesTotal { text }
    meetingsNoIncrease { met value { text } }
  }
}`,
]

const fetcher = createGraphiQLFetcher({ url: '/graphql' })

createRoot(document.getElementById('graphiql')!).render(
  <GraphiQL fetcher={fetcher} defaultTabs={examples.map((query) => ({ query }))} defaultEditorToolsVisibility={false} />,
)
