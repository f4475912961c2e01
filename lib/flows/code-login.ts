import { termsDue } from '../domain/consent/agreement.ts'
import type { AuditEvent } from '../domain/history/audit.ts'
import type { Member } from '../domain/member/member.ts'
import { methodByCode, openedByCode } from '../domain/sign-up/login-by-code.ts'
import type { ClientId } from '../domain/values/ids.ts'
import { Problem } from '../domain/values/problem.ts'
import type { ProvenAddress } from '../domain/values/verification.ts'
import { outcomeByStatus } from '../domain/visit/classify.ts'
import type { World } from './ports/world.ts'
import { notify } from './steps/notify.ts'
import { provenAddress } from './steps/proven-address.ts'
import { recyclingOf } from './steps/recycled-numbers.ts'
import { type Decided, decided, type SignedIn } from './visit/answer.ts'
import { conflict, retryOnConflict } from './visit/decide-and-act.ts'
import { findClient } from './visit/oauth-request.ts'
import { refuse } from './visit/refuse.ts'
import { answerSignIn, type PreparedSession, prepareSession, signedIn } from './visit/sign-in.ts'

/** Somebody who proved an address by a code. */
export interface CodeLoginRequest {
  readonly clientId: string
  readonly verificationToken: string
}

type Entered = Decided<SignedIn> | typeof conflict

/**
 * Signs in by a code that came back from the member's own address, or recovers an imported account whose address
 * nobody ever verified. Throws `invalid_request`, `invalid_token`, `token_used`, `not_found` where the address
 * leads to nobody who may come in by it (a number that was not proven for long is somebody else's by now, for all
 * that anybody knows), and the problems of rows 2, 3 and 23.
 */
export async function codeLogin(world: World, request: CodeLoginRequest): Promise<Decided<SignedIn>> {
  const client = findClient(world, request.clientId)
  const proof = await provenAddress(world, request.verificationToken, 'sign_in')
  return retryOnConflict(() => enterBy(world, client.id, proof))
}

async function enterBy(world: World, clientId: ClientId, proof: ProvenAddress): Promise<Entered> {
  const { member } = (await world.members.findByAddress(proof.address)) ?? {}
  if (member === undefined) throw new Problem('not_found')
  const entry = openedByCode(member, proof.address, recyclingOf(world))
  switch (entry) {
    case 'sign_in': {
      const entrance = prepareSession(world, member, clientId, howOf(world))
      const way = methodByCode(proof.address)
      const now = world.clock.now()
      const proven = proof.address.channel === 'sms' ? provenNow(world, entrance) : undefined
      const result = await world.sessions.openByCode(entrance.session, way, proof, now, proven)
      return answerSignIn(world, entrance, result, termsDue(world.stage.terms, member.agreements))
    }
    case 'recover':
      return recover(world, clientId, member, proof)
    case 'recycled':
    case 'nothing':
      throw new Problem('not_found')
    default:
      return entry satisfies never
  }
}

/** A code by text came back: the number is the member's for another while. */
const provenNow = (world: World, { session: { id: sessionId } }: PreparedSession): AuditEvent => ({
  id: world.ids.record(),
  type: 'contact.verified',
  at: world.clock.now(),
  sessionId,
})

const howOf = (world: World) => ({ authTime: world.clock.now(), amr: ['otp'] })

/**
 * Whoever set the old password may not be who reads the mail: the password and every session end with the
 * recovery, and the address is told.
 */
async function recover(
  world: World,
  clientId: ClientId,
  member: Member,
  proof: ProvenAddress,
): Promise<Entered> {
  const outcome = outcomeByStatus(member)
  if (outcome.kind !== 'signed_in') throw await refuse(world, outcome)
  const now = world.clock.now()
  const entrance = prepareSession(world, member, clientId, howOf(world))
  const { address } = proof
  const sessionId = entrance.session.id
  const event = { id: world.ids.record(), type: 'member.recovered', at: now, sessionId } as const
  const result = await world.members.recover(
    { member, address, proof, event, session: entrance.session },
    now,
  )
  if (result === 'used') throw new Problem('token_used')
  if (result === 'moved') return conflict
  if (address.channel === 'email') {
    const reach = { email: address.value, locale: member.locale }
    await notify(world, reach, { kind: 'recovered', at: now })
  }
  const due = termsDue(world.stage.terms, member.agreements)
  return decided(outcome, await signedIn(world, entrance, false, due))
}
