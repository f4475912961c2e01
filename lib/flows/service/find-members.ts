import type { Email, Phone } from '../../domain/values/evidence.ts'
import type { Identity } from '../../domain/values/identity.ts'
import type { MemberId } from '../../domain/values/ids.ts'
import { Problem } from '../../domain/values/problem.ts'
import type { MemberRecord } from '../ports/store.ts'
import type { OperatorContext } from './operator-context.ts'

/** What an operator names a member by. */
export type MemberQuery =
  | { readonly by: 'id'; readonly value: MemberId }
  | { readonly by: 'email'; readonly value: Email }
  | { readonly by: 'phone'; readonly value: Phone }
  | { readonly by: 'loginId'; readonly value: string }
  | { readonly by: 'identity'; readonly value: Identity }

async function idsOf(
  { world, operations }: OperatorContext,
  query: MemberQuery,
): Promise<readonly MemberId[]> {
  switch (query.by) {
    case 'id':
      return [query.value]
    case 'email':
    case 'phone':
      return operations.findByContact(query.by, query.value)
    case 'loginId':
      return operations.findByLoginId(query.value)
    case 'identity': {
      const claim = await world.identityClaims.find(query.value)
      return claim?.memberId === undefined ? [] : [claim.memberId]
    }
    default:
      return query satisfies never
  }
}

/** All members behind a query. Several members may share a contact. */
export async function findMembers(
  context: OperatorContext,
  query: MemberQuery,
): Promise<readonly MemberRecord[]> {
  const ids = [...new Set(await idsOf(context, query))]
  const found = await Promise.all(ids.map((id) => context.operations.find(id)))
  return found.flatMap((record) => record ?? [])
}

/** The member of an id. Throws `not_found`. */
export async function requireMember({ operations }: OperatorContext, id: MemberId): Promise<MemberRecord> {
  const record = await operations.find(id)
  if (record === undefined) throw new Problem('not_found')
  return record
}
