import type { ClientId } from '../values/ids.ts'
import type { Locale } from '../values/locale.ts'

/** One version of one set of terms that the service asks for. */
export interface Term {
  readonly tag: string
  readonly version: string
  readonly title: Readonly<Record<Locale, string>>
  readonly required: boolean
  readonly url: string
}

/** Where an answer was given: in our form, at the provider on our behalf, or to the system before this one. */
export type ConsentSource = 'form' | 'kakao_sync' | 'import'

/** A person's recorded answer to one version of one set of terms; only ever appended. */
export interface Consent {
  readonly tag: string
  readonly version: string
  readonly agreed: boolean
  readonly at: Date
  readonly source: ConsentSource
  /** The client in which it was given, or whose visitor brought it along. */
  readonly channel?: ClientId
}
