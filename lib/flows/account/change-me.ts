import type { ContactRelease } from '../../domain/leads/release.ts'
import { checkAttributes } from '../../domain/member/attributes.ts'
import type { Member } from '../../domain/member/member.ts'
import { changeOf, type MemberChange, needsFreshSignIn } from '../../domain/member/member-change.ts'
import { passwordFaults } from '../../domain/member/password-rules.ts'
import { isVoided } from '../../domain/session/session.ts'
import { typedBirthFaults } from '../../domain/values/birth.ts'
import { defined } from '../../domain/values/defined.ts'
import { Problem, refuseFaults } from '../../domain/values/problem.ts'
import type { ProvenAddress } from '../../domain/values/verification.ts'
import { isFresh, ownRecord, staleSignIn } from '../linking/proof.ts'
import type { Changing, SessionRecord } from '../ports/store.ts'
import type { World } from '../ports/world.ts'
import { countChange } from '../steps/count-change.ts'
import type { VacateWorld } from '../steps/ended/vacate.ts'
import { judgedAt } from '../steps/judged-at.ts'
import { discardUploads, type KeptUploads, keepUploads } from '../steps/keep-uploads.ts'
import { releaseNotices, releasesOf, takenBy } from '../steps/release-contacts.ts'
import { type ContactPlace, joinShared, withPlaces } from '../steps/share-contacts.ts'
import { type ShownMember, showMember } from '../steps/show-member.ts'
import { conflict, retryOnConflict } from '../visit/decide-and-act.ts'
import { isUnderAge } from '../visit/under-age.ts'
import { changeNotices } from './change-notices.ts'
import { type ChangeRequest, type ParsedChange, readChange, withoutOwnPassword } from './wished-change.ts'

type ChangeMeWorld = Pick<
  World,
  | 'stage'
  | 'attributes'
  | 'clock'
  | 'calendar'
  | 'ids'
  | 'tokens'
  | 'hashes'
  | 'passwords'
  | 'messageSealing'
  | 'receivesTexts'
  | 'uploads'
  | 'report'
  | 'members'
  | 'changes'
  | 'leftMembers'
  | 'verifications'
  | 'limits'
>

/**
 * Changes the signed-in member, completely or not at all, and gives the new state. A new contact needs its
 * code. A change of contacts, password or birth date needs a fresh sign-in and ends all other sessions. The
 * old address is notified. Throws `invalid_token`, `insufficient_user_authentication`, `invalid_request`,
 * `token_used`, `email_taken`, `phone_taken`, `last_login_method`, `guardian_consent_required` and
 * `too_many_requests`.
 */
export async function changeMe(world: ChangeMeWorld, request: ChangeRequest): Promise<ShownMember> {
  const parsed = await readChange(world, request)
  if (needsFreshSignIn(parsed.wishes) && !isFresh(parsed.by.authTime, world.clock.now())) throw staleSignIn()
  return retryOnConflict(() => change(world, parsed))
}

async function change(world: ChangeMeWorld, parsed: ParsedChange): Promise<ShownMember | typeof conflict> {
  const now = world.clock.now()
  const { proof, password } = parsed
  // A contact that has just been proven names the password, whoever shares the others.
  const record = await ownRecord(world, parsed.by, proof && password === undefined ? 'unmarked' : undefined)
  const at = judgedAt(world)
  const wanted = changeOf(record.member, parsed.wishes, at)
  if (isNothing(wanted, parsed)) return showMember(world, record)
  checkProof(record, proof)
  checkPerson(world, wanted)
  await countChange(world, parsed.by.sessionId)
  const [real, takeover] = await Promise.all([
    withoutOwnPassword(world, record.member, parsed),
    takeoverOf(world, wanted, proof),
  ])
  const planned = changeOf(record.member, real.wishes, at)
  if (isNothing(planned, real)) return showMember(world, record)
  const { session } = record
  const changing = { ...(await changingOf(world, real, planned, takeover, now)), session }
  return act(world, { record, places: takeover.places }, changing, await uploadsOf(world, planned))
}

/** Nothing would be written. A repeated proof of a contact is recorded, though it changes no value. */
const isNothing = ({ changed }: MemberChange, { proof }: ParsedChange): boolean =>
  changed.length === 0 && proof === undefined

/** What a new contact takes: from whom, and the place among those who share it. */
interface ContactTakeover {
  readonly releases: readonly ContactRelease[]
  readonly places: readonly ContactPlace[]
}

/** What the proven contact takes. Nothing is read without one. Throws if another member keeps it. */
async function takeoverOf(
  world: ChangeMeWorld,
  { before, after }: MemberChange,
  proof: ProvenAddress | undefined,
): Promise<ContactTakeover> {
  if (proof === undefined) return { releases: [], places: [] }
  const shown = [{ address: proof.address, proof: 'code' } as const]
  const [released, joining] = await Promise.all([
    releasesFor(world, before, proof),
    joinShared(world, { before, after, shown }),
  ])
  if (joining.kind === 'kept') throw takenBy(joining.address)
  return { releases: [...released, ...joining.releases], places: joining.places }
}

/** The writes of a change. Throws if the password breaks a rule. */
async function changingOf(
  world: ChangeMeWorld,
  { by: { sessionId }, proof, password }: ParsedChange,
  planned: MemberChange,
  { releases, places }: ContactTakeover,
  at: Date,
): Promise<Changing> {
  const { changed } = planned
  const passwordHash = await hashed(world, planned, password)
  // A repeated proof of a verified contact changes no value, but its time is recorded.
  const type = changed.length === 0 ? 'contact.verified' : 'member.changed'
  return {
    ...planned,
    sessionId,
    releases,
    ...defined({ passwordHash, proof, share: places[0]?.share }),
    event: { id: world.ids.record(), type, at, sessionId, changed },
    messages: [...changeNotices(world, planned, at), ...releaseNotices(world, releases)],
  }
}

async function act(
  world: ChangeMeWorld,
  { record, places }: { readonly record: SessionRecord } & Pick<ContactTakeover, 'places'>,
  changing: Changing,
  uploads: KeptUploads,
): Promise<ShownMember | typeof conflict> {
  const { event } = changing
  const result = await world.changes.apply(changing, event.at)
  switch (result) {
    case 'changed':
      await discardUploads(world, uploads.left)
      return showMember(world, { ...record, member: await changedMember(world, changing, places) })
    case 'conflict':
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

/** The member as the change was written. Who shares a contact is read where the password is named by nothing else. */
const changedMember = (
  { members }: Pick<World, 'members'>,
  { after }: Changing,
  places: readonly ContactPlace[],
): Promise<Member> => members.marked(withPlaces(after, places))

/** A code that the session's own changes have voided proves nothing. Throws `token_used`. */
function checkProof({ session }: SessionRecord, proof: ProvenAddress | undefined): void {
  if (proof !== undefined && isVoided(session, proof)) throw new Problem('token_used')
}

/** Row 13 applies to members too. */
function checkPerson(
  world: Pick<World, 'stage' | 'clock' | 'calendar'>,
  { after, changed }: MemberChange,
): void {
  if (!changed.includes('birth')) return
  refuseFaults(typedBirthFaults(after.birth, world.calendar.toSolar))
  if (isUnderAge(world, after)) throw new Problem('guardian_consent_required')
}

/**
 * Checks and keeps the uploads of changed attributes. Throws `invalid_request` for
 * attributes that the schema refuses.
 */
async function uploadsOf(
  world: Pick<World, 'attributes' | 'hashes' | 'uploads' | 'report'>,
  { before, after, changed }: MemberChange,
): Promise<KeptUploads> {
  if (!changed.includes('attributes')) return { added: [], left: [] }
  const attributes = checkAttributes(world.attributes, after.attributes)
  return keepUploads(world, {
    uploader: `member:${before.id}`,
    attributes,
    before: before.attributes,
  })
}

/**
 * The members who release the proven contact; nobody if no other member has it. Throws `email_taken` or
 * `phone_taken` if the other member keeps it.
 */
async function releasesFor(
  world: Pick<World, 'stage' | 'members'> & VacateWorld,
  { id }: Member,
  { address }: ProvenAddress,
): Promise<readonly ContactRelease[]> {
  const found = await releasesOf(world, [{ address, proof: 'code' }], id)
  if (found.kind === 'kept') throw takenBy(found.address)
  return found.releases
}

async function hashed(
  world: Pick<World, 'passwords'>,
  { after }: MemberChange,
  password: string | undefined,
): Promise<string | undefined> {
  if (password === undefined) return undefined
  const identifiers = [after.email?.value, after.phone?.value].filter((value) => value !== undefined)
  const errors = passwordFaults(password, identifiers)
  if (errors.length > 0) throw new Problem('invalid_request', { errors })
  return world.passwords.hash(password)
}
