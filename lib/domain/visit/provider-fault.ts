import type { ProviderRefusal } from './facts.ts'

/**
 * A provider call without a usable result. Adapters throw it; flows turn it into a fact. The message is for
 * operators and contains no token, code or personal data.
 */
export class ProviderFault extends Error {
  readonly why: ProviderRefusal

  constructor(why: ProviderRefusal, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'ProviderFault'
    this.why = why
  }
}

/**
 * Why a provider failed, for the log: the call, its status or error code, and the code of the network's error. The cause's
 * own text is left out, since it may repeat what was sent.
 */
export function describeFault({ why, message, cause }: ProviderFault): string {
  const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : ''
  return `${why}: ${message}${code}`
}

/** The grant is good, and the person signed in at the provider too long ago to prove presence now. */
export class OldSignIn extends ProviderFault {
  constructor(message: string) {
    super('grant_invalid', message)
    this.name = 'OldSignIn'
  }
}
