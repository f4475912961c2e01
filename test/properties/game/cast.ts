import type { CredentialId, UserHandle } from '../../../lib/domain/passkey/passkey.ts'
import type { CiHash, Email, Phone, ProviderProfile, Trust } from '../../../lib/domain/values/evidence.ts'
import type { Identity, ProviderId } from '../../../lib/domain/values/identity.ts'
import type { Address } from '../../../lib/domain/values/verification.ts'
import { ci, email, identityAt, phone } from '../../support/people.ts'

/** Mallory tries to get into Vera's accounts; Vera only lives her life. */
export type Player = 'mallory' | 'vera'
export const players = ['mallory', 'vera'] as const

/** The mailbox that each player reads, at all times. */
export const mailboxes: Readonly<Record<Player, Email>> = {
  mallory: email('mallory@example.com'),
  vera: email('vera@example.com'),
}

/** Two numbers. Each belongs to a player at first, and may change hands. */
export const numbers: Readonly<Record<Player, Phone>> = {
  mallory: phone('+821011110000'),
  vera: phone('+821022220000'),
}

export const residents: Readonly<Record<Player, CiHash>> = { mallory: ci('m'), vera: ci('v') }

/** The passwords that each player knows. Vera's first one has leaked. */
export const passwords = {
  mallory: 'seven wet stones',
  leaked: 'eight dry leaves',
  vera: 'nine tall birches',
} as const

/** What an account says is drawn for each, so four providers show all that providers can say. */
export const playedProviders = ['kakao', 'naver', 'google', 'github'] as const satisfies readonly ProviderId[]
export type PlayedProvider = (typeof playedProviders)[number]

/** An account at a provider, and what the provider says about its owner. */
export interface Account {
  readonly owner: Player
  readonly profile: ProviderProfile
}

/** What the account's owner wrote there, or proved. Nobody can prove a mailbox or number of somebody else. */
export interface Said {
  readonly email?: { readonly of: Player; readonly trust: Trust }
  readonly phone?: { readonly of: Player; readonly trust: Trust }
  readonly hasCi: boolean
}

const identityOf = (owner: Player, provider: ProviderId): Identity =>
  identityAt(provider, `${owner === 'vera' ? '7' : '6'}00${provider.length}`)

/** An account as its provider shows it. Everybody has the same name, which helps nobody but Mallory. */
export const accountOf = (owner: Player, provider: ProviderId, said: Said): Account => ({
  owner,
  profile: {
    identity: identityOf(owner, provider),
    name: '김다은',
    ...(said.email && { email: { value: mailboxes[said.email.of], trust: said.email.trust } }),
    ...(said.phone && { phone: { value: numbers[said.phone.of], trust: said.phone.trust } }),
    ...(said.hasCi && { ci: residents[owner] }),
    refused: [],
    terms: [],
  },
})

export const mailbox = (owner: Player): Address => ({ channel: 'email', value: mailboxes[owner] })
export const number = (first: Player): Address => ({ channel: 'sms', value: numbers[first] })

/** A key of a player's own authenticator, as the authenticator remembers it. */
export interface OwnKey {
  readonly id: CredentialId
  readonly userHandle: UserHandle
}

/** The name of an account at the stand-in providers. */
export const accountKey = ({ profile: { identity } }: Account): string =>
  `${identity.provider}:${identity.subject}`
