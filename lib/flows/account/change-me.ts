import type { ChangedPart } from '../../domain/history/audit.ts'
import { checkAttributes } from '../../domain/member/attributes.ts'
import type { Member } from '../../domain/member/member.ts'
import {
  changeOf,
  type MemberChange,
  needsFreshSignIn,
  type Wishes,
} from '../../domain/member/member-change.ts'
import { passwordFaults } from '../../domain/member/password-rules.ts'
import { type ContactRelease, contactReleaseOf, mayRelease } from '../../domain/sign-up/contact-takeover.ts'
import { defined } from '../../domain/values/defined.ts'
import type { Locale } from '../../domain/values/locale.ts'
import { Problem } from '../../domain/values/problem.ts'
import type { ProvenAddress } from '../../domain/values/verification.ts'
import { isFresh, staleSignIn } from '../linking/proof.ts'
import type { Changing, MemberRecord } from '../ports/store.ts'
import type { Access } from '../ports/tokens.ts'
import type { World } from '../ports/world.ts'
import { tellReleased } from '../sign-up/tell-released.ts'
import { discardUploads, type KeptUploads, keepUploads } from '../steps/keep-uploads.ts'
import { notify, reachOf } from '../steps/notify.ts'
import { provenAddress } from '../steps/proven-address.ts'
import { recyclingOf } from '../steps/recycled-numbers.ts'
import { type ShownMember, showMember } from '../steps/show-member.ts'
import { conflict, retryOnConflict } from '../visit/decide-and-act.ts'
import { isUnderAge } from '../visit/under-age.ts'

/** What a signed-in member wants to be different; what is absent stays. */
export interface ChangeRequest extends Pick<Wishes, 'name' | 'birth' | 'locale' | 'attributes'> {
  readonly bearer: string
  /** Shows a new address or number whose code came back. */
  readonly verificationToken?: string | undefined
  /** `null` gives the password up. */
  readonly password?: string | null | undefined
  /** The language in which faults are told. */
  readonly language: Locale
}

/** Who asks for what, once the tokens are read. */
interface Asked {
  readonly by: Access
  readonly wishes: Wishes
  readonly password: string | undefined
  readonly proof: ProvenAddress | undefined
  readonly language: Locale
}

/**
 * Changes the signed-in member, all of it or nothing. A new address comes in by a code alone, never by being
 * typed; what lets in, and the birth date, need a fresh sign-in and end every other session. The old address is
 * told. Throws `invalid_token`, `insufficient_user_authentication`, `invalid_request`, `token_used`,
 * `email_taken`, `phone_taken`, `last_login_method` and `guardian_consent_required`.
 */
export async function changeMe(world: World, request: ChangeRequest): Promise<ShownMember> {
  const asked = await read(world, request)
  if (needsFreshSignIn(asked.wishes) && !isFresh(asked.by.authTime, world.clock.now())) throw staleSignIn()
  return retryOnConflict(() => change(world, asked))
}

async function read(world: World, request: ChangeRequest): Promise<Asked> {
  const { bearer, verificationToken, password, name, birth, locale, attributes, language } = request
  const by = await world.tokens.access.read(bearer, 'fresh_enough')
  const proof =
    verificationToken === undefined ? undefined : await provenAddress(world, verificationToken, 'contact')
  const chosen = password === undefined ? undefined : password === null ? 'given_up' : 'chosen'
  const wishes = { contact: proof?.address, password: chosen, name, birth, locale, attributes } as const
  return { by, wishes, password: password ?? undefined, proof, language }
}

async function change(world: World, asked: Asked): Promise<ShownMember | typeof conflict> {
  const now = world.clock.now()
  const record = await recordOf(world, asked.by)
  const planned = changeOf(record.member, asked.wishes, now)
  if (planned.changed.length === 0 && asked.proof === undefined) return showMember(record)
  checkProof(record.member, asked.proof)
  checkPerson(world, planned)
  const changing = await changingOf(world, asked, planned, now)
  return act(world, asked.by, changing, await uploadsOf(world, planned, asked.language))
}

/** All that is to be written. Throws where somebody keeps the address, or the password must not be chosen. */
async function changingOf(
  world: World,
  { by: { sessionId }, proof, password }: Asked,
  planned: MemberChange,
  at: Date,
): Promise<Changing> {
  const { before, changed } = planned
  const release = proof === undefined ? undefined : await releasesFor(world, before, proof)
  const passwordHash = await hashed(world, planned, password)
  // Proving again what is verified already changes nothing, and is worth remembering.
  const type = changed.length === 0 ? 'contact.verified' : 'member.changed'
  return {
    ...planned,
    sessionId,
    ...defined({ passwordHash, proof, release }),
    event: { id: world.ids.record(), type, at, sessionId, changed },
  }
}

async function act(
  world: World,
  by: Access,
  changing: Changing,
  uploads: KeptUploads,
): Promise<ShownMember | typeof conflict> {
  const { proof, release, event } = changing
  const result = await world.changes.apply(changing, event.at)
  switch (result) {
    case 'changed':
      await discardUploads(world, uploads.left)
      await tell(world, changing, event.at)
      if (proof?.address.channel === 'sms') await tellReleased(world, release)
      return showMember(await recordOf(world, by))
    case 'moved':
      return conflict
    case 'used':
      throw new Problem('token_used')
    case 'session_ended':
      await discardUploads(world, uploads.added)
      throw new Problem('invalid_token')
    default:
      return result satisfies never
  }
}

async function recordOf(world: World, { memberId, sessionId }: Access): Promise<MemberRecord> {
  const record = await world.members.findBySession(memberId, sessionId, world.clock.now())
  if (record === undefined) throw new Problem('invalid_token')
  return record
}

/**
 * A change that was begun dies when the password changes, the account is recovered, or all sessions end: whoever
 * began it may be the one whom that was meant to keep out. Throws `token_used`.
 */
function checkProof({ sessionsValidFrom }: Member, proof: ProvenAddress | undefined): void {
  if (proof !== undefined && proof.startedAt < sessionsValidFrom) throw new Problem('token_used')
}

/** Row 13 holds for members as well. */
function checkPerson(world: World, { after, changed }: MemberChange): void {
  if (changed.includes('birth') && isUnderAge(world, after)) {
    throw new Problem('guardian_consent_required')
  }
}

/** The uploads of changed attributes, kept. Throws `invalid_request` for attributes that the schema refuses. */
async function uploadsOf(
  world: World,
  { before, after, changed }: MemberChange,
  locale: Locale,
): Promise<KeptUploads> {
  if (!changed.includes('attributes')) return { added: [], left: [] }
  const attributes = checkAttributes(world.attributes, after.attributes, locale)
  return keepUploads(world, {
    uploader: `member:${before.id}`,
    attributes,
    before: before.attributes,
    locale,
  })
}

/** Who has the proven address on file and gives it up; nobody may have to. Throws `email_taken`, `phone_taken`. */
async function releasesFor(
  world: World,
  { id }: Member,
  { address }: ProvenAddress,
): Promise<ContactRelease | undefined> {
  const contactOwner = (await world.members.findByAddress(address))?.member
  if (contactOwner === undefined || contactOwner.id === id) return undefined
  if (!mayRelease(contactOwner, address, recyclingOf(world))) {
    throw new Problem(address.channel === 'email' ? 'email_taken' : 'phone_taken')
  }
  return contactReleaseOf(contactOwner)
}

async function hashed(
  world: World,
  { after }: MemberChange,
  password: string | undefined,
): Promise<string | undefined> {
  if (password === undefined) return undefined
  const identifiers = [after.email?.value, after.phone?.value].filter((value) => value !== undefined)
  const errors = passwordFaults(password, identifiers)
  if (errors.length > 0) throw new Problem('invalid_request', { errors })
  return world.passwords.hash(password)
}

/** Of a new e-mail address the old one is told as well: its owner may be somebody who did not want this. */
async function tell(world: World, { before, after, changed }: MemberChange, at: Date): Promise<void> {
  const told = changed.filter(isTold)
  const old = reachOf(before)
  const reaches = old?.email === after.email?.value ? [old] : [old, reachOf(after)]
  for (const reach of reaches) {
    for (const what of told) await notify(world, reach, { kind: 'changed', what, at })
  }
}

const isTold = (part: ChangedPart): part is 'email' | 'phone' | 'password' =>
  part === 'email' || part === 'phone' || part === 'password'
