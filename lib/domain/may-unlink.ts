import type { Identity } from './identity.ts'
import { identityWay, type Member } from './member.ts'

/**
 * Whether a member could still come in without an identity. A password opens nothing by itself: it takes an
 * address or a number to say whose it is, and both may have gone to whoever verified them. A number opens
 * nothing by itself either, as long as codes go by mail alone.
 */
export function mayUnlink(
  { ways, email, phone }: Pick<Member, 'ways' | 'email' | 'phone'>,
  identity: Identity,
) {
  const isNamed = email !== undefined || phone !== undefined
  return ways.some((way) => {
    if (way === identityWay(identity) || way === 'phone') return false
    return way !== 'password' || isNamed
  })
}
