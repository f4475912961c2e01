import { PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import { beforeEach, describe, expect, it } from 'vitest'
import { Undeliverable } from '../../lib/domain/message/undeliverable.ts'
import { verificationPurposes } from '../../lib/domain/values/verification.ts'
import type { TextContent } from '../../lib/flows/ports/sms.ts'
import { snsGateway } from '../../lib/sms/sns.ts'
import { createTexts } from '../../lib/sms/texts.ts'
import { smsText } from '../../lib/sms/words.ts'
import { awsDouble } from '../support/aws-double.ts'
import { phone } from '../support/people.ts'

const sns = awsDouble(SNSClient)
beforeEach(() => {
  sns.reset()
  sns.onAnyCommand().resolves({})
})

const serviceName = { ko: '모꼬지', en: 'Mokkoji' }
const code: Extract<TextContent, { kind: 'code' }> = {
  kind: 'code',
  code: '012345',
  purpose: 'sign_in',
  minutes: 10,
}
const korean = phone('+821012345678')
const japanese = phone('+819012345678')

function textsTo(...countries: string[]) {
  const texts = createTexts(snsGateway(new SNSClient({ region: 'ap-northeast-2' })), {
    serviceName,
    countries,
  })
  return { texts }
}

describe('a text', () => {
  it('goes to one number, as a transactional text', async () => {
    const { texts } = textsTo('KR')
    await texts.send({ to: korean, locale: 'ko', message: code })
    expect(sns.commandCalls(PublishCommand).map(({ args }) => args[0].input)).toEqual([
      {
        PhoneNumber: '+821012345678',
        Message: '[모꼬지] 로그인 인증번호\n012345\n10분 안에 입력하고, 누구에게도 알려 주지 마세요.',
        MessageAttributes: { 'AWS.SNS.SMS.SMSType': { DataType: 'String', StringValue: 'Transactional' } },
      },
    ])
  })

  it("goes only to the stage's countries, for any purpose", async () => {
    const { texts } = textsTo('KR')
    await expect(texts.send({ to: japanese, locale: 'ko', message: code })).rejects.toThrow(
      new Undeliverable('no_texts_to_this_country'),
    )
    expect(sns.calls()).toHaveLength(0)
    await textsTo('KR', 'JP').texts.send({ to: japanese, locale: 'ko', message: code })
    expect(sns.calls()).toHaveLength(1)
  })

  it.each(['InvalidParameter', 'OptedOutException'])(
    'that SNS refuses with %s is undeliverable',
    async (name) => {
      sns.onAnyCommand().rejects(Object.assign(new Error('refused'), { name }))
      const sent = textsTo('KR').texts.send({ to: korean, locale: 'ko', message: code })
      await expect(sent).rejects.toThrow(new Undeliverable(name))
    },
  )

  it('that SNS cannot send now rejects with the error of SNS', async () => {
    const error = Object.assign(new Error('slow down'), { name: 'ThrottledException' })
    sns.onAnyCommand().rejects(error)
    await expect(textsTo('KR').texts.send({ to: korean, locale: 'ko', message: code })).rejects.toThrow(error)
  })

  it.each(['ko', 'en'] as const)(
    'with a code is one part in %s, and has the code on a line of its own',
    (locale) => {
      const text = smsText(code, { locale, name: serviceName[locale] })
      const limit = locale === 'ko' ? 70 : 160
      expect(text.length).toBeLessThanOrEqual(limit)
      expect(text.split('\n')).toContain('012345')
    },
  )

  it.each(verificationPurposes)(
    'names its purpose (%s), and is one part beside the longest name',
    (purpose) => {
      const texts = (['ko', 'en'] as const).map((locale) =>
        smsText({ ...code, purpose }, { locale, name: '가'.repeat(20) }),
      )
      const [korean = '', english = ''] = texts
      expect(korean.length).toBeLessThanOrEqual(70)
      expect(korean).toMatch(
        { sign_up: /가입 인증번호/, sign_in: /로그인 인증번호/, contact: /연락처 인증번호/ }[purpose],
      )
      expect(english).toMatch(
        { sign_up: /to sign up/, sign_in: /to sign in/, contact: /to change your/ }[purpose],
      )
    },
  )

  it.each([
    'login_method_added',
    'login_method_removed',
    'changed',
    'signed_out_by_provider',
    'merged',
    'recovered',
    'withdrawn',
  ] as const)('about %s is one part beside the longest name, and has no link', (kind) => {
    for (const [locale, limit] of [
      ['ko', 70],
      ['en', 160],
    ] as const) {
      const text = smsText({ kind }, { locale, name: '가'.repeat(20) })
      expect(text.length).toBeLessThanOrEqual(limit)
      expect(text).not.toMatch(/https?:/)
    }
  })

  it.each([
    ['reactivation', 'ko', '휴면 계정을 활성화'],
    ['reactivation', 'en', 'Reactivate your account'],
    ['restoration', 'ko', '탈퇴한 계정을 복구'],
    ['restoration', 'en', 'Restore your account'],
  ] as const)('of the kind %s says in %s what for, and ends in the link', (kind, locale, says) => {
    const message: TextContent = {
      kind,
      link: 'https://www.example.com/#reactivate=a.b.c',
      hours: 24,
    }
    const text = smsText(message, { locale, name: serviceName[locale] })
    expect(text).toContain(says)
    expect(text.startsWith(`[${serviceName[locale]}] `)).toBe(true)
    expect(text).toMatch(/24[^\n]*\nhttps:\/\/www\.example\.com\/#reactivate=a\.b\.c$/)
  })
})
