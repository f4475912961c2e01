import { createHmac } from 'node:crypto'
import { isMemberId, isSessionId } from '../domain/values/ids.ts'
import type { RefreshName, RefreshTokens } from '../flows/ports/tokens.ts'
import { type KeyRing, keyNamed, type Ring } from './key-ring.ts'
import { secrets } from './secrets.ts'

type RefreshRing = KeyRing['refresh']

/**
 * Derives and reads refresh tokens. A token names member, session and generation, and its secret is
 * an HMAC of them under a stage key. So a session's current token can be derived again while only
 * its hash is stored. `read` gives undefined for a token that is not ours; `repeat` throws an
 * `Error` if the session's key was retired.
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
