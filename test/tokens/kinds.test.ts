import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Tokens } from '../../lib/flows/ports/tokens.ts'
import { ids } from '../../lib/runtime/ids.ts'
import { fieldsOf } from '../support/fields.ts'
import { problemOf } from '../support/world.ts'
import { later, now, openStage, partsOf, type Stage, sessionOf, transactionOf } from './mints.ts'

let stage: Stage
let tokens: Tokens
beforeAll(async () => {
  stage = await openStage()
  tokens = await stage.at()
})

const names = () => ({ tokenId: ids.token(), pendingId: ids.pending() })

const pauseOf = () => ({ tokenId: ids.token(), memberId: ids.member(), deactivationId: ids.deactivation() })

/** Each kind of token: how to make one, and how to read one. */
const kinds = {
  access: {
    make: async () => (await tokens.access.issue(sessionOf())).accessToken,
    read: (text: string) => tokens.access.read(text, 'fresh_enough'),
    refusal: 'invalid_token',
  },
  register: {
    make: async () => (await tokens.flow.issue('register', names())).token,
    read: (text: string) => tokens.flow.read('register', text),
    refusal: 'invalid_token',
  },
  link: {
    make: async () => (await tokens.flow.issue('link', names())).token,
    read: (text: string) => tokens.flow.read('link', text),
    refusal: 'invalid_token',
  },
  reactivation: {
    make: () => tokens.reactivation.issue(pauseOf()),
    read: (text: string) => tokens.reactivation.read(text),
    refusal: 'invalid_token',
  },
  transaction: {
    make: () => tokens.oauthRequests.seal(transactionOf()),
    read: (text: string) => tokens.oauthRequests.open(text),
    refusal: 'invalid_transaction',
  },
  refresh: {
    make: async () => {
      const { memberId, id: sessionId } = sessionOf()
      return tokens.refresh.derive({ memberId, sessionId, generation: 0 }).token
    },
    read: async (text: string) => tokens.refresh.read(text),
    refusal: undefined,
  },
} as const
type KindName = keyof typeof kinds
const isKind = (name: string): name is KindName => name in kinds
const all = Object.keys(kinds).filter(isKind)

/** Reading gives nothing: a problem, or no value where the port says so. */
async function expectNothing(as: KindName, text: string): Promise<void> {
  const { read, refusal } = kinds[as]
  if (refusal === undefined) expect(await read(text)).toBeUndefined()
  else expect((await problemOf(read(text))).code).toBe(refusal)
}

describe('kinds of tokens', () => {
  it.each(all)('are read as their own kind: %s', async (kind) => {
    expect(await kinds[kind].read(await kinds[kind].make())).toBeDefined()
  })

  it.each(all.flatMap((kind) => all.filter((as) => as !== kind).map((as) => [kind, as] as const)))(
    'are never mixed up: %s is no %s',
    async (kind, as) => {
      await expectNothing(as, await kinds[kind].make())
    },
  )

  it.each(all)('refuse any one changed character: %s', async (kind) => {
    const token = await kinds[kind].make()
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.'
    // The last character of a base64url part can hold bits without a meaning.
    const places = fc.nat(token.length - 2).filter((at) => token[at + 1] !== '.')
    const change = async (at: number, character: string) => {
      if (token[at] !== character)
        await expectNothing(kind, token.slice(0, at) + character + token.slice(at + 1))
    }
    await fc.assert(fc.asyncProperty(places, fc.constantFrom(...alphabet), change), { numRuns: 150 })
  })

  it.each(all)('refuse any foreign text with one and the same problem: %s', async (kind) => {
    const texts = fc.oneof(fc.string(), fc.stringMatching(/^[\w-]{0,40}(\.[\w-]{0,40}){0,6}$/))
    await fc.assert(
      fc.asyncProperty(texts, (text) => expectNothing(kind, text)),
      { numRuns: 100 },
    )
  })

  it.each(all)('refuse tokens of another stage: %s', async (kind) => {
    const ours = tokens
    const token = await kinds[kind].make()
    tokens = await (await openStage()).at()
    await expectNothing(kind, token)
    tokens = ours
  })
})

describe('a stage that moves to another origin, with its keys', () => {
  const moved = async (kind: KindName) => {
    const token = await kinds[kind].make()
    const ours = tokens
    tokens = await stage.at(now, stage.keys, 'https://login.example.com')
    return {
      token,
      [Symbol.dispose]: () => {
        tokens = ours
      },
    }
  }

  it.each(all.filter((kind) => kind !== 'refresh'))('refuses tokens of before: %s', async (kind) => {
    using before = await moved(kind)
    await expectNothing(kind, before.token)
  })

  it('takes refresh tokens of before, which name no issuer', async () => {
    using before = await moved('refresh')
    expect(await kinds.refresh.read(before.token)).toBeDefined()
  })
})

describe('a register or link token', () => {
  it.each(['register', 'link'] as const)('contains ids and nothing personal: %s', async (kind) => {
    const named = names()
    const { token, expiresIn } = await tokens.flow.issue(kind, named)
    const { header, parts } = partsOf(token)
    const said: unknown = JSON.parse(Buffer.from(parts[1] ?? '', 'base64url').toString())
    expect(header).toMatchObject({ typ: `${kind}+jwt`, alg: 'ES256' })
    expect(Object.keys(fieldsOf(said)).sort()).toEqual(['aud', 'exp', 'iat', 'iss', 'jti', 'pending'])
    expect(expiresIn).toBe(600)
    expect(await tokens.flow.read(kind, token)).toEqual(named)
  })

  it('lives ten minutes', async () => {
    const { token } = await tokens.flow.issue('register', names())
    const { flow } = await stage.at(later(600))
    expect((await problemOf(flow.read('register', token))).code).toBe('invalid_token')
    await expect((await stage.at(later(599))).flow.read('register', token)).resolves.toBeDefined()
  })
})
