import { parseEmail } from '../contacts/email.ts'
import { parsePhone } from '../contacts/phone.ts'
import { isProviderId, isSubject } from '../domain/values/identity.ts'
import { isMemberId, type MemberId } from '../domain/values/ids.ts'
import type { MemberRecord } from '../flows/ports/store.ts'
import { importedMemberId } from './member-id.ts'
import type { OperatorContext } from './operator-context.ts'

/** The ids that an operator's words may mean: an id, `provider:subject`, an address, a number, `external:` and an id. */
async function idsOf({ world, operations }: OperatorContext, words: string): Promise<readonly MemberId[]> {
  if (isMemberId(words)) return [words]
  const [, kind = '', rest] = /^([a-z]+):(.+)$/.exec(words) ?? []
  if (kind === 'external' && rest !== undefined) return [importedMemberId(rest)]
  if (isProviderId(kind) && isSubject(rest)) {
    const claim = await world.identityClaims.find({ provider: kind, subject: rest })
    return claim?.memberId === undefined ? [] : [claim.memberId]
  }
  const email = parseEmail(words)
  if (email !== undefined) return operations.findByContact('email', email)
  const phone = parsePhone(words, 'KR')
  return phone === undefined ? [importedMemberId(words)] : operations.findByContact('phone', phone)
}

/** All members whom an operator's words mean: several, where they share an address. */
export async function findMembers(context: OperatorContext, words: string): Promise<readonly MemberRecord[]> {
  const ids = [...new Set(await idsOf(context, words))]
  const found = await Promise.all(ids.map((id) => context.operations.find(id)))
  return found.flatMap((record) => record ?? [])
}

/** The one member whom an operator's words mean. Throws, in words, when there is none or there are several. */
export async function findMember(context: OperatorContext, words: string): Promise<MemberRecord> {
  const found = await findMembers(context, words)
  const [only, another] = found
  if (only === undefined) throw new Error(`There is no member ${words}`)
  if (another === undefined) return only
  const ids = found.map(({ member }) => member.id)
  throw new Error(`Several members are meant; say which by its id: ${ids.join(', ')}`)
}
