import type { Provider } from '../flows/ports/provider.ts'

/** An adapter with its settings, that can get ready before anybody asks for anything. */
export interface ConfiguredProvider extends Provider {
  /** Opens the connection and fetches the signing keys, so that a first sign-in need not wait. Never throws. */
  warm(): Promise<void>
}
