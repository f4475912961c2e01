import type { Outcome, StartedCheck } from '../src/api.ts'
import type { Ieum } from '../src/client.ts'
import type { AttributeSchema } from './parts/attributes.ts'
import type { Doors } from './parts/doors.ts'
import type { Stage } from './stage.ts'

/** What the screens of one element share. */
export interface Scene {
  readonly stage: Stage
  readonly client: Ieum
  /** A client whose sign-in leaves the session of this page as it is: of type `mobile`, with `memoryStorage()`. */
  readonly otherClient: Ieum | undefined
  /** What the service offers beside the providers. */
  readonly doors: Doors
  /** What every sign-up must give, and what it must prove. */
  readonly requiredItems: readonly string[]
  readonly verifiedItems: readonly string[]
  /** The providers with a button. */
  readonly providers: readonly string[]
  /** Whether the service has passkeys, and this browser can use them. */
  readonly passkeys: boolean
  readonly schema: AttributeSchema
  /** The days in which a closed account can be restored, as the stage's file says. */
  readonly graceDays: number | undefined
  /** Opens the identity gateway. The page has it where the service checks identities. */
  readonly openIdentityGateway: ((check: StartedCheck) => void | Promise<void>) | undefined
  /** Goes on with an outcome. */
  follow(outcome: Outcome): void
  /** Ends what is shown, and starts over: at the account of a signed-in member, else at the sign-in. */
  startOver(): void
}
