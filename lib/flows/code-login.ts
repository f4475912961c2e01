import { termsDue } from '../domain/consent/agreement.ts'
import { termsInForce } from '../domain/consent/terms-in-force.ts'
import type { AuditEvent } from '../domain/history/audit.ts'
import { entryByCode, methodByCode } from '../domain/leads/contact.ts'
import { recoveredBy } from '../domain/leads/recovery.ts'
import { hasLeft, type Member } from '../domain/member/member.ts'
import type { ClientId } from '../domain/values/ids.ts'
import { Problem } from '../domain/values/problem.ts'
import {
  type Address,
  amrOfCode,
  maySignInByCode,
  type ProvenAddress,
} from '../domain/values/verification.ts'
import { outcomeByStatus } from '../domain/visit/classify.ts'
import type { World } from './ports/world.ts'
import { noticeTo } from './steps/compose-message.ts'
import { type AddedClaimsWorld, claimsFor } from './steps/hooks/added-claims.ts'
import { judgedAt } from './steps/judged-at.ts'
import { provenAddress } from './steps/proven-address.ts'
import { conflict, retryOnConflict } from './visit/decide-and-act.ts'
import { findClient } from './visit/oauth-request.ts'
import { refuse } from './visit/refuse.ts'
import { type Decided, decided, type SignedIn } from './visit/result.ts'
import type { PrepareSessionWorld, SignInResultWorld } from './visit/sign-in.ts'
import { type PreparedSession, prepareSession, signedIn, signInResult } from './visit/sign-in.ts'

/** A sign-in with an address proven by code. */
export interface CodeLoginRequest {
  readonly clientId: string
  readonly verificationToken: string
}

type CodeLoginResult = Decided<SignedIn> | typeof conflict

type CodeLoginWorld = Pick<
  World,
  'stage' | 'clock' | 'ids' | 'members' | 'sessions' | 'verifications' | 'receivesTexts'
> &
  AddedClaimsWorld &
  PrepareSessionWorld &
  SignInResultWorld

/**
 * Signs in by a code that came back from the member's own address, or recovers an imported account
 * with an unverified address. Throws `invalid_request`, `invalid_token`, `token_used`, `not_found` if
 * the address signs nobody in or the stage has no such sign-in (a number without a recent proof may belong to another person by now),
 * and the problems of rows 2, 3 and 23.
 */
export async function codeLogin(
  world: CodeLoginWorld,
  request: CodeLoginRequest,
): Promise<Decided<SignedIn>> {
  const client = findClient(world, request.clientId)
  const proof = await provenAddress(world, request.verificationToken, 'sign_in')
  if (!maySignInByCode(world.stage.doors, proof.address)) throw new Problem('not_found')
  return retryOnConflict(() => signInByCode(world, client.id, proof))
}

async function signInByCode(
  world: CodeLoginWorld,
  clientId: ClientId,
  proof: ProvenAddress,
): Promise<CodeLoginResult> {
  const { member } = (await world.members.findByAddress(proof.address)) ?? {}
  if (member === undefined || hasLeft(member, world.clock.now())) throw opensNothing()
  const entry = entryByCode(member, proof.address, judgedAt(world))
  switch (entry) {
    case 'sign_in': {
      const prepared = prepareSession(world, member, clientId, howOf(world, proof.address))
      const preparedSession = { ...prepared, added: await claimsFor(world, member) }
      const method = methodByCode(proof.address)
      const now = world.clock.now()
      const provesAnew = proof.address.channel === 'sms' || member.email?.failing !== undefined
      const proven = provesAnew ? provenNow(world, preparedSession) : undefined
      const result = await world.sessions.openByCode(preparedSession.session, method, proof, now, proven)
      return signInResult(world, {
        preparedSession,
        result,
        due: termsDue(termsInForce(world.stage.terms, world.clock.now()), member.agreements),
      })
    }
    case 'recover':
      return recover(world, clientId, member, proof)
    case 'stale':
    case 'nothing':
      throw opensNothing()
    default:
      return entry satisfies never
  }
}

/** The address is proven, so its reader may learn that it opens no account. */
const opensNothing = () =>
  new Problem('not_found', {
    detail: {
      ko: '이 주소나 번호로 열리는 계정이 없습니다. 가입하시거나 다른 방법으로 로그인해 주세요.',
      en: 'No account here opens by this address or number. Join, or sign in another way.',
    },
  })

/** The event of a contact that a code has proven again. */
const provenNow = (
  world: Pick<World, 'clock' | 'ids'>,
  { session: { id: sessionId } }: PreparedSession,
): AuditEvent => ({
  id: world.ids.record(),
  type: 'contact.verified',
  at: world.clock.now(),
  sessionId,
})

const howOf = ({ clock }: Pick<World, 'clock'>, { channel }: Address) => ({
  authTime: clock.now(),
  amr: amrOfCode(channel),
})

/**
 * Recovers an imported account. The old password may not be the mail reader's own, so everything else that could open
 * the account ends, and the address is notified. Throws `not_found` for a number, which recovers nobody.
 */
async function recover(
  world: CodeLoginWorld,
  clientId: ClientId,
  member: Member,
  proof: ProvenAddress,
): Promise<CodeLoginResult> {
  const outcome = outcomeByStatus(member)
  if (outcome.kind !== 'signed_in') throw await refuse(world, outcome)
  const { address } = proof
  if (address.channel !== 'email') throw new Problem('not_found')
  const now = world.clock.now()
  // All sessions end, so the new one carries the member's next version.
  const afterwards = { ...member, credentialsVersion: member.credentialsVersion + 1 }
  const recovered = recoveredBy(member, address.value)
  const { phone: _, ...stays } = afterwards
  const preparedSession = {
    ...prepareSession(world, afterwards, clientId, howOf(world, proof.address)),
    added: await claimsFor(world, { ...stays, ...recovered.after }),
  }
  const sessionId = preparedSession.session.id
  const event = { id: world.ids.record(), type: 'member.recovered', at: now, sessionId } as const
  const result = await world.members.recover(
    {
      ...recovered,
      member,
      proof,
      event,
      session: preparedSession.session,
      messages: noticeTo(
        world,
        { id: member.id, reach: { email: address.value, locale: member.locale } },
        { kind: 'recovered', at: now },
      ),
    },
    now,
  )
  if (result === 'used') throw new Problem('token_used')
  if (result === 'conflict') return conflict
  const due = termsDue(termsInForce(world.stage.terms, world.clock.now()), member.agreements)
  return decided(outcome, await signedIn(world, preparedSession, false, due))
}
