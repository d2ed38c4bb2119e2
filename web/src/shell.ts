import { computed, reactive, watchEffect } from 'vue'
import { useAnswer } from './api'
import { graphql } from './gql'
import type { ShellQuery } from './gql/graphql'
import { useAsOf, useParam } from './state'
import { lang } from './text'

/** What every page needs: the catalogue's names, the kinds of filing, and for which months there is data. */
const Shell = graphql(`
  query Shell($basics: [String!]!, $years: Period!, $months: Period!, $asOf: DateTime) {
    metrics { name label unit kind source dimensions { name label } }
    kinds { kind label description columns { name header aliases } }
    checks { name kinds }
    years: measure(input: { metrics: $basics, period: $years, grain: YEAR, asOf: $asOf }) { rows { nodes { bucket { value } values { amount } } } }
    months: measure(input: { metrics: $basics, period: $months, grain: MONTH, asOf: $asOf }) { rows { nodes { bucket { value } values { amount } } } }
  }
`)

const basics = ['documents.issued', 'meetings.held', 'inspections.conducted', 'messages.received', 'visits.made']

interface ShellState {
  data: ShellQuery | undefined
  error: Error | undefined
  again: () => void
}

/** One answer for the whole application; App keeps it. */
export const shell = reactive<ShellState>({ data: undefined, error: undefined, again: () => undefined })

export function keepShell() {
  const asOf = useAsOf()
  const now = new Date().getFullYear()
  const { data, error, again } = useAnswer(Shell, () => ({
    basics, years: `${now - 29}-01/${now}-12`, months: `${now - 7}-01/${now}-12`, asOf: asOf.value,
  }))
  watchEffect(() => {
    shell.data = data.value
    shell.error = error.value
    shell.again = again
  })
}

const filled = (nodes: { bucket: { value: string }; values: { amount?: string | null }[] }[] | undefined) =>
  (nodes ?? []).filter((row) => row.values.some((v) => v.amount != null)).map((row) => row.bucket.value)

/** The years with data, the newest first. */
export const years = computed(() => filled(shell.data?.years.rows.nodes).map(Number).sort((a, b) => b - a))

/** The year of a page, the newest with data where the address names none, and those to choose from. */
export function useYear() {
  const year = useParam('year', () => String(years.value[0] ?? new Date().getFullYear()), (value) => /^(19|20|21)\d\d$/.test(value))
  const choices = computed(() => [...new Set([...years.value, Number(year.value)])].sort((a, b) => b - a))
  return { year, choices }
}

/** The last month of a year with data, 0 where there is none. */
export function lastMonth(year: number): number {
  const months = filled(shell.data?.months.rows.nodes).filter((m) => m.startsWith(`${year}-`))
  if (months.length > 0) return Math.max(...months.map((m) => Number(m.slice(5))))
  return years.value.includes(year) ? 12 : 0
}

/** The months of a year up to one of them, in the API's short form. */
export const upTo = (year: number, month: number) => (month >= 12 || month < 1 ? String(year) : `${year}-01/${year}-${String(month).padStart(2, '0')}`)

export type MetricInfo = ShellQuery['metrics'][number]
export const metricOf = (name: string): MetricInfo | undefined => shell.data?.metrics.find((m) => m.name === name)
/** The unit of a count in Chinese, where a number stands without words; English has them in the metric's name. */
export const unitOf = (name: string): string => (lang.value === 'en' ? '' : (metricOf(name)?.unit ?? ''))
export const kindLabel = (kind: string): string => shell.data?.kinds.find((k) => k.kind === kind)?.label ?? kind
