import type { Ask, AuthorizationEndpoint } from './authorization-endpoint.ts'

/** How a person answers the consent screen: as it opens, or without some items, or not at all. */
export interface ConsentAnswer {
  /** Ids of the lines that are left out, such as `account_email` or `terms:marketing`. */
  readonly refuse?: readonly string[]
  readonly cancel?: boolean
}

/** What is agreed to of all that is asked. Throws for a line that is not there to be left out. */
export function agreedTo(asks: readonly Ask[], refuse: readonly string[]): ReadonlySet<string> {
  const unknown = refuse.filter((id) => !asks.some((ask) => ask.id === id))
  if (unknown.length > 0) throw new Error(`the consent screen does not ask for ${unknown.join(', ')}`)
  return new Set(asks.filter(({ id, ticked }) => ticked && !refuse.includes(id)).map(({ id }) => id))
}

/**
 * Goes through the pages of an authorization URL as a person would. Gives where the browser is sent; throws when
 * it is sent nowhere.
 */
export function walkThrough(
  endpoint: AuthorizationEndpoint,
  url: string,
  person: string,
  { refuse = [], cancel = false }: ConsentAnswer,
): string {
  let step = endpoint.open(new URL(url).searchParams)
  if (step.kind === 'pick') step = endpoint.choose(step.visit, cancel ? 'cancel' : person)
  const agreed = agreedTo(step.kind === 'consent' ? step.asks : [], refuse)
  if (step.kind === 'consent') step = endpoint.decide(step.visit, person, { agreed })
  if (step.kind === 'return') return step.url
  throw new Error(step.kind === 'refused' ? `${step.code}: ${step.why}` : 'a required item was refused')
}
