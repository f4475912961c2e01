import { checkAttributes } from '../domain/attributes.ts'
import { barredUntil } from '../domain/closing.ts'
import { entryByCode } from '../domain/code-entry.ts'
import { personByEmail } from '../domain/email-registration.ts'
import type { Locale, Member } from '../domain/member.ts'
import { passwordFaults } from '../domain/password-rules.ts'
import { Problem } from '../domain/problem.ts'
import { consentsOf, type RegistrationForm } from '../domain/registration.ts'
import type { ProvenAddress } from '../domain/verification.ts'
import type { Registration } from './ports/store.ts'
import type { World } from './ports/world.ts'
import { provenAddress } from './proven-address.ts'
import type { Decided, SignedIn } from './visit/answer.ts'
import { refuse } from './visit/refuse.ts'
import { type Entrance, prepareEntrance, welcome } from './visit/sign-in.ts'
import { findClient } from './visit/transaction.ts'

/** A sign-up with a proven e-mail address and a password. */
export interface EmailRegisterRequest extends RegistrationForm {
  readonly clientId: string
  readonly verificationToken: string
  readonly password: string
  readonly locale: Locale
}

/**
 * Completes a sign-up by e-mail: the member exists from here on, whole, or not at all. A member who has verified
 * the address keeps it; one who never did loses it to whoever proves it. Throws `invalid_token`, `token_used`,
 * `invalid_request`, `consent_missing`, `email_taken` and `rejoin_not_allowed_yet`.
 */
export async function registerByEmail(
  world: World,
  request: EmailRegisterRequest,
): Promise<Decided<SignedIn>> {
  const client = findClient(world, request.clientId)
  const proof = await provenAddress(world, request.verificationToken, 'sign_up')
  const { member, consents } = draft(world, request, proof)
  await refuseHeld(world, proof)
  const passwordHash = await world.passwords.hash(request.password)

  const now = member.createdAt
  const entrance = prepareEntrance(world, member, client.id, { authTime: now, amr: ['otp'] })
  const { session } = entrance
  return complete(world, entrance, {
    member,
    basis: { kind: 'address', passwordHash },
    proofs: [proof],
    consents,
    event: { id: world.ids.record(), type: 'member.registered', at: now, sessionId: session.id },
    session,
  })
}

/**
 * An imported member whose only way in is a password has nothing but this address to come in by: it is not
 * taken away. Whoever reads the mail is let in by the code instead, and the account is recovered. A member who left
 * keeps a verified address until the account is erased: it is what it can be restored by.
 */
async function refuseHeld(world: World, { address }: ProvenAddress): Promise<void> {
  const { member } = (await world.members.findByAddress(address)) ?? {}
  if (member === undefined) return
  const entry = entryByCode(member, address)
  const rejoinFrom = entry === 'enter' ? barredUntil(member, world.clock.now()) : undefined
  if (rejoinFrom !== undefined)
    throw await refuse(world, { row: 24, kind: 'rejoin_not_allowed_yet', rejoinFrom })
  if (entry === 'recover') throw new Problem('email_taken')
}

/** All that can be refused without asking anybody comes before the password is hashed. */
function draft(
  world: World,
  { password, name, attributes = {}, consents: given, locale }: EmailRegisterRequest,
  { address }: ProvenAddress,
): Pick<Registration, 'member' | 'consents'> {
  if (address.channel !== 'email') throw new Problem('invalid_token')
  const now = world.clock.now()
  const errors = passwordFaults(password, [address.value])
  if (errors.length > 0) throw new Problem('invalid_request', { errors })
  const person = personByEmail(address.value, name, world.stage.match)
  const consents = consentsOf(given, { terms: [] }, world.stage.terms, now)
  const member: Member = {
    id: world.ids.member(),
    status: 'active',
    version: 1,
    ...person,
    attributes: checkAttributes(world.attributes, attributes, locale),
    locale,
    sessionsValidFrom: now,
    createdAt: now,
  }
  return { member, consents }
}

async function complete(
  world: World,
  entrance: Entrance,
  registration: Registration,
): Promise<Decided<SignedIn>> {
  const result = await world.registrations.complete(registration, world.clock.now())
  switch (result.kind) {
    case 'registered':
      return { answer: await welcome(world, entrance, true) }
    case 'used':
      throw new Problem('token_used')
    case 'email_taken':
    case 'phone_taken':
      throw new Problem(result.kind)
    case 'person_known':
    case 'identity_linked':
    case 'identity_gone':
      throw new Error('a sign-up without an identity met the claim of one')
    default:
      return result satisfies never
  }
}
