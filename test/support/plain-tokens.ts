import { createHash } from 'node:crypto'
import type { ReactivationName } from '../../lib/domain/leaving/reactivation.ts'
import { isDeviceId, isSealedTicket } from '../../lib/domain/values/ids.ts'
import { Problem, type ProblemCode } from '../../lib/domain/values/problem.ts'
import type { Ticket } from '../../lib/domain/visit/pending-connection.ts'
import type { ProviderToken, SealedToken } from '../../lib/domain/visit/provider-token.ts'
import type { Tokens } from '../../lib/flows/ports/tokens.ts'
import { secrets } from '../../lib/tokens/secrets.ts'
import { nameOf, unasked } from './kept.ts'

/**
 * Tokens without cryptography: each is a random text, and a table holds its meaning. A story can see that a flow uses
 * the right kind of token.
 */
export function plainTokens(now: () => Date): Tokens {
  const access = createBook<Awaited<ReturnType<Tokens['access']['read']>>>('invalid_token')
  const flow = createBook<Parameters<Tokens['flow']['issue']>[1]>('invalid_token')
  const transactions = createBook<Awaited<ReturnType<Tokens['oauthRequests']['open']>>>('invalid_transaction')
  const challenges =
    createBook<Awaited<ReturnType<Tokens['passkeyChallenges']['open']>>>('invalid_transaction')
  const reactivation = createBook<ReactivationName>('invalid_token')
  return {
    access: {
      async issue({ memberId, id, clientId, signIn }) {
        const says = { memberId, sessionId: id, clientId, authTime: signIn.authTime }
        return { accessToken: access.write('access', says, in600(now())), expiresIn: 600 }
      },
      read: async (token, age) =>
        access.read('access', token, age === 'expired_will_do' ? new Date(0) : now()),
    },
    flow: {
      issue: async (kind, names) => ({ token: flow.write(kind, names, in600(now())), expiresIn: 600 }),
      read: async (kind, token) => flow.read(kind, token, now()),
    },
    oauthRequests: {
      seal: async (sealed) => transactions.write('transaction', sealed, sealed.expiresAt),
      open: async (text, age) =>
        transactions.read('transaction', text, age === 'expired_will_do' ? new Date(0) : now()),
    },
    passkeyChallenges: {
      seal: async (sealed) => challenges.write('challenge', sealed, sealed.expiresAt),
      open: async (text) => challenges.read('challenge', text, now()),
    },
    reactivation: {
      issue: async (name) => reactivation.write('reactivation', name, new Date(now().getTime() + 86_400_000)),
      read: async (token) => reactivation.read('reactivation', token, now()),
    },
    verification: { issue: unasked, read: unasked },
    refresh: plainRefreshTokens(),
    device: plainDeviceTokens(),
    providerTokens: plainKeptTokens(),
    tickets: plainTickets(),
    codes: { keyId: () => 'kid', derive: (id) => plainCode(id) },
    publicKeys: { keys: [] },
  }
}

/** Six digits that follow from an id. */
export const plainCode = (id: string): string =>
  String(createHash('sha256').update(id).digest().readUInt32BE(0) % 1_000_000).padStart(6, '0')

const in600 = (now: Date): Date => new Date(now.getTime() + 600_000)

function createBook<Said>(otherwise: ProblemCode) {
  const entries = new Map<string, { kind: string; said: Said; until: Date }>()
  return {
    write(kind: string, said: Said, until: Date): string {
      const token = `${kind}-${secrets.random()}`
      entries.set(token, { kind, said, until })
      return token
    },
    read(kind: string, token: string, now: Date): Said {
      const entry = entries.get(token)
      if (entry?.kind !== kind || entry.until <= now) throw new Problem(otherwise)
      return entry.said
    },
  }
}

/** Tickets are kept here, and open by their handle alone. */
function plainTickets(): Tokens['tickets'] {
  const sealed = new Map<string, Ticket>()
  return {
    seal(ticket) {
      const handle = `${secrets.random()}${secrets.random()}.plain`
      if (!isSealedTicket(handle)) throw new Error('unreachable')
      sealed.set(handle, ticket)
      return handle
    },
    open: (handle) => sealed.get(handle),
  }
}

/** Sealed values are kept here, and open only for their own identity. */
function plainKeptTokens(): Tokens['providerTokens'] {
  const sealed = new Map<SealedToken, { readonly owner: string; readonly token: ProviderToken }>()
  return {
    seal(identity, token) {
      const text = `sealed-${secrets.random()}`
      if (!isSealed(text)) throw new Error('unreachable')
      sealed.set(text, { owner: nameOf(identity), token })
      return text
    },
    open(identity, text) {
      const found = sealed.get(text)
      return found?.owner === nameOf(identity) ? found.token : undefined
    },
  }
}

const isSealed = (text: string): text is SealedToken => text.startsWith('sealed-')

/** Derived from the name alone, like real ones, so the same name gives the same token again. */
function plainRefreshTokens(): Tokens['refresh'] {
  const ours = new Map<string, ReturnType<Tokens['refresh']['read']>>()
  const kid = 'plain'
  const derive: Tokens['refresh']['derive'] = (name) => {
    const token = `refresh-${name.memberId}-${name.sessionId}-${name.generation}`
    const hash = secrets.hash(token)
    ours.set(token, { ...name, hash })
    return { token, hash, kid }
  }
  return {
    derive,
    repeat: ({ memberId, id, generation }) => derive({ memberId, sessionId: id, generation }).token,
    read: (token) => ours.get(token),
  }
}

/** Each token is the name of its device and its member. */
const plainDeviceTokens = (): Tokens['device'] => ({
  issue: ({ memberId, deviceId }) => `device-${deviceId}-of-${memberId}`,
  read(token) {
    const [, id, owner] = /^device-(.+)-of-(.+)$/.exec(token) ?? []
    return isDeviceId(id) ? { id, isOf: (memberId) => memberId === owner } : undefined
  },
})
