import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readStage } from '../../lib/config/read-stage.ts'
import { replaced } from '../../lib/config/replaced.ts'
import { readStageAt } from '../../lib/config/stage-file.ts'
import { settingsOf } from '../../lib/config/stage-settings.ts'
import { ConfigurationError } from '../../lib/config/variables.ts'
import { defaultSessionLifetimes } from '../../lib/domain/values/lifetimes.ts'
import { defaultSmsPolicy } from '../../lib/domain/values/sms-policy.ts'
import { defaultPolicy } from '../../lib/domain/visit/match-policy.ts'
import example from '../../stages/example.json' with { type: 'json' }
import { stageWith } from '../support/stage.ts'

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
  from: null,
}
const { kakao, naver, google } = example.providers
/** The doors of a stage that sends no texts. */
const textless = { ...example.doors, phoneSignUp: false, smsCodeSignIn: false }
const github = { clientId: 'client', origin: null, apiOrigin: null }

const file = 'stages/prod.json'
/** A complete stage with other values at some keys, as it is read for a deployment. */
const deployed = (over: object) =>
  readStage({ ...example, ...over }, { implies: false, loopback: false }, { file })
const settings = (keys: object = {}) => settingsOf(stageWith(keys), 'https://auth.example.com')

/** The text of the error that a read throws. Empty without an error. */
function messageOf(read: () => unknown): string {
  try {
    read()
    return ''
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message
    throw error
  }
}

type Path = readonly (string | number)[]

/** Every place of a stage, as a JSON pointer and as a path. */
function placesIn(value: unknown, path: Path = []): readonly (readonly [pointer: string, path: Path])[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = [...path, Array.isArray(value) ? Number(key) : key]
    return [[`/${at.join('/')}`, at] as const, ...placesIn(inner, at)]
  })
}

type Refusal = readonly [what: string, over: object, pointer: string, allowed: string]

const cloudFront = {
  certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/one',
  webAclArn: null,
  requestsPer5Minutes: 2_000,
  originSecret: 'ORIGIN_SECRET',
  direct: 'allowed',
}

const refusals: readonly Refusal[] = [
  ['a key that is none', { graceDays: 5 }, '/graceDays', 'allowed are $schema, origin'],
  ['an origin over plain http', { origin: 'http://auth.example.com' }, '/origin', 'an https origin'],
  ['an origin on loopback', { origin: 'http://localhost:3000' }, '/origin', 'an https origin'],
  ['an origin with a slash', { origin: 'https://auth.example.com/' }, '/origin', 'an https origin'],
  ['an origin in capitals', { origin: 'https://AUTH.example.com' }, '/origin', 'an https origin'],
  ['an origin with a password', { origin: 'https://a:b@auth.example.com' }, '/origin', 'an https origin'],
  ['a script as origin', { origin: 'javascript:alert(1)' }, '/origin', 'an https origin'],
  ['no origin, but a certificate', { origin: null }, '/origin', 'on the stage "dev"'],
  ['a certificate that is none', { certificateArn: 'arn' }, '/certificateArn', 'an ACM certificate'],
  ['two alarm addresses', { alarmMail: 'a@example.com,b@example.com' }, '/alarmMail', 'one address'],
  ['a service without an English name', { serviceName: { ko: '가게' } }, '/serviceName/en', '1 to 20 char'],
  ['a name in two lines', { serviceName: { ko: 'a\nb', en: 'a' } }, '/serviceName/ko', 'in one line'],
  ['support by plain http', { supportAddress: 'http://help' }, '/supportAddress', 'an e-mail address or'],
  ['a time zone that is none', { timeZone: 'Seoul' }, '/timeZone', 'an IANA time zone'],
  ['clients that are no list', { clients: {} }, '/clients', 'a list'],
  ['an id that can be no part of a cookie', { clients: [{ ...web, id: 'a;b' }] }, '/clients/0/id', 'letters'],
  ['an unknown type', { clients: [web, { ...web, type: 'desktop' }] }, '/clients/1/type', 'web, mobile'],
  ['a misspelt key', { clients: [{ ...web, redirectUri: '' }] }, '/clients/0/redirectUri', 'redirectUris'],
  [
    'a redirect over plain http',
    { clients: [{ ...web, redirectUris: ['https://www.example.com/', 'http://www.example.com/'] }] },
    '/clients/0/redirectUris/1',
    'an https address without a fragment',
  ],
  [
    'a fragment',
    { clients: [{ ...web, redirectUris: ['https://a.b/#c'] }] },
    '/clients/0/redirectUris/0',
    'https',
  ],
  [
    'an empty fragment',
    { clients: [{ ...web, redirectUris: ['https://a.b/#'] }] },
    '/clients/0/redirectUris/0',
    'https',
  ],
  [
    'a relative redirect',
    { clients: [{ ...web, redirectUris: ['/done'] }] },
    '/clients/0/redirectUris/0',
    'https',
  ],
  [
    'a script',
    { clients: [{ ...web, redirectUris: ['javascript:alert(1)'], allowPrivateUseScheme: true }] },
    '/clients/0/redirectUris/0',
    'a scheme with a dot in it',
  ],
  [
    'a private-use scheme that nobody allowed',
    { clients: [{ id: 'app', type: 'mobile', redirectUris: ['com.example.app:/done'] }] },
    '/clients/0/redirectUris/0',
    'with allowPrivateUseScheme',
  ],
  [
    'a scheme that is no domain name in reverse',
    { clients: [{ id: 'app', type: 'mobile', redirectUris: ['myapp:/done'], allowPrivateUseScheme: true }] },
    '/clients/0/redirectUris/0',
    'a scheme with a dot in it',
  ],
  ['any origin', { clients: [{ ...web, origins: ['*'] }] }, '/clients/0/origins/0', 'an https origin'],
  [
    'an origin with a path',
    { clients: [{ ...web, origins: ['https://www.example.com/'] }] },
    '/clients/0/origins/0',
    'an https origin',
  ],
  [
    'an unknown provider',
    { providers: { ...example.providers, facebook: null } },
    '/providers/facebook',
    'kakao',
  ],
  [
    'a provider without its app id',
    { providers: { ...example.providers, kakao: { ...kakao, appId: undefined } } },
    '/providers/kakao/appId',
    'the number of the app',
  ],
  [
    'a key in place of the app id',
    { providers: { ...example.providers, kakao: { ...kakao, appId: 'a-key' } } },
    '/providers/kakao/appId',
    'the number of the app',
  ],
  [
    'a secret in the file',
    { providers: { ...example.providers, naver: { ...naver, clientSecret: 'oops' } } },
    '/providers/naver/clientSecret',
    'allowed are clientId, authOrigin, apiOrigin',
  ],
  [
    'an issuer with a slash',
    { providers: { ...example.providers, google: { ...google, issuer: 'https://idp.example/' } } },
    '/providers/google/issuer',
    'an https address',
  ],
  [
    'a GitHub over plain http',
    { providers: { ...example.providers, github: { ...github, origin: 'http://10.0.0.1' } } },
    '/providers/github/origin',
    'an https address',
  ],
  [
    'a channel that is none',
    { identityGateway: { ...example.identityGateway, channelType: 'live' } },
    '/identityGateway/channelType',
    'one of LIVE, TEST',
  ],
  [
    'a full match by name',
    { policy: { ...example.policy, full: ['name'] } },
    '/policy/full',
    'email or phone',
  ],
  [
    'an unknown item',
    { policy: { ...example.policy, full: ['email', 'ci'] } },
    '/policy/full/1',
    'email, phone',
  ],
  [
    'an unknown partial item',
    { policy: { ...example.policy, consider: ['birth'] } },
    '/policy/consider/0',
    'ci, ',
  ],
  [
    'a name that must be verified',
    { policy: { ...example.policy, verifiedItems: ['name'] } },
    '/policy/verifiedItems',
    'email, phone and identity',
  ],
  [
    'verifying what is not required',
    { policy: { ...example.policy, verifiedItems: ['phone'] } },
    '/policy/verifiedItems',
    'email, name',
  ],
  [
    'a number that nobody can give',
    {
      policy: { ...example.policy, requiredItems: ['phone'] },
      sms: null,
      doors: textless,
      providers: { ...example.providers, kakao: null, naver: null },
    },
    '/policy/requiredItems',
    'where sms, kakao or naver gives one',
  ],
  [
    'a sign-up by phone without texts',
    { sms: null, doors: { ...example.doors, smsCodeSignIn: false } },
    '/doors/phoneSignUp',
    'false where sms is null',
  ],
  [
    'a sign-in by texts that nobody sends',
    { sms: null, doors: { ...example.doors, phoneSignUp: false } },
    '/doors/smsCodeSignIn',
    'false where sms is null',
  ],
  [
    'a number that nobody can verify',
    {
      policy: { ...example.policy, requiredItems: ['phone'], verifiedItems: ['phone'] },
      sms: null,
      doors: textless,
      providers: { ...example.providers, kakao: null },
    },
    '/policy/verifiedItems',
    'where sms or kakao verifies one',
  ],
  [
    'an identity that nobody checks',
    { policy: { ...example.policy, verifiedItems: ['identity'] }, identityGateway: null },
    '/policy/verifiedItems',
    'where identityGateway checks one',
  ],
  ['half a year', { policy: { ...example.policy, minimumAge: 14.5 } }, '/policy/minimumAge', 'from 0 to 150'],
  [
    'an age below zero',
    { policy: { ...example.policy, minimumAge: -1 } },
    '/policy/minimumAge',
    'from 0 to 150',
  ],
  ['a tag with a separator', { terms: [{ ...term, tag: 'a#b' }] }, '/terms/0/tag', '1 to 64'],
  ['a version with a space', { terms: [{ ...term, version: '1 a' }] }, '/terms/0/version', 'without spaces'],
  ['a title in one language', { terms: [{ ...term, title: { ko: '약관' } }] }, '/terms/0/title', 'ko'],
  ['a word for true', { terms: [{ ...term, required: 'yes' }] }, '/terms/0/required', 'true or false'],
  [
    'terms over plain http',
    { terms: [{ ...term, url: 'http://a.example/t' }] },
    '/terms/0/url',
    'an https address',
  ],
  [
    'terms at a script',
    { terms: [{ ...term, url: 'javascript:alert(1)' }] },
    '/terms/0/url',
    'an https address',
  ],
  ...['2027-01-01', '2027-02-30T00:00:00Z', '2027-01-01T25:00:00Z'].map(
    (from) =>
      [
        `terms from ${from}`,
        { terms: [{ ...term, from }] },
        '/terms/0/from',
        'a moment with its offset',
      ] as const,
  ),
  [
    'two versions from one moment',
    {
      terms: [
        { ...term, from: '2027-01-01T00:00:00+09:00' },
        { ...term, version: '2', from: '2026-12-31T15:00:00Z' },
      ],
    },
    '/terms/1/from',
    'another moment',
  ],
  [
    'one version twice',
    {
      terms: [
        { ...term, from: null },
        { ...term, from: '2027-01-01T00:00:00Z' },
      ],
    },
    '/terms/1/version',
    'another version of service',
  ],
  [
    'two clients of one id',
    { clients: [web, { ...web, type: 'mobile' }] },
    '/clients/1/id',
    'an id that no client',
  ],
  [
    'the stream of another table',
    {
      table: {
        name: 'ieum-prod-2',
        streamArn:
          'arn:aws:dynamodb:ap-northeast-2:123456789012:table/ieum-prod/stream/2026-11-01T00:00:00.000',
      },
    },
    '/table/streamArn',
    'the stream of the table that name says',
  ],
  ['attributes that are no schema', { attributes: 'text' }, '/attributes', 'a JSON Schema'],
  [
    'sessions of no day',
    { sessions: { ...example.sessions, idleDays: 0 } },
    '/sessions/idleDays',
    'from 1 to 3650',
  ],
  [
    'days as a text',
    { sessions: { ...example.sessions, totalDays: '90' } },
    '/sessions/totalDays',
    'a whole number',
  ],
  [
    'a grace period below zero',
    { closing: { ...example.closing, graceDays: -5 } },
    '/closing/graceDays',
    'from 0',
  ],
  [
    'half a day',
    { closing: { ...example.closing, rejoinAfterDays: 0.5 } },
    '/closing/rejoinAfterDays',
    'whole',
  ],
  ['lots of texts', { sms: { ...example.sms, perHour: 'lots' } }, '/sms/perHour', 'a whole number from 1'],
  ['texts to nowhere', { sms: { ...example.sms, countries: [] } }, '/sms/countries', 'a country'],
  ['a calling code', { sms: { ...example.sms, countries: ['+82'] } }, '/sms/countries/0', 'ISO 3166-1'],
  ['a region that is none', { sms: { ...example.sms, region: 'Seoul' } }, '/sms/region', 'an AWS region'],
  [
    'a sender with a name in its address',
    { mail: { ...example.mail, sender: { ...example.mail.sender, address: 'Shop <a@example.com>' } } },
    '/mail/sender/address',
    'one address',
  ],
  [
    'a name that no header holds',
    { mail: { ...example.mail, sender: { ...example.mail.sender, name: { ko: '가'.repeat(16), en: 'a' } } } },
    '/mail/sender/name/ko',
    '45 bytes',
  ],
  [
    'an identity of nobody',
    { mail: { ...example.mail, identity: 'none' } },
    '/mail/identity',
    'create, existing',
  ],
  [
    'an unknown claim',
    { tokens: { ...example.tokens, claims: ['email'] } },
    '/tokens/claims/0',
    'phone_number_verified',
  ],
  [
    'an algorithm without a key',
    { tokens: { ...example.tokens, algorithm: 'none' } },
    '/tokens/algorithm',
    'ES256, RS256, HS256',
  ],
  [
    'a page with a fragment',
    { reactivationUrl: 'https://a.example/#b' },
    '/reactivationUrl',
    'an https address',
  ],
  ['a page of an app', { reactivationUrl: 'com.example.app:/back' }, '/reactivationUrl', 'an https address'],
  [
    'a table without its stream',
    { table: { name: 'restored' } },
    '/table/streamArn',
    'the ARN of the stream',
  ],
  ['a rollout that CodeDeploy has not', { rollout: 'canary' }, '/rollout', 'one of Canary10Percent5Minutes'],
  [
    'a throttle that lets nobody in',
    { throttles: { ...example.throttles, costly: { rate: 0, burst: 1 } } },
    '/throttles/costly/rate',
    'from 1 to 10000',
  ],
  [
    'calls of no function',
    { throttles: { ...example.throttles, reservedConcurrency: { doors: null, jobs: 0 } } },
    '/throttles/reservedConcurrency/jobs',
    'from 1 to 1000, or null',
  ],
  ['a key of somebody else', { customerManagedKey: 'alias/shop' }, '/customerManagedKey', 'true or false'],
  [
    'a certificate that CloudFront cannot take',
    { cloudFront: { ...cloudFront, certificateArn: example.certificateArn } },
    '/cloudFront/certificateArn',
    'in us-east-1',
  ],
  [
    'a web ACL of an API',
    {
      cloudFront: {
        ...cloudFront,
        webAclArn: 'arn:aws:wafv2:ap-northeast-2:123456789012:regional/webacl/a/b',
      },
    },
    '/cloudFront/webAclArn',
    'for CloudFront, or null',
  ],
  [
    'an origin secret in the file',
    { cloudFront: { ...cloudFront, originSecret: 'hunter2' } },
    '/cloudFront/originSecret',
    'one of ORIGIN_SECRET, OTHER_ORIGIN_SECRET',
  ],
  [
    'a limit that nobody would reach',
    { cloudFront: { ...cloudFront, requestsPer5Minutes: 1 } },
    '/cloudFront/requestsPer5Minutes',
    'from 10 to 2000000000',
  ],
  [
    'a distribution that knows no host of the API',
    { cloudFront, certificateArn: null },
    '/certificateArn',
    'which CloudFront calls by its host',
  ],
  ['traces by another name', { traces: 'xray' }, '/traces', 'true or false'],
  ['a cost that no hash has', { oldPasswords: 'bcrypt:99' }, '/oldPasswords', 'a scheme with its cost'],
]

describe('a stage that is deployed', () => {
  it('has every key of the example', () => {
    expect(deployed({})).toMatchObject({ origin: example.origin, policy: example.policy })
  })

  it.each(refusals)('is refused for %s', (_, over, pointer, allowed) => {
    const message = messageOf(() => deployed(over))
    expect(message.startsWith(`${file}: ${pointer} is `)).toBe(true)
    expect(message).toContain(allowed)
    expect(message.split('\n')).toHaveLength(1)
  })

  it.each(Object.keys(example).filter((key) => key !== '$schema'))('is refused without %s', (key) => {
    expect(messageOf(() => deployed({ [key]: undefined }))).toMatch(
      new RegExp(`^${file}: /${key} is missing; allowed is .{4}`),
    )
  })

  it.each([
    ['/closing/graceDays', { closing: { rejoinAfterDays: 0 } }],
    ['/sms/region', { sms: { ...example.sms, region: undefined } }],
    ['/providers/github', { providers: { kakao, naver, google, apple: null, line: null, oidc: null } }],
    ['/policy/siblingTags', { policy: { ...example.policy, siblingTags: undefined } }],
  ])('is refused without %s', (pointer, over) => {
    expect(messageOf(() => deployed(over))).toMatch(
      new RegExp(`^${file}: ${pointer} is missing; allowed is .{4}`),
    )
  })

  it('is refused with the given value, and says whether null is allowed', () => {
    expect(messageOf(() => deployed({ closing: { ...example.closing, graceDays: -5 } }))).toBe(
      `${file}: /closing/graceDays is -5; allowed is a whole number from 0 to 3650`,
    )
    expect(messageOf(() => deployed({ alarmMail: 7 }))).toBe(
      `${file}: /alarmMail is 7; allowed is one address, such as no-reply@example.com, or null`,
    )
  })

  it('is refused with all faults at once, a line each', () => {
    const message = messageOf(() => deployed({ timeZone: 'Seoul', alarmMail: undefined, mails: null }))
    expect(message.split('\n').map((line) => line.split(' ')[1])).toEqual([
      '/alarmMail',
      '/timeZone',
      '/mails',
    ])
  })

  it('is refused with every key that is none, a line each', () => {
    const message = messageOf(() =>
      deployed({ one: 1, mail: { ...example.mail, three: 3, four: 4 }, two: 2 }),
    )
    expect(message.split('\n').map((line) => line.split(';')[0])).toEqual([
      `${file}: /mail/three is not a setting`,
      `${file}: /mail/four is not a setting`,
      `${file}: /one is not a setting`,
      `${file}: /two is not a setting`,
    ])
  })

  it('is refused with each fault once, however many checks of a value say the same', () => {
    const message = messageOf(() => deployed({ mail: { ...example.mail, perSecond: 0.5 } }))
    expect(message).toBe(`${file}: /mail/perSecond is 0.5; allowed is a whole number from 1 to 1000`)
  })

  it.each(placesIn(example))('is refused with no line twice for what is wrong at %s', (pointer, path) => {
    for (const wrong of [0.5, -0.5, 1e12, '', '\n', true, [], [0.5, 0.5], {}]) {
      const value = replaced(example, path, wrong)
      const lines = messageOf(() => readStage(value, { implies: false, loopback: false }, { file })).split(
        '\n',
      )
      expect(lines, `${pointer} is ${JSON.stringify(wrong)}`).toEqual([...new Set(lines)])
    }
  })

  it.each(['7', 'null', '"text"'])('is refused when it is %s', (text) => {
    expect(
      messageOf(() => readStage(JSON.parse(text), { implies: false, loopback: false }, { file })),
    ).toMatch(new RegExp(`^${file}: is .*; allowed is an object with \\$schema, origin`))
  })

  it.each([
    'certificateArn',
    'alarmMail',
    'supportAddress',
    'identityGateway',
    'attributes',
    'sms',
    'reactivationUrl',
    'oldPasswords',
    'table',
    'rollout',
    'cloudFront',
  ])('may leave out %s, and warns about that', (key) => {
    expect(deployed({ doors: textless, [key]: null })).toMatchObject({ [key]: null })
  })
})

describe('the stage dev', () => {
  it('implies every key, with sound values', () => {
    const implied = stageWith()
    expect(Object.keys(implied).toSorted()).toEqual(Object.keys(example).toSorted())
    expect(implied).toMatchObject({ origin: null, clients: [], terms: [], policy: defaultPolicy })
    expect(readStage(implied, { implies: true, loopback: false }, { file })).toEqual(implied)
  })

  it('keeps its implied values beside the given ones', () => {
    expect(stageWith({ policy: { minimumAge: 19 } }).policy).toEqual({ ...defaultPolicy, minimumAge: 19 })
    expect(stageWith({ closing: { graceDays: 7 } }).closing).toEqual({ graceDays: 7, rejoinAfterDays: 0 })
  })

  it('is refused for the faults that refuse other stages', () => {
    expect(messageOf(() => stageWith({ closing: { graceDays: -5 } }))).toMatch(
      /^stages\/dev.json: \/closing\/graceDays is -5/,
    )
    expect(messageOf(() => stageWith({ certificateArn: example.certificateArn }))).toContain(
      '/origin is null',
    )
  })
})

describe('on loopback, a stage', () => {
  it.each(['http://localhost:3000', 'http://127.0.0.1:3000', 'http://[::1]:3000'])(
    'may be at %s',
    (origin) => {
      expect(stageWith({ origin }).origin).toBe(origin)
    },
  )

  it.each(['http://10.0.0.1:3000', 'http://localhost.example.com', 'http://127.0.0.1.example.com'])(
    'may not be at %s',
    (origin) => {
      expect(messageOf(() => stageWith({ origin }))).toContain('/origin')
    },
  )
})

describe('clients', () => {
  it('have their registered values', () => {
    expect(stageWith({ clients: [web, { id: 'sdk', type: 'mobile' }] }).clients).toEqual([
      { ...web, allowPrivateUseScheme: false },
      { id: 'sdk', type: 'mobile', redirectUris: [], origins: [], allowPrivateUseScheme: false },
    ])
  })

  it('may use a reversed domain name as a scheme where that is allowed, and loopback always', () => {
    const redirectUris = ['com.example.app:/done', 'http://127.0.0.1:53682/done']
    const app = { id: 'app', type: 'mobile', redirectUris, allowPrivateUseScheme: true }
    expect(deployed({ clients: [app] }).clients).toHaveLength(1)
  })
})

describe('a module of hooks that is not there', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ieum-stage-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  it('is refused with the file, the key and what is allowed', () => {
    const path = join(folder, 'prod.json')
    writeFileSync(path, JSON.stringify({ ...example, hooks: './hoks.ts' }))
    expect(messageOf(() => readStageAt(path))).toContain(
      `${path}: /hooks is "./hoks.ts"; allowed is the path of a module that is there`,
    )
    writeFileSync(join(folder, 'hoks.ts'), 'export default {}')
    expect(readStageAt(path).stage.hooks).toBe(join(folder, 'hoks.ts'))
  })
})

describe('the settings of a stage, in the words of the functions', () => {
  it('have times in seconds', () => {
    expect(settings().sessions).toEqual(defaultSessionLifetimes)
    expect(settings({ sessions: { idleDays: 7, totalDays: 30 } }).sessions).toEqual({
      idleSeconds: 604_800,
      totalSeconds: 2_592_000,
    })
  })

  it('send texts where the stage allows, and otherwise to no country', () => {
    expect(settings().sms).toEqual(defaultSmsPolicy)
    const sms = { countries: ['KR', 'JP'], perDay: 500, recycledAfterDays: 30, region: 'ap-northeast-1' }
    expect(settings({ sms }).sms).toEqual({
      countries: ['KR', 'JP'],
      perHour: 1000,
      perSecond: 10,
      perDay: 500,
      recycledAfterSeconds: 30 * 86_400,
      region: 'ap-northeast-1',
    })
    expect(settings({ sms: null }).sms.countries).toEqual([])
  })

  it('have one title of terms for all languages, or one for each, and a path on our own origin', () => {
    const privacy = { tag: 'privacy', title: { ko: '개인정보', en: 'Privacy' }, url: '/terms.html#privacy' }
    const terms = [term, { ...term, ...privacy }]
    expect(settings({ terms }).terms.map((one) => [one.term.title, one.term.url])).toEqual([
      [{ ko: '이용약관', en: '이용약관' }, 'https://www.example.com/t'],
      [{ ko: '개인정보', en: 'Privacy' }, 'https://auth.example.com/terms.html#privacy'],
    ])
  })

  it('name the moment from which a version of terms is in force', () => {
    const next = { ...term, version: '2', from: '2027-01-01T00:00:00+09:00' }
    expect(settings({ terms: [term, next] }).terms.map(({ from }) => from)).toEqual([
      undefined,
      new Date('2026-12-31T15:00:00Z'),
    ])
  })

  it('lead from a mail to the first web client, unless a page is named', () => {
    const clients = [{ id: 'app', type: 'mobile' }, web]
    expect(settings({ clients }).reactivationUrl).toBe('https://www.example.com/')
    const reactivationUrl = 'https://www.example.com/back?lang=ko'
    expect(settings({ clients, reactivationUrl }).reactivationUrl).toBe(reactivationUrl)
    expect(settings().reactivationUrl).toBeUndefined()
  })
})
