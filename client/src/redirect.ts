import type { Outcome } from './api.ts'
import { type Context, take, textOf } from './context.ts'
import { ProblemError } from './problem.ts'
import { newSecret, randomText } from './secrets.ts'
import { sharing } from './sharing.ts'
import { isRecord } from './transport.ts'

/** The registered address that a visit returns to: the given one, or this page without its query. */
function returnsTo({ redirectUri, page }: Context): string {
  if (redirectUri !== undefined) return redirectUri
  const here = page.href()
  if (here === undefined) throw new Error('pass `redirectUri`: there is no page to return to')
  const url = new URL(here)
  return `${url.origin}${url.pathname}`
}

async function begin(context: Context, provider: string) {
  const { codeVerifier, codeChallenge } = await newSecret()
  const state = randomText()
  await context.kept.write({ provider, codeVerifier, state })
  return { clientId: context.clientId, redirectUri: returnsTo(context), codeChallenge, state }
}

/**
 * The redirect flow: the browser leaves for the provider and returns with a ticket. A promise of a method that leaves
 * never ends in a page, so nothing that waits for it goes on too early.
 */
export function redirectFlow(context: Context) {
  const { origin, page, call, session, kept } = context
  const memberVisit = async (provider: string, intent: 'link' | 'reauth'): Promise<void> => {
    const body = { ...(await begin(context, provider)), flow: 'redirect', intent }
    const started = await session.call('POST', `/login/${provider}`, { body })
    // An app's calls and its system browser share no cookies, so the browser starts at an address of ieum.
    const isApp = isRecord(started) && 'startUrl' in started
    await page.go(textOf(started, isApp ? 'startUrl' : 'authorizationUrl'))
  }
  const once = sharing<Outcome | undefined>()
  const arrive = async (href: string | undefined): Promise<Outcome | undefined> => {
    const visit = await kept.read()
    const url = href === undefined ? undefined : new URL(href)
    const ticket = url?.searchParams.get('ticket')
    if (url === undefined || ticket === null || ticket === undefined) {
      return visit?.question && Date.now() < (visit.questionEndsAt ?? 0) ? visit.question : undefined
    }
    const state = url.searchParams.get('state')
    url.searchParams.delete('ticket')
    url.searchParams.delete('state')
    page.clean(url.href)
    if (visit === undefined || state !== visit.state) throw new ProblemError('state_mismatch')
    const { codeVerifier } = visit
    return await take(context, await call('POST', '/token', { body: { ticket, codeVerifier } }), visit)
  }
  return {
    /** Leaves for the provider. `handleRedirect` takes up the visit when the page opens again. */
    async signIn(provider: string, wishes: Readonly<Record<string, string>> = {}): Promise<void> {
      const query = new URLSearchParams({ ...wishes, ...(await begin(context, provider)) })
      await page.go(`${origin}/login/${provider}?${query}`)
    },

    /** Leaves for the provider to link it to the signed-in member, who has signed in within ten minutes. */
    linkProvider: (provider: string): Promise<void> => memberVisit(provider, 'link'),

    /** Leaves for the provider, where the member proves presence again (step-up). */
    reauthenticate: (provider: string): Promise<void> => memberVisit(provider, 'reauth'),

    /**
     * The outcome of the visit that this page returns from; after a reload, its question again; else undefined. An app
     * passes the address that it was opened by. Two calls at once give one outcome to both. Throws `state_mismatch` for a
     * visit of another tab.
     */
    handleRedirect: (href?: string): Promise<Outcome | undefined> =>
      once(href ?? '', () => arrive(href ?? page.href())),
  }
}
