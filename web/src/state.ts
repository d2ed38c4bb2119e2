import { computed, onScopeDispose, ref, shallowReactive, type WritableComputedRef } from 'vue'
import { useRoute, useRouter, type LocationQuery, type RouteLocationRaw } from 'vue-router'
import { say } from './text'

// The address holds the whole state of a page, so that it can be sent to a colleague.

/** The address of a page that could not be fetched. */
export const lost = ref('')

/** Parameters carried from page to page: the reader's day, language, line or unit, and months. */
export const kept = ['asof', 'lang', 'scope', 'year', 'through']

/** The parameters that the current page reads from the address, and its remarks on them. */
const readings = shallowReactive(new Set<{ name: string; says: () => string }>())

/** While the page is shown, registers that it reads this parameter, or that its value could not be used. */
export function readAddress(name: string, says: () => string) {
  const reading = { name, says }
  readings.add(reading)
  onScopeDispose(() => readings.delete(reading))
}

/** Sentences about parameters of the address that have no effect or could not be used: none is ignored silently. */
export function unread(query: LocationQuery): string[] {
  const names = new Set([...readings].map((reading) => reading.name))
  const idle = Object.keys(query).filter((name) => !names.has(name)).map((name) => say('addressIdle', `${name}=${one(query, name)}`))
  return [...new Set([...[...readings].map((reading) => reading.says()).filter(Boolean), ...idle])]
}

/**
 * A parameter of the address. Setting it to its default removes it. If the address has an unknown value,
 * the default is used instead, and the page says so and names what it shows.
 */
export function useParam(name: string, fallback: () => string = () => '', known: (value: string) => boolean = () => true, shows: () => string = fallback): WritableComputedRef<string> {
  const route = useRoute()
  const router = useRouter()
  const written = () => one(route.query, name)
  readAddress(name, () => (written() === '' || known(written()) ? '' : say('addressMisread', `${name}=${written()}`, shows())))
  return computed({
    get: () => (written() !== '' && known(written()) ? written() : fallback()),
    set: (value) => {
      const query = { ...route.query }
      if (value === '' || value === fallback()) delete query[name]
      else query[name] = value
      void router.push({ path: route.path, query })
    },
  })
}

export function one(query: LocationQuery, name: string): string {
  const value = query[name]
  return (Array.isArray(value) ? value[0] : value) ?? ''
}

/** Links to other pages keep what the reader chose for all of them. */
export function useLink(): (path: string, query?: Record<string, string>) => RouteLocationRaw {
  const route = useRoute()
  return (path, query = {}) => {
    const carried: Record<string, string> = {}
    for (const name of kept) {
      const value = one(route.query, name)
      if (value) carried[name] = value
    }
    return { path, query: { ...carried, ...query } }
  }
}

/** A calendar day, as in the address. */
const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(text + 'T00:00:00Z').toJSON()?.startsWith(text) === true

/** Everything is shown as it was known at the end of this day; '' is now. */
export const useAsOfDay = () => useParam('asof', () => '', isDay, () => say('asOfNow'))

/** The moment as of which everything is shown: the end of the chosen day in China; undefined is now. */
export function useAsOf() {
  const day = useAsOfDay()
  return computed(() => (day.value ? `${day.value}T23:59:59.999999+08:00` : undefined))
}

/** A link to one figure: its definition, the counted records, and where they were filed. */
export function useFigureLink() {
  const link = useLink()
  return (id: string) => link('/figure/' + encodeURIComponent(id))
}
