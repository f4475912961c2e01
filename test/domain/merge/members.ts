import type { Member } from '../../../lib/domain/member/member.ts'
import { memberId } from '../scenes.ts'

/** The n-th member, with only this. */
export const member = (n: number, more: Partial<Member> = {}): Member => ({
  id: memberId(n),
  status: 'active',
  version: 1,
  ways: [],
  attributes: {},
  locale: 'ko',
  credentialsVersion: 0,
  createdAt: new Date(0),
  ...more,
})
