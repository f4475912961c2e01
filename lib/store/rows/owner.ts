import type { Member, Session } from '../../domain/member/member.ts'
import { defined } from '../../domain/values/defined.ts'

/** Whose a row is, in our words and in those of the system before us. */
export type Owner = Pick<Member, 'id' | 'externalId'>

/** Whom a session belongs to. */
export const ownerOf = ({ memberId: id, externalId }: Pick<Session, 'memberId' | 'externalId'>): Owner => ({
  id,
  ...defined({ externalId }),
})
