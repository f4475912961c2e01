import type { ProviderId } from '../../lib/domain/values/identity.ts'
import type { ProviderRefusal } from '../../lib/domain/visit/facts.ts'
import type { CodeGrant, Provider } from '../../lib/flows/ports/provider.ts'
import * as github from './github/world.ts'
import * as google from './google/world.ts'
import { adapterFor, startKakao, visit } from './kakao/world.ts'
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
  /** The provider's error for an unknown access token. GitHub does not tell such a token from one of another app. */
  readonly unknownToken?: ProviderRefusal
  /** The number of calls for a returning visitor, with known keys. */
  readonly callsToReturn: number
  start(): Promise<Pair>
}

async function startKakaoPair(): Promise<Pair> {
  const standIn = await startKakao()
  const provider = adapterFor(standIn)
  const person = 'taeyang'
  return {
    provider,
    subject: '1376016924429759228',
    visit: () => visit(provider, standIn, person),
    native: (nonce) => standIn.nativeTokens(person, { nonce }),
    foreignAccessToken: () => standIn.foreignAccessToken(person),
    asked: () => standIn.requests.map(({ path }) => path),
    isConnected: () => standIn.isConnected(person),
    isAlive: (accessToken) => accessToken !== undefined && standIn.isAlive(accessToken),
    stop: () => standIn.stop(),
  }
}

async function startNaverPair(): Promise<Pair> {
  const standIn = await naver.startNaver()
  const provider = naver.adapterFor(standIn)
  const person = 'siwoo'
  return {
    provider,
    subject: 'aK7-siwoo_2v0xZqT9mB4nE1cR8wYhL5dJ3uPfGsQ6o',
    visit: () => visitAt(provider, standIn, person),
    native: () => ({ idToken: '', accessToken: standIn.sdkAccessToken(person) }),
    foreignAccessToken: () => standIn.foreignAccessToken(person),
    asked: () => standIn.requests.map(({ path }) => path),
    isConnected: () => standIn.isConnected(person),
    isAlive: (accessToken) => accessToken !== undefined && standIn.isAlive(accessToken),
    stop: () => standIn.stop(),
  }
}

async function startGooglePair(): Promise<Pair> {
  const standIn = await google.startGoogle()
  const provider = google.adapterFor(standIn)
  const person = 'seoa'
  return {
    provider,
    subject: '101000000000000000001',
    visit: () => visitAt(provider, standIn, person),
    native: (nonce) => standIn.nativeTokens(person, { nonce }),
    foreignAccessToken: () => standIn.foreignAccessToken(person),
    asked: () => standIn.requests.map(({ path }) => path),
    isConnected: () => standIn.isConnected(person),
    isAlive: (accessToken) => accessToken !== undefined && standIn.isAlive(accessToken),
    stop: () => standIn.stop(),
  }
}

async function startGithubPair(): Promise<Pair> {
  const standIn = await github.startGithub()
  const provider = github.adapterFor(standIn)
  const person = 'gyeoul'
  return {
    provider,
    subject: '9007199254740993',
    visit: () => visitAt(provider, standIn, person),
    native: () => ({ idToken: '', accessToken: standIn.nativeAccessToken(person) }),
    foreignAccessToken: () => standIn.foreignAccessToken(person),
    asked: () => standIn.requests.map(({ path }) => path),
    isConnected: () => standIn.isConnected(person),
    isAlive: (accessToken) => accessToken !== undefined && standIn.isAlive(accessToken),
    stop: () => standIn.stop(),
  }
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
    start: startGooglePair,
  },
  github: {
    talents: ['accessTokens', 'disconnection'],
    tellsPresence: false,
    oidc: false,
    unknownToken: 'token_not_ours',
    callsToReturn: 2,
    start: startGithubPair,
  },
}
