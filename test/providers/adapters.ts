import type { ProviderId } from '../../lib/domain/values/identity.ts'
import type { ProviderRefusal } from '../../lib/domain/visit/facts.ts'
import type { CodeGrant, Provider } from '../../lib/flows/ports/provider.ts'
import * as github from './github/world.ts'
import * as google from './google/world.ts'
import { adapterFor, startKakao, visit } from './kakao/world.ts'
import * as naver from './naver/world.ts'
import { visitAt } from './visit-at.ts'

/** What not every provider can do. */
export const talents = ['idTokens', 'accessTokens', 'disconnection', 'endsSessions', 'unlinkNotices'] as const
export type Talent = (typeof talents)[number]

/** An adapter beside a stand-in of its provider, in words that every provider has. */
export interface Pair {
  readonly provider: Provider
  /** The subject that the provider has for the person who visits. */
  readonly subject: string
  /** A person goes through the provider's pages. */
  visit(): CodeGrant
  /** What a native SDK would hand over. */
  native(nonce: string): { readonly idToken: string; readonly accessToken: string }
  /** A good access token of the same person, issued to somebody else's app. */
  foreignAccessToken(): string
  /** The paths that were asked so far. */
  asked(): readonly string[]
  isConnected(): boolean
  isAlive(accessToken: string | undefined): boolean
  stop(): Promise<void>
}

export interface AdapterUnderTest {
  /** The talents that the provider is known to have. */
  readonly talents: readonly Talent[]
  /** Whether the provider says when a person proved presence. */
  readonly tellsPresence: boolean
  /** Whether it speaks OpenID Connect, with a nonce of the visit in what it signs. */
  readonly oidc: boolean
  /** What it says of an access token that nobody has: GitHub does not tell it from somebody else's. */
  readonly unknownToken?: ProviderRefusal
  /** How many calls a returning visitor takes, once the keys are known. */
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

/** Every provider that this build speaks. */
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
