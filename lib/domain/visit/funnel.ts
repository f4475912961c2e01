import type { ProviderId } from '../values/identity.ts'
import type { Outcome } from './outcome.ts'

/** What a sign-up rested on. */
export type Basis = ProviderId | 'email' | 'phone'

/** What is known of one step of a visit, in words of which there are few: for counting, never about a person. */
export interface LogContext {
  readonly provider?: ProviderId
  readonly intent?: 'login' | 'link' | 'reauth'
  /** What the table of cases said, and by which row. */
  readonly decided?: Outcome['kind']
  readonly row?: Outcome['row']
  readonly basis?: Basis
  /** Nobody came back to a visit that waited. */
  readonly abandoned?: true
}
