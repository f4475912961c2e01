import { parseEmail } from '../contacts/email.ts'
import { parseLoginId } from '../contacts/login-id.ts'
import { parsePhone } from '../contacts/phone.ts'
import { isProviderId, isSubject } from '../domain/values/identity.ts'
import { isMemberId, type MemberId } from '../domain/values/ids.ts'
import { loginIdKey } from '../domain/values/login-id.ts'
import type { MemberRecord } from '../flows/ports/store.ts'
import type { World } from '../flows/ports/world.ts'
import { importedMemberId } from './member-id.ts'
import type { OperatorContext } from './operator-context.ts'

/**
 * The ids behind an operator's designation: an id, `provider:subject`, an address, a number, `login:` with a login ID,
 * or `external:` with the old system's id. A text of no such form may be a login ID or the old system's id.
 */
async function idsOf(
  { world, operations }: OperatorContext,
  designation: string,
): Promise<readonly MemberId[]> {
  if (isMemberId(designation)) return [designation]
  const [, kind = '', rest] = /^([a-z]+):(.+)$/.exec(designation) ?? []
  if (kind === 'external' && rest !== undefined) return [importedMemberId(rest)]
  if (kind === 'login' && rest !== undefined) return idsByLoginId(world, rest)
  if (isProviderId(kind) && isSubject(rest)) {
    const claim = await world.identityClaims.find({ provider: kind, subject: rest })
    return claim?.memberId === undefined ? [] : [claim.memberId]
  }
  const email = parseEmail(designation)
  if (email !== undefined) return operations.findByContact('email', email)
  const phone = parsePhone(designation, 'KR')
  if (phone !== undefined) return operations.findByContact('phone', phone)
  return [importedMemberId(designation), ...(await idsByLoginId(world, designation))]
}

async function idsByLoginId({ members }: Pick<World, 'members'>, text: string): Promise<readonly MemberId[]> {
  const loginId = parseLoginId(text)
  const found = loginId === undefined ? undefined : await members.findByLoginId(loginIdKey(loginId))
  return found === undefined ? [] : [found.member.id]
}

/** All members behind a designation. Several members may share a contact. */
export async function findMembers(
  context: OperatorContext,
  designation: string,
): Promise<readonly MemberRecord[]> {
  const ids = [...new Set(await idsOf(context, designation))]
  const found = await Promise.all(ids.map((id) => context.operations.find(id)))
  return found.flatMap((record) => record ?? [])
}

/** The one member behind a designation. Throws an `Error` for the operator when there is none, or several. */
export async function findMember(context: OperatorContext, designation: string): Promise<MemberRecord> {
  const found = await findMembers(context, designation)
  const [only, another] = found
  if (only === undefined) throw new Error(`Unknown member: ${designation}`)
  if (another === undefined) return only
  const ids = found.map(({ member }) => member.id)
  throw new Error(`Several members match. Choose one by its id: ${ids.join(', ')}`)
}
