import type { Authenticators } from '../flows/ports/passkeys/authenticators.ts'
import { authenticators } from './authenticators.ts'

/** Gives the world of a door that reads what authenticators say. Only such a door holds the code for it. */
export const withAuthenticators =
  <Given extends object>(given: () => Promise<Given>) =>
  async (): Promise<Given & { readonly authenticators: Authenticators }> => ({
    ...(await given()),
    authenticators,
  })
