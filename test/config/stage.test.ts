import { describe, expect, it } from 'vitest'
import { ConfigurationError, readStage, required, type Variables } from '../../lib/config/stage.ts'
import { defaultSessionLifetimes } from '../../lib/domain/values/lifetimes.ts'
import { defaultSmsPolicy } from '../../lib/domain/values/sms-policy.ts'
import { defaultPolicy } from '../../lib/domain/visit/match-policy.ts'

const origin = 'https://auth.example.com'
const web = {
  id: 'web',
  type: 'web',
  redirectUris: ['https://www.example.com/'],
  origins: ['https://www.example.com'],
}
const term = {
  tag: 'service',
  version: '1',
  title: '이용약관',
  required: true,
  url: 'https://www.example.com/t',
}

const stage = (over: Variables = {}) => readStage({ IEUM_ORIGIN: origin, ...over })
const clients = (...list: readonly object[]) => stage({ IEUM_CLIENTS: JSON.stringify(list) }).clients
const policy = (value: object) => stage({ IEUM_POLICY: JSON.stringify(value) }).policy
const terms = (...list: readonly object[]) => stage({ IEUM_TERMS: JSON.stringify(list) }).terms

/** The fault is named together with the variable that it is in. */
function expectFault(read: () => unknown, ...says: readonly string[]): void {
  expect(read).toThrow(ConfigurationError)
  for (const text of says) expect(read).toThrow(text)
}

describe('the settings of a stage', () => {
  it('need nothing but our own origin', () => {
    expect(stage()).toEqual({
      origin,
      closing: { graceDays: 30, rejoinAfterDays: 0 },
      clients: [],
      policy: defaultPolicy,
      terms: [],
      sessions: defaultSessionLifetimes,
      sms: defaultSmsPolicy,
    })
  })

  it('take an empty variable for one that is not set', () => {
    expect(
      stage({ IEUM_CLIENTS: '', IEUM_POLICY: '', IEUM_TERMS: '', IEUM_SESSIONS: '', IEUM_CLOSING: '' }),
    ).toEqual(stage())
    expectFault(() => stage({ IEUM_ORIGIN: '' }), 'IEUM_ORIGIN: is not set')
  })

  it.each(['IEUM_CLIENTS', 'IEUM_POLICY', 'IEUM_TERMS', 'IEUM_SESSIONS', 'IEUM_CLOSING'])(
    'name %s when it is no JSON',
    (name) => {
      expectFault(() => stage({ [name]: '{"secret-value' }), `${name}: is not JSON`)
      expect(() => stage({ [name]: '{"secret-value' })).not.toThrow('secret-value')
    },
  )

  it.each(['IEUM_CLIENTS', 'IEUM_POLICY', 'IEUM_TERMS', 'IEUM_SESSIONS', 'IEUM_CLOSING'])(
    'name %s when it is of another form',
    (name) => {
      expectFault(() => stage({ [name]: '7' }), `${name}: (whole)`)
    },
  )

  it('name a variable that somebody needs', () => {
    expectFault(() => required({}, 'IEUM_TABLE'), 'IEUM_TABLE: is not set')
    expect(required({ IEUM_TABLE: 'members' }, 'IEUM_TABLE')).toBe('members')
  })
})

describe('our own origin', () => {
  it.each([
    'https://auth.example.com',
    'http://localhost:3000',
    'http://127.0.0.1:3000',
    'http://[::1]:3000',
  ])('may be %s', (value) => {
    expect(stage({ IEUM_ORIGIN: value }).origin).toBe(value)
  })

  it.each([
    'http://auth.example.com',
    'http://10.0.0.1:3000',
    'http://localhost.example.com',
    'http://127.0.0.1.example.com',
    'https://auth.example.com/',
    'https://auth.example.com/path',
    'https://AUTH.example.com',
    'https://user:pass@auth.example.com',
    'https://auth.example.com:443',
    'auth.example.com',
    'ftp://auth.example.com',
    'javascript:alert(1)',
  ])('may not be %s', (value) => {
    expectFault(() => stage({ IEUM_ORIGIN: value }), 'IEUM_ORIGIN: must be an https origin')
  })
})

describe('clients', () => {
  it('have what they are registered with', () => {
    expect(clients(web)).toEqual([{ ...web, allowPrivateUseScheme: false }])
    expect(clients({ id: 'sdk', type: 'mobile' })).toEqual([
      { id: 'sdk', type: 'mobile', redirectUris: [], origins: [], allowPrivateUseScheme: false },
    ])
  })

  it.each([
    ['an id that can be no part of a cookie', { ...web, id: 'a;b' }, '0.id'],
    ['an unknown type', { ...web, type: 'desktop' }, '0.type'],
    ['a field that nobody knows', { ...web, redirectUri: 'https://www.example.com/' }, '0.redirectUri'],
    ['a redirect that is no list', { ...web, redirectUris: 'https://www.example.com/' }, '0.redirectUris'],
    [
      'plain http',
      { ...web, redirectUris: ['http://www.example.com/'] },
      'client web: http://www.example.com/',
    ],
    ['a fragment', { ...web, redirectUris: ['https://www.example.com/#a'] }, 'client web'],
    ['a relative redirect', { ...web, redirectUris: ['/done'] }, 'client web'],
    [
      'a script',
      { ...web, redirectUris: ['javascript:alert(1)'], allowPrivateUseScheme: true },
      'client web',
    ],
    ['an origin with a path', { ...web, origins: ['https://www.example.com/'] }, 'client web'],
    ['any origin', { ...web, origins: ['*'] }, 'client web'],
    ['an origin over plain http', { ...web, origins: ['http://www.example.com'] }, 'client web'],
  ])('are refused for %s', (_, client, says) => {
    expectFault(() => clients(client), 'IEUM_CLIENTS', says)
  })

  it('may use a scheme of their own only where that was asked for, and only a domain name in reverse', () => {
    const redirectUris = ['com.example.app:/done']
    expectFault(() => clients({ id: 'app', type: 'mobile', redirectUris }), 'private-use')
    expect(clients({ id: 'app', type: 'mobile', redirectUris, allowPrivateUseScheme: true })).toHaveLength(1)
    const short = { id: 'app', type: 'mobile', redirectUris: ['myapp:/done'], allowPrivateUseScheme: true }
    expectFault(() => clients(short), 'private-use')
  })

  it('may come back to this very machine over plain http', () => {
    expect(
      clients({ id: 'app', type: 'mobile', redirectUris: ['http://127.0.0.1:53682/done'] }),
    ).toHaveLength(1)
  })
})

describe('the policy', () => {
  it('keeps the default where nothing is said', () => {
    expect(policy({ minimumAge: 19 })).toEqual({ ...defaultPolicy, minimumAge: 19 })
  })

  it.each([
    ['a full match by name alone', { full: ['name'] }, 'full must contain'],
    ['a full match by nothing', { full: [] }, 'full must contain'],
    ['an item that nobody knows', { full: ['email', 'nickname'] }, 'full.1'],
    ['a partial item that nobody knows', { consider: ['birth'] }, 'consider.0'],
    ['a name that must be verified', { verifiedItems: ['name'] }, 'verifiedItems: name'],
    ['verifying what is not required', { verifiedItems: ['phone'] }, 'verifiedItems: phone'],
    ['half a year', { minimumAge: 14.5 }, 'minimumAge'],
    ['an age below zero', { minimumAge: -1 }, 'minimumAge'],
    ['a field that nobody knows', { minAge: 14 }, 'minAge'],
  ])('is refused for %s', (_, value, says) => {
    expectFault(() => policy(value), 'IEUM_POLICY', says)
  })
})

describe('terms', () => {
  it('have one title for all languages, or one for each', () => {
    const titles = terms(term, { ...term, tag: 'privacy', title: { ko: '개인정보', en: 'Privacy' } })
    expect(titles.map(({ title }) => title)).toEqual([
      { ko: '이용약관', en: '이용약관' },
      { ko: '개인정보', en: 'Privacy' },
    ])
  })

  it.each([
    ['a tag with a separator', { tag: 'a#b' }, '0.tag'],
    ['no tag', { tag: '' }, '0.tag'],
    ['a version with a space', { version: '1 a' }, '0.version'],
    ['a title in one language only', { title: { ko: '약관' } }, '0.title'],
    ['no word on whether they are required', { required: 'yes' }, '0.required'],
    ['an address that is none', { url: '/terms' }, '0.url'],
  ])('are refused for %s', (_, over, says) => {
    expectFault(() => terms({ ...term, ...over }), 'IEUM_TERMS', says)
  })
})

describe('texts', () => {
  it('go where the stage says, and no further than its budget', () => {
    const IEUM_SMS =
      '{"countries": ["KR", "JP"], "perDay": 500, "recycledAfterDays": 30, "region": "ap-northeast-1"}'
    expect(stage({ IEUM_SMS }).sms).toEqual({
      countries: ['KR', 'JP'],
      perHour: 1000,
      perDay: 500,
      recycledAfterSeconds: 30 * 86_400,
      region: 'ap-northeast-1',
    })
  })

  it.each([
    '{"countries": []}',
    '{"countries": ["+82"]}',
    '{"perHour": -1}',
    '{"recycledAfterDays": 0}',
    '{"to": "KR"}',
  ])('never go by %s', (IEUM_SMS) => expectFault(() => stage({ IEUM_SMS }), 'IEUM_SMS'))
})

describe('how long sessions live', () => {
  it('is said in days', () => {
    const { sessions } = stage({ IEUM_SESSIONS: '{"idleDays": 7, "totalDays": 30}' })
    expect(sessions).toEqual({ idleSeconds: 604_800, totalSeconds: 2_592_000 })
  })

  it.each(['{"idleDays": 0, "totalDays": 30}', '{"idleDays": 7}', '{"idleDays": "7", "totalDays": 30}'])(
    'is refused: %s',
    (value) => {
      expectFault(() => stage({ IEUM_SESSIONS: value }), 'IEUM_SESSIONS')
    },
  )
})

describe('how members leave', () => {
  it('is said in whole days, either part by itself', () => {
    expect(stage({ IEUM_CLOSING: '{"graceDays": 7}' }).closing).toEqual({ graceDays: 7, rejoinAfterDays: 0 })
    expect(stage({ IEUM_CLOSING: '{"rejoinAfterDays": 90}' }).closing).toEqual({
      graceDays: 30,
      rejoinAfterDays: 90,
    })
  })

  it.each(['{"graceDays": -1}', '{"graceDays": 0.5}', '{"rejoinAfterDays": "7"}', '{"days": 7}'])(
    'is refused: %s',
    (value) => {
      expectFault(() => stage({ IEUM_CLOSING: value }), 'IEUM_CLOSING')
    },
  )
})

describe('the page of a reactivation mail', () => {
  const web = { id: 'web', type: 'web', redirectUris: ['https://www.example.com/in'], origins: [] }
  const IEUM_CLIENTS = JSON.stringify([{ id: 'app', type: 'mobile' }, web])
  const pageOf = (more: Variables) =>
    readStage({ IEUM_ORIGIN: 'https://auth.example.com', ...more }).reactivationUrl

  it('is where the first web client signs in, unless it is named', () => {
    expect(pageOf({ IEUM_CLIENTS })).toBe('https://www.example.com/in')
    const named = 'https://www.example.com/back?lang=ko'
    expect(pageOf({ IEUM_CLIENTS, IEUM_REACTIVATION_URL: named })).toBe(named)
  })

  it('is nowhere where there is no web client', () => {
    expect(pageOf({})).toBeUndefined()
  })

  it.each(['http://www.example.com/', 'com.example.app:/back', '/back', 'https://www.example.com/#back'])(
    'is not %s',
    (page) => {
      expect(() => pageOf({ IEUM_REACTIVATION_URL: page })).toThrow('IEUM_REACTIVATION_URL')
    },
  )
})
