import { SESClient, SendEmailCommand } from '@aws-sdk/client-ses'
import { beforeEach, describe, expect, it } from 'vitest'
import { Undeliverable } from '../../lib/domain/message/undeliverable.ts'
import type { Email } from '../../lib/domain/values/evidence.ts'
import type { MailContent } from '../../lib/flows/ports/mail.ts'
import { createMails, sendEmailInput } from '../../lib/mail/mails.ts'
import { awsDouble } from '../support/aws-double.ts'
import { email } from '../support/people.ts'

const sending = {
  sender: { name: { ko: '모꼬지', en: 'Mokkoji' }, address: 'ieum@example.com' },
  serviceName: { ko: '모꼬지', en: 'Mokkoji' },
  supportAddress: null,
  timeZone: 'Asia/Seoul',
}
const minji = email('minji@example.com')
/** Accepts any text as an address, as a fault elsewhere might. */
const isTakenForAnEmail = (_: string): _ is Email => true
const at = new Date('2026-11-22T10:00:00.000Z')

const messages: readonly MailContent[] = [
  { kind: 'code', code: '042137', purpose: 'sign_up', minutes: 10 },
  { kind: 'login_method_added', method: 'kakao', at },
  { kind: 'login_method_removed', method: 'password', at },
  { kind: 'signed_out_by_provider', method: 'google', at },
  { kind: 'recovered', at },
]
const each = messages.flatMap((message) =>
  (['ko', 'en'] as const).map((locale) => [message.kind, locale, message] as const),
)

/** The parts of a mail as SES gets them. */
function partsOf(message: MailContent, locale: 'ko' | 'en') {
  const { Message: said } = sendEmailInput({ to: minji, locale, message }, sending)
  const { Subject, Body } = said ?? {}
  return { subject: Subject?.Data ?? '', text: Body?.Text?.Data ?? '', html: Body?.Html?.Data ?? '' }
}

describe('a mail', () => {
  it.each(each)('of the kind %s in %s says the same as text and as a page', (_, locale, message) => {
    const { subject, text, html } = partsOf(message, locale)
    expect(subject).toMatch(/^.{4,60}$/)
    expect(html).toContain(`<html lang="${locale}">`)
    const plain = html
      .replace(/<head>.*<\/head>/s, '')
      .replace(/<[^>]*>/g, '')
      .replace(/\s+/g, ' ')
    for (const line of text.replace('-- \n', '').trim().split(/\n+/)) expect(plain).toContain(line)
  })

  it.each(each)('of the kind %s in %s holds no link, image or script', (_, locale, message) => {
    const { text, html } = partsOf(message, locale)
    expect(html).not.toMatch(/<(a|img|script|link|iframe|form)\b|url\(|https?:/i)
    expect(text).not.toMatch(/https?:/i)
    expect(text).toContain(sending.serviceName[locale])
  })

  it('is in the requested language', () => {
    const message = { kind: 'recovered', at } as const
    expect(partsOf(message, 'ko').text).toMatch(/계정을 복구했습니다/)
    expect(partsOf(message, 'en').text).not.toMatch(/[가-힣]/)
  })

  it('shows a code and its lifetime, and not in the subject', () => {
    const { subject, text } = partsOf({ kind: 'code', code: '042137', purpose: 'sign_up', minutes: 10 }, 'en')
    expect(text).toMatch(/^042137$/m)
    expect(text).toContain('10 minutes')
    expect(subject).not.toContain('042137')
  })

  it('shows the time of a notice in Korean time', () => {
    expect(partsOf({ kind: 'login_method_added', method: 'kakao', at }, 'en').text).toMatch(
      /22 November 2026 at 19:00 \(GMT\+9\)/,
    )
  })
})

describe('every mail', () => {
  const link = 'https://www.example.com/done#reactivate=a.b.c'
  const every = {
    code: [{ kind: 'code', code: '042137', purpose: 'contact', minutes: 10 }],
    login_method_added: [{ kind: 'login_method_added', method: 'naver', at }],
    login_method_removed: [{ kind: 'login_method_removed', method: 'phone', at }],
    signed_out_by_provider: [{ kind: 'signed_out_by_provider', method: 'google', at }],
    changed: [{ kind: 'changed', what: 'password', at }],
    merged: [
      { kind: 'merged', into: 'this', at },
      { kind: 'merged', into: 'another', at },
    ],
    recovered: [{ kind: 'recovered', at }],
    reactivation: [{ kind: 'reactivation', link, hours: 24 }],
    withdrawn: [{ kind: 'withdrawn', until: at }],
    restoration: [{ kind: 'restoration', link, hours: 24, until: at }],
  } satisfies Readonly<Record<MailContent['kind'], readonly MailContent[]>>
  const withSupport = { ...sending, supportAddress: 'help@mokkoji.example' }
  const mailIn = (
    locale: 'ko' | 'en',
    message: MailContent,
    settings: typeof sending | typeof withSupport,
  ) => {
    const { Source = '', Message } = sendEmailInput({ to: minji, locale, message }, settings)
    return { from: Source, subject: Message?.Subject?.Data ?? '', text: Message?.Body?.Text?.Data ?? '' }
  }
  const signatures = {
    ko: '모꼬지에서 보내 드린 메일입니다. 문의: help@mokkoji.example',
    en: 'Sent by Mokkoji. Questions: help@mokkoji.example',
  } as const

  it.each(
    Object.values(every)
      .flat()
      .flatMap((message) =>
        (['ko', 'en'] as const).map((locale) => [message.kind, locale, message] as const),
      ),
  )('of the kind %s in %s is signed by the service alone', (_, locale, message) => {
    const { from, subject, text } = mailIn(locale, message, withSupport)
    expect(Buffer.from(from.split('?')[3] ?? '', 'base64').toString()).toBe(sending.sender.name[locale])
    expect(text.trim().split('\n').at(-1)).toBe(signatures[locale])
    // Neither an address of a machine nor the product's own name stands in what a member reads.
    expect(`${subject}\n${text.replace(link, '').replace('help@mokkoji.example', '')}`).not.toMatch(
      /\b[\w-]+\.[a-z]{2,}\b|localhost|ieum|이음/i,
    )
  })

  it.each(['ko', 'en'] as const)(
    'names no address for questions where the stage has none, in %s',
    (locale) => {
      const [message] = every.recovered
      expect(message && mailIn(locale, message, sending).text).not.toContain('@')
    },
  )
})

describe('a reactivation mail', () => {
  const link = 'https://www.example.com/done?from=mail&lang=ko#reactivate=a.b.c'
  const message = { kind: 'reactivation', link, hours: 24 } as const

  it.each(['ko', 'en'] as const)('has its one link as text and as a button in %s', (locale) => {
    const { subject, text, html } = partsOf(message, locale)
    expect(subject).toMatch(/^.{4,60}$/)
    expect(text.split('\n')).toContain(link)
    expect(html.match(/href="[^"]*"/g)).toEqual([`href="${link.replace('&', '&amp;')}"`])
    expect(html).not.toMatch(/<(img|script|link|iframe|form)\b/i)
    expect(text).toContain('24')
  })
})

describe('sending', () => {
  const ses = awsDouble(SESClient)
  const mails = (more = {}) => createMails(new SESClient({}), { ...sending, ...more })
  beforeEach(() => ses.reset())

  it('addresses exactly one person', async () => {
    ses.on(SendEmailCommand).resolves({ MessageId: '1' })
    await mails({ configurationSet: 'ours' }).send({
      to: minji,
      locale: 'ko',
      message: { kind: 'recovered', at },
    })
    expect(ses.commandCalls(SendEmailCommand).map(({ args }) => args[0].input)).toEqual([
      {
        Source: '=?UTF-8?B?66qo6rys7KeA?= <ieum@example.com>',
        Destination: { ToAddresses: ['minji@example.com'] },
        Message: expect.any(Object),
        ConfigurationSetName: 'ours',
      },
    ])
  })

  it.each([
    ['another header', 'minji@example.com\r\nBcc: mallory@example.com'],
    ['a second recipient', 'minji@example.com,mallory@example.com'],
    ['a name', 'Minji <minji@example.com>'],
    ['another spelling', 'Minji@Example.com'],
    ['an invisible character', 'minji\u200b@example.com'],
    ['nothing', ''],
  ])('refuses an address with %s, and sends nothing', async (_, to) => {
    if (!isTakenForAnEmail(to)) throw new Error('unreachable')
    const mail = { to, locale: 'ko', message: { kind: 'recovered', at } } as const
    await expect(mails().send(mail)).rejects.toThrow(new Undeliverable('recipient_not_one_address'))
    expect(ses.calls()).toHaveLength(0)
  })

  it('rejects when SES refuses', async () => {
    const error = Object.assign(new Error('Maximum sending rate exceeded.'), { name: 'Throttling' })
    ses.on(SendEmailCommand).rejects(error)
    const sent = mails().send({ to: minji, locale: 'ko', message: { kind: 'recovered', at } })
    await expect(sent).rejects.toThrow(error)
  })

  it('calls a mail undeliverable that SES refuses for good', async () => {
    const error = Object.assign(new Error('Email address is not verified.'), { name: 'MessageRejected' })
    ses.on(SendEmailCommand).rejects(error)
    const sent = mails().send({ to: minji, locale: 'ko', message: { kind: 'recovered', at } })
    await expect(sent).rejects.toThrow(new Undeliverable('MessageRejected'))
  })

  it('cannot be set up with anything but one address to send from', () => {
    expect(() =>
      mails({ sender: { ...sending.sender, address: 'ieum@example.com\nBcc: mallory@example.com' } }),
    ).toThrow('sender')
  })
})
