import { createCipheriv, createSecretKey, randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { createSealing, keysFor, sizes } from '../../lib/tokens/sealing/sealing.ts'

it('what is too short for a vector beside its tag does not open, though the key made it', () => {
  const key = createSecretKey(randomBytes(32))
  const sealing = createSealing([{ kid: 'kid', key }], 'purpose')
  const sealedOfNothing = (iv: Buffer): Buffer => {
    const cipher = createCipheriv('aes-256-gcm', keysFor('purpose')(key), iv).setAAD(
      Buffer.from('kid context'),
    )
    cipher.final()
    return cipher.getAuthTag()
  }
  // One vector in 256 ends with the byte that its tag begins with.
  let iv = randomBytes(sizes.iv)
  while (iv.at(-1) !== sealedOfNothing(iv).at(0)) iv = randomBytes(sizes.iv)
  const tag = sealedOfNothing(iv)
  const open = (body: Buffer) => sealing.open('context', `kid.${body.toString('base64url')}`)
  expect(open(Buffer.concat([iv, tag]))).toBe('')
  expect(open(Buffer.concat([iv, tag.subarray(1)]))).toBeUndefined()
})
