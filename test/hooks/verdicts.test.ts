import { describe, expect, it } from 'vitest'
import { readVerdict } from '../../lib/hooks/verdicts.ts'

const accept = (added: Readonly<Record<string, unknown>>) => {
  if ('bad' in added) throw new Error('the schema refuses bad')
  return { own: 1, ...added }
}

describe('what a service decides', () => {
  it.each([undefined, null, {}, { refuse: undefined }])('lets the visit proceed by %j', (returned) => {
    expect(readVerdict(returned, accept)).toEqual({ kind: 'proceed', attributes: undefined })
  })

  it('adds attributes that the schema takes', () => {
    const verdict = readVerdict({ attributes: { position: 'developer' } }, accept)
    expect(verdict).toEqual({ kind: 'proceed', attributes: { own: 1, position: 'developer' } })
  })

  it('refuses by a code and a text of its own', () => {
    const refuse = { code: 'invitation_required', detail: '초대를 받아야 가입할 수 있습니다.' }
    expect(readVerdict({ refuse }, accept)).toEqual({ kind: 'refuse', ...refuse })
  })

  const refuse = { code: 'invitation_required', detail: 'An invitation is required.' }
  it.each([
    ['a text', 'no'],
    ['false', false],
    ['another key', { refuse, member: {} }],
    ['both', { refuse, attributes: {} }],
    ['attributes that are no object', { attributes: ['a'] }],
    ['attributes that the schema refuses', { attributes: { bad: 1 } }],
    ['a code of ieum', { refuse: { ...refuse, code: 'email_taken' } }],
    ['a code in capitals', { refuse: { ...refuse, code: 'INVITE' } }],
    ['no code', { refuse: { detail: 'no' } }],
    ['no detail', { refuse: { code: 'invitation_required' } }],
    ['an empty detail', { refuse: { ...refuse, detail: ' ' } }],
    ['a long detail', { refuse: { ...refuse, detail: 'x'.repeat(501) } }],
  ])('is not %s', (_, returned) => {
    expect(() => readVerdict(returned, accept)).toThrow(Error)
  })
})
