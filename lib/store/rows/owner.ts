import type { Member, Session } from '../../domain/member/member.ts'
import { defined } from '../../domain/values/defined.ts'

/** The owner of a row: the member's id, and the id in the old system. */
export type Owner = Pick<Member, 'id' | 'externalId'>

/** The owner of a session. */
export const ownerOf = ({ memberId: id, externalId }: Pick<Session, 'memberId' | 'externalId'>): Owner => ({
  id,
  ...defined({ externalId }),
})
