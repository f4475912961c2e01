import { checkAddress } from '../wire/address.ts'

/** Our project at Google, as the console shows it. */
export interface GoogleSettings {
  /** The client of type "Web application". */
  readonly clientId: string
  readonly clientSecret: string
  /** The clients of our Android and iOS apps, and of anything else of ours that signs in. */
  readonly otherClientIds?: readonly string[] | undefined
  /** Another issuer, which then serves every endpoint at its own address. */
  readonly issuer?: string | undefined
}

/** The endpoints of Google. */
interface GoogleAddresses {
  readonly authorize: string
  readonly token: string
  readonly keys: string
  readonly userinfo: string
  readonly tokeninfo: string
  readonly revoke: string
}

/** The settings with defaults filled in, and the values derived from them. */
export interface GoogleApp extends GoogleSettings {
  /** Google writes its issuer in two ways. */
  readonly issuers: readonly string[]
  /** The clients that a token for us may be issued to or presented by (`azp`). */
  readonly audiences: readonly string[]
  readonly at: GoogleAddresses
}

const googleAddresses: GoogleAddresses = {
  authorize: 'https://accounts.google.com/o/oauth2/v2/auth',
  token: 'https://oauth2.googleapis.com/token',
  keys: 'https://www.googleapis.com/oauth2/v3/certs',
  userinfo: 'https://openidconnect.googleapis.com/v1/userinfo',
  tokeninfo: 'https://oauth2.googleapis.com/tokeninfo',
  revoke: 'https://oauth2.googleapis.com/revoke',
}

const googleIssuers = ['https://accounts.google.com', 'accounts.google.com']

/** The same paths below one address. Google spreads them over several hosts, but no path occurs twice. */
function below(issuer: string): GoogleAddresses {
  const atIssuer = (address: string) => `${issuer}${new URL(address).pathname}`
  return {
    authorize: atIssuer(googleAddresses.authorize),
    token: atIssuer(googleAddresses.token),
    keys: atIssuer(googleAddresses.keys),
    userinfo: atIssuer(googleAddresses.userinfo),
    tokeninfo: atIssuer(googleAddresses.tokeninfo),
    revoke: atIssuer(googleAddresses.revoke),
  }
}

/** Fills in the defaults. Throws an `Error` that names the invalid setting, at start. */
export function toGoogleApp(settings: GoogleSettings): GoogleApp {
  const { clientId, clientSecret, otherClientIds = [], issuer } = settings
  for (const [name, value] of Object.entries({ clientId, clientSecret })) {
    if (value === '') throw new Error(`Google ${name} must not be empty`)
  }
  if (otherClientIds.includes('')) throw new Error('Google otherClientIds must not hold an empty one')
  const isGoogle = issuer === undefined || googleIssuers.includes(issuer)
  return {
    ...settings,
    issuers: isGoogle
      ? googleIssuers
      : [checkAddress('Google issuer', issuer, 'https://accounts.google.com')],
    audiences: [clientId, ...otherClientIds],
    at: isGoogle ? googleAddresses : below(issuer),
  }
}
