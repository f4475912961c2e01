import { PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import { beforeEach, describe, expect, it } from 'vitest'
import { Undeliverable } from '../../lib/domain/message/undeliverable.ts'
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
const code: TextContent = { kind: 'code', code: '012345', minutes: 10 }
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
        Message: '[모꼬지] 인증번호\n012345\n10분 안에 입력해 주세요. 누구에게도 알려 주지 마세요.',
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

  it.each(['ko', 'en'] as const)('with a reactivation link ends in the link in %s', (locale) => {
    const message: TextContent = {
      kind: 'reactivation',
      link: 'https://www.example.com/#reactivate=a.b.c',
      hours: 24,
    }
    expect(smsText(message, { locale, name: serviceName[locale] })).toMatch(
      /24[^\n]*\nhttps:\/\/www\.example\.com\/#reactivate=a\.b\.c$/,
    )
  })
})
