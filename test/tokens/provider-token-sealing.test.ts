import { describe, expect, test } from 'vitest'
import type { SealedToken } from '../../lib/domain/visit/provider-token.ts'
import { makeKeys } from '../../lib/tokens/make-keys.ts'
import { rotateKeys } from '../../lib/tokens/rotate-keys.ts'
import { kakaoIdentity } from '../support/people.ts'
import { later, openStage } from './mints.ts'

const minji = kakaoIdentity('9001')
const token = { kind: 'refresh', token: '1//a-refresh-token/with=odd+characters' } as const

const isSealed = (text: string): text is SealedToken => text !== ''
function tampered(sealed: SealedToken, at: number): SealedToken {
  const [kid = '', body = ''] = sealed.split('.')
  const bytes = Buffer.from(body, 'base64url')
  bytes[at < 0 ? bytes.length + at : at] = (bytes.at(at) ?? 0) ^ 1
  const text = `${kid}.${bytes.toString('base64url')}`
  if (!isSealed(text)) throw new Error('unreachable')
  return text
}

describe('a stored provider token', () => {
  test('opens for its identity, and hides its content otherwise', async () => {
    const { providerTokens: kept } = await (await openStage()).at()
    const sealed = kept.seal(minji, token)
    expect(sealed).not.toContain('refresh')
    expect(Buffer.from(sealed.split('.')[1] ?? '', 'base64url').includes(token.token)).toBe(false)
    expect(kept.open(minji, sealed)).toEqual(token)
  })

  test('never looks the same twice', async () => {
    const { providerTokens: kept } = await (await openStage()).at()
    expect(kept.seal(minji, token)).not.toBe(kept.seal(minji, token))
  })

  test('opens for no other identity, so a copy in another row is useless', async () => {
    const { providerTokens: kept } = await (await openStage()).at()
    expect(kept.open(kakaoIdentity('9002'), kept.seal(minji, token))).toBeUndefined()
  })

  test.each([
    ['its iv', 0],
    ['its text', 20],
    ['its tag', -1],
  ])('does not open when %s was changed', async (_, at) => {
    const { providerTokens: kept } = await (await openStage()).at()
    expect(kept.open(minji, tampered(kept.seal(minji, token), at))).toBeUndefined()
  })

  test.each(['', 'x', 'kid.', 'kid.AAAA', '.'])('does not open when it is %j', async (text) => {
    const stage = await openStage()
    const { providerTokens: kept } = await stage.at()
    const [key] = stage.keys.sealing
    for (const odd of [text, text.replace('kid', key?.kid ?? '')]) {
      if (isSealed(odd)) expect(kept.open(minji, odd)).toBeUndefined()
    }
  })

  test('opens by a key whose name was chosen by hand', async () => {
    const stage = await openStage()
    const [key] = stage.keys.sealing
    if (key === undefined) throw new Error('there is no sealing key')
    const named = { ...stage.keys, sealing: [{ ...key, kid: 'prod 2026.11' }] }
    const { providerTokens: kept } = await stage.at(undefined, named)
    expect(kept.open(minji, kept.seal(minji, token))).toEqual(token)
  })

  test('still opens after a rotation of the keys, and new ones use the new key', async () => {
    const stage = await openStage()
    const sealed = (await stage.at()).providerTokens.seal(minji, token)
    const next = await makeKeys(later(3600))
    const rotated = rotateKeys(stage.keys, next, { now: later(3600), dropOlderThanDays: 0 })
    const { providerTokens: kept } = await stage.at(later(7200), rotated)
    expect(kept.open(minji, sealed)).toEqual(token)
    expect(kept.seal(minji, token).split('.')[0]).toBe(next.sealing[0]?.kid)
    expect((await stage.at(later(7200), next)).providerTokens.open(minji, sealed)).toBeUndefined()
  })

  test('is sealed by the old key while other containers may not know the new one', async () => {
    const stage = await openStage()
    const rotated = rotateKeys(stage.keys, await makeKeys(later(3600)), { now: later(3600) })
    const { providerTokens: kept } = await stage.at(later(3601), rotated)
    expect(kept.seal(minji, token).split('.')[0]).toBe(stage.keys.sealing[0]?.kid)
  })
})
