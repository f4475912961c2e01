import { describe, expect, it } from 'vitest'
import type { Term } from '../../../lib/domain/consent/consent.ts'
import { consentsOf, missingItems, personOf } from '../../../lib/domain/sign-up/registration.ts'
import type { ProviderProfile } from '../../../lib/domain/values/evidence.ts'
import { Problem } from '../../../lib/domain/values/problem.ts'
import { defaultPolicy, type MatchPolicy } from '../../../lib/domain/visit/match-policy.ts'
import { clientId } from '../../support/people.ts'
import { dana, identity, told } from '../scenes.ts'

const web = clientId('web')
const now = new Date('2026-11-22T00:00:00Z')
const earlier = new Date('2026-01-01T00:00:00Z')
const term = (tag: string, required: boolean): Term => ({
  tag,
  version: '1',
  title: { ko: tag, en: tag },
  required,
  url: 'https://shop.example/terms',
})
const terms = [term('service', true), term('marketing', false)]
const profile: ProviderProfile = {
  identity,
  email: told(dana.email),
  name: dana.name,
  refused: [],
  terms: [],
}

/** The code of the problem that the function throws. */
function codeOf(act: () => unknown): string | undefined {
  try {
    act()
  } catch (error) {
    if (error instanceof Problem) return error.code
    throw error
  }
  return undefined
}

describe('the consents of a sign-up', () => {
  it('carry the provider’s time for agreement at the provider, and our time for our form', () => {
    const synced = {
      terms: [{ tag: 'service', agreed: true, agreedAt: earlier, source: 'kakao_sync' as const }],
    }
    expect(consentsOf([{ tag: 'marketing', version: '1', agreed: false }], synced, terms, now, web)).toEqual([
      { tag: 'service', version: '1', agreed: true, at: earlier, source: 'kakao_sync', channel: web },
      { tag: 'marketing', version: '1', agreed: false, at: now, source: 'form', channel: web },
    ])
  })

  it('must include every required agreement, and may leave out optional ones', () => {
    expect(codeOf(() => consentsOf([], { terms: [] }, terms, now, web))).toBe('consent_missing')
    expect(codeOf(() => consentsOf([], { terms: 'unknown' }, terms, now, web))).toBe('consent_missing')
    expect(
      codeOf(() => consentsOf([{ tag: 'service', version: '1', agreed: true }], profile, terms, now, web)),
    ).toBeUndefined()
  })

  it('are asked for by the titles of the terms, not by their tags', () => {
    const titled = terms.map((term) => ({
      ...term,
      title: { ko: `${term.tag} 약관`, en: `Terms of ${term.tag}` },
    }))
    expect(() => consentsOf([], { terms: [] }, titled, now, web)).toThrowError(
      expect.objectContaining({
        extras: {
          errors: [
            {
              pointer: '/consents',
              detail: {
                ko: '필수 약관에 동의해 주세요(service 약관).',
                en: 'Please agree to this: Terms of service.',
              },
            },
          ],
        },
      }),
    )
  })

  it('prefer an answer in our form to the provider’s report', () => {
    const synced = { terms: [{ tag: 'service', agreed: true, source: 'kakao_sync' as const }] }
    const no = [{ tag: 'service', version: '1', agreed: false }]
    expect(codeOf(() => consentsOf(no, synced, terms, now, web))).toBe('consent_missing')
  })

  it.each([
    ['terms that are not in force', [{ tag: 'other', version: '1', agreed: true }]],
    ['another version', [{ tag: 'service', version: '0', agreed: true }]],
    ['two answers to the same terms', [1, 2].map(() => ({ tag: 'service', version: '1', agreed: true }))],
  ])('are refused: %s', (_, given) => {
    expect(codeOf(() => consentsOf(given, { terms: [] }, terms, now, web))).toBe('invalid_request')
  })
})

describe('a sign-up', () => {
  it('accepts an unverified address, unless the policy requires a verified one', () => {
    const unverified = { ...profile, email: told(dana.email, 'unverified') }
    expect(missingItems(defaultPolicy, unverified)).toEqual([])
    expect(missingItems({ ...defaultPolicy, verifiedItems: ['email'] }, unverified)).toEqual(['email'])
  })

  it('accepts a typed name when the provider gave none', () => {
    const { name: _, ...nameless } = profile
    expect(codeOf(() => personOf({ consents: [] }, nameless, defaultPolicy, now, () => undefined))).toBe(
      'invalid_request',
    )
    expect(
      personOf({ name: '다나', consents: [] }, nameless, defaultPolicy, now, () => undefined),
    ).toMatchObject({
      name: '다나',
    })
  })

  it('gets a sign-in method from a verified address, and none from an unverified one', () => {
    const ways = (email: ProviderProfile['email']) =>
      personOf({ consents: [] }, { ...profile, ...(email && { email }) }, defaultPolicy, now, () => undefined)
        .ways
    expect(ways(told(dana.email))).toContain('email')
    expect(ways(told(dana.email, 'unverified'))).not.toContain('email')
  })

  it('stores birth date and gender on the account only where the account itself needs them', () => {
    const birth = { year: 1990, monthDay: '0517', calendar: 'lunar' } as const
    const telling = { ...profile, gender: 'female', birth }
    const kept = (policy: Partial<MatchPolicy>) => {
      const whole = { ...defaultPolicy, ...policy }
      const { gender, birth } = personOf({ consents: [] }, telling, whole, now, () => undefined)
      return { gender, birth }
    }
    expect(kept({ consider: ['ci', 'email'] })).toEqual({ gender: undefined, birth: undefined })
    expect(kept({ consider: ['name+birth'] })).toEqual({ gender: undefined, birth: telling.birth })
    const requiredItems = ['gender', 'birth'] as const
    expect(kept({ consider: ['email'], requiredItems })).toEqual({ gender: 'female', birth: telling.birth })
  })

  it('needs the whole birth date, of which a provider may tell a part', () => {
    const policy = { ...defaultPolicy, requiredItems: ['birth'] } as const
    const whole = { year: 1990, monthDay: '0517', calendar: 'solar' } as const
    const missing = (birth: NonNullable<ProviderProfile['birth']>) =>
      missingItems(policy, { ...profile, birth })
    expect(missing(whole)).toEqual([])
    expect(missing({ year: 1990, calendar: 'solar' })).toEqual(['birth'])
    expect(missing({ monthDay: '0517', calendar: 'solar' })).toEqual(['birth'])
  })

  it('stores what the form tells, before what the provider told', () => {
    const told = { ...profile, nickname: 'dana', gender: 'female' }
    const policy = { ...defaultPolicy, requiredItems: ['nickname', 'gender'] } as const
    const person = (form: object) => personOf({ consents: [], ...form }, told, policy, now, () => undefined)
    expect(person({})).toMatchObject({ nickname: 'dana', gender: 'female', name: dana.name })
    expect(person({ nickname: '다나', gender: 'other' })).toMatchObject({ nickname: '다나', gender: 'other' })
  })

  it('sends a child to a guardian, also when the form says so and the provider does not', () => {
    const typed = { year: 2020, monthDay: '0101', calendar: 'solar' } as const
    const adult = { ...profile, birth: { ...typed, year: 1990 } }
    expect(
      codeOf(() => personOf({ consents: [], birth: typed }, adult, defaultPolicy, now, () => undefined)),
    ).toBe('guardian_consent_required')
  })

  it('sends a child to a guardian, whatever the form says', () => {
    const child = { ...profile, birth: { year: 2020, calendar: 'solar' } as const }
    const birth = { year: 1990, monthDay: '0101', calendar: 'solar' } as const
    for (const form of [{}, { birth }]) {
      expect(
        codeOf(() => personOf({ consents: [], ...form }, child, defaultPolicy, now, () => undefined)),
      ).toBe('guardian_consent_required')
    }
  })
})
