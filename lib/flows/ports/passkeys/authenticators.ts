import type {
  Assertion,
  CredentialId,
  NewCredential,
  Passkey,
  UserHandle,
} from '../../../domain/passkey/passkey.ts'
import type { RelyingParty } from '../../../domain/passkey/relying-party.ts'

/** The response of an authenticator to `navigator.credentials.create` (WebAuthn, section 5.1.4.1), as the client sent it. */
export interface CreatedCredential {
  readonly id: CredentialId
  readonly response: {
    readonly clientDataJSON: string
    readonly attestationObject: string
    readonly transports?: readonly string[] | undefined
  }
}

/** The response of an authenticator to `navigator.credentials.get`, as the client sent it. */
export interface UsedCredential {
  readonly id: CredentialId
  readonly response: {
    readonly clientDataJSON: string
    readonly authenticatorData: string
    readonly signature: string
    /** Discoverable credentials tell whose they are. */
    readonly userHandle?: UserHandle | null | undefined
  }
}

/** What a response must be for. */
export interface ExpectedUse {
  readonly challenge: string
  readonly relyingParty: RelyingParty
}

/** Verifies what authenticators say. Both require that the person was there and was verified by the authenticator. */
export interface Authenticators {
  /** The new credential; undefined unless it was made for this challenge, at an origin of the stage, for its relying party. */
  readNew(created: CreatedCredential, expected: ExpectedUse): Promise<NewCredential | undefined>
  /** What the authenticator signed; undefined unless the passkey's key signed this challenge, at an origin of the stage. */
  readUse(
    used: UsedCredential,
    passkey: Pick<Passkey, 'credentialId' | 'publicKey'>,
    expected: ExpectedUse,
  ): Promise<Assertion | undefined>
  /** Where the browser says that it was. Nothing has verified this; undefined where it cannot be read. */
  originOf(clientDataJSON: string): Promise<string | undefined>
}
