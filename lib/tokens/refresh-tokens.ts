import { createHmac } from 'node:crypto'
import { isMemberId, isSessionId } from '../domain/values/ids.ts'
import type { RefreshName, RefreshTokens } from '../flows/ports/tokens.ts'
import { type KeyRing, keyNamed, type Ring } from './key-ring.ts'
import { secrets } from './secrets.ts'

type RefreshRing = KeyRing['refresh']

/**
 * Refresh tokens name member, session and generation; their secret is an HMAC of these under a stage key.
 * So the current token of a session can be told again without ever having been stored: only its hash is.
 */
export function createRefreshTokens(ring: RefreshRing): RefreshTokens {
  const [current] = ring
  return {
    derive(name) {
      const token = tokenOf(ring, current.kid, name)
      return { token, hash: secrets.hash(token), kid: current.kid }
    },
    repeat({ memberId, id, generation, refreshKid }) {
      return tokenOf(ring, refreshKid, { memberId, sessionId: id, generation })
    },
    read(token) {
      const [kid, memberId, sessionId, generation, mac, ...rest] = token.split('.')
      if (kid === undefined || mac === undefined || rest.length > 0) return undefined
      if (!isMemberId(memberId) || !isSessionId(sessionId) || !/^\d{1,9}$/.test(generation ?? ''))
        return undefined
      const name: RefreshName = { memberId, sessionId, generation: Number(generation) }
      if (keyNamed(ring, kid) === undefined) return undefined
      return secrets.same(token, tokenOf(ring, kid, name))
        ? { ...name, hash: secrets.hash(token) }
        : undefined
    },
  }
}

function tokenOf<Key extends Parameters<typeof createHmac>[1]>(
  ring: Ring<Key>,
  kid: string,
  { memberId, sessionId, generation }: RefreshName,
): string {
  const key = keyNamed(ring, kid)
  if (key === undefined) throw new Error('the refresh key of a live session was retired')
  const name = `${kid}.${memberId}.${sessionId}.${generation}`
  return `${name}.${createHmac('sha256', key).update(`refresh ${name}`).digest('base64url')}`
}
