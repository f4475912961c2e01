import { createHmac } from 'node:crypto'
import { isDeviceId, type MemberId } from '../domain/values/ids.ts'
import { after, lifetimes } from '../domain/values/lifetimes.ts'
import type { DeviceTokens } from '../flows/ports/tokens.ts'
import type { Mint } from './jwt.ts'
import { type KeyRing, keyNamed } from './key-ring.ts'
import { secrets } from './secrets.ts'

/** The parts of a token that everybody can read: the key, a random id of the device, and the expiry in seconds. */
const form = /^([\w-]{1,64})\.([0-9a-f-]{36})\.(\d{1,12})\.([\w-]{43})$/

/**
 * Issues and reads the tokens of known devices. The member stands in the MAC alone, so a token tells nothing of its
 * member and says "yes" to nobody else. It is read at the password door only, where it opens nothing: it chooses the
 * limit of wrong passwords. `read` gives undefined for text that is not ours in form, or that has expired.
 */
export function createDeviceTokens({
  keys: { refresh: ring },
  now,
}: Pick<Mint, 'keys' | 'now'>): DeviceTokens {
  const [{ kid: current }] = ring
  return {
    issue({ memberId, deviceId }) {
      const expires = Math.floor(after(now(), lifetimes.knownDevice).getTime() / 1000)
      const name = `${current}.${deviceId}.${expires}`
      return `${name}.${macOf(ring, current, name, memberId)}`
    },
    read(token) {
      const [, kid, id, expires, mac] = form.exec(token) ?? []
      if (kid === undefined || mac === undefined || !isDeviceId(id)) return undefined
      if (Number(expires) * 1000 <= now().getTime() || keyNamed(ring, kid) === undefined) return undefined
      const name = `${kid}.${id}.${expires}`
      return { id, isOf: (memberId) => secrets.same(mac, macOf(ring, kid, name, memberId)) }
    },
  }
}

/** The keys of refresh tokens, whose texts begin with another word. */
function macOf(ring: KeyRing['refresh'], kid: string, name: string, memberId: MemberId): string {
  const key = keyNamed(ring, kid)
  if (key === undefined) throw new Error('the key of a device token was retired while it was read')
  return createHmac('sha256', key).update(`device ${name}.${memberId}`).digest('base64url')
}
