import { describe, expect, it } from 'vitest'
import type { Locale } from '../../../lib/domain/values/locale.ts'
import {
  isProblemCode,
  missingValue,
  Problem,
  type ProblemCode,
  problems,
} from '../../../lib/domain/values/problem.ts'
import { problemResponse } from '../../../lib/http/response/problem-details.ts'
import { problemText } from '../../../lib/http/response/problem-texts.ts'
import { requestId, requestOf } from '../../support/events.ts'

const codes = Object.keys(problems).filter(isProblemCode)

const reply = (problem: Problem, headers: Record<string, string> = {}) =>
  problemResponse(problem, { ...requestOf('GET /me', { headers }), policy, origin })

const policy = { minimumAge: 16 }
const origin = 'https://auth.example.com'
const textOf = (code: ProblemCode, locale: Locale) => problemText(code, locale, policy)

describe('every problem', () => {
  it.each(codes)('has a text in Korean and one in English: %s', (code) => {
    const [ko, en] = [textOf(code, 'ko'), textOf(code, 'en')]
    expect(ko).toMatch(/[가-힣].*[.]$/)
    expect(en).toMatch(/^[A-Z][\x20-\x7e]+[.]$/)
  })

  it.each(codes)('has the members of RFC 9457: %s', (code) => {
    const { status, title } = problems[code]
    const response = reply(new Problem(code), { 'accept-language': 'en' })
    expect(response).toMatchObject({ status, contentType: 'application/problem+json' })
    expect(response.body).toMatchObject({
      type: `https://auth.example.com/problems/${code}`,
      title,
      status,
      code,
      detail: textOf(code, 'en'),
      instance: `urn:ieum:request:${requestId}`,
    })
  })

  it('has an own title, and an error status', () => {
    const titles = codes.map((code) => problems[code].title)
    expect(new Set(titles).size).toBe(codes.length)
    expect(codes.filter((code) => problems[code].status < 400 || problems[code].status > 599)).toEqual([])
  })

  it('puts its name and row into the log, and not into the response', () => {
    const { about, body } = reply(new Problem('member_suspended', {}, 3))
    expect(about).toEqual({ outcome: 'member_suspended', row: 3 })
    expect(body).not.toHaveProperty('row')
  })
})

describe('a problem', () => {
  it('speaks the language of its request, and keeps its title', () => {
    const [korean, english] = ['ko', 'en'].map((locale) =>
      reply(new Problem('not_found'), { 'accept-language': locale }),
    )
    expect(korean?.body).toMatchObject({ detail: textOf('not_found', 'ko'), title: 'There is nothing here' })
    expect(english?.body).toMatchObject({ detail: textOf('not_found', 'en'), title: 'There is nothing here' })
  })

  it('of a suspended member names the address of the support, where the stage has one', () => {
    const withSupport = { ...policy, supportAddress: 'help@mokkoji.example' }
    expect(problemText('member_suspended', 'ko', withSupport)).toContain('고객센터(help@mokkoji.example)로')
    expect(problemText('member_suspended', 'en', withSupport)).toContain('write to help@mokkoji.example')
    expect(textOf('member_suspended', 'en')).toContain('contact support')
  })

  it.each(['ko', 'en'])('has the age of the policy in its text: %s', (locale) => {
    const { body } = reply(new Problem('guardian_consent_required'), { 'accept-language': locale })
    expect(body).toMatchObject({ detail: expect.stringMatching(/16/) })
  })

  it('has further members beside its code', () => {
    const extras = {
      items: ['email'],
      user_mapping: 'MANDATORY_ITEMS_NOT_AGREED',
      mailSentTo: 'd*****@example.com',
      restorableUntil: '2026-12-01T00:00:00.000Z',
      rejoinFrom: '2027-01-01T00:00:00.000Z',
    } as const
    expect(reply(new Problem('invalid_request', extras)).body).toMatchObject(extras)
  })

  it.each([
    ['ko', '그대로'],
    ['en', 'just so'],
  ])('prefers an own detail, in the language of the request: %s', (locale, detail) => {
    const problem = new Problem('invalid_request', {
      detail: { ko: '그대로', en: 'just so' },
      errors: [{ pointer: '/a', detail: { ko: '그대로', en: 'just so' } }],
    })
    expect(reply(problem, { 'accept-language': locale }).body).toMatchObject({
      detail,
      errors: [{ pointer: '/a', detail: locale === 'ko' ? detail : `This ${detail}.` }],
    })
  })

  it('says of each fault a sentence, also where the words follow on the name of a field', () => {
    const details = [missingValue, { ko: '약관에 동의해 주세요.', en: 'Please agree to the terms.' }]
    const problem = new Problem('invalid_request', {
      errors: details.map((detail) => ({ pointer: '/a', detail })),
    })
    const said = (locale: Locale) => reply(problem, { 'accept-language': locale }).body
    expect(said('en')).toMatchObject({
      errors: [{ detail: 'This is required.' }, { detail: 'Please agree to the terms.' }],
    })
    expect(said('ko')).toMatchObject({
      errors: [{ detail: '필수 항목입니다.' }, { detail: '약관에 동의해 주세요.' }],
    })
  })

  it('says when to try again, in the body and as a header', () => {
    const { headers, body } = reply(new Problem('too_many_requests', { retryAfter: 42 }))
    expect(headers).toEqual({ 'retry-after': '42' })
    expect(body).toMatchObject({ retryAfter: 42 })
  })

  it('always says when to try again after `unavailable`', () => {
    expect(reply(new Problem('unavailable')).headers).toEqual({ 'retry-after': '1' })
    expect(reply(new Problem('unavailable', { retryAfter: 7 })).headers).toEqual({ 'retry-after': '7' })
  })

  it('of a token challenges as RFC 6750 says', () => {
    expect(reply(new Problem('invalid_token')).headers).toEqual({
      'www-authenticate': 'Bearer error="invalid_token"',
    })
  })

  it('of a stale sign-in challenges as RFC 9470 says, and no other does', () => {
    const { headers, body } = reply(new Problem('insufficient_user_authentication', { maxAge: 600 }))
    const challenge = 'Bearer error="insufficient_user_authentication", max_age="600"'
    expect(headers).toEqual({ 'www-authenticate': challenge })
    expect(body).not.toHaveProperty('maxAge')
    expect(reply(new Problem('insufficient_user_authentication')).headers).toEqual({
      'www-authenticate': 'Bearer error="insufficient_user_authentication"',
    })
  })
})

describe('a problem in a browser that is navigating', () => {
  const page = (locale: string) =>
    problemResponse(
      new Problem('invalid_transaction', {
        detail: { ko: '<script>alert(1)</script>', en: '<script>alert(1)</script>' },
      }),
      {
        ...requestOf('GET /callback/{provider}', {
          path: { provider: 'kakao' },
          query: 'state=%3Cscript%3E',
          headers: { accept: 'text/html,application/xhtml+xml;q=0.9', 'accept-language': locale },
        }),
        policy,
        origin,
      },
    )

  it.each(['ko', 'en'] as const)('is a page in its language, with an id for support: %s', (locale) => {
    const { status, contentType, body } = page(locale)
    expect({ status, contentType }).toEqual({ status: 400, contentType: 'text/html; charset=utf-8' })
    expect(body).toContain(`<html lang="${locale}">`)
    expect(body).toContain(textOf('invalid_transaction', locale))
    expect(body).toContain(requestId)
  })

  it('repeats nothing of the request, runs nothing and leads nowhere', () => {
    expect(page('en').body).not.toMatch(/<script|alert|<a |href=|onerror/i)
  })

  it('tells the developer of the page which part of the request was refused, and repeats no other name', () => {
    const detail = { ko: '등록된 클라이언트가 아닙니다.', en: 'is not a registered client' }
    const errors = ['/clientId', '/evil'].map((pointer) => ({ pointer, detail }))
    const asked = requestOf('GET /login/{provider}', {
      path: { provider: 'kakao' },
      headers: { accept: 'text/html', 'accept-language': 'en' },
    })
    const { body } = problemResponse(new Problem('invalid_request', { errors }), { ...asked, policy, origin })
    expect(body).toContain('<code>clientId</code> is not a registered client')
    expect(body).not.toContain('evil')
  })

  it('is JSON for a request that is no navigation', () => {
    const asked = { ...requestOf('POST /token', { headers: { accept: 'text/html' } }), policy, origin }
    expect(problemResponse(new Problem('invalid_ticket'), asked).contentType).toBe('application/problem+json')
  })

  it('is JSON for an unreadable request', () => {
    const { contentType, body } = problemResponse(new Problem('payload_too_large'), {
      id: 'x',
      locale: 'ko',
      policy,
      origin,
    })
    expect(contentType).toBe('application/problem+json')
    expect(body).toMatchObject({ code: 'payload_too_large', instance: 'urn:ieum:request:x' })
  })
})
