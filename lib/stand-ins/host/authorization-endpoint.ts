import { randomBytes } from 'node:crypto'
import type { Bilingual } from '../../domain/values/locale.ts'

/** A person as the account picker shows them. */
export interface PersonCard {
  readonly key: string
  readonly title: string
  readonly subtitle: string
  readonly note: Bilingual
  readonly connected: boolean
}

/** One line of the consent screen. */
export interface ConsentLine {
  readonly id: string
  readonly label: Bilingual
  /** The value that would be shared, such as the address. */
  readonly detail: string
  /** Agreement is mandatory. */
  readonly required: boolean
  /** Whether the box is ticked when the screen opens. */
  readonly ticked: boolean
}

/** The parameters of a valid authorization request. */
export type AuthorizationParams = Readonly<Record<string, string>>

/** The rules that one provider adds to the common authorization endpoint. */
export interface AuthorizationRules {
  /** The reason to refuse a request without returning to the client. Undefined for a valid request. */
  refuse(params: AuthorizationParams): { readonly code: string; readonly why: string } | undefined
  people(): readonly PersonCard[]
  /** The card of one person. Undefined for an unknown key. */
  person(key: string): PersonCard | undefined
  /** The items this person is asked about. Empty when an earlier visit answered them all. */
  consentLines(person: string, params: AuthorizationParams): readonly ConsentLine[]
  /** Further parameters of the way back to the client, with a code those about the person. */
  returned(person: string | undefined, params: AuthorizationParams): Readonly<Record<string, string>>
  /** The parameters of the way back for a person who cancels. Default: those of RFC 6749, section 4.1.2.1. */
  readonly cancelled?: Readonly<Record<string, string>>
  /** Records the items that the person agreed to. */
  agree(person: string, items: readonly ConsentLine[], agreed: ReadonlySet<string>): void
}

/** The sign-in behind a code. */
export interface Grant {
  readonly person: string
  readonly params: AuthorizationParams
  readonly authTime: Date
  readonly issuedAt: Date
}

/** The next page for the browser, or its way back to the client. */
export type SignInStep =
  | { readonly kind: 'refused'; readonly code: string; readonly why: string }
  | {
      readonly kind: 'pick'
      readonly visit: string
      /** The text that the shown people have in them. Empty: everybody is shown. */
      readonly search: string
    }
  | {
      readonly kind: 'consent'
      readonly visit: string
      readonly person: string
      readonly items: readonly ConsentLine[]
    }
  /** The way back as an address. `posts`: a page posts its parameters as a form (`response_mode=form_post`). */
  | { readonly kind: 'return'; readonly url: string; readonly posts: boolean }

/** The person's answer to the consent screen. */
type ConsentDecision = 'cancel' | { readonly agreed: ReadonlySet<string> }

/** The authorization endpoint (RFC 6749, section 3.1): visits from the first page to the code. */
export interface AuthorizationEndpoint {
  open(query: URLSearchParams): SignInStep
  /** Shows the people whose name, address or case has a text in it. */
  search(visit: string, text: string): SignInStep
  /** Takes the choice of a person, or `cancel`. */
  choose(visit: string, person: string | 'cancel'): SignInStep
  decide(visit: string, person: string, consent: ConsentDecision): SignInStep
}

/** Codes until they are redeemed. */
export interface Codes {
  /** The code of a sign-in without pages, as a native SDK makes it. */
  issue(person: string, params: AuthorizationParams): string
  /** Gives the sign-in behind a code, once, within ten minutes. Undefined for any other code. */
  redeem(code: string): Grant | undefined
}

const codeLifetimeMs = 10 * 60_000
const unknownVisit: SignInStep = {
  kind: 'refused',
  code: 'visit',
  why: 'this sign-in did not start here, or has ended',
}

function returnTo(params: AuthorizationParams, response: Readonly<Record<string, string>>): SignInStep {
  const url = new URL(params.redirect_uri ?? '')
  for (const [name, value] of Object.entries(response)) url.searchParams.set(name, value)
  if (params.state !== undefined) url.searchParams.set('state', params.state)
  return { kind: 'return', url: url.href, posts: params.response_mode === 'form_post' }
}

const denied = { error: 'access_denied', error_description: 'User denied access' }

/** Whether a parameter occurs twice, which RFC 6749, section 3.1 forbids. */
const hasRepeatedParameter = (query: URLSearchParams): boolean => new Set(query.keys()).size !== query.size

const folded = (text: string): string => text.normalize('NFKC').toLowerCase()

/** Whether a person's card has a text in it, in either language. Everybody's has the empty one. */
export const hasText =
  (text: string) =>
  ({ title, subtitle, note }: PersonCard): boolean =>
    [title, subtitle, note.ko, note.en].some((shown) => folded(shown).includes(folded(text.trim())))

/** Creates the codes of a stand-in. `now` lets a test move the time. */
export function createCodes(now: () => Date): Codes {
  const grants = new Map<string, Grant>()
  return {
    issue(person, params) {
      const code = randomBytes(32).toString('base64url')
      grants.set(code, { person, params, authTime: now(), issuedAt: now() })
      return code
    },
    redeem(code) {
      const grant = grants.get(code)
      grants.delete(code)
      if (grant === undefined) return undefined
      return now().getTime() - grant.issuedAt.getTime() < codeLifetimeMs ? grant : undefined
    },
  }
}

/** Creates an authorization endpoint that follows a provider's rules. */
export function createAuthorizationEndpoint(
  rules: AuthorizationRules,
  codes: Pick<Codes, 'issue'>,
): AuthorizationEndpoint {
  const visits = new Map<string, AuthorizationParams>()

  function returnCode(visit: string, params: AuthorizationParams, person: string): SignInStep {
    visits.delete(visit)
    return returnTo(params, { code: codes.issue(person, params), ...rules.returned(person, params) })
  }

  function cancel(visit: string, params: AuthorizationParams): SignInStep {
    visits.delete(visit)
    return returnTo(params, { ...(rules.cancelled ?? denied), ...rules.returned(undefined, params) })
  }

  return {
    open(query) {
      const params = Object.fromEntries(query)
      if (hasRepeatedParameter(query))
        return { kind: 'refused', code: 'invalid_request', why: 'a parameter occurs twice' }
      const refusal = rules.refuse(params)
      if (refusal !== undefined) return { kind: 'refused', ...refusal }
      const visit = randomBytes(16).toString('hex')
      visits.set(visit, params)
      return { kind: 'pick', visit, search: '' }
    },
    search(visit, text) {
      if (!visits.has(visit)) return unknownVisit
      return { kind: 'pick', visit, search: text }
    },
    choose(visit, person) {
      const params = visits.get(visit)
      if (params === undefined) return unknownVisit
      if (person === 'cancel') return cancel(visit, params)
      if (rules.person(person) === undefined) return unknownVisit
      const items = rules.consentLines(person, params)
      return items.length === 0
        ? returnCode(visit, params, person)
        : { kind: 'consent', visit, person, items }
    },
    decide(visit, person, consent) {
      const params = visits.get(visit)
      if (params === undefined || rules.person(person) === undefined) return unknownVisit
      if (consent === 'cancel') return cancel(visit, params)
      const items = rules.consentLines(person, params)
      if (items.some(({ id, required }) => required && !consent.agreed.has(id))) {
        return { kind: 'consent', visit, person, items }
      }
      rules.agree(person, items, consent.agreed)
      return returnCode(visit, params, person)
    },
  }
}
