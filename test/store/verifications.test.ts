import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { afterEach, describe, expect, test } from 'vitest'
import { maxCodeAttempts } from '../../lib/domain/values/verification.ts'
import { keys } from '../../lib/store/table/schema.ts'
import { expectInvariants, scan } from '../support/scan.ts'
import { minutes, now, tokenId } from './cast.ts'
import { codeTo, matching, messageOf, proven, somewhere, verificationId } from './codes.ts'
import { freshScene } from './scene.ts'

const { client, tableName, store } = await freshScene()
const { verifications } = store
afterEach(() => expectInvariants(client, tableName))

/** A code that was just sent. */
async function sent(address = somewhere(), more: Parameters<typeof codeTo>[1] = {}) {
  const code = codeTo(address, more)
  await verifications.start(code, messageOf(code))
  const confirm = (tried = 'right', at = now) =>
    verifications.confirm(code.id, matching(tried), tokenId(), at)
  return { code, address, confirm }
}

describe('a code', () => {
  test('that is confirmed proves its address for its purpose, by one token', async () => {
    const { code, address } = await sent()
    const token = tokenId()
    const proof = { verificationId: code.id, tokenId: token, address, purpose: 'sign_in', startedAt: now }
    expect(await verifications.confirm(code.id, matching('right'), token, now)).toEqual(proof)
    expect(await verifications.find(code.id, token, now)).toEqual(proof)
    expect(await verifications.find(code.id, tokenId(), now)).toBeUndefined()
  })

  test('proves an address once', async () => {
    const { confirm } = await sent()
    expect(await confirm()).toBeDefined()
    expect(await confirm()).toBeUndefined()
  })

  test('allows four wrong attempts, and not five', async () => {
    const [four, five] = [await sent(), await sent()]
    for (let tries = 1; tries < maxCodeAttempts; tries++) {
      expect(await four.confirm('wrong')).toBeUndefined()
      expect(await five.confirm('wrong')).toBeUndefined()
    }
    expect(await four.confirm()).toBeDefined()
    expect(await five.confirm('wrong')).toBeUndefined()
    expect(await five.confirm()).toBeUndefined()
  })

  test('lives on beside a newer code for the same address and purpose', async () => {
    const address = somewhere()
    const older = await sent(address)
    const otherPurpose = await sent(address, { purpose: 'contact' })
    const newer = await sent(address)
    for (const { confirm } of [newer, older, otherPurpose]) expect(await confirm()).toBeDefined()
  })

  test('that expired, or was never sent, proves nothing', async () => {
    const { code, confirm } = await sent()
    expect(await confirm('right', code.expiresAt)).toBeUndefined()
    expect(await verifications.confirm(verificationId(), matching('right'), tokenId(), now)).toBeUndefined()
    expect(await verifications.find(verificationId(), tokenId(), now)).toBeUndefined()
  })

  test('whose count of attempts is no number allows no attempt', async () => {
    const { code, confirm } = await sent()
    const count = (tries: unknown) =>
      client.send(
        new UpdateCommand({
          TableName: tableName,
          Key: { ...keys.code(code.id) },
          UpdateExpression: 'SET tries = :tries',
          ExpressionAttributeValues: { ':tries': tries },
        }),
      )
    await count('0')
    expect(await confirm()).toBeUndefined()
    await count(0)
    expect(await confirm()).toBeDefined()
  })

  test('has no key with the address', async () => {
    const { address } = await sent()
    const written = (await scan(client, tableName)).map(({ PK, SK }) => `${PK} ${SK}`)
    expect(written.join()).not.toContain(address.value)
  })
})

describe('a proof', () => {
  test('lasts as long as its token, also for a late code', async () => {
    const { code } = await sent()
    const [late, token] = [minutes(9), tokenId()]
    expect(await verifications.confirm(code.id, matching('right'), token, late)).toBeDefined()
    expect(await verifications.find(code.id, token, minutes(18.9))).toBeDefined()
    expect(await verifications.find(code.id, token, minutes(19))).toBeUndefined()
  })

  test('outlives a newer code', async () => {
    const address = somewhere()
    const { verificationId, tokenId } = await proven(store, address)
    await sent(address)
    expect(await verifications.find(verificationId, tokenId, now)).toBeDefined()
  })
})
