import { describe, expect, it } from 'vitest'
import { readWrittenMail } from '../../lib/hooks/messages.ts'

const mail = { subject: '인증번호입니다', text: '123456', html: '<p>123456</p>' }

describe('a mail in the words of a service', () => {
  it('has a subject, a text and HTML, and may have a sender', () => {
    expect(readWrittenMail(mail)).toEqual(mail)
    const sender = { name: '모꼬지', address: 'hello@example.com' }
    expect(readWrittenMail({ ...mail, sender })).toEqual({ ...mail, sender })
  })

  it('is the template of ieum where the service says nothing', () => {
    expect(readWrittenMail(undefined)).toBeUndefined()
  })

  it.each([
    ['a text', 'hello'],
    ['without a subject', { ...mail, subject: undefined }],
    ['with a subject of two lines', { ...mail, subject: 'Hello\r\nBcc: all@example.com' }],
    ['with a long subject', { ...mail, subject: 'x'.repeat(201) }],
    ['with an empty text', { ...mail, text: ' ' }],
    ['without HTML', { ...mail, html: undefined }],
    ['that is too large', { ...mail, html: '가'.repeat(40_000) }],
    ['with a sender without an address', { ...mail, sender: { name: '모꼬지' } }],
    [
      'with a long name of the sender',
      { ...mail, sender: { name: '가'.repeat(16), address: 'a@example.com' } },
    ],
    ['with recipients of its own', { ...mail, to: 'all@example.com' }],
  ])('is not one %s', (_, returned) => {
    expect(() => readWrittenMail(returned)).toThrow(Error)
  })
})
