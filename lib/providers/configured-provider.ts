import type { Provider } from '../flows/ports/provider.ts'

/** A provider adapter built from its settings, which can prepare before the first request. */
export interface ConfiguredProvider extends Provider {
  /**
   * Opens the connection and fetches the signing keys, so that the first sign-in does not wait for them.
   * Never throws.
   */
  warm(): Promise<void>
}
