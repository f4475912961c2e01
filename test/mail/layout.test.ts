import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escapeHtml } from '../../lib/html/escape-html.ts'
import { toHtml, toText } from '../../lib/mail/layout.ts'
import { codePoint } from '../support/any-text.ts'

const sender = { locale: 'en', name: 'Mokkoji', supportAddress: null } as const
const placeholders = ['{{{secret}}}', '{code}', '%s'].join('$')
const hostile = `<img src=x onerror="alert(1)">${placeholders}'&amp;`

describe('the layout of a mail', () => {
  it('renders everything of a letter as text', () => {
    const letter = { subject: hostile, heading: hostile, paragraphs: [hostile], code: hostile, note: hostile }
    const html = toHtml(letter, sender)
    expect(html).not.toContain('<img')
    expect(html.match(/&lt;img src=x onerror=&quot;alert\(1\)&quot;&gt;/g)).toHaveLength(5)
    // No text is a placeholder: a text that looks like one stays unchanged.
    expect(html).toContain(placeholders)
    expect(toText(letter, sender)).toContain(hostile)
  })

  it('leaves nothing in a text that could open a tag, an entity or an attribute', () => {
    const isHarmless = (text: string) => !/[<>"']|&(?!(amp|lt|gt|quot|#39);)/.test(escapeHtml(text))
    fc.assert(fc.property(fc.string({ unit: codePoint }), isHarmless))
    fc.assert(fc.property(fc.stringMatching(/^[<>"'&a;#]{0,20}$/), isHarmless))
  })

  it('has no empty place without a code', () => {
    const html = toHtml({ subject: 's', heading: 'h', paragraphs: ['p'], note: 'n' }, sender)
    expect(html).not.toContain('monospace')
  })

  it.each([
    ['ko', '모꼬지', '모꼬지에서 보내 드린 메일입니다. 문의: help@example.com'],
    ['en', 'Mokkoji', 'Sent by Mokkoji. Questions: help@example.com'],
  ] as const)('signs in %s with the name of the service, and its contact address', (locale, name, line) => {
    const letter = { subject: 's', heading: 'h', paragraphs: ['p'], note: 'n' }
    const signer = { locale, name, supportAddress: 'help@example.com' }
    expect(toText(letter, signer)).toMatch(new RegExp(`\\n-- \\n${line}\\n$`))
    expect(toHtml(letter, signer)).toContain(line)
    const alone = toText(letter, { ...signer, supportAddress: null })
    expect(alone).toContain(name)
    expect(alone).not.toContain('help@example.com')
  })
})
