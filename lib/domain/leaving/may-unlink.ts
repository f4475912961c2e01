import { canSignIn, type LoginMethodsOf, withoutLoginMethod } from '../member/login-methods.ts'
import { identityMethod } from '../member/member.ts'
import { defined } from '../values/defined.ts'
import type { Identity } from '../values/identity.ts'

/** Whether a member can still sign in without an identity. */
export const mayUnlink = ({ ways, email, phone }: LoginMethodsOf, identity: Identity): boolean =>
  canSignIn(withoutLoginMethod({ ways, ...defined({ email, phone }) }, identityMethod(identity)))
