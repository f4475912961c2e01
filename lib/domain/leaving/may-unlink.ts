import { canComeIn, type Entrances, withoutWay } from '../member/login-methods.ts'
import { identityWay } from '../member/member.ts'
import type { Identity } from '../values/identity.ts'

/** Whether a member could still come in without an identity. */
export const mayUnlink = ({ ways, email, phone }: Entrances, identity: Identity): boolean =>
  canComeIn(
    withoutWay(
      { ways, ...(email === undefined ? {} : { email }), ...(phone === undefined ? {} : { phone }) },
      identityWay(identity),
    ),
  )
