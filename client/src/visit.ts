import type { Outcome } from './api.ts'
import type { Storage } from './ports.ts'
import { isRecord } from './transport.ts'

/** An outcome that asks something. It is kept over a reload until it is answered or runs out. */
export type Question = Extract<
  Outcome,
  {
    readonly outcome:
      | 'registration_required'
      | 'link_confirmation_required'
      | 'link_proof_required'
      | 'merge_confirmation_required'
  }
>

/** One visit to a provider, from its start to the last answer. */
export interface Visit {
  readonly provider: string
  readonly codeVerifier: string
  readonly state?: string
  /** The identity check that began. */
  readonly identityVerificationId?: string
  /** The start of a direct visit. */
  readonly transaction?: string
  readonly question?: Question
  /** Whether the person has signed in since, to prove the account that the question is about. */
  readonly isProven?: boolean
  /** Milliseconds since 1970. */
  readonly questionEndsAt?: number
}

/** Whether a value is an outcome of the API. */
export const isOutcome = (value: unknown): value is Outcome =>
  isRecord(value) && typeof value['outcome'] === 'string'

/** Whether an outcome asks something. */
export const isQuestion = (outcome: Outcome): outcome is Question =>
  'expiresIn' in outcome && !('accessToken' in outcome)

const isVisit = (value: unknown): value is Visit =>
  isRecord(value) && typeof value['provider'] === 'string' && typeof value['codeVerifier'] === 'string'

/** Reads and writes the current visit. */
export type KeptVisit = ReturnType<typeof keptVisit>

/** A visit of this tab under a key: the current one, or a sign-in to prove what it asks. Only the storage holds its secrets. */
export function keptVisit(storage: Storage, key: string) {
  return {
    async read(): Promise<Visit | undefined> {
      const text = await storage.get(key)
      if (text === null || text === undefined) return undefined
      const value: unknown = JSON.parse(text)
      return isVisit(value) ? value : undefined
    },
    write: async (visit: Visit) => storage.set(key, JSON.stringify(visit)),
    forget: async () => storage.remove(key),
  }
}
