import type { Email } from '../values/evidence.ts'
import type { Identity } from '../values/identity.ts'

/** What a provider says of a person whom it knows, in a signed event. */
export type SecurityEvent = {
  readonly identity: Identity
  readonly at: Date
} & (
  | {
      /**
       * `unlinked`: the person has ended the connection with us, or the account there. `sessions_ended`: the provider has
       * ended its own sessions of the person, since the account may be in other hands.
       */
      readonly means: 'unlinked' | 'sessions_ended'
    }
  | {
      /** The provider's relay stops or resumes to pass mails on. */
      readonly means: 'relay_off' | 'relay_on'
      readonly address: Email
    }
)
