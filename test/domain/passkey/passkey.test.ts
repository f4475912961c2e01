import { describe, expect, it } from 'vitest'
import { isCounterRegressed } from '../../../lib/domain/passkey/passkey.ts'
import { passkeyName } from '../../../lib/domain/passkey/passkey-name.ts'
import { isDeviceLabel } from '../../../lib/domain/values/device.ts'

describe('the counter of a signature', () => {
  it.each([
    [0, 0, false],
    [0, 1, false],
    [1, 2, false],
    [1, 1, true],
    [2, 1, true],
    [2, 0, true],
  ])('after %i, %i is a copied key: %s', (stored, counter, expected) => {
    expect(isCounterRegressed({ counter: stored }, { counter })).toBe(expected)
  })
})

describe('a passkey', () => {
  const device = 'Chrome · Windows'

  it('is named by its authenticator, else by the device, else as what it is', () => {
    const label = isDeviceLabel(device) ? device : undefined
    expect(passkeyName('fbfc3007-154e-4ecc-8c0b-6e020557d7bd', label)).toBe('Apple Passwords')
    expect(passkeyName('00000000-0000-0000-0000-000000000000', label)).toBe(device)
    expect(passkeyName('00000000-0000-0000-0000-000000000000', undefined)).toBe('Passkey')
  })
})
