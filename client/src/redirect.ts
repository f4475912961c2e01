import type { Outcome } from './api.ts'
import { type Context, take, textOf } from './context.ts'
import { ProblemError } from './problem.ts'
import type { Provider } from './provider.ts'
import { newSecret, randomText } from './secrets.ts'
import { sharing } from './sharing.ts'
import { isRecord } from './transport.ts'
import type { KeptVisit, Visit } from './visit.ts'
import { type MemberWishes, type Wishes, wishesGiven } from './wishes.ts'

/** The registered address that a visit returns to: the given one, or this page without its query. */
function returnsTo({ redirectUri, page }: Context): string {
  if (redirectUri !== undefined) return redirectUri
  const here = page.href()
  if (here === undefined) throw new Error('pass `redirectUri`: there is no page to return to')
  const url = new URL(here)
  return `${url.origin}${url.pathname}`
}

async function begin(context: Context, provider: Provider, kept: KeptVisit = context.kept) {
  const { codeVerifier, codeChallenge } = await newSecret()
  const state = randomText()
  await kept.write({ provider, codeVerifier, state })
  return { clientId: context.clientId, redirectUri: returnsTo(context), codeChallenge, state }
}

/** The question of a visit, until it runs out. */
const questionOf = (visit: Visit | undefined) =>
  visit?.question && Date.now() < (visit.questionEndsAt ?? 0) ? visit.question : undefined

/** How a visit arrives: with its ticket, or for a page that was opened again, with its question. */
function arriving(context: Context) {
  const { call, kept, keptProof, page } = context
  /** Ends a sign-in that proves what another visit asks, and asks it again. */
  const prove = async (body: object, asking: Visit | undefined): Promise<Outcome> => {
    await keptProof.forget()
    const outcome = await take(context, await call('POST', '/token', { body }))
    if (outcome.outcome !== 'signed_in') throw new ProblemError('reauthentication_mismatch')
    return questionOf(asking) ?? outcome
  }
  return async (href: string | undefined): Promise<Outcome | undefined> => {
    const visit = await kept.read()
    const url = href === undefined ? undefined : new URL(href)
    const ticket = url?.searchParams.get('ticket')
    if (url === undefined || ticket === null || ticket === undefined) {
      return questionOf(visit)
    }
    const state = url.searchParams.get('state')
    url.searchParams.delete('ticket')
    url.searchParams.delete('state')
    page.clean(url.href)
    const proof = await keptProof.read()
    const returned = proof !== undefined && state === proof.state ? proof : visit
    if (returned === undefined || state !== returned.state) throw new ProblemError('state_mismatch')
    const { codeVerifier } = returned
    const body = { ticket, codeVerifier }
    if (returned === proof) return await prove(body, visit)
    return await take(context, await call('POST', '/token', { body }), visit)
  }
}

/** Visits of the page that leave for a provider and come back. */
export interface RedirectFlow {
  /**
   * Leaves for the provider. `handleRedirect` takes up the visit when the page opens again. `wishes` are those that the
   * provider knows: Kakao `prompt`, `loginHint` and `channels`, Google and `oidc` the first two, LINE `prompt`.
   */
  readonly signIn: <Where extends Provider>(provider: Where, wishes?: Wishes<Where>) => Promise<void>

  /**
   * Leaves for a provider of the account that a question is about. `handleRedirect` then answers the question again, and
   * `isProven()` is true; it throws `reauthentication_mismatch` for somebody who has no account by that provider.
   */
  readonly proveAt: <Where extends Provider>(provider: Where, wishes?: Wishes<Where>) => Promise<void>

  /**
   * Whether the person has signed in since the question was asked, also before a reload, so that it waits for a yes. False
   * again once the API has refused that proof.
   */
  readonly isProven: () => Promise<boolean>

  /**
   * Leaves for the provider to link it to the signed-in member, who has signed in within ten minutes. Where another tab
   * has signed out meanwhile, it throws `invalid_token` and leaves nothing; where somebody else has signed in there,
   * `reauthentication_mismatch`.
   */
  readonly linkProvider: <Where extends Provider>(
    provider: Where,
    wishes?: MemberWishes<Where>,
  ) => Promise<void>

  /** Leaves for the provider, where the member proves presence again (step-up). Throws as `linkProvider` does. */
  readonly reauthenticate: <Where extends Provider>(
    provider: Where,
    wishes?: MemberWishes<Where>,
  ) => Promise<void>

  /**
   * The outcome of the visit that this page returns from; after a reload, its question again; else undefined. An app
   * passes the address that it was opened by. Two calls at once give one outcome to both. Throws `state_mismatch` for a
   * visit of another tab.
   */
  readonly handleRedirect: (href?: string) => Promise<Outcome | undefined>
}

/**
 * The redirect flow: the browser leaves for the provider and returns with a ticket. A promise of a method that leaves
 * never ends in a page, so nothing that waits for it goes on too early.
 */
export function redirectFlow(context: Context): RedirectFlow {
  const { origin, page, session, kept, keptProof } = context
  const leave = async (provider: Provider, to: KeptVisit, wishes: unknown) => {
    const query = new URLSearchParams({ ...wishesGiven(wishes), ...(await begin(context, provider, to)) })
    await page.go(`${origin}/login/${provider}?${query}`)
  }
  const memberVisit = async (provider: Provider, intent: 'link' | 'reauth', wishes: unknown) => {
    // An access token outlives its session, so the API is asked before the page is left.
    await session.call('GET', '/me')
    const body = { ...wishesGiven(wishes), ...(await begin(context, provider)), flow: 'redirect', intent }
    const started = await session.call('POST', `/login/${provider}`, { body })
    // An app's calls and its system browser share no cookies, so the browser starts at an address of ieum.
    const isApp = isRecord(started) && 'startUrl' in started
    await page.go(textOf(started, isApp ? 'startUrl' : 'authorizationUrl'))
  }
  const once = sharing<Outcome | undefined>()
  const arrive = arriving(context)
  return {
    signIn: (provider, wishes) => leave(provider, kept, wishes),
    proveAt: (provider, wishes) => leave(provider, keptProof, wishes),
    isProven: async () => {
      const visit = await kept.read()
      return visit?.isProven === true && questionOf(visit) !== undefined
    },
    linkProvider: (provider, wishes) => memberVisit(provider, 'link', wishes),
    reauthenticate: (provider, wishes) => memberVisit(provider, 'reauth', wishes),
    handleRedirect: (href) => once(href ?? '', () => arrive(href ?? page.href())),
  }
}
