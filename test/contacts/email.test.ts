import { describe, expect, test } from 'vitest'
import { parseEmail } from '../../lib/contacts/email.ts'

describe('one mailbox has one normal form', () => {
  test.each([
    ['dana@devlabs.co.kr', 'dana@devlabs.co.kr'],
    ['User@X.com', 'user@x.com'],
    ['USER@x.COM', 'user@x.com'],
    ["o'brien+list_1/a=b@mail.example.org", "o'brien+list_1/a=b@mail.example.org"],
    ['a@gmaıl.com', 'a@xn--gmal-nza.com'],
    ['a@XN--GMAL-NZA.com', 'a@xn--gmal-nza.com'],
    ['a@한국.kr', 'a@xn--3e0b707e.kr'],
    ['a@메일.한국', 'a@xn--h32bq4v.xn--3e0b707e'],
    ['a@faß.de', 'a@xn--fa-hia.de'],
    ['a@r3---sn.example.com', 'a@r3---sn.example.com'],
    [`${'a'.repeat(64)}@example.com`, `${'a'.repeat(64)}@example.com`],
  ])('%s becomes %s', (written, normal) => {
    expect(parseEmail(written)).toBe(normal)
  })

  test.each([
    ['v.ictim@gmail.com', 'victim@gmail.com'],
    ['victim+1@gmail.com', 'victim@gmail.com'],
    ['victim@googlemail.com', 'victim@gmail.com'],
    ['v@аpple.com', 'v@apple.com'],
    ['v@gmaıl.com', 'v@gmail.com'],
    ['v@faß.de', 'v@fass.de'],
  ])('%s is not %s', (one, other) => {
    expect(parseEmail(one)).toBeDefined()
    expect(parseEmail(one)).not.toBe(parseEmail(other))
  })
})

describe('anything that is not plainly one address is refused', () => {
  test.each([
    ['a dotless i', 'mıke@example.org'],
    ['a dotted capital I', 'mİke@example.org'],
    ['a Kelvin sign', 'mi\u212ae@example.org'],
    ['a Kelvin sign in the domain', 'mike@\u212aakao.com'],
    ['a long s', 'a\u017f@example.org'],
    ['a full-width at sign', 'victim\uff20gmail.com'],
    ['a small at sign', 'victim\ufe6bgmail.com'],
    ['full-width letters', 'ｖictim@gmail.com'],
    ['full-width letters in the domain', 'victim@ｇmail.com'],
    ['a full-width stop in the domain', 'victim@gmail．com'],
    ['an ideographic stop in the domain', 'victim@gmail。com'],
    ['a ligature', 'o\ufb03ce@example.org'],
    ['a ligature in the domain', 'a@o\ufb03ce.org'],
    ['a zero-width joiner', 'vic\u200dtim@gmail.com'],
    ['a zero-width space in the domain', 'victim@gm\u200bail.com'],
    ['a soft hyphen in the domain', 'victim@gm\u00adail.com'],
    ['a variation selector in the domain', 'victim@gm\ufe0fail.com'],
    ['a right-to-left mark', 'victim@gmail.com\u200f'],
    ['a right-to-left override', '\u202evictim@gmail.com'],
    ['a byte order mark', '\ufeffvictim@gmail.com'],
    ['a domain in decomposed form', 'a@cafe\u0301.fr'],
    ['a capital letter beyond ASCII in the domain', 'a@\u00c9cole.fr'],
    ['an emoji in the domain', 'a@i\u2764.ws'],
    ['a middle dot in the domain', 'a@col\u00b7lega.cat'],
    ['a lone surrogate', 'a@\ud800.com'],
    ['mixed directions in one label', 'a@a\u05d0.com'],
    ['an encoded label that decodes to plain letters', 'a@xn--gmail-.com'],
    ['an encoded label that decodes to nothing allowed', 'a@xn--gmail-5na.com'],
    ['an empty encoded label', 'a@xn--.com'],
    ['a domain half encoded and half not', 'a@xn--3e0b707e.한국'],
    ['a trailing dot', 'a@x.com.'],
    ['a leading dot in the domain', 'a@.x.com'],
    ['a double dot in the domain', 'a@x..com'],
    ['a double dot', 'a..b@x.com'],
    ['a leading dot', '.a@x.com'],
    ['a dot before the at sign', 'a.@x.com'],
    ['a leading space', ' a@x.com'],
    ['a trailing space', 'a@x.com '],
    ['a no-break space', 'a@x.com\u00a0'],
    ['an inner space', 'a b@x.com'],
    ['a tab', 'a@x.com\t'],
    ['a line break', 'a@x.com\n'],
    ['a line break and a header', 'a@x.com\r\nBcc: b@y.com'],
    ['an encoded line break', 'a@x.com%0abcc:b@y.com'],
    ['an encoded line break in the local part', 'a%0abcc@x.com'],
    ['an encoded letter in the domain', 'a@ex%61mple.com'],
    ['a routed mailbox', 'victim%bank.com@relay.com'],
    ['a bang path', 'bank.com!victim@relay.com'],
    ['NUL', 'a@x.com\0'],
    ['NUL in the local part', 'a\0b@x.com'],
    ['a quoted local part', '"a b"@x.com'],
    ['a quoted at sign', '"a@b.com"@x.com'],
    ['a backslash', 'a\\b@x.com'],
    ['a comment', 'a(b)@x.com'],
    ['a comment in the domain', 'a@(b)x.com'],
    ['a display name', 'Dana <a@x.com>'],
    ['two addresses', 'a@x.com,b@y.com'],
    ['two addresses and a semicolon', 'a@x.com;b@y.com'],
    ['two at signs', 'a@b@x.com'],
    ['an IPv4 literal', 'a@[127.0.0.1]'],
    ['an IPv6 literal', 'a@[IPv6:::1]'],
    ['a bare IP address', 'a@127.0.0.1'],
    ['a short IP address', 'a@127.1'],
    ['a hexadecimal IP address', 'a@0x7f.0x1'],
    ['a port', 'a@x.com:25'],
    ['a path', 'a@x.com/evil'],
    ['a query', 'a@x.com?b'],
    ['a fragment', 'a@x.com#b'],
    ['a host without a domain', 'a@localhost'],
    ['a top-level domain of one letter', 'a@x.c'],
    ['an underscore in the domain', 'a@a_b.com'],
    ['a leading hyphen in the domain', 'a@-x.com'],
    ['a trailing hyphen in the domain', 'a@x-.com'],
    ['a label of 64 characters', `a@${'x'.repeat(64)}.com`],
    ['a local part of 65 characters', `${'a'.repeat(65)}@x.com`],
    ['no local part', '@x.com'],
    ['no domain', 'a@'],
    ['no at sign', 'a.x.com'],
    ['nothing', ''],
  ])('%s', (_what, written) => {
    expect(parseEmail(written)).toBeUndefined()
  })

  test.each([
    undefined,
    null,
    0,
    true,
    {},
    ['a@x.com'],
    { toString: () => 'a@x.com' },
    new String('a@x.com'),
  ])('a value that is not text: %s', (value) => {
    expect(parseEmail(value)).toBeUndefined()
  })

  test('254 characters are accepted, 255 are not', () => {
    const domain = (last: number) => `${`${'x'.repeat(61)}.`.repeat(3)}${'y'.repeat(last)}.com`
    const local = `${'a'.repeat(60)}@`
    const longest = `${local}${domain(254 - local.length - 190)}`
    expect(longest).toHaveLength(254)
    expect(parseEmail(longest)).toBe(longest)
    expect(parseEmail(`a${longest}`)).toBeUndefined()
  })

  test('an address that grows too long in its ASCII form is refused', () => {
    const labels = ['가나다라마바사아자차카타파하거너더러', '버서어저처커터퍼허고노도로모보소오조']
    const written = `${'a'.repeat(64)}@${[...labels, ...labels].join('.')}.한국`
    expect(written.length).toBeLessThan(254)
    expect(parseEmail(written)).toBeUndefined()
  })
})
