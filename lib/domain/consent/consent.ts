import type { ClientId } from '../values/ids.ts'
import type { Locale } from '../values/locale.ts'

/** One version of one set of terms. */
export interface Term {
  readonly tag: string
  readonly version: string
  readonly title: Readonly<Record<Locale, string>>
  readonly required: boolean
  readonly url: string
}

/** The source of an answer: our form, the provider on our behalf, or the earlier system. */
export type ConsentSource = 'form' | 'kakao_sync' | 'import'

/** A person's recorded answer to one version of one set of terms; only ever appended. */
export interface Consent {
  readonly tag: string
  readonly version: string
  readonly agreed: boolean
  readonly at: Date
  readonly source: ConsentSource
  /** The client whose visitor gave the answer. */
  readonly channel?: ClientId
}
