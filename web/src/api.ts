import { Client, fetchExchange, stringifyDocument, type AnyVariables, type TypedDocumentNode } from '@urql/core'
import { ref, shallowRef, watch, type Ref } from 'vue'
import { saveBlob } from './table'
import { lang, say } from './text'

/** The dashboard is a GraphQL client like any other: everything it shows can be queried. */
const client = new Client({
  url: '/graphql',
  preferGetMethod: false,
  exchanges: [fetchExchange],
  fetchOptions: () => ({ headers: headers() }),
})
const headers = () => ({ 'Accept-Language': lang.value === 'en' ? 'en' : 'zh-CN', 'X-Jianfu-Client': 'dashboard' })

interface Fault { message: string; extensions?: Record<string, unknown> | undefined }

/** Whoever is not logged in, or no longer, logs in and comes back to this address. */
function logIn() {
  location.assign('/login?to=' + encodeURIComponent(location.pathname + location.search + location.hash))
}

/** An error with a sentence for people. */
export class Refusal extends Error {
  readonly code: string
  constructor(faults: readonly Fault[]) {
    super([...new Set(faults.map((e) => e.message))].join('\n') || say('unreachable')) // one fault may be reported for several fields
    this.code = String(faults[0]?.extensions?.code ?? 'NETWORK')
    if (this.code === 'UNAUTHENTICATED') logIn()
  }
}

/** An answer without errors: none of its fields is null because it was refused. */
export type Whole<D> = { [K in keyof D]: NonNullable<D[K]> }

/** Sends one query. A refusal of the server is thrown as a Refusal. */
export async function ask<D, V extends AnyVariables>(document: TypedDocumentNode<D, V>, variables: V): Promise<Whole<D>> {
  const result = await client.query(document, variables, { requestPolicy: 'network-only' }).toPromise()
  if (result.error || !result.data) throw new Refusal(result.error?.graphQLErrors ?? [])
  return result.data as Whole<D>
}

/** Sends a mutation. */
export async function tell<D, V extends AnyVariables>(document: TypedDocumentNode<D, V>, variables: V): Promise<Whole<D>> {
  const result = await client.mutation(document, variables).toPromise()
  if (result.error || !result.data) throw new Refusal(result.error?.graphQLErrors ?? [])
  return result.data as Whole<D>
}

/**
 * Sends a mutation with a file, the variable input.file, and reports how much of it has been uploaded,
 * which fetch cannot. The request is a GraphQL multipart request.
 */
export function send<D, V extends AnyVariables>(document: TypedDocumentNode<D, V>, variables: V, file: File, sent: (share: number) => void): Promise<Whole<D>> {
  const form = new FormData()
  form.append('operations', JSON.stringify({ query: stringifyDocument(document), variables }))
  form.append('map', JSON.stringify({ 0: ['variables.input.file'] }))
  form.append('0', file)
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', '/graphql')
    for (const [name, value] of Object.entries(headers())) request.setRequestHeader(name, value)
    request.responseType = 'json'
    request.upload.onprogress = (event) => sent(event.total > 0 ? event.loaded / event.total : 0)
    request.onload = () => {
      const answer = request.response as { data?: Whole<D>; errors?: Fault[] } | null
      if (answer?.data && !answer.errors) resolve(answer.data)
      else reject(new Refusal(answer?.errors ?? []))
    }
    request.onerror = () => reject(new Refusal([]))
    request.send(form)
  })
}

/** Sends a file and saves the one that is returned. */
export async function download(address: string, body: File, name: string) {
  const response = await fetch(address, { method: 'POST', body, headers: headers() }).catch(() => undefined)
  if (!response?.ok) throw new Refusal(response ? [{ message: (await response.text()).trim(), extensions: { code: response.headers.get('X-Error-Code') } }] : [])
  saveBlob(await response.blob(), name)
}

/** Ends the session. */
export async function logOut() {
  await fetch('/logout', { method: 'POST', headers: headers() }).catch(() => undefined)
  location.assign('/login')
}

export interface Answer<D> {
  data: Ref<Whole<D> | undefined>
  error: Ref<Error | undefined>
  loading: Ref<boolean>
  again: () => void
}

/**
 * Repeats the query whenever the variables or the language change. The previous answer is kept until the
 * new one arrives; only the latest query counts. With null variables nothing is sent.
 */
export function useAnswer<D, V extends AnyVariables>(document: TypedDocumentNode<D, V>, variables: () => V | null): Answer<D> {
  const data = shallowRef<Whole<D>>()
  const error = shallowRef<Error>()
  const loading = ref(false)
  let newest = 0
  const run = async () => {
    const asked = variables()
    const mine = ++newest
    if (asked === null) {
      loading.value = false
      return
    }
    loading.value = true
    try {
      const answer = await ask(document, asked)
      if (mine !== newest) return
      data.value = answer
      error.value = undefined
    } catch (e) {
      if (mine !== newest) return
      data.value = undefined
      error.value = e as Error
    }
    loading.value = false
  }
  watch(() => JSON.stringify([variables(), lang.value]), run, { immediate: true })
  return { data, error, loading, again: run }
}
