import { beforeAll, describe, expect, it } from 'vitest'
import { makeKeys } from '../../lib/tokens/make-keys.ts'
import { rotateKeys } from '../../lib/tokens/rotate-keys.ts'
import { secrets } from '../../lib/tokens/secrets.ts'
import { sure } from '../support/people.ts'
import { now, openStage, type Stage, sessionOf } from './mints.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})

const nameOf = (generation = 3) => {
  const { memberId, id: sessionId } = sessionOf()
  return { memberId, sessionId, generation }
}

describe('a refresh token', () => {
  it('gives back its name, with its stored hash', async () => {
    const { refresh } = await stage.at()
    const name = nameOf()
    const { token, hash, kid } = refresh.derive(name)
    expect(refresh.read(token)).toEqual({ ...name, hash })
    expect(hash).toBe(secrets.hash(token))
    expect(kid).toBe(sure(stage.keys.refresh[0]).kid)
  })

  it('is the same for the same name, and differs for any other', async () => {
    const { refresh } = await stage.at()
    const name = nameOf()
    const { token } = refresh.derive(name)
    expect(refresh.derive(name).token).toBe(token)
    const others = [
      { ...name, generation: 4 },
      { ...name, sessionId: sessionOf().id },
      { ...name, memberId: sessionOf().memberId },
    ]
    expect(new Set([token, ...others.map((other) => refresh.derive(other).token)]).size).toBe(4)
  })

  it('can be computed again from its session, also after a rotation of the keys', async () => {
    const { refresh } = await stage.at()
    const { memberId, sessionId, generation } = nameOf()
    const { token, kid } = refresh.derive({ memberId, sessionId, generation })
    const session = sessionOf({ id: sessionId, memberId, generation, refreshKid: kid })
    const rotated = await stage.at(now, rotateKeys(stage.keys, await makeKeys(now), { now }))
    expect(refresh.repeat(session)).toBe(token)
    expect(rotated.refresh.repeat(session)).toBe(token)
    expect(rotated.refresh.read(token)).toBeDefined()
  })

  it('cannot be computed again without its key, which is a fault of ours', async () => {
    const { refresh } = await stage.at()
    expect(() => refresh.repeat(sessionOf({ refreshKid: 'retired' }))).toThrow('was retired')
  })
})

describe('reading a refresh token', () => {
  it.each([
    ['a later generation', (token: string) => token.replace('.3.', '.4.')],
    ['the same generation in other digits', (token: string) => token.replace('.3.', '.03.')],
    ['no generation', (token: string) => token.replace('.3.', '..')],
    ['another member', (token: string) => token.replace(/\.[0-9a-f-]{36}\./, `.${sessionOf().memberId}.`)],
    ['no secret', (token: string) => token.replace(/[^.]+$/, '')],
    ['something behind it', (token: string) => `${token}.x`],
    ['another case', (token: string) => token.toUpperCase()],
    ['a key that is not known', (token: string) => token.replace(/^[^.]+/, 'unknown')],
    ['a name of the prototype as its key', (token: string) => token.replace(/^[^.]+/, '__proto__')],
  ])('gives nothing for %s', async (_, change) => {
    const { refresh } = await stage.at()
    const { token } = refresh.derive(nameOf(3))
    expect(change(token)).not.toBe(token)
    expect(refresh.read(change(token))).toBeUndefined()
  })

  it('gives nothing without its key', async () => {
    const { refresh } = await stage.at()
    const { token } = refresh.derive(nameOf())
    const retired = await stage.at(now, { ...stage.keys, refresh: (await makeKeys(now)).refresh })
    expect(retired.refresh.read(token)).toBeUndefined()
  })
})
