import { checkAddress } from '../wire/address.ts'

/** Our project at Google, as the console shows it. */
export interface GoogleSettings {
  /** The client of type "Web application". */
  readonly clientId: string
  readonly clientSecret: string
  /** The clients of our Android and iOS apps, and whatever else of ours signs in. */
  readonly otherClientIds?: readonly string[]
  /** Another issuer, which then has every endpoint of Google's at its own address. */
  readonly issuer?: string
}

/** Where Google is asked. */
interface GoogleAddresses {
  readonly authorize: string
  readonly token: string
  readonly keys: string
  readonly userinfo: string
  readonly tokeninfo: string
  readonly revoke: string
}

/** The settings with every default in place, and what follows from them. */
export interface GoogleApp extends GoogleSettings {
  /** Google writes itself in two ways, and in no third one. */
  readonly issuers: readonly string[]
  /** Whom a token for us may be issued to, or be presented by (`azp`). */
  readonly audiences: readonly string[]
  readonly at: GoogleAddresses
}

const real: GoogleAddresses = {
  authorize: 'https://accounts.google.com/o/oauth2/v2/auth',
  token: 'https://oauth2.googleapis.com/token',
  keys: 'https://www.googleapis.com/oauth2/v3/certs',
  userinfo: 'https://openidconnect.googleapis.com/v1/userinfo',
  tokeninfo: 'https://oauth2.googleapis.com/tokeninfo',
  revoke: 'https://oauth2.googleapis.com/revoke',
}

const realIssuers = ['https://accounts.google.com', 'accounts.google.com']

/** The same paths below one address: Google's own hosts differ, and no path of theirs is there twice. */
function below(issuer: string): GoogleAddresses {
  const moved = (address: string) => `${issuer}${new URL(address).pathname}`
  return {
    authorize: moved(real.authorize),
    token: moved(real.token),
    keys: moved(real.keys),
    userinfo: moved(real.userinfo),
    tokeninfo: moved(real.tokeninfo),
    revoke: moved(real.revoke),
  }
}

/** Completes the settings. Throws an `Error` that names what is wrong, at start. */
export function toGoogleApp(settings: GoogleSettings): GoogleApp {
  const { clientId, clientSecret, otherClientIds = [], issuer } = settings
  for (const [name, value] of Object.entries({ clientId, clientSecret })) {
    if (value === '') throw new Error(`Google ${name} must not be empty`)
  }
  if (otherClientIds.includes('')) throw new Error('Google otherClientIds must not hold an empty one')
  const isReal = issuer === undefined || realIssuers.includes(issuer)
  return {
    ...settings,
    issuers: isReal ? realIssuers : [checkAddress('Google issuer', issuer, 'https://accounts.google.com')],
    audiences: [clientId, ...otherClientIds],
    at: isReal ? real : below(issuer),
  }
}
