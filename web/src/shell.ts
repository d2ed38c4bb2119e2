import { computed, reactive, watchEffect } from 'vue'
import { useAnswer, type Whole } from './api'
import { graphql } from './gql'
import type { Right, ShellQuery } from './gql/graphql'
import { useAsOf, useParam } from './state'
import { lang, monthName, say } from './text'

/** Data that every page needs: the catalogue's names, the kinds of filing, and the months with data. */
const Shell = graphql(`
  query Shell($asOf: DateTime) {
    metrics { name label unit kind source dimensions { name label } }
    kinds { kind plural grain label description columns { name header aliases } }
    checks { name label kinds }
    viewer { name role department portfolio unit { name } may }
    dataExtent(asOf: $asOf) { kinds { kind first last } }
    portfolios(asOf: $asOf) { name leader }
    departments(asOf: $asOf) { code name shortName portfolio }
    notes(subject: VIEW) { about text }
  }
`)

interface ShellState {
  data: Whole<ShellQuery> | undefined
  error: Error | undefined
  again: () => void
}

/** One answer for the whole application, held by App. */
export const shell = reactive<ShellState>({ data: undefined, error: undefined, again: () => undefined })

export function keepShell() {
  const asOf = useAsOf()
  const { data, error, again } = useAnswer(Shell, () => ({ asOf: asOf.value }))
  watchEffect(() => {
    shell.data = data.value
    shell.error = error.value
    shell.again = again
  })
}

/** Whether the months of a kind open a year: it is filed by month and has metrics of its own. A spot check in January of last year's documents does not. */
const opens = (kind: string) => kind === totals || (shell.data?.kinds.some((k) => k.kind === kind && k.grain === 'month' && shell.data?.metrics.some((m) => m.name.startsWith(k.plural + '.'))) ?? false)
const totals = 'reported_total' // they state other kinds' metrics, and may cover a year

/** The first and last month filed in those kinds. */
export const extent = computed(() => {
  let first = '', last = ''
  for (const kind of shell.data?.dataExtent.kinds ?? []) {
    if (!opens(kind.kind)) continue
    const [from, to] = [kind.first ?? '', kind.last ?? ''].map((period, i) => {
      if (/^\d{4}$/.test(period) && kind.kind === totals) return period + (i === 0 ? '-01' : '-12')
      return i === 0 ? /^\d{4}-\d\d/.exec(period)?.[0] : /\d{4}-\d\d$/.exec(period)?.[0]
    })
    if (from && (!first || from < first)) first = from
    if (to && to > last) last = to
  }
  return { first, last }
})

/** The years with data, newest first. */
export const years = computed(() => {
  const [from, to] = [Number(extent.value.first.slice(0, 4)), Number(extent.value.last.slice(0, 4))]
  return from && to ? Array.from({ length: to - from + 1 }, (_, i) => to - i) : []
})

/** The year of a page (the newest with data if the address names none), and the years to choose from. */
export function useYear() {
  const year = useParam('year', () => String(years.value[0] ?? new Date().getFullYear()), (value) => /^(19|20|21)\d\d$/.test(value))
  const choices = computed(() => [...new Set([...years.value, Number(year.value)])].sort((a, b) => b - a))
  return { year, choices }
}

/** The last month of a year with data, 0 if there is none. */
export function lastMonth(year: number): number {
  if (!years.value.includes(year)) return 0
  return extent.value.last.startsWith(String(year)) ? Number(extent.value.last.slice(5)) : 12
}

/** The months of a year up to one of them, in the API's short form. */
export const upTo = (year: number, month: number) => (month >= 12 || month < 1 ? String(year) : `${year}-01/${year}-${String(month).padStart(2, '0')}`)

/** The last day of a month; that of the year where the month is 0. */
export const lastDay = (year: number, month: number) => new Date(Date.UTC(year, month || 12, 0)).toISOString().slice(0, 10)

export type MetricInfo = Whole<ShellQuery>['metrics'][number]
export const metricOf = (name: string): MetricInfo | undefined => shell.data?.metrics.find((m) => m.name === name)
/** The unit of a bare count in Chinese; in English it is in the metric's name. */
export const unitOf = (name: string): string => (lang.value === 'en' ? '' : (metricOf(name)?.unit ?? ''))
export const kindLabel = (kind: string): string => shell.data?.kinds.find((k) => k.kind === kind)?.label ?? kind
/** What a page about parts of the city is held to: the account's own unit or line; undefined is everything. */
export const ownScope = computed((): { departments?: string[]; portfolios?: string[] } | undefined => {
  const viewer = shell.data?.viewer
  if (viewer?.department) return { departments: [viewer.department] }
  return viewer?.portfolio ? { portfolios: [viewer.portfolio] } : undefined
})
/**
 * What the figures of a page are about, from the address: city, line:NAME or unit:CODE. An account of a unit or of a
 * line begins with its own.
 */
export function useScope() {
  const own = () => (ownScope.value?.departments ? 'unit:' + ownScope.value.departments[0] : ownScope.value?.portfolios ? 'line:' + ownScope.value.portfolios[0] : 'city')
  // An account of a line or a unit may choose within it.
  const lines = computed(() => (shell.data?.portfolios ?? []).filter((one) => !ownScope.value || ownScope.value.portfolios?.includes(one.name)))
  const units = computed(() => (shell.data?.departments ?? []).filter((one) => !ownScope.value || ownScope.value.departments?.includes(one.code) || ownScope.value.portfolios?.includes(one.portfolio ?? '')))
  const scope = useParam('scope', own, (value) => value === 'city' || lines.value.some((line) => value === 'line:' + line.name) || units.value.some((unit) => value === 'unit:' + unit.code), () => name.value)
  const line = computed(() => (scope.value.startsWith('line:') ? scope.value.slice(5) : ''))
  const unit = computed(() => (scope.value.startsWith('unit:') ? scope.value.slice(5) : ''))
  const name = computed((): string => line.value || (unit.value ? (units.value.find((u) => u.code === unit.value)?.name ?? unit.value) : say('wholeCity')))
  const where = computed((): { departments?: string[]; portfolios?: string[] } | undefined => (unit.value ? { departments: [unit.value] } : line.value ? { portfolios: [line.value] } : undefined))
  /** The units within it; undefined is all of them. */
  const members = computed(() => (unit.value ? [unit.value] : line.value ? units.value.filter((u) => u.portfolio === line.value).map((u) => u.code) : undefined))
  return { scope, line, unit, name, where, members, lines, units }
}

/** The last month of a page's year, the last with data if the address names none. */
export function useThrough(year: { value: string }) {
  const name = (n: string) => (n === '12' ? say('wholeYear') : monthName(n))
  return useParam('through', () => String(lastMonth(Number(year.value)) || 12), (value) => /^([1-9]|1[0-2])$/.test(value), () => name(String(lastMonth(Number(year.value)) || 12)))
}

export const ownName = computed(() => shell.data?.viewer?.unit?.name ?? shell.data?.viewer?.department ?? shell.data?.viewer?.portfolio ?? '')

/** Whether the account has a right. Where no accounts are kept everybody has all. */
export const may = (right: Right | `${Right}`): boolean => !shell.data?.viewer || shell.data.viewer.may.includes(right as Right)
