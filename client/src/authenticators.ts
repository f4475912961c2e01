/** What reaches the authenticators of a device (WebAuthn). An app passes a module of its platform. */
export interface Authenticators {
  /** Whether there is anything to ask. */
  isThere(): boolean
  /** Whether the browser offers passkeys where a person types an address (conditional mediation). */
  offersWhileTyping(): Promise<boolean>
  /** Makes a passkey. Takes and gives the JSON forms of WebAuthn. Undefined where the person does not want one. */
  create(options: unknown): Promise<unknown>
  /** Signs by a passkey that the person chooses: in a dialog, or beside what is typed. `ends` takes the offer back. */
  get(options: unknown, how: 'dialog' | 'while_typing', ends: AbortSignal): Promise<unknown>
}

interface Credential {
  toJSON(): unknown
}

declare const PublicKeyCredential:
  | {
      parseCreationOptionsFromJSON?(options: unknown): unknown
      parseRequestOptionsFromJSON?(options: unknown): unknown
      isConditionalMediationAvailable?(): Promise<boolean>
    }
  | undefined

declare const navigator: {
  readonly credentials: {
    create(options: object): Promise<Credential | null>
    get(options: object): Promise<Credential | null>
  }
}

/** A browser asks for one passkey at a time, so a new request ends the one before it. */
let current: AbortController | undefined
function next(): AbortSignal {
  current?.abort()
  current = new AbortController()
  return current.signal
}

/** The names of what ends a request without a fault: the person, the time, a new request, a passkey that is there. */
const unwanted = ['NotAllowedError', 'AbortError', 'TimeoutError', 'InvalidStateError']

/** For the console of whoever builds the page. */
const elsewhere =
  'The passkeys of this service are not for this page: its address is not on the domain passkeys.rpId of the stage’s file, or no https (docs/passkeys.md).'

async function unlessUnwanted(ask: () => Promise<Credential | null>): Promise<unknown> {
  try {
    return (await ask())?.toJSON()
  } catch (error) {
    if (error instanceof Error && unwanted.includes(error.name)) return undefined
    if (error instanceof Error && error.name === 'SecurityError') throw new Error(elsewhere, { cause: error })
    throw error
  }
}

/** The authenticators of a browser that reads the JSON forms. Elsewhere there are none. */
export const browserAuthenticators: Authenticators = {
  isThere: () =>
    typeof PublicKeyCredential !== 'undefined' &&
    PublicKeyCredential.parseRequestOptionsFromJSON !== undefined,
  offersWhileTyping: async () =>
    browserAuthenticators.isThere() &&
    (await PublicKeyCredential?.isConditionalMediationAvailable?.()) === true,
  create: (options) =>
    unlessUnwanted(() =>
      navigator.credentials.create({
        publicKey: PublicKeyCredential?.parseCreationOptionsFromJSON?.(options),
        signal: next(),
      }),
    ),
  get: (options, how, ends) =>
    unlessUnwanted(() =>
      navigator.credentials.get({
        publicKey: PublicKeyCredential?.parseRequestOptionsFromJSON?.(options),
        signal: AbortSignal.any([next(), ends]),
        ...(how === 'while_typing' && { mediation: 'conditional' }),
      }),
    ),
}
