import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest'
import { words } from '../../client/elements/words/table.ts'
import { madeUpCi } from '../../lib/stand-ins/portone/cast.ts'
import { castsOf } from '../support/accounts.ts'
import { openBrowser } from '../support/browser.ts'
import { type DemoPage, openDemo } from '../support/demo-page.ts'
import { settle } from '../support/people-of-the-service.ts'
import { usualPassword } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/* What services ask for, as people see it on the screens of the demo, in both languages. */

/** In Korean and in English. */
const texts = {
  ...words,
  openMessage: ['받은 메시지 보기', 'Open the message'],
  kakao: ['카카오로 시작하기', 'Continue with Kakao'],
  naver: ['네이버로 시작하기', 'Continue with Naver'],
  google: ['Google 계정으로 계속하기', 'Continue with Google'],
} as const
type Text = keyof typeof texts

const languages = ['ko', 'en'] as const
type Language = (typeof languages)[number]

let browser: Browser
let demo: DemoPage
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

afterEach(async () => {
  await demo.close()
  expect(demo.faults).toEqual([])
})

/** A person at the first screen, who reads this language. */
async function visitor(stack: TestStack, language: Language) {
  demo = await openDemo(browser, stack, { language })
  const w = (text: Text): string => texts[text][languages.indexOf(language) === 0 ? 0 : 1]
  const filled = (word: Text, values: Readonly<Record<string, string>> = {}): string =>
    w(word).replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
  const prove = async (field: 'email' | 'phone' | 'address', contact: string) => {
    await demo.type(w(field), contact)
    await demo.press(w('sendCode'))
    await demo.press(w('openMessage'))
    await demo.page.locator('.letter').waitFor()
    await demo.press(w('confirmCode'))
  }
  const signIn = async (address: string) => {
    await demo.type(w('address'), address)
    await demo.type(w('password'), usualPassword)
    await demo.press(w('signIn'))
  }
  const joinWithTerms = async () => {
    await demo.page.getByLabel(w('agreeAll')).check()
    await demo.press(w('register'))
  }
  const sees = (word: Text, values = {}) => demo.heading(filled(word, values))
  return { w, filled, prove, signIn, joinWithTerms, sees }
}

const each = <Key extends string>(key: Key) => languages.map((language) => `${key}-${language}` as const)
const numberOf = (last: string) => `+8210${last}`

const colleagues = ['sora', 'dami', 'woori'].flatMap(each)
const mobileOf = (key: string) => `010-2345-20${`${colleagues.map(String).indexOf(key)}`.padStart(2, '0')}`
const colleagueNames = { sora: '유소라', dami: '오다미', woori: '한우리' }
const itServesCompanies = testWithStack({
  casts: castsOf(
    Object.entries(colleagueNames).flatMap(([person, name]) =>
      each(person).map((key) => ({ key, name, email: `${key}@acme.example`, mobile: mobileOf(key) })),
    ),
  ),
  environment: {
    IEUM_POLICY: JSON.stringify({
      full: ['phone', 'email', 'name'],
      requiredItems: ['email', 'phone', 'name'],
      verifiedItems: ['phone'],
    }),
  },
})
describe('a service for companies, with members who have an address at work and a number', () => {
  const it = itServesCompanies

  it.for(languages)(
    'a member comes by Naver, and the code to the own number is enough: %s',
    async (language, { stack }) => {
      const key = `sora-${language}` as const
      await settle(stack, {
        name: '유소라',
        email: `work.${key}@acme.example`,
        phone: numberOf(mobileOf(key).replaceAll('-', '').slice(3)),
      })
      const { w, filled, prove, sees } = await visitor(stack, language)
      await demo.press(w('naver'))
      await demo.agreeAs(key)
      await sees('typed_phone_title')
      await prove('phone', mobileOf(key))
      await sees('questionAre', { who: `***-****-**${mobileOf(key).slice(-2)}` })
      await demo.press(w('yesLink'))
      await sees('backTitle', { name: '유소라' })
      await demo.page
        .getByText(filled('wasLinked', { provider: language === 'ko' ? '네이버' : 'Naver' }))
        .first()
        .waitFor()
    },
  )

  it.for(languages)(
    'a member comes by Google with a private address, and the number leads to the account: %s',
    async (language, { stack }) => {
      const key = `dami-${language}` as const
      await settle(stack, {
        name: '오다미',
        email: `work.${key}@acme.example`,
        phone: numberOf(mobileOf(key).replaceAll('-', '').slice(3)),
      })
      const { w, prove, sees } = await visitor(stack, language)
      await demo.press(w('google'))
      await demo.agreeAs(key)
      await sees('typed_phone_title')
      await prove('phone', mobileOf(key))
      await sees('questionAre', { who: `***-****-**${mobileOf(key).slice(-2)}` })
      await demo.press(w('yesLink'))
      await sees('backTitle', { name: '오다미' })
    },
  )

  it.for(languages)('a first-timer joins with Naver: %s', async (language, { stack }) => {
    const key = `woori-${language}` as const
    const { w, prove, joinWithTerms, sees } = await visitor(stack, language)
    await demo.press(w('naver'))
    await demo.agreeAs(key)
    await sees('typed_phone_title')
    await prove('phone', mobileOf(key))
    await sees('verify_email_title')
    await demo.press(w('skipVerifying'))
    await sees('signUpTitle')
    await joinWithTerms()
    await sees('newTitle', { name: '한우리' })
  })
})

const itAsksForBoth = testWithStack({
  environment: {
    IEUM_POLICY: JSON.stringify({
      requiredItems: ['email', 'name', 'phone'],
      verifiedItems: ['email', 'phone'],
      siblingTags: [],
    }),
  },
})
describe('a service that asks everybody for an address and a number', () => {
  const it = itAsksForBoth

  it.for(languages)('takes both of who joins without a provider: %s', async (language, { stack }) => {
    const { w, prove, sees } = await visitor(stack, language)
    await demo.press(w('join_address'))
    await prove('address', `both-${language}@example.com`)
    await sees('typed_phone_title')
    await demo.page.getByText(w('also_phone_lead')).waitFor()
    await prove('phone', language === 'ko' ? '010-2346-4001' : '010-2346-4002')
    await sees('signUpTitle')
    await demo.type(w('name'), '박누리')
    await demo.page.locator('#ieum-new-password').fill(usualPassword)
    await demo.page.getByLabel(w('agreeAll')).check()
    await demo.press(w('register'))
    await sees('newTitle', { name: '박누리' })
  })
})

const checkedKeys = ['known', 'fresh'].flatMap(each)
const ciOf = (key: string) => madeUpCi(key.replaceAll('-', ''))
const itChecksEverybody = testWithStack({
  checked: checkedKeys.map((key, index) => ({
    key,
    name: key.startsWith('known') ? '박예전' : '한처음',
    birthDate: '1990-04-12',
    gender: 'FEMALE',
    phoneNumber: `0102346300${index}`,
    ci: ciOf(key),
    di: `di-of-${key}`.padEnd(64, '0'),
    note: { ko: '시험', en: 'for a test' },
  })),
  casts: castsOf(checkedKeys.map((key) => ({ key, name: '박새날', email: `${key}@private.example` }))),
  environment: { IEUM_POLICY: JSON.stringify({ verifiedItems: ['identity'] }) },
})
describe('a service that checks everybody', () => {
  const it = itChecksEverybody

  it.for(languages)(
    'a member comes by Google, and the check finds the account: %s',
    async (language, { stack }) => {
      const key = `known-${language}` as const
      await settle(stack, {
        name: '박예전',
        email: `${key}@old.example`,
        password: usualPassword,
        ci: ciOf(key),
      })
      const { w, filled, signIn, sees } = await visitor(stack, language)
      expect(await demo.page.getByRole('button', { name: w('join_address') }).count()).toBe(0)
      await demo.press(w('google'))
      await demo.agreeAs(key)
      await sees('signUpTitle')
      await demo.press(w('checkIdentity'))
      await demo.page.locator(`button[value="${key}"]`).click()
      await sees('questionConfirm')
      await demo.page.getByText(w('questionCheckLead')).waitFor()
      expect(await demo.page.getByRole('button', { name: w('notMe') }).count()).toBe(0)
      await demo.press(w('proveThis'))
      await signIn(`${key}@old.example`)
      await sees('provenTitle', { provider: 'Google' })
      await demo.press(w('yesLink'))
      await sees('backTitle', { name: '박예전' })
      await demo.page
        .getByText(filled('identityOn').trim().split(' ')[0] ?? '')
        .first()
        .waitFor()
    },
  )

  it.for(languages)('a first-timer is checked, and joins: %s', async (language, { stack }) => {
    const key = `fresh-${language}` as const
    const { w, joinWithTerms, sees } = await visitor(stack, language)
    await demo.press(w('google'))
    await demo.agreeAs(key)
    await sees('signUpTitle')
    await demo.press(w('checkIdentity'))
    await demo.page.locator(`button[value="${key}"]`).click()
    await sees('signUpTitle')
    await joinWithTerms()
    await sees('newTitle', { name: '박새날' })
  })
})

const daughters = each('daughter')
const familyNumbers = { ko: '+821070040004', en: '+821070050005' }
const itServesFamilies = testWithStack({
  casts: castsOf(daughters.map((key) => ({ key, name: '김하나', email: `${key}@family.example` }))),
  environment: {
    IEUM_POLICY: JSON.stringify({
      requiredItems: ['name', 'phone'],
      verifiedItems: ['phone'],
      siblingTags: [],
      sharedContacts: ['phone'],
    }),
  },
})
describe('a site for families, who share a number', () => {
  const it = itServesFamilies

  const later = (stack: TestStack) =>
    fetch(`${stack.origin}/_local/clock`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ advanceSeconds: 31 }),
    })

  it.for(languages)(
    'takes the father beside the mother, and the daughter with Google: %s',
    async (language, { stack }) => {
      const number = familyNumbers[language]
      for (const [name, isFirst] of [
        ['이엄마', true],
        ['김아빠', false],
      ] as const) {
        const { w, prove, sees } = await visitor(stack, language)
        await demo.press(w('join_address'))
        await prove('address', number)
        await sees('signUpTitle')
        await demo.type(w('name'), name)
        await demo.page.locator('#ieum-new-password').fill(`${name} has an own one`)
        await demo.page.getByLabel(w('agreeAll')).check()
        await demo.press(w('register'))
        if (!isFirst) {
          await demo.page.getByText('phone_taken').first().waitFor()
          await demo.press(w('joinAsNew'))
        }
        await sees('newTitle', { name })
        await demo.close()
        await later(stack)
      }
      const { w, prove, joinWithTerms, sees } = await visitor(stack, language)
      await demo.press(w('google'))
      await demo.agreeAs(`daughter-${language}`)
      await sees('typed_phone_title')
      await prove('phone', number)
      await sees('questionProof')
      await demo.press(w('notMe'))
      await sees('signUpTitle')
      await joinWithTerms()
      await sees('newTitle', { name: '김하나' })
    },
  )
})

const itKnowsProvidersAlone = testWithStack({
  casts: castsOf(
    [
      { key: 'alone', name: '오하나' },
      { key: 'other', name: '다른이름' },
    ].map((person) => ({ ...person, email: 'one@person.example' })),
  ),
  environment: {
    IEUM_PASSKEYS: 'null',
    IEUM_DOORS: JSON.stringify({
      emailSignUp: false,
      phoneSignUp: false,
      passwordSignIn: false,
      emailCodeSignIn: false,
      smsCodeSignIn: false,
    }),
  },
})
describe('a service where providers alone sign in', () => {
  const it = itKnowsProvidersAlone

  it.for(languages)('offers nothing else, on any screen: %s', async (language, { stack }) => {
    const isFirst = language === 'ko'
    const { w, sees } = await visitor(stack, language)
    expect(await demo.page.locator('#visit .ieum-actions button').count()).toBe(0)
    await demo.press(w('kakao'))
    await demo.page.locator('button[value="alone"]').click()
    if (isFirst) {
      await demo.page.locator('button[value="agree"]').click()
      await sees('signUpTitle')
      // All terms are agreed at Kakao.
      await demo.press(w('register'))
      await sees('newTitle', { name: '오하나' })
    } else {
      await sees('backTitle', { name: '오하나' })
    }
    expect(
      await demo.page.locator('#visit .ieum-label').getByText(w('password'), { exact: true }).count(),
    ).toBe(0)
    await demo.press(w('logout'))
    await demo.press(w('google'))
    if (isFirst) await demo.agreeAs('other')
    else await demo.page.locator('button[value="other"]').click()
    await demo.press(w('proveThis'))
    await sees('byProviderTitle')
    await demo.press(w('kakao'))
    await demo.page.locator('button[value="alone"]').click()
    await sees('provenTitle', { provider: 'Google' })
    if (isFirst) return
    await demo.press(w('yesLink'))
    await sees('backTitle', { name: '오하나' })
  })
})
