import { metricOf, unitOf } from './shell'
import { lang, monthName, say, type Word } from './text'

/** Colours of the style sheet. */
export interface Ink { accent: string; previous: string; ink: string; soft: string; line: string; card: string; good: string; bad: string; faint: string; c3: string; c4: string; c5: string; c6: string; accentSoft: string }

/** What EChart draws, in the colours of the moment. */
export type Draw = (ink: Ink) => object
/** Where a chart was clicked. */
export interface At { seriesIndex: number; dataIndex: number }

type Amount = string | null | undefined
/** A figure to draw: its amount, or why there is none. */
type Figure = { amount?: Amount; missing?: string | null } | null | undefined

export const labelOf = (metric: string) => metricOf(metric)?.label ?? metric
export const isRate = (metric: string) => metricOf(metric)?.kind === 'RATIO'
/** The number to draw for an amount: percent for a rate, null for none. */
export const drawn = (metric: string, amount: Amount) => (amount == null ? null : isRate(metric) ? Number((Number(amount) * 100).toFixed(2)) : Number(amount))

/** Labels of an axis, shortened if they would leave no room for the picture: the table has them in full. */
const shortened = { width: 110, overflow: 'truncate' }
const axisOf = (ink: Ink, labels: string[]) => ({ type: 'category', data: labels, axisTick: { show: false }, axisLine: { lineStyle: { color: ink.line } }, axisLabel: { color: ink.ink } })
const crowded = (labels: string[], most: number) => labels.length > most || labels.some((label) => label.length > 6)
const scaleOf = (ink: Ink, metrics: string[]) => ({
  type: 'value', name: unitOf(metrics[0]!), nameTextStyle: { color: ink.soft }, minInterval: metrics.every(isRate) ? undefined : 1,
  axisLabel: { color: ink.soft, formatter: metrics.every(isRate) ? '{value}%' : '{value}' }, splitLine: { lineStyle: { color: ink.line } },
})
/** Bars side by side, or below one another if there are many: side by side their names would not fit. */
function barAxes(ink: Ink, metrics: string[], labels: string[], many: boolean, most: number) {
  const axis = axisOf(ink, labels), scale = scaleOf(ink, metrics)
  if (many) return { yAxis: { ...axis, inverse: true, axisLabel: { color: ink.ink, interval: 0, fontSize: 11, ...shortened } }, xAxis: { ...scale, position: 'top' } }
  return { xAxis: { ...axis, axisLabel: { color: ink.ink, interval: 0, rotate: crowded(labels, most) ? 30 : 0, ...shortened } }, yAxis: scale }
}
/** Whether nothing was filed for a figure: its place is hatched, so that it does not look like zero. */
const isGap = (figure: Figure) => figure?.amount == null && figure?.missing === 'NOT_FILED'

/** Slanting lines, as a fill of bars. */
function hatching(ink: Ink): object | string {
  const tile = document.createElement('canvas')
  tile.width = tile.height = 8
  const pen = tile.getContext('2d')
  if (!pen) return ink.faint
  pen.strokeStyle = ink.soft
  for (const at of [-8, 0, 8]) {
    pen.moveTo(at, 8)
    pen.lineTo(at + 8, 0)
  }
  pen.stroke()
  return { image: tile, repeat: 'repeat' }
}

interface Bars { name: string | undefined; type: string; data: (number | null | { value: number | null })[]; stack?: string }
/** The same bars, and a short hatched one in the place of each that was not filed. */
function withGaps<S extends Bars>(ink: Ink, series: S[], figures: Figure[][]): object[] {
  const numbers = series.flatMap((one) => one.data.map((point) => (typeof point === 'object' ? point?.value : point))).filter((n) => n != null)
  const height = Math.max(...numbers, 0) * 0.15 || 1
  if (series.every((one) => one.type !== 'bar') || !figures.flat().some(isGap) || numbers.length === 0) return series
  const stacked = series.map((one, k) => ({ ...one, stack: one.stack ?? `of ${k}` }))
  const gaps = stacked.flatMap((one, k) => (stacked.findIndex((other) => other.stack === one.stack) < k || !figures[k]!.some(isGap) ? [] : [{ ...one, name: say('notFiled'), gapsOf: one.name, silent: true, label: { show: false }, tooltip: { show: false },
    color: ink.soft, itemStyle: { color: hatching(ink), borderColor: ink.soft, borderWidth: 1 }, data: figures[k]!.map((figure) => (isGap(figure) ? height : null)) }]))
  return [...stacked, ...gaps]
}
const monthsOf = (values: unknown[]) => values.map((_, i) => monthName(i + 1))

/** A metric by month, beside the year before. */
export const byMonth = (metric: string, year: string, before: Figure[], now: Figure[]): Draw => (ink) => {
  const type = metricOf(metric)?.kind === 'STOCK' ? 'line' : 'bar'
  return { xAxis: axisOf(ink, monthsOf(now)), yAxis: { ...scaleOf(ink, [metric]), scale: type === 'line' }, series: withGaps(ink, [
    { name: say('yearOf', Number(year) - 1), type, color: ink.previous, barMaxWidth: 20, data: before.map((figure) => drawn(metric, figure?.amount)) },
    { name: say('yearOf', year), type, color: ink.accent, barMaxWidth: 20, data: now.map((figure) => drawn(metric, figure?.amount)) },
  ], [before, now]) }
}

/** By month of origin: the closed and the still open items, the oldest on the left. */
export const ageing = (part: string, rest: Word, whole: Figure[], done: Figure[]): Draw => (ink) => ({
  xAxis: axisOf(ink, monthsOf(whole)), yAxis: scaleOf(ink, [part]), series: withGaps(ink, [
    { name: labelOf(part), type: 'bar', stack: 'all', color: ink.accent, barMaxWidth: 30, data: done.map((figure) => drawn(part, figure?.amount)) },
    { name: say(rest), type: 'bar', stack: 'all', color: ink.bad, barMaxWidth: 30, data: whole.map((all, i) => (all?.amount == null || done[i]?.amount == null ? null : Number(all.amount) - Number(done[i].amount))) },
  ], [done, whole]),
})

/** Metrics by the members of a dimension; a plan is a wide bar behind what was done. */
export const breakdown = (metrics: string[], labels: string[], figures: Figure[][], plan: boolean): Draw => (ink) => ({
  ...barAxes(ink, metrics, labels, labels.length > 9, 6), color: plan ? [ink.previous, ink.accent] : [ink.accent, ink.c3],
  series: withGaps(ink, metrics.map((metric, k) => ({
    name: labelOf(metric), type: 'bar', barMaxWidth: 30, barGap: plan ? '-70%' : '15%', ...(plan && k === 0 ? { barWidth: '58%', z: 1, barMaxWidth: 44 } : plan ? { barWidth: '30%', z: 2 } : {}),
    data: figures.map((row) => drawn(metric, row[k]?.amount)),
  })), metrics.map((_, k) => figures.map((row) => row[k]))),
})

/** One square for each day of a year. */
export const calendar = (year: string, days: { day: string; amount?: Amount; text?: string }[]): Draw => (ink) => {
  const locale = lang.value === 'en' ? 'EN' : 'ZH' // a locale of ECharts: any other word selects the browser's
  const busiest = Math.max(1, ...days.map((day) => Number(day.amount ?? 0)))
  return { legend: { show: false }, tooltip: { renderMode: 'richText', backgroundColor: ink.card, borderColor: ink.line, textStyle: { color: ink.ink }, formatter: (at: At) => `${days[at.dataIndex]?.day}  ${days[at.dataIndex]?.text}` },
    visualMap: { min: 0, max: busiest, show: true, orient: 'horizontal', left: 'center', bottom: 0, itemHeight: 90, itemWidth: 10, text: [String(busiest), '0'], textStyle: { color: ink.ink }, inRange: { color: [ink.accentSoft, ink.accent] }, calculable: false },
    calendar: { range: year, top: 26, left: 34, right: 8, bottom: 42, cellSize: ['auto', 'auto'], splitLine: { lineStyle: { color: ink.soft, width: 1 } }, itemStyle: { color: ink.faint, borderColor: ink.card, borderWidth: 1.5 },
      dayLabel: { firstDay: 1, color: ink.soft, nameMap: locale }, monthLabel: { color: ink.ink, nameMap: locale }, yearLabel: { show: false } },
    series: [{ type: 'heatmap', coordinateSystem: 'calendar', data: days.map((day) => [day.day, Number(day.amount ?? 0)]) }] }
}

/** From a stock before to the one at the end, by what was added (sign 1) and removed (sign -1). */
export const flow = (metric: string, year: string, before: number, end: number, bars: { label: string; from: number; to: number; sign: number }[]): Draw => (ink) => {
  const labels = [say('endOf', Number(year) - 1), ...bars.map((b) => b.label), say('endOf', year)]
  const solid = [[0, before, ink.previous], ...bars.map((b) => [Math.min(b.from, b.to), Math.max(b.from, b.to), b.sign > 0 ? ink.bad : ink.good]), [0, end, ink.accent]] as [number, number, string][]
  const texts = [String(before), ...bars.map((b) => (b.sign > 0 ? '+' : '−') + Math.abs(b.to - b.from)), String(end)]
  return { legend: { show: false }, tooltip: { show: false }, xAxis: { ...axisOf(ink, labels), axisLabel: { color: ink.ink, interval: 0, width: 90, overflow: 'break' } }, yAxis: scaleOf(ink, [metric]),
    series: [
      { type: 'bar', stack: 'flow', silent: true, itemStyle: { color: 'transparent' }, data: solid.map(([from]) => from) },
      { type: 'bar', stack: 'flow', barMaxWidth: 60, label: { show: true, position: 'top', color: ink.ink, fontWeight: 600, formatter: ({ dataIndex }: At) => texts[dataIndex] }, data: solid.map(([from, to, color]) => ({ value: to - from, itemStyle: { color } })) },
    ] }
}

/** A metric of the whole city in several periods, the first of which is the newest. */
export const overTime = (metric: string, names: string[], values: { amount?: Amount; missing?: string | null; text?: string }[]): Draw => (ink) => {
  const oldestFirst = [...values].reverse()
  return { legend: { show: false }, xAxis: axisOf(ink, [...names].reverse()), yAxis: scaleOf(ink, [metric]),
    series: withGaps(ink, [{ name: metricOf(metric)?.label, type: 'bar', barMaxWidth: 56, label: { show: true, position: 'top', color: ink.ink, formatter: ({ dataIndex }: At) => oldestFirst[dataIndex]?.text ?? '' },
      data: oldestFirst.map((value, i) => ({ value: drawn(metric, value.amount), itemStyle: { color: i === names.length - 1 ? ink.accent : ink.previous } })) }], [oldestFirst]) }
}

/** The same by the members of a dimension, the oldest period first. */
export const groups = (metric: string, names: string[], labels: string[], figures: Figure[][]): Draw => (ink) => {
  const colors = [ink.c3, ink.previous, ink.accent].slice(-names.length)
  const many = labels.length > 14
  return { ...barAxes(ink, [metric], labels, many, 7), ...(many ? { grid: { left: 8, right: 20, top: 56, bottom: 8, containLabel: true } } : {}),
    series: withGaps(ink, names.map((name, i) => ({ name, type: 'bar', barMaxWidth: 22, color: colors[i], data: figures.map((row) => drawn(metric, row[i]?.amount)) })), names.map((_, i) => figures.map((row) => row[i]))) }
}

/** The rest of a year as a method projects it. */
export interface Projection { label: string; from: number; start: number; end: number; ends: [number, number] | null }

/** A year by month beside the one before, cumulative or not, and what it will come to. */
export const trend = (metric: string, year: string, before: Figure[], now: Figure[], known: number, cumulative: boolean, projection: Projection | null): Draw => (ink) => {
  const type = cumulative || isRate(metric) || metricOf(metric)?.kind === 'STOCK' ? 'line' : 'bar'
  const series = withGaps(ink, [
    { name: say('yearOf', Number(year) - 1), type, color: ink.previous, symbolSize: 5, barMaxWidth: 26, data: before.map((figure) => drawn(metric, figure?.amount)) },
    { name: say('yearOf', year), type, color: ink.accent, symbolSize: 7, barMaxWidth: 26, lineStyle: { width: 3 }, data: now.map((figure, i) => (type === 'line' && i >= known ? null : drawn(metric, figure?.amount))) },
  ], [before, now])
  if (projection) {
    const { from, start, end, ends } = projection
    series.push({ name: projection.label, type: 'line', color: ink.c3, lineStyle: { type: 'dashed', width: 2 }, symbol: 'none', data: now.map((_, i) => (i + 1 < from ? null : start + ((end - start) * (i + 1 - from)) / (12 - from))) })
    if (ends) {
      // The band is one filled shape from the last known month to the end of the year.
      series.push({ name: say('pastError'), type: 'custom', color: ink.c3, silent: true, z: 1, data: [[from - 1, start]], tooltip: { show: false },
        renderItem: (_: unknown, api: { coord: (at: number[]) => number[] }) => ({ type: 'polygon', shape: { points: [api.coord([from - 1, start]), api.coord([11, ends[0]]), api.coord([11, ends[1]])] }, style: { fill: ink.c3, opacity: 0.25 } }) })
    }
    series.push({ name: say('cameToBe'), type: 'line', color: ink.accent, lineStyle: { width: 1.5, type: 'dotted' }, symbolSize: 4, data: now.map((figure, i) => (i + 1 < from ? null : drawn(metric, figure?.amount))) })
  }
  return { xAxis: axisOf(ink, monthsOf(now)), yAxis: scaleOf(ink, [metric]), series }
}
