import { describe, expect } from 'vitest'
import { visitor } from '../support/steps.ts'
import { type DoorName, doors, type Keyring, keyringOf, kinds } from './doors-and-tokens.ts'
import { testWithLedger } from './ledger.ts'

/*
 * Mallory has a token for one purpose: from an e-mail, a log, or her own. She shows it at another door: the register
 * token of an unfinished person as an access token, an access token to register with, Kakao's id_token as ours, a
 * link token as a register token.
 * Defence: each kind has an own type and audience or an own form, and each door reads one kind (RFC 8725, sections
 * 3.11 and 3.12). This test shows every kind at every door.
 */

let keyring: Keyring
const it = testWithLedger({ environment: { IEUM_LIMITS: JSON.stringify({ refusedGrants: 100 }) } })
it.beforeAll(async ({ stack }) => {
  keyring = await keyringOf(stack)
})

const isDoor = (name: string): name is DoorName => name in doors
const names = Object.keys(doors).filter(isDoor)

describe.each(names)('%s', (name) => {
  const { accepts, refuses } = doors[name]

  it.for(kinds.filter((kind) => kind !== accepts))('refuses %s', async (kind, { ledger }) => {
    const response = await ledger.unchangedBy(() => keyring.show[name](keyring.tokens[kind]))
    expect(response).toMatchObject(refuses)
    expect(response.body).not.toHaveProperty('outcome')
    expect(response.headers.getSetCookie()).toEqual([])
  })
})

describe('POST /logout', () => {
  const everywhere = true

  it.for(kinds.filter((kind) => kind !== 'access'))(
    'ends nothing for %s as a bearer token',
    async (kind, { stack, ledger }) => {
      const bearer = keyring.tokens[kind]
      const response = await ledger.unchangedBy(() =>
        visitor(stack).call('POST', '/logout', { bearer, body: { everywhere } }),
      )
      expect(response.status).toBe(204)
    },
  )

  it.for(kinds.filter((kind) => kind !== 'refresh'))(
    'ends nothing for %s to renew with',
    async (kind, { stack, ledger }) => {
      const refreshToken = keyring.tokens[kind]
      const response = await ledger.unchangedBy(() =>
        visitor(stack).call('POST', '/logout', { body: { everywhere, refreshToken } }),
      )
      expect(response.status).toBe(204)
    },
  )
})

describe('afterwards', () => {
  it.each(names)('%s still accepts its own kind', async (name) => {
    const response = await keyring.show[name](keyring.tokens[doors[name].accepts])
    expect([200, 201, 302]).toContain(response.status)
  })
})
