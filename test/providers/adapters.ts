import type { ProviderId } from '../../lib/domain/values/identity.ts'
import type { ProviderRefusal } from '../../lib/domain/visit/facts.ts'
import type { CodeGrant, Provider } from '../../lib/flows/ports/provider.ts'
import type { StandIn } from '../../lib/stand-ins/host/local-provider.ts'
import type { OidcStandIn } from '../../lib/stand-ins/oidc/stand-in.ts'
import * as apple from './apple/world.ts'
import * as generic from './generic/world.ts'
import * as github from './github/world.ts'
import * as google from './google/world.ts'
import { adapterFor, startKakao, visit } from './kakao/world.ts'
import * as line from './line/world.ts'
import * as naver from './naver/world.ts'
import { visitAt } from './visit-at.ts'

/** The differences between providers. */
export const talents = ['idTokens', 'accessTokens', 'disconnection', 'endsSessions', 'unlinkNotices'] as const
export type Talent = (typeof talents)[number]

/** An adapter beside a stand-in of its provider, in terms that every provider has. */
export interface Pair {
  readonly provider: Provider
  /** The provider's subject of the visitor. */
  readonly subject: string
  /** Takes a person through the pages of the provider. */
  visit(): CodeGrant
  /** The credential of a native SDK. */
  native(nonce: string): { readonly idToken: string; readonly accessToken: string }
  /** A valid access token of the same person, issued to another app. */
  foreignAccessToken(): string
  /** The requested paths so far. */
  asked(): readonly string[]
  isConnected(): boolean
  isAlive(accessToken: string | undefined): boolean
  stop(): Promise<void>
}

export interface AdapterUnderTest {
  /** The talents of the provider. */
  readonly talents: readonly Talent[]
  /** Whether the provider gives the time of a person's presence. */
  readonly tellsPresence: boolean
  /** Whether the provider speaks OpenID Connect, with a signed nonce of the visit. */
  readonly oidc: boolean
  /** Whether the provider knows no PKCE, so that the nonce alone ties a code to its visit. */
  readonly withoutPkce?: true
  /** The provider's error for an unknown access token. GitHub does not tell such a token from one of another app. */
  readonly unknownToken?: ProviderRefusal
  /** The number of calls for a returning visitor, with known keys. */
  readonly callsToReturn: number
  start(): Promise<Pair>
}

/** What the stand-ins of all providers can do. */
interface AnyStandIn extends StandIn {
  isConnected(persona: string): boolean
  isAlive(accessToken: string): boolean
  foreignAccessToken(persona: string): string
}

/** A pair for one person of a stand-in. */
const pairOf = (
  standIn: AnyStandIn,
  provider: Provider,
  person: string,
  subject: string,
  native: Pair['native'],
): Pair => ({
  provider,
  subject,
  visit: () => visitAt(provider, standIn, person),
  native,
  foreignAccessToken: () => standIn.foreignAccessToken(person),
  asked: () => standIn.requests.map(({ path }) => path),
  isConnected: () => standIn.isConnected(person),
  isAlive: (accessToken) => accessToken !== undefined && standIn.isAlive(accessToken),
  stop: () => standIn.stop(),
})

async function startKakaoPair(): Promise<Pair> {
  const standIn = await startKakao()
  const provider = adapterFor(standIn)
  const native = (nonce: string) => standIn.nativeTokens('taeyang', { nonce })
  const pair = pairOf(standIn, provider, 'taeyang', '1376016924429759228', native)
  return { ...pair, visit: () => visit(provider, standIn, 'taeyang') }
}

async function startNaverPair(): Promise<Pair> {
  const standIn = await naver.startNaver()
  const native = () => ({ idToken: '', accessToken: standIn.sdkAccessToken('siwoo') })
  const subject = 'aK7-siwoo_2v0xZqT9mB4nE1cR8wYhL5dJ3uPfGsQ6o'
  return pairOf(standIn, naver.adapterFor(standIn), 'siwoo', subject, native)
}

async function startGithubPair(): Promise<Pair> {
  const standIn = await github.startGithub()
  const native = () => ({ idToken: '', accessToken: standIn.nativeAccessToken('gyeoul') })
  return pairOf(standIn, github.adapterFor(standIn), 'gyeoul', '9007199254740993', native)
}

/** A provider that the shared stand-in plays. */
const oidcPair =
  (
    start: () => Promise<OidcStandIn>,
    adapter: (standIn: OidcStandIn) => Provider,
    person: string,
    subject: string,
  ) =>
  async (): Promise<Pair> => {
    const standIn = await start()
    const provider = adapter(standIn)
    await provider.prepare?.()
    const native = (nonce: string) => standIn.nativeTokens(person, { nonce })
    return pairOf(standIn, provider, person, subject, native)
  }

/** Every provider of this build. */
export const adapters: Record<ProviderId, AdapterUnderTest> = {
  kakao: { talents, tellsPresence: true, oidc: true, callsToReturn: 1, start: startKakaoPair },
  naver: {
    talents: ['disconnection', 'unlinkNotices'],
    tellsPresence: false,
    oidc: true,
    callsToReturn: 2,
    start: startNaverPair,
  },
  google: {
    talents: ['idTokens', 'accessTokens', 'disconnection'],
    tellsPresence: false,
    oidc: true,
    callsToReturn: 1,
    start: oidcPair(google.startGoogle, google.adapterFor, 'seoa', '101000000000000000001'),
  },
  github: {
    talents: ['accessTokens', 'disconnection'],
    tellsPresence: false,
    oidc: false,
    unknownToken: 'token_not_ours',
    callsToReturn: 2,
    start: startGithubPair,
  },
  apple: {
    talents: ['idTokens', 'disconnection'],
    tellsPresence: true,
    oidc: true,
    withoutPkce: true,
    callsToReturn: 1,
    start: oidcPair(
      apple.startApple,
      apple.adapterFor,
      'byeolha',
      '001003.aaaaaaaaaaaaaaaaaaaaaaaaaaaa1003.0100',
    ),
  },
  line: {
    talents: ['idTokens', 'accessTokens', 'disconnection'],
    tellsPresence: false,
    oidc: true,
    callsToReturn: 1,
    start: oidcPair(line.startLine, line.adapterFor, 'yui', 'U00000000000000000000000000000001'),
  },
  oidc: {
    talents: ['idTokens', 'disconnection'],
    tellsPresence: true,
    oidc: true,
    callsToReturn: 1,
    start: oidcPair(generic.startGeneric, generic.adapterFor, 'gaon', 'company-gaon'),
  },
}
