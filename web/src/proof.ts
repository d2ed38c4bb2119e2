import { computed, reactive } from 'vue'
import { download, send, type Whole } from './api'
import { graphql } from './gql'
import type { ProofQuery } from './gql/graphql'

const Proof = graphql(`
  query Proof($input: ProofInput!) {
    proof(input: $input) {
      summary annotatable counts { WRONG CUT UNKNOWN UNMATCHED RIGHT }
      paragraphs { text heading table row }
      findings {
        number place block start end written verdict right replacement sure because trace
        offers { text of trace } doubts { code reason }
      }
    }
  }
`)

export type Checked = Whole<ProofQuery>['proof']
export type Finding = Checked['findings'][number]
export type Verdict = Finding['verdict']

/** The verdicts in the order in which people read them. */
export const verdicts: Verdict[] = ['WRONG', 'CUT', 'UNKNOWN', 'UNMATCHED', 'RIGHT']

/** The report under review. It is kept while other pages are shown: a figure is looked up and the reader comes back. */
export const report = reactive({
  file: null as File | null, period: '', asOf: undefined as string | undefined,
  checked: null as Checked | null, error: '', busy: false, sent: 0,
  shown: new Set<Verdict>(['WRONG', 'CUT', 'UNKNOWN']), opened: new Set<number>(), current: 0,
  chosen: new Map<number, string>(), // by number of the finding: the figure to write
})

/** Checks the report. Masked figures that are surely meant are chosen; everything else is for the reader to choose. */
export async function check(file: File, asOf: string | undefined) {
  const again = file === report.file
  Object.assign(report, { file, asOf, busy: true, sent: 0, error: '' })
  try {
    const input = { file: null as never, period: report.period || undefined, asOf }
    const { proof } = await send(Proof, { input }, file, (share) => (report.sent = share))
    if (report.file !== file) return
    report.checked = proof
    if (!again) report.opened.clear()
    report.chosen = new Map(proof.findings.filter((f) => f.sure && f.replacement).map((f) => [f.number, f.replacement!]))
    report.current = proof.findings.find((f) => report.shown.has(f.verdict))?.number ?? proof.findings[0]?.number ?? 0
  } catch (e) {
    if (report.file !== file) return
    report.checked = null
    report.error = (e as Error).message
  }
  report.busy = false
}

/** What may be chosen for a finding: of a masked one its offers, else what is right. */
export function choices(f: Finding): string[] {
  const list = f.verdict === 'UNKNOWN' ? f.offers.map((o) => o.text).filter((text) => !text.includes('（')) : []
  return f.replacement && !list.includes(f.replacement) ? [f.replacement, ...list] : list
}

export const isShown = (f: Finding) => report.shown.has(f.verdict) || report.opened.has(f.number)
export const findingsOf = computed(() => {
  const list = new Map<number, Finding[]>()
  for (const f of report.checked?.findings ?? []) list.set(f.block, [...(list.get(f.block) ?? []), f])
  return list
})

/** Saves a copy: filled with what was chosen, or annotated. */
export function save(copy: 'filled' | 'annotated', ending: string): Promise<void> {
  const { file } = report
  if (!file) return Promise.resolve()
  const query = new URLSearchParams({ file: file.name })
  if (report.period) query.set('period', report.period)
  if (report.asOf) query.set('asOf', report.asOf)
  if (copy === 'filled') for (const [number, text] of report.chosen) query.append('accept', `${number}=${text}`)
  const dot = file.name.lastIndexOf('.')
  return download(`/proof/${copy}?${query}`, file, dot > 0 ? file.name.slice(0, dot) + ending + file.name.slice(dot) : file.name + ending)
}
