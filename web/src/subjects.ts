import { computed } from 'vue'
import { kindLabel, shell, type MetricInfo } from './shell'
import { say, type Word } from './text'

/** The queries and charts of a subject page. */
export interface Subject {
  word: Word | { label: string } // a text of the dashboard, or one of the catalogue
  figures: string[]
  /** Month by month: one metric against last year, or two of which the second is part of the first. */
  months: [string] | [whole: string, part: string]
  rest?: Word // the rest of the whole that is not in the part
  breakdowns: { metrics: string[]; by: string; title: Word | { label: string } }[]
  checks: string[]
  special?: 'calendar' | 'bodies'
}

const drawn: Record<string, Subject> = {
  documents: {
    word: 'documents', figures: ['documents.issued', 'documents.quota_usage', 'documents.off_plan', 'documents.to_county', 'documents.policy', 'documents.length_compliance', 'documents.pages', 'documents.spot_check_pass_rate'],
    months: ['documents.issued'], checks: ['similarDocuments', 'formShifts'],
    breakdowns: [{ metrics: ['documents.quota', 'documents.issued'], by: 'portfolio', title: 'planAgainstActual' }, { metrics: ['documents.issued'], by: 'form', title: 'byForm' }],
  },
  meetings: {
    word: 'meetings', figures: ['meetings.held', 'meetings.plan_execution', 'meetings.off_plan', 'meetings.remote_share', 'meetings.person_hours', 'meetings.attendance', 'meetings.overlong', 'meetings.lead_time_compliance'],
    months: ['meetings.held'], special: 'calendar', checks: ['mergeSuggestions', 'offPlanMeetings'],
    breakdowns: [{ metrics: ['meetings.planned', 'meetings.held'], by: 'portfolio', title: 'planAgainstActual' }, { metrics: ['meetings.person_hours'], by: 'portfolio', title: 'personHours' }],
  },
  inspections: {
    word: 'inspections', figures: ['inspections.conducted', 'inspections.planned', 'inspections.off_plan', 'inspections.unapproved', 'inspections.unrecorded', 'inspections.county_visits'],
    months: ['inspections.conducted'], checks: ['unapprovedInspections', 'splitInspections'],
    breakdowns: [{ metrics: ['inspections.planned', 'inspections.conducted'], by: 'portfolio', title: 'planAgainstActual' }, { metrics: ['inspections.conducted'], by: 'type', title: 'byType' }],
  },
  messages: {
    word: 'messages', figures: ['messages.received', 'messages.handled', 'messages.handling_rate', 'messages.on_time_rate', 'messages.satisfaction_rate', 'messages.handling_days_median', 'messages.overdue_open'],
    months: ['messages.received', 'messages.handled'], rest: 'notHandled', checks: [],
    breakdowns: [{ metrics: ['messages.received', 'messages.handled'], by: 'platform', title: 'byPlatform' }, { metrics: ['messages.on_time_rate', 'messages.satisfaction_rate'], by: 'platform', title: 'ratesByPlatform' }],
  },
  apps: {
    word: 'apps', figures: ['apps.found', 'apps.cleared', 'apps.clearance_rate', 'groups.found', 'groups.cleared', 'groups.clearance_rate', 'apps_and_groups.clearance_rate'],
    months: ['apps_and_groups.found', 'apps_and_groups.cleared'], rest: 'notCleared', checks: [],
    breakdowns: [{ metrics: ['apps_and_groups.found', 'apps_and_groups.cleared'], by: 'type', title: 'byType' }, { metrics: ['apps_and_groups.found'], by: 'problem', title: 'byProblem' }],
  },
  bodies: {
    word: 'bodies', figures: ['bodies.total', 'bodies.established', 'bodies.adjusted', 'bodies.merged', 'bodies.abolished', 'bodies.dormant', 'bodies.rules_complete_rate'],
    months: ['bodies.total'], special: 'bodies', checks: ['dormantBodies', 'lookAlikeBodies'],
    breakdowns: [{ metrics: ['bodies.total'], by: 'portfolio', title: 'byPortfolio' }, { metrics: ['bodies.total', 'bodies.dormant'], by: 'type', title: 'byType' }],
  },
  visits: {
    word: 'visits', figures: ['visits.made', 'visits.repeat', 'visits.unannounced_rate', 'visits.problems_found', 'visits.problems_solved', 'visits.solve_rate'],
    months: ['visits.made'], checks: ['repeatedPlaces'],
    breakdowns: [{ metrics: ['visits.made', 'visits.repeat'], by: 'portfolio', title: 'byPortfolio' }, { metrics: ['visits.problems_found', 'visits.problems_solved'], by: 'topic', title: 'problemsByTopic' }],
  },
  rectifications: {
    word: 'rectifications', figures: ['rectifications.opened', 'rectifications.closed', 'rectifications.closeout_rate', 'rectifications.on_time_rate', 'rectifications.overdue_open', 'rectifications.categories', 'notices.issued'],
    months: ['rectifications.opened', 'rectifications.closed'], rest: 'stillOpen', checks: [],
    breakdowns: [{ metrics: ['rectifications.opened', 'rectifications.closed'], by: 'source', title: 'bySource' }, { metrics: ['rectifications.overdue_open'], by: 'portfolio', title: 'byPortfolio' }],
  },
}

export const wordOf = (word: Word | { label: string }): string => (typeof word === 'string' ? say(word) : word.label)

const subjectOf = (metric: string) => metric.split('.')[0]!
const shown = new Set([...Object.values(drawn).flatMap((s) => s.figures).map(subjectOf), 'filings'])
const ofDirectory = new Set(['department', 'portfolio', 'leader', 'department_type'])

/** A page generated from the catalogue's metrics of one subject. */
function fromCatalogue(metrics: MetricInfo[]): Subject {
  const first = metrics.find((m) => m.kind === 'FLOW') ?? metrics[0]!
  const own = first.dimensions.find((d) => !ofDirectory.has(d.name)) ?? first.dimensions.find((d) => d.name === 'department_type')!
  const kinds = new Set(metrics.flatMap((m) => m.source))
  return {
    word: { label: kindLabel(first.source[0] ?? '') }, figures: metrics.slice(0, 12).map((m) => m.name), months: [first.name],
    checks: (shell.data?.checks ?? []).filter((c) => c.kinds.some((kind) => kinds.has(kind))).slice(0, 2).map((c) => c.name),
    breakdowns: [{ metrics: [first.name], by: 'portfolio', title: 'byPortfolio' }, { metrics: [first.name], by: own.name, title: { label: own.label } }],
  }
}

/** The subjects in the order of their tabs: those with a hand-made page, then those that an office's catalogue adds. */
export const subjects = computed<Record<string, Subject>>(() => {
  const added = new Map<string, MetricInfo[]>()
  for (const metric of shell.data?.metrics ?? []) {
    const subject = subjectOf(metric.name)
    if (!shown.has(subject)) added.set(subject, [...(added.get(subject) ?? []), metric])
  }
  return { ...drawn, ...Object.fromEntries([...added].map(([subject, metrics]) => [subject, fromCatalogue(metrics)])) }
})
