import { hasPassword } from '../../domain/leads/leads.ts'
import type { Member } from '../../domain/member/member.ts'
import type { Wishes } from '../../domain/member/member-change.ts'
import type { ProvenAddress } from '../../domain/values/verification.ts'
import type { Access } from '../ports/tokens.ts'
import type { World } from '../ports/world.ts'
import { provenAddress } from '../steps/proven-address.ts'

/** The parts of the profile that a request changes as they are given. */
type ProfilePart = 'name' | 'nickname' | 'birth' | 'gender' | 'locale' | 'attributes'

/** A signed-in member's wishes. Absent values stay. */
export interface ChangeRequest extends Pick<Wishes, ProfilePart> {
  readonly bearer: string
  /** The token of a new contact that was proven by code. */
  readonly verificationToken?: string | undefined
  /** `null` removes the password. */
  readonly password?: string | null | undefined
}

/** A change request after its tokens were read. */
export interface ParsedChange {
  readonly by: Access
  readonly wishes: Wishes
  readonly password: string | undefined
  readonly proof: ProvenAddress | undefined
}

/** Reads the tokens of a change request. Throws `invalid_token` and `token_used`. */
export async function readChange(
  world: Pick<World, 'clock' | 'tokens' | 'verifications'>,
  request: ChangeRequest,
): Promise<ParsedChange> {
  const { bearer, verificationToken, password, ...profile } = request
  const by = await world.tokens.access.read(bearer, 'fresh_enough')
  const proof =
    verificationToken === undefined ? undefined : await provenAddress(world, verificationToken, 'contact')
  const chosen = password === undefined ? undefined : password === null ? 'given_up' : 'chosen'
  const wishes = { contact: proof?.address, password: chosen, ...profile } as const
  return { by, wishes, password: password ?? undefined, proof }
}

/** The request without a password that is the member's already: no session ends for it, and no mail goes out. */
export async function withoutOwnPassword(
  world: Pick<World, 'passwords' | 'members'>,
  member: Member,
  parsed: ParsedChange,
): Promise<ParsedChange> {
  const { password, wishes } = parsed
  if (password === undefined || !hasPassword(member)) return parsed
  const hash = await world.members.passwordHash(member.id)
  const isOwn = hash !== undefined && (await world.passwords.verify(password, hash))
  return isOwn ? { ...parsed, password: undefined, wishes: { ...wishes, password: undefined } } : parsed
}
