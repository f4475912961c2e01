import { describe, expect, it } from 'vitest'
import { provenAddress } from '../../../lib/flows/steps/proven-address.ts'
import { openAddressWorld } from '../../support/address-world.ts'
import { sure } from '../../support/people.ts'
import { problemOf } from '../../support/world.ts'

describe('a verification token', () => {
  it('proves the address for the purpose of its code', async () => {
    const world = openAddressWorld()
    const token = await world.prove('minji@example.com', 'sign_up')
    expect(await provenAddress(world, token, 'sign_up')).toMatchObject({
      address: { channel: 'email', value: 'minji@example.com' },
      purpose: 'sign_up',
    })
  })

  it.each(['sign_in', 'contact'] as const)('proves nothing for %s', async (purpose) => {
    const world = openAddressWorld()
    const token = await world.prove('minji@example.com', 'sign_up')
    expect((await problemOf(provenAddress(world, token, purpose))).code).toBe('invalid_token')
  })

  it('is not consumed by reading, and proves nothing after its use', async () => {
    const world = openAddressWorld()
    const token = await world.prove('minji@example.com', 'sign_up')
    const proof = await provenAddress(world, token, 'sign_up')
    expect(await provenAddress(world, token, 'sign_up')).toEqual(proof)
    expect(world.proofs.use(sure(proof))).toBe(true)
    expect((await problemOf(provenAddress(world, token, 'sign_up'))).code).toBe('token_used')
  })

  it('expires', async () => {
    const world = openAddressWorld()
    const token = await world.prove('minji@example.com', 'sign_up')
    world.pass(600)
    expect((await problemOf(provenAddress(world, token, 'sign_up'))).code).toBe('invalid_token')
  })
})
