import { randomBytes } from 'node:crypto'
import type { Bilingual } from './messages.ts'

/** A person as the account picker shows them. */
export interface PersonCard {
  readonly key: string
  readonly title: string
  readonly subtitle: string
  readonly note: Bilingual
  readonly connected: boolean
}

/** One line of the consent screen. */
export interface Ask {
  readonly id: string
  readonly label: Bilingual
  /** What would be shared, such as the address. */
  readonly detail: string
  /** Cannot be left out. */
  readonly required: boolean
  /** Ticked when the screen opens. */
  readonly ticked: boolean
}

/** The parameters of an authorization request that were found to be right. */
export type Asked = Readonly<Record<string, string>>

/** What one provider adds to the common desk. */
export interface Rules {
  /** Why a request is refused without going back to the client, or undefined. */
  refuse(asked: Asked): { readonly code: string; readonly why: string } | undefined
  people(): readonly PersonCard[]
  /** What this person has to be asked; nothing when all was answered on an earlier visit. */
  asks(person: string, asked: Asked): readonly Ask[]
  /** Remembers what the person agreed to. */
  agree(person: string, asks: readonly Ask[], agreed: ReadonlySet<string>): void
}

/** What a code stands for. */
export interface Grant {
  readonly person: string
  readonly asked: Asked
  readonly authTime: Date
  readonly issuedAt: Date
}

export type Step =
  | { readonly kind: 'refused'; readonly code: string; readonly why: string }
  | { readonly kind: 'pick'; readonly visit: string; readonly people: readonly PersonCard[] }
  | {
      readonly kind: 'consent'
      readonly visit: string
      readonly person: string
      readonly asks: readonly Ask[]
    }
  | { readonly kind: 'return'; readonly url: string }

export type Consent = 'cancel' | { readonly agreed: ReadonlySet<string> }

/** Where people sign in: visits from the first page to the code, and codes until they are redeemed. */
export interface AuthorizationEndpoint {
  open(query: URLSearchParams): Step
  /** Somebody was chosen, or nobody (`cancel`). */
  choose(visit: string, person: string | 'cancel'): Step
  decide(visit: string, person: string, consent: Consent): Step
  /** Gives what a code stands for, once, within ten minutes. */
  redeem(code: string): Grant | undefined
}

const codeLifetimeMs = 10 * 60_000
const unknownVisit: Step = {
  kind: 'refused',
  code: 'visit',
  why: 'this sign-in was not started here, or is over',
}

function returnTo(asked: Asked, answer: Readonly<Record<string, string>>): Step {
  const url = new URL(asked.redirect_uri ?? '')
  for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value)
  if (asked.state !== undefined) url.searchParams.set('state', asked.state)
  return { kind: 'return', url: url.href }
}

const denied = { error: 'access_denied', error_description: 'User denied access' }

/** The names that occur twice: RFC 6749, section 3.1, allows none. */
const repeated = (query: URLSearchParams): boolean => new Set(query.keys()).size !== query.size

/** Opens a desk that follows a provider's rules. `now` lets a test move the time. */
export function createAuthorizationEndpoint(
  rules: Rules,
  now: () => Date = () => new Date(),
): AuthorizationEndpoint {
  const visits = new Map<string, Asked>()
  const grants = new Map<string, Grant>()

  function leave(visit: string, asked: Asked, person: string): Step {
    const code = randomBytes(32).toString('base64url')
    visits.delete(visit)
    grants.set(code, { person, asked, authTime: now(), issuedAt: now() })
    return returnTo(asked, { code })
  }

  function cancel(visit: string, asked: Asked): Step {
    visits.delete(visit)
    return returnTo(asked, denied)
  }

  return {
    open(query) {
      const asked = Object.fromEntries(query)
      if (repeated(query))
        return { kind: 'refused', code: 'invalid_request', why: 'a parameter occurs twice' }
      const refusal = rules.refuse(asked)
      if (refusal !== undefined) return { kind: 'refused', ...refusal }
      const visit = randomBytes(16).toString('hex')
      visits.set(visit, asked)
      return { kind: 'pick', visit, people: rules.people() }
    },
    choose(visit, person) {
      const asked = visits.get(visit)
      if (asked === undefined) return unknownVisit
      if (person === 'cancel') return cancel(visit, asked)
      if (!rules.people().some(({ key }) => key === person)) return unknownVisit
      const asks = rules.asks(person, asked)
      return asks.length === 0 ? leave(visit, asked, person) : { kind: 'consent', visit, person, asks }
    },
    decide(visit, person, consent) {
      const asked = visits.get(visit)
      if (asked === undefined || !rules.people().some(({ key }) => key === person)) return unknownVisit
      if (consent === 'cancel') return cancel(visit, asked)
      const asks = rules.asks(person, asked)
      if (asks.some(({ id, required }) => required && !consent.agreed.has(id))) {
        return { kind: 'consent', visit, person, asks }
      }
      rules.agree(person, asks, consent.agreed)
      return leave(visit, asked, person)
    },
    redeem(code) {
      const grant = grants.get(code)
      grants.delete(code)
      if (grant === undefined) return undefined
      return now().getTime() - grant.issuedAt.getTime() < codeLifetimeMs ? grant : undefined
    },
  }
}
