import type { ProviderId } from '../values/identity.ts'
import type { Outcome, Row } from './outcome.ts'

/** The base of a sign-up: a provider, or an address proven by code. */
type Basis = ProviderId | 'email' | 'phone'

/**
 * The log context of one step of a visit. Only words from short lists, nothing about a
 * person, so that steps can be counted.
 */
export interface LogContext {
  readonly provider?: ProviderId
  readonly intent?: 'login' | 'link' | 'reauth'
  /** The outcome that `classify` decided, and its row. */
  readonly decided?: Outcome['kind']
  readonly row?: Row
  readonly basis?: Basis
  /** The pending visit expired without its visitor. */
  readonly abandoned?: true
  /** Why the provider's part failed, as `describeFault` gives it. In the line, and no dimension of a metric. */
  readonly providerFault?: string
}
