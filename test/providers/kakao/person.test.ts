import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { isSubject, type Subject } from '../../../lib/domain/values/identity.ts'
import type { KakaoStandIn } from '../../../lib/stand-ins/kakao/stand-in.ts'
import { faultOf } from '../fault-of.ts'
import { adapterFor, startKakao, visit } from './world.ts'

let standIn: KakaoStandIn
beforeAll(async () => {
  standIn = await startKakao()
})
afterAll(() => standIn.stop())
beforeEach(() => standIn.heal())

function subjectOf(text: string): Subject {
  if (!isSubject(text)) throw new Error('not a subject')
  return text
}

describe('the terms of Kakao Sync', () => {
  const profileOf = async (persona: string) => {
    const kakao = adapterFor(standIn)
    return kakao.fetchProfile(await kakao.redeemCode(visit(kakao, standIn, persona)))
  }

  test('come with the agreed and the refused ones', async () => {
    const { terms } = await profileOf('jiwoo')
    if (terms === 'unknown') throw new Error('the terms are unknown')
    expect(Object.fromEntries(terms.map(({ tag, agreed }) => [tag, agreed]))).toEqual({
      service: true,
      privacy: true,
      marketing: true,
      sibling_service: true,
    })
    expect(terms.every(({ agreedAt }) => agreedAt instanceof Date)).toBe(true)
    expect(terms.every(({ source }) => source === 'kakao_sync')).toBe(true)
  })

  test.each([
    ['{"msg":"not enabled","code":-3}', 403],
    ['{"msg":"bad parameter","code":-2}', 400],
  ])('are none for an app without Kakao Sync (%s)', async (body, status) => {
    standIn.fail('/v2/user/service_terms', { status, body })
    expect((await profileOf('minji')).terms).toEqual([])
  })

  test.each([
    ['{"msg":"internal","code":-1}', 400],
    ['{"msg":"quota","code":-10}', 400],
    ['{"msg":"time-out","code":-603}', 400],
    ['{"msg":"no token","code":-401}', 401],
    ['{"msg":"not enabled","code":-3}', 500],
    ['<html>', 403],
    ['{"id":2100000001}', 200],
    ['{"id":1,"service_terms":[]}', 200],
    ['{"id":2100000001,"service_terms":[{"tag":"service","agreed":"true"}]}', 200],
    ['{"id":2100000001,"service_terms":[{"agreed":true}]}', 200],
  ])('are unknown when Kakao failed to list them (%s, %i)', async (body, status) => {
    standIn.fail('/v2/user/service_terms', { status, body })
    const profile = await profileOf('minji')
    expect([profile.terms, profile.name]).toEqual(['unknown', '김민지'])
  })
})

describe('an unavailable profile', () => {
  test.each([
    ['{"msg":"no such token","code":-401}', 401, 'grant_invalid'],
    ['{"msg":"NotRegisteredUserException","code":-101}', 400, 'grant_invalid'],
    ['{"msg":"internal","code":-1}', 400, 'unavailable'],
    ['{"id":2100000001,"kakao_account":"nonsense"}', 200, 'unavailable'],
    ['{"id":null}', 200, 'unavailable'],
    ['{}', 200, 'unavailable'],
  ])('has its own fault: %s (%i) is %s', async (body, status, why) => {
    const kakao = adapterFor(standIn)
    const providerLogin = await kakao.redeemCode(visit(kakao, standIn, 'minji'))
    standIn.fail('/v2/user/me', { status, body })
    expect((await faultOf(kakao.fetchProfile(providerLogin))).why).toBe(why)
  })

  test('does not blame the visitor when our admin key is wrong', async () => {
    standIn.nativeTokens('minji', { nonce: 'n' })
    const kakao = adapterFor(standIn, { adminKey: 'wrong' })
    const identity = { provider: 'kakao', subject: subjectOf('2100000001') } as const
    expect((await faultOf(kakao.fetchProfile({ identity }))).why).toBe('unavailable')
  })
})

test('a picture from Kakao comes over https', async () => {
  const kakao = adapterFor(standIn)
  const profile = await kakao.fetchProfile(await kakao.redeemCode(visit(kakao, standIn, 'minji')))
  expect(profile.picture).toBe('https://img.example.com/minji.jpg')
})

describe('disconnecting at Kakao', () => {
  const identity = { provider: 'kakao', subject: subjectOf('2100000009') } as const

  test('uses the admin key, for that person alone', async () => {
    standIn.nativeTokens('eunbi', { nonce: 'n' })
    await adapterFor(standIn).disconnection?.disconnect(identity)
    expect(standIn.requests.findLast(({ path }) => path === '/v1/user/unlink')).toMatchObject({
      scheme: 'KakaoAK',
      params: { target_id_type: 'user_id', target_id: '2100000009' },
    })
  })

  test('revokes our own terms and keeps the connection and the sibling’s terms', async () => {
    const kakao = adapterFor(standIn)
    const providerLogin = await kakao.redeemCode(visit(kakao, standIn, 'jiwoo'))
    await kakao.disconnection?.release?.(providerLogin.identity, ['service', 'privacy', 'marketing'])
    expect(standIn.agreedTerms('jiwoo')).toEqual(['sibling_service'])
    expect(standIn.isConnected('jiwoo')).toBe(true)
  })

  test('fails when Kakao keeps one of the terms', async () => {
    const kakao = adapterFor(standIn)
    const { identity: own } = await kakao.redeemCode(visit(kakao, standIn, 'jiwoo'))
    const rows = [{ tag: 'service', agreed: true }]
    const body = `{"id":${own.subject},"revoked_service_terms":${JSON.stringify(rows)}}`
    standIn.fail('/v2/user/revoke/service_terms', { status: 200, body })
    const released = kakao.disconnection?.release?.(own, ['service'])
    expect((await faultOf(Promise.resolve(released))).why).toBe('unavailable')
  })

  test('asks only for what is ours, agreed and revocable, and for nothing where that is nothing', async () => {
    const kakao = adapterFor(standIn)
    const { identity: own } = await kakao.redeemCode(visit(kakao, standIn, 'jiwoo'))
    const asked = () =>
      standIn.requests
        .filter(({ path }) => path === '/v2/user/revoke/service_terms')
        .map(({ params }) => params['tags'])
    const before = asked().length
    expect(await kakao.disconnection?.release?.(own, ['service', 'ours_alone', 'sibling_service'])).toBe(
      'released',
    )
    expect(await kakao.disconnection?.release?.(own, ['service', 'ours_alone'])).toBe('released')
    expect(asked().slice(before)).toEqual(['service'])
  })

  test.each([
    ['{"msg":"not revocable","code":-3}', 403],
    ['{"msg":"bad parameter","code":-2}', 400],
  ])('gives up on a refusal that will not change (%s)', async (body, status) => {
    const kakao = adapterFor(standIn)
    const { identity: own } = await kakao.redeemCode(visit(kakao, standIn, 'jiwoo'))
    standIn.fail('/v2/user/revoke/service_terms', { status, body })
    standIn.fail('/v1/user/unlink', { status, body })
    expect(await kakao.disconnection?.release?.(own, ['privacy'])).toBe('refused')
    expect(await kakao.disconnection?.disconnect(own)).toBe('not_revocable')
  })

  test('fails when Kakao names another person', async () => {
    standIn.fail('/v1/user/unlink', { status: 200, body: '{"id":1}' })
    const ended = adapterFor(standIn).disconnection?.disconnect(identity)
    expect((await faultOf(Promise.resolve(ended))).why).toBe('unavailable')
  })

  test.each([
    ['{"msg":"wrong appKey","code":-401}', 401],
    ['{"msg":"account restricted","code":-4}', 400],
    ['{"msg":"not registered","code":-101}', 500],
  ])('fails when Kakao refuses (%s, %i)', async (body, status) => {
    standIn.fail('/v1/user/unlink', { status, body })
    const ended = adapterFor(standIn).disconnection?.disconnect(identity)
    expect((await faultOf(Promise.resolve(ended))).why).toBe('unavailable')
  })
})
