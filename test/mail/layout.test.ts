import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escapeHtml, toHtml, toText } from '../../lib/mail/layout.ts'

const sender = { locale: 'en', origin: 'https://auth.example.com' } as const
const placeholders = ['{{{secret}}}', '{code}', '%s'].join('$')
const hostile = `<img src=x onerror="alert(1)">${placeholders}'&amp;`

describe('the layout of a mail', () => {
  it('renders whatever a letter says as text', () => {
    const letter = { subject: hostile, heading: hostile, paragraphs: [hostile], code: hostile, note: hostile }
    const html = toHtml(letter, sender)
    expect(html).not.toContain('<img')
    expect(html.match(/&lt;img src=x onerror=&quot;alert\(1\)&quot;&gt;/g)).toHaveLength(5)
    // Nothing is a placeholder: what looks like one stays as it is.
    expect(html).toContain(placeholders)
    expect(toText(letter, sender)).toContain(hostile)
  })

  it('leaves nothing in a text that could open a tag, an entity or an attribute', () => {
    const isHarmless = (text: string) => !/[<>"']|&(?!(amp|lt|gt|quot|#39);)/.test(escapeHtml(text))
    fc.assert(fc.property(fc.string({ unit: 'binary' }), isHarmless))
    fc.assert(fc.property(fc.stringMatching(/^[<>"'&a;#]{0,20}$/), isHarmless))
  })

  it('shows no empty place where a letter has no code', () => {
    const html = toHtml({ subject: 's', heading: 'h', paragraphs: ['p'], note: 'n' }, sender)
    expect(html).not.toContain('monospace')
  })
})
