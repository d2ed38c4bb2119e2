import { Client, fetchExchange, type AnyVariables, type CombinedError, type TypedDocumentNode } from '@urql/core'
import { ref, shallowRef, watch, type Ref } from 'vue'
import { lang, say } from './text'

/** The dashboard is a GraphQL client like any other: what it shows, anybody can ask for. */
const client = new Client({
  url: '/graphql',
  preferGetMethod: false,
  exchanges: [fetchExchange],
  fetchOptions: () => ({ headers: { 'Accept-Language': lang.value === 'en' ? 'en' : 'zh-CN', 'X-Jianfu-Client': 'dashboard' } }),
})

/** What went wrong, in a sentence for people. */
export class Refusal extends Error {
  readonly code: string
  constructor(error: CombinedError) {
    super(error.graphQLErrors.map((e) => e.message).join('\n') || say('unreachable'))
    this.code = String(error.graphQLErrors[0]?.extensions?.code ?? 'NETWORK')
  }
}

/** Asks once. What the server refuses is thrown as a Refusal. */
export async function ask<D, V extends AnyVariables>(document: TypedDocumentNode<D, V>, variables: V): Promise<D> {
  const result = await client.query(document, variables, { requestPolicy: 'network-only' }).toPromise()
  if (result.error || !result.data) throw result.error ? new Refusal(result.error) : new Error(say('unreachable'))
  return result.data
}

/** Tells the server to change something. */
export async function tell<D, V extends AnyVariables>(document: TypedDocumentNode<D, V>, variables: V): Promise<D> {
  const result = await client.mutation(document, variables).toPromise()
  if (result.error || !result.data) throw result.error ? new Refusal(result.error) : new Error(say('unreachable'))
  return result.data
}

export interface Answer<D> {
  data: Ref<D | undefined>
  error: Ref<Error | undefined>
  loading: Ref<boolean>
  again: () => void
}

/**
 * Asks again whenever the variables or the language change. While an answer is on its way the one
 * before stays; only the newest question is heard. Variables that are null ask nothing.
 */
export function useAnswer<D, V extends AnyVariables>(document: TypedDocumentNode<D, V>, variables: () => V | null): Answer<D> {
  const data = shallowRef<D>()
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
