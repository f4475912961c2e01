import { termsServices } from '../values/evidence.ts'
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

/** The sources of an answer: our form, the earlier system, or the provider's own service. */
export const consentSources = ['form', 'import', ...termsServices] as const
type ConsentSource = (typeof consentSources)[number]

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
