import type { GatewayReport } from '../../../lib/domain/merge/identity-check.ts'
import type { CosePublicKey } from '../../../lib/domain/passkey/passkey.ts'
import type { ProviderId } from '../../../lib/domain/values/identity.ts'
import { Problem } from '../../../lib/domain/values/problem.ts'
import type { ServiceHooks } from '../../../lib/flows/ports/hooks.ts'
import type { Authenticators } from '../../../lib/flows/ports/passkeys/authenticators.ts'
import type { Provider, ProviderLogin } from '../../../lib/flows/ports/provider.ts'
import type { Imports } from '../../../lib/flows/ports/store/operators/imports.ts'
import type { Tokens } from '../../../lib/flows/ports/tokens.ts'
import type { World } from '../../../lib/flows/ports/world.ts'
import { additionsIn } from '../../../lib/store/operators/importing/additions.ts'
import { storeOf } from '../../../lib/store/store.ts'
import { secrets } from '../../../lib/tokens/secrets.ts'
import { type MemoryTable, memoryTable } from '../../support/memory-table/memory-table.ts'
import { checked } from '../../support/people.ts'
import { openWorld } from '../../support/world.ts'
import { type Account, type OwnKey, type Player, residents } from './cast.ts'

/** A world on a table in memory, in which every secret is plain text and every provider says what the game says. */
export interface GameWorld extends World {
  readonly hooks: ServiceHooks
  readonly table: MemoryTable
  readonly imports: Pick<Imports, 'add'>
  /** The accounts at the providers, by the code that the provider hands out for one. */
  readonly accounts: Map<string, Account>
  /** The account ends the connection to us at its provider. */
  readonly ended: Set<string>
  /** Runs while the next password is compared. */
  duringComparison: (() => Promise<void>) | undefined
  /** The keys in each player's authenticator, oldest first. */
  readonly keys: Readonly<Record<Player, OwnKey[]>>
  readonly authenticators: Authenticators
  /** Who does the next identity check. */
  checked: Player
  pass(seconds: number): void
}

const relyingParty = { rpId: 'example.com', rpName: '시험', origins: ['https://www.example.com'] }

export const hashed = (password: string): string => `hash of ${password}`

export function openGame(): GameWorld {
  const base = openWorld({ terms: [], passkeys: relyingParty })
  const table = memoryTable()
  const accounts: GameWorld['accounts'] = new Map()
  const ended: GameWorld['ended'] = new Set()
  const nonces = new Map<string, string>()
  const store = storeOf(table, { hashes: base.hashes, nameIndexes: ['name+birth'], maxSessions: 50 })
  const world: GameWorld = {
    ...base,
    ...store,
    identityChecks: {
      ...store.identityChecks,
      async begin(check) {
        nonces.set(check.id, check.nonce)
        await store.identityChecks.begin(check)
      },
    },
    limits: {
      look: async () => [],
      spend: async () => undefined,
      giveBack: async () => undefined,
      isKnownFull: async () => false,
    },
    tokens: { ...base.tokens, verification: verificationTokens(base) },
    passwords: {
      hash: async (password) => hashed(password),
      async verify(password, hash) {
        const meanwhile = world.duringComparison
        world.duringComparison = undefined
        await meanwhile?.()
        return hash === hashed(password)
      },
      verifyNothing: async () => false,
      renew: async () => undefined,
    },
    receivesTexts: () => true,
    providers: { find: (id) => providerFor(id, world) },
    identityGateway: {
      opening: { storeId: 'store', channelKey: 'channel' },
      acceptsTestChannel: false,
      report: async (id) => reportOf(world, nonces.get(id)),
    },
    table,
    imports: additionsIn(table, base.hashes),
    accounts,
    ended,
    keys: { mallory: [], vera: [] },
    authenticators,
    duringComparison: undefined,
    checked: 'mallory',
    pass: base.pass,
  }
  return world
}

const isKey = (_: unknown): _ is CosePublicKey => true

/** Authenticators whose signature is to know the credential's id. */
const authenticators: Authenticators = {
  readNew: async ({ id }) => ({
    credentialId: id,
    publicKey: checked(isKey, id),
    counter: 0,
    transports: [],
    aaguid: '',
    backupEligible: false,
    backedUp: false,
  }),
  originOf: async () => undefined,
  readUse: async () => ({ counter: 0, backedUp: false }),
}

function reportOf(world: GameWorld, nonce: string | undefined): GatewayReport {
  const person = {
    name: '김다은',
    ci: residents[world.checked],
    source: 'a phone company',
    verifiedAt: world.clock.now(),
  }
  return { kind: 'verified', channel: 'live', age: 1, person, ...(nonce !== undefined && { nonce }) }
}

function verificationTokens({ clock }: Pick<World, 'clock'>): Tokens['verification'] {
  type Names = Parameters<Tokens['verification']['issue']>[0]
  const book = new Map<string, { readonly names: Names; readonly until: number }>()
  return {
    async issue(names) {
      const token = `verification-${secrets.random()}`
      book.set(token, { names, until: clock.now().getTime() + 600_000 })
      return { token, expiresIn: 600 }
    },
    async read(token) {
      const entry = book.get(token)
      if (entry === undefined || entry.until <= clock.now().getTime()) throw new Problem('invalid_token')
      return entry.names
    },
  }
}

const keyOf = (id: ProviderId, subject: string): string => `${id}:${subject}`

/** A provider with what all of them have. A code is the name of the account that signs in. */
function providerFor(id: ProviderId, world: GameWorld): Provider {
  const loginOf = (code: string): ProviderLogin => {
    const account = world.accounts.get(code)
    if (account === undefined || account.profile.identity.provider !== id)
      throw new Error(`no account ${code}`)
    return { identity: account.profile.identity, accessToken: code }
  }
  return {
    id,
    authorizationUrl: ({ state }) => `https://provider.example/authorize?state=${state}`,
    redeemCode: async ({ code }) => loginOf(code),
    async fetchProfile({ identity: { subject } }) {
      const account = world.accounts.get(keyOf(id, subject))
      if (account === undefined) throw new Error(`no account ${subject}`)
      return account.profile
    },
    disconnection: { needs: 'identity', disconnect: async () => 'ended' },
    unlinkNotices: {
      acknowledgement: 200,
      read: ({ parameters: { subject = '' } }) => {
        const account = world.accounts.get(keyOf(id, subject))
        return account === undefined
          ? { kind: 'malformed' }
          : { kind: 'unlinked', identity: account.profile.identity }
      },
      isConnected: async ({ subject }) => !world.ended.has(keyOf(id, subject)),
    },
  }
}
