import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lifetimes } from '../../lib/domain/values/lifetimes.ts'
import { ids } from '../../lib/runtime/ids.ts'
import { createDeviceTokens } from '../../lib/tokens/device-tokens.ts'
import { readKeyRing } from '../../lib/tokens/key-ring.ts'
import { makeKeys } from '../../lib/tokens/make-keys.ts'
import { createRefreshTokens } from '../../lib/tokens/refresh-tokens.ts'

const start = new Date('2026-11-22T10:00:00.000Z')
const keys = await readKeyRing(await makeKeys(new Date(0)), start)
const other = await readKeyRing(await makeKeys(new Date(0)), start)
const at = (seconds: number, ring = keys) =>
  createDeviceTokens({ keys: ring, now: () => new Date(start.getTime() + seconds * 1000) })
const [memberId, deviceId] = [ids.member(), ids.device()]
const token = at(0).issue({ memberId, deviceId })

describe('the token of a known device', () => {
  it('names its device, and is of its member alone', () => {
    const device = at(0).read(token)
    expect(device?.id).toBe(deviceId)
    expect(device?.isOf(memberId)).toBe(true)
    expect(device?.isOf(ids.member())).toBe(false)
  })

  it('tells nobody its member', () => {
    expect(token).not.toContain(memberId)
    expect(token).toMatch(/^[\w-]+\.[0-9a-f-]{36}\.\d+\.[\w-]{43}$/)
  })

  it('expires', () => {
    expect(
      at(lifetimes.knownDevice - 1)
        .read(token)
        ?.isOf(memberId),
    ).toBe(true)
    expect(at(lifetimes.knownDevice).read(token)).toBeUndefined()
  })

  it('is of nobody when any part of it was changed', () => {
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom('0', 'a', 'Z', '_', '.'), (index, letter) => {
        fc.pre(token[index] !== letter)
        const changed = token.slice(0, index) + letter + token.slice(index + 1)
        expect(at(0).read(changed)?.isOf(memberId) ?? false).toBe(false)
      }),
    )
  })

  it.each(['', 'device', `${token}.x`, `${token}=`, token.replaceAll('.', ':'), `x.${token}`])(
    'is nothing in another form: %j',
    (text) => {
      expect(at(0).read(text)).toBeUndefined()
    },
  )

  it('is nothing to another stage, or after its key was dropped', () => {
    expect(at(0, other).read(token)).toBeUndefined()
  })

  it('is no refresh token, and no refresh token is one', () => {
    const refresh = createRefreshTokens(keys.refresh)
    expect(refresh.read(token)).toBeUndefined()
    const { token: renewing } = refresh.derive({ memberId, sessionId: ids.session(), generation: 0 })
    expect(at(0).read(renewing)).toBeUndefined()
  })
})
