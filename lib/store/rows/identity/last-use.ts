import { type IdentityMethod, identityMethod, type LoginMethod } from '../../../domain/member/member.ts'
import type { Identity } from '../../../domain/values/identity.ts'
import type { SignInProof } from '../../../flows/ports/store.ts'
import type { Change } from '../../table/expressions.ts'
import { kindOf } from '../row.ts'

/*
 * When an identity last signed its member in stands with the member, whom every sign-in writes anyway: an attribute for
 * each identity. Rows of an identity from before have a time of their own.
 */

const attributeOf = (method: IdentityMethod): string => `used:${method}`

const isIdentity = (proof: SignInProof): proof is IdentityMethod =>
  typeof proof === 'string' && proof.startsWith('identity:')

/** The part of a member's change that notes a sign-in by an identity. */
export const identityUse = (method: IdentityMethod, at: Date): Required<Pick<Change, 'set' | 'aliases'>> => ({
  set: { lastUse: at.getTime() },
  aliases: { lastUse: attributeOf(method) },
})

/** The same for a sign-in by anything. Empty for what is no identity. */
export const noteUse = (proof: SignInProof, at: Date): Pick<Change, 'set' | 'aliases'> =>
  isIdentity(proof) ? identityUse(proof, at) : {}

/** The part of a member's change that forgets the uses of login methods that the member loses. */
export function forgetUses(methods: readonly LoginMethod[]): Required<Pick<Change, 'remove' | 'aliases'>> {
  const aliases = Object.fromEntries(
    methods.filter(isIdentity).map((method, index) => [`lastUse${index}`, attributeOf(method)] as const),
  )
  return { remove: Object.keys(aliases), aliases }
}

/** The times of a member's row at which its identities last signed in. Takes the rows of its partition. */
export function usesIn(items: readonly unknown[]): (identity: Identity) => Date | undefined {
  const attributes: Readonly<Record<string, unknown>> = Object(
    items.find((item) => kindOf(item) === 'member'),
  )
  return (identity) => {
    const at = attributes[attributeOf(identityMethod(identity))]
    return typeof at === 'number' ? new Date(at) : undefined
  }
}
