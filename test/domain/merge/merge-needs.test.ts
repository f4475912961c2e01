import { expect, it } from 'vitest'
import { mergeNeeds } from '../../../lib/domain/merge/merge-needs.ts'
import { ci, identity } from '../scenes.ts'

it('a merge after a sign-in at the other account’s provider needs a yes', () => {
  expect(mergeNeeds({ kind: 'identity', identity })).toBe('consent')
})

it('a merge after an identity check needs a sign-in to the other account too', () => {
  const check = { ci: ci('dana'), source: 'portone:DANAL', verifiedAt: new Date(0) }
  expect(mergeNeeds({ kind: 'identity_check', check })).toBe('proof')
})
