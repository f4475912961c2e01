import type { Identity } from './identity.ts'
import { identityWay } from './member.ts'
import { canComeIn, type Entrances, withoutWay } from './ways.ts'

/** Whether a member could still come in without an identity. */
export const mayUnlink = ({ ways, email, phone }: Entrances, identity: Identity): boolean =>
  canComeIn(
    withoutWay(
      { ways, ...(email === undefined ? {} : { email }), ...(phone === undefined ? {} : { phone }) },
      identityWay(identity),
    ),
  )
