import type { AuthorizationEndpoint, ConsentLine } from './authorization-endpoint.ts'

/** A person's answer to the consent screen: as it opens, without some items, or cancelled. */
export interface ConsentAnswer {
  /** Ids of refused lines, such as `account_email` or `terms:marketing`. */
  readonly refuse?: readonly string[]
  readonly cancel?: boolean
}

/**
 * The ids agreed to: all ticked items without the refused ones. Throws for a refused id that the screen
 * lacks.
 */
export function agreedTo(items: readonly ConsentLine[], refuse: readonly string[]): ReadonlySet<string> {
  const unknown = refuse.filter((id) => !items.some((item) => item.id === id))
  if (unknown.length > 0) throw new Error(`the consent screen does not ask for ${unknown.join(', ')}`)
  return new Set(items.filter(({ id, ticked }) => ticked && !refuse.includes(id)).map(({ id }) => id))
}

/**
 * Walks through the pages of an authorization URL as a person would. Gives the URL of the last redirect.
 * Throws when no redirect follows.
 */
export function walkThrough(
  endpoint: AuthorizationEndpoint,
  url: string,
  person: string,
  { refuse = [], cancel = false }: ConsentAnswer,
): string {
  let step = endpoint.open(new URL(url).searchParams)
  if (step.kind === 'pick') step = endpoint.choose(step.visit, cancel ? 'cancel' : person)
  const agreed = agreedTo(step.kind === 'consent' ? step.items : [], refuse)
  if (step.kind === 'consent') step = endpoint.decide(step.visit, person, { agreed })
  if (step.kind === 'return') return step.url
  throw new Error(step.kind === 'refused' ? `${step.code}: ${step.why}` : 'a required item was refused')
}
