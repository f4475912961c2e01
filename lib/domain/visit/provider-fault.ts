import type { ProviderRefusal } from './facts.ts'

/**
 * A provider call that brought nothing usable: thrown by adapters, turned into a fact by the flow.
 * The message is for operators and holds no token, code or personal datum.
 */
export class ProviderFault extends Error {
  readonly why: ProviderRefusal

  constructor(why: ProviderRefusal, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'ProviderFault'
    this.why = why
  }
}
