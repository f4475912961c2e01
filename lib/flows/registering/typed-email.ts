import { enter } from '../../domain/classify.ts'
import type { LinkQuestion, PendingConnection } from '../../domain/connection.ts'
import { facing } from '../../domain/contacts-on-file.ts'
import type { Email } from '../../domain/evidence.ts'
import { hintOf } from '../../domain/hint.ts'
import { Problem } from '../../domain/problem.ts'
import type { ProvenAddress } from '../../domain/verification.ts'
import type { Identified } from '../ports/store.ts'
import type { World } from '../ports/world.ts'
import { provenAddress } from '../proven-address.ts'
import type { Asked, Decided } from '../visit/answer.ts'
import { handOver } from '../visit/ask-again.ts'
import { refuse } from '../visit/refuse.ts'
import { askToLink } from '../visit/waiting.ts'

/** An address that the visitor typed in, with what shows that its code came back. */
export interface TypedEmail {
  readonly email: Email
  readonly proof: ProvenAddress
}

/** The address behind a verification token. Throws `invalid_token` and `token_used`. */
export async function typedEmail(world: World, token: string): Promise<TypedEmail> {
  const proof = await provenAddress(world, token, 'sign_up')
  if (proof.address.channel !== 'email') throw new Problem('invalid_token')
  return { email: proof.address.value, proof }
}

/**
 * An address that the visitor typed in and proved is evidence too. Where it leads to a member, the visitor is
 * asked: a member who has verified it only has to agree (the code was the proof), one who never did has to be
 * proven, and signing up stays possible. Undefined when it leads to nobody.
 * Throws the problems of rows 2, 3 and 23 for a member in that state.
 */
export async function askAboutHolder(
  world: World,
  pending: PendingConnection,
  { email, proof }: TypedEmail,
): Promise<Decided<Asked> | undefined> {
  const found = await world.members.findByAddress({ channel: 'email', value: email })
  if (found === undefined) return undefined
  const holder = { ...found, member: facing(found.member, { email }) }
  const isVerified = holder.member.email?.verified === true
  const state = enter(holder.member)
  if (isVerified && state.row !== 1) throw await refuse(world, state)
  const question = questionAbout(holder, isVerified)
  const waits = { question, held: pending.held, typedEmail: email }
  const handed = await handOver(world, pending, waits, proof)
  // Only what was proven is shown: this very address.
  const match = { candidate: holder.member, shows: ['email'] as const, hinted: true }
  const asked = await askToLink(world, handed, [hintOf(match, holder.member)])
  return isVerified
    ? { row: 5, answer: { outcome: 'link_confirmation_required', ...asked } }
    : { row: 7, answer: { outcome: 'link_proof_required', ...asked, mayRegister: true } }
}

function questionAbout({ member }: Identified, isVerified: boolean): LinkQuestion {
  const reach = member.email === undefined ? undefined : { email: member.email.value, locale: member.locale }
  const target = {
    memberId: member.id,
    version: member.version,
    // Whoever proves to be that member has shown by the code that the address is alive.
    verifies: isVerified ? [] : (['email'] as const),
    lacksCi: member.ci === undefined,
    ...(member.externalId === undefined ? {} : { externalId: member.externalId }),
    ...(reach === undefined ? {} : { reach }),
  }
  return { needs: isVerified ? 'consent' : 'sign_in', candidates: [target], mayRegister: true }
}
