// The types that graphql-request's output has are those of the answers.
import { GraphQLClient } from 'graphql-request'
import { getSdk, Missing } from '../out/requests'

export async function held(url: string): Promise<[string | null | undefined, Missing | null | undefined]> {
  const { measure } = await getSdk(new GraphQLClient(url)).Figures({ period: '2023', by: ['portfolio'] })
  const value = measure?.rows.nodes[0]?.values[0]
  return [value?.amount, value?.missing]
}
