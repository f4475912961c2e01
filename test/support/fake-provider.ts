import type { ProviderProfile } from '../../lib/domain/values/evidence.ts'
import { isSubject } from '../../lib/domain/values/identity.ts'
import { ProviderFault } from '../../lib/domain/visit/provider-fault.ts'
import type { ProviderToken } from '../../lib/domain/visit/provider-token.ts'
import type {
  AuthorizationRequest,
  CodeGrant,
  Provider,
  ProviderLogin,
} from '../../lib/flows/ports/provider.ts'

/** The calls to a provider. */
type Asked =
  | 'redeemCode'
  | 'readIdToken'
  | 'readAccessToken'
  | 'fetchProfile'
  | 'disconnect'
  | 'release'
  | 'endSessions'
  | 'isConnected'

/** A provider that responds as the test says, and keeps its calls. */
export interface FakeProvider {
  readonly provider: Provider
  /** The next person who signs in, with all data that the provider shares. */
  visitor: ProviderProfile
  /** Calls that fail, and their faults. */
  readonly faults: Partial<Record<Asked, ProviderFault['why']>>
  /** Every call in order. */
  readonly asked: Asked[]
  readonly authorizations: AuthorizationRequest[]
  readonly grants: CodeGrant[]
  readonly nonces: string[]
  /** Whether the visitor is connected, by the provider's answer. */
  isConnected: boolean
  /** Terms that were revoked. */
  readonly revoked: string[]
  /** The expiry of the visitor's access tokens. */
  tokenExpiresAt: Date
  /** The stored token of the next sign-in. With it, disconnecting needs a stored token. */
  tokenToStore: ProviderLogin['tokenToStore']
  /** The token of the next sign-in that ends the connection within its visit. */
  tokenToEnd: ProviderLogin['tokenToEnd']
  /** The tokens that the provider got for disconnecting. */
  readonly given: (ProviderToken | undefined)[]
  /** A token that replaces the given one, whatever the outcome of the call. */
  renewsTo: ProviderToken | undefined
}

/** A provider named Kakao with every talent. */
export function fakeProvider(visitor: ProviderProfile): FakeProvider {
  const fake: FakeProvider = {
    provider: talents(() => fake),
    visitor,
    faults: {},
    asked: [],
    authorizations: [],
    grants: [],
    nonces: [],
    revoked: [],
    isConnected: false,
    tokenExpiresAt: new Date(8.64e15),
    tokenToStore: undefined,
    tokenToEnd: undefined,
    given: [],
    renewsTo: undefined,
  }
  return fake
}

function talents(self: () => FakeProvider): Provider {
  const ask = (what: Asked): void => {
    const { asked, faults } = self()
    asked.push(what)
    const why = faults[what]
    if (why !== undefined) throw new ProviderFault(why, 'as the test wants it')
  }
  const providerLogin = () => {
    const { visitor, tokenToStore, tokenToEnd } = self()
    return {
      identity: visitor.identity,
      accessToken: 'provider-access-token',
      ...(tokenToStore && { tokenToStore }),
      ...(tokenToEnd && { tokenToEnd }),
    }
  }
  return {
    id: 'kakao',
    authorizationUrl(request) {
      self().authorizations.push(request)
      return `https://provider.example/authorize?state=${request.state}`
    },
    async redeemCode(grant) {
      self().grants.push(grant)
      ask('redeemCode')
      return providerLogin()
    },
    async fetchProfile() {
      ask('fetchProfile')
      return self().visitor
    },
    idTokens: {
      async read(_, nonce) {
        self().nonces.push(nonce)
        ask('readIdToken')
        return { identity: self().visitor.identity }
      },
    },
    accessTokens: {
      async read() {
        ask('readAccessToken')
        return { ...providerLogin(), expiresAt: self().tokenExpiresAt }
      },
    },
    disconnection: {
      get needs() {
        return self().tokenToStore === undefined ? 'identity' : 'stored_token'
      },
      async disconnect(_, kept) {
        const { given, renewsTo, tokenToStore } = self()
        given.push(kept && { kind: kept.kind, token: kept.token })
        if (renewsTo !== undefined) await kept?.renew(renewsTo)
        ask('disconnect')
        return tokenToStore !== undefined && kept === undefined ? 'not_revocable' : 'ended'
      },
      async release(_, tags) {
        self().revoked.push(...tags)
        ask('release')
        return 'released'
      },
    },
    endsSessions: { endSessions: async () => ask('endSessions') },
    unlinkNotices: {
      acknowledgement: 200,
      read({ authorization, parameters }) {
        if (authorization !== 'the provider') return { kind: 'not_authentic' }
        const { subject } = parameters
        return isSubject(subject)
          ? { kind: 'unlinked', identity: { provider: 'kakao', subject } }
          : { kind: 'malformed' }
      },
      async isConnected() {
        ask('isConnected')
        return self().isConnected
      },
    },
  }
}
