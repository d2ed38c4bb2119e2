import { computed, type WritableComputedRef } from 'vue'
import { useRoute, useRouter, type LocationQuery, type RouteLocationRaw } from 'vue-router'

// The address holds the whole state of a page: what is seen can be sent to a colleague.

const kept = ['asof', 'lang'] // what goes along from page to page

/** A parameter of the address. Setting it to its default takes it out. */
export function useParam(name: string, fallback: () => string = () => ''): WritableComputedRef<string> {
  const route = useRoute()
  const router = useRouter()
  return computed({
    get: () => one(route.query, name) || fallback(),
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

/** Links to other pages keep the as-of day and the language. */
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

/** The moment as of which everything is shown: the end of the chosen day in China; undefined is now. */
export function useAsOf() {
  const route = useRoute()
  return computed(() => {
    const day = one(route.query, 'asof')
    return /^\d{4}-\d{2}-\d{2}$/.test(day) ? `${day}T23:59:59.999999+08:00` : undefined
  })
}

/** A link to one figure: how it is defined, what was counted, and where that was filed. */
export function useFigureLink() {
  const link = useLink()
  return (id: string) => link('/figure/' + encodeURIComponent(id))
}
