import { publicTypeOf } from '../../lib/domain/history/public-event.ts'
import {
  identityMethod,
  type Member,
  type OwnContact,
  passkeyMethod,
} from '../../lib/domain/member/member.ts'
import { fieldsWith } from '../../lib/domain/member/member-fields.ts'
import { isMemberId } from '../../lib/domain/values/ids.ts'
import { loginIdKey } from '../../lib/domain/values/login-id.ts'
import { maxCodeAttempts } from '../../lib/domain/values/verification.ts'
import { type ClaimKind, claimRow } from '../../lib/store/rows/claim.ts'
import { codeRow } from '../../lib/store/rows/code.ts'
import { healthNoteRow } from '../../lib/store/rows/health/health-note.ts'
import { mailNoteRow } from '../../lib/store/rows/health/mail-note.ts'
import { linkedIdentityRow } from '../../lib/store/rows/identity/identity.ts'
import { identityCheckRow } from '../../lib/store/rows/identity/identity-check.ts'
import { identityClaimRow } from '../../lib/store/rows/identity/identity-claim.ts'
import { storedProviderProfileRow } from '../../lib/store/rows/identity/provider-profile.ts'
import { consentRecordRow } from '../../lib/store/rows/member/erasure.ts'
import { consentRow, readEvent } from '../../lib/store/rows/member/history.ts'
import { memberRow, passwordRow } from '../../lib/store/rows/member/member.ts'
import { mergeQuestionRow } from '../../lib/store/rows/member/merge-question.ts'
import { nameRow, nameTexts } from '../../lib/store/rows/member/name.ts'
import { rejoinBlockRow } from '../../lib/store/rows/member/rejoin-block.ts'
import { sharedMarkRow, sharedRow } from '../../lib/store/rows/member/shared.ts'
import { messageRow } from '../../lib/store/rows/message.ts'
import { passkeyClaimRow, passkeyRow } from '../../lib/store/rows/passkey.ts'
import { pendingRow } from '../../lib/store/rows/pending.ts'
import { type RowKind, readRow } from '../../lib/store/rows/row.ts'
import { sessionRow } from '../../lib/store/rows/session/session.ts'
import { type Key, keys, type NameIndex } from '../../lib/store/table/schema.ts'

export type Scanned = Readonly<Record<string, unknown>>

/** A whole table at one moment. */
export interface View {
  readonly at: (key: Key) => Scanned | undefined
  readonly member: (id: string) => Member | undefined
  /** The methods that come from the identities in a member's partition. */
  readonly identityWays: (partition: unknown) => readonly string[]
  /** The index of names that the policy reads. Undefined: none, or unknown. */
  readonly searched: NameIndex | undefined
  /** The entries of a member in the name index. */
  readonly nameEntries: (id: string) => readonly Scanned[]
  /** The external ids of the members who were merged into this one. */
  readonly namesTakenOver: (id: string) => readonly (string | undefined)[]
  /** Counts the claims that lead to a member. */
  readonly claims: (id: string) => number
  /** The values that a member shares with others, by kind. */
  readonly shares: (id: string) => readonly string[]
  /** The members in a partition of the shared index. */
  readonly sharers: (partition: unknown) => readonly Scanned[]
  /** The members in a partition of the name index. */
  readonly namesakes: (partition: unknown) => readonly string[]
}

/** The rule for one item. Gives the breaches. */
export type Demands = readonly (readonly [holds: boolean, otherwise: string])[]

const isAt = (item: Scanned, { PK, SK }: Key): Demands[number] => [
  item['PK'] === PK && item['SK'] === SK,
  `belongs at ${PK} ${SK}`,
]

function identityClaimDemands(item: Scanned, view: View): Demands {
  const claim = readRow(identityClaimRow, item)
  const isDue = claim.state === 'pending' || claim.state === 'disconnecting' || item['reconnected'] === true
  const isOwned = claim.state === 'linked' || claim.state === 'unlinked_by_provider'
  const mayBeOwned = isOwned || claim.state === 'disconnecting'
  const always: Demands = [
    isAt(item, keys.identityClaim(claim)),
    [
      isDue === 'dueAt' in item && isDue === 'duePK' in item,
      'is due and not indexed, or the other way round',
    ],
    [
      claim.memberId === undefined ? !isOwned : mayBeOwned,
      `is ${claim.state}, and its member says otherwise`,
    ],
  ]
  if (claim.memberId === undefined) return always
  const listed = view.at(keys.identity(claim.memberId, claim))
  const isEnded = listed !== undefined && 'endedAt' in listed
  return [
    ...always,
    [view.member(claim.memberId) !== undefined, 'leads to no member'],
    [listed !== undefined, 'is not listed by its member'],
    [(claim.state === 'linked') !== isEnded, `is ${claim.state}, and its member lists it otherwise`],
  ]
}

/** The contact of a member that a claim belongs to. An address that came with a merged account was verified. */
function onFileAt({ PK }: Scanned, of: ClaimKind, member: Member) {
  if (of === 'login_id') return { value: member.loginId && loginIdKey(member.loginId), verified: true }
  if (of === 'ci' || of === 'di') return { value: member[of], verified: true }
  const beside = (of === 'email' ? member.otherEmails : member.otherPhones) ?? []
  const value = beside.find((one) => keys.claim(of, one).PK === PK)
  return value === undefined ? member[of] : { value, verified: true }
}

function claimDemands(item: Scanned, view: View): Demands {
  const claim = readRow(claimRow, item)
  const member = view.member(claim.memberId)
  if (member === undefined) return [[false, 'leads to no member']]
  const onFile = onFileAt(item, claim.of, member)
  if (onFile?.value === undefined) return [[false, 'is not listed by its member']]
  return [
    isAt(item, keys.claim(claim.of, onFile.value)),
    [onFile.verified === claim.verified, 'is not verified as it says'],
  ]
}

function wayDemands(
  item: Scanned,
  { id, status, email, phone, ways, imported, endedIdentities = [] }: Member,
  view: View,
): Demands {
  const identityWays = [
    ...ways.filter((way) => way.startsWith('identity:')),
    ...endedIdentities.map(identityMethod),
  ]
  const { passwordHash } = readRow(passwordRow, item)
  return [
    // A member whose last identity ended at its provider comes in by that one. A member whose only address is shared with another imported member has none until an operator helps. An imported
    // member with nothing but an unverified address comes in by a code from it.
    [
      status === 'withdrawn' ||
        ways.length > 0 ||
        endedIdentities.length > 0 ||
        view.shares(id).length > 0 ||
        (imported === true && email?.imported === true),
      'has no way in',
    ],
    [
      ways.includes('email') === (email?.verified === true && !email.shared),
      'comes in by an unverified email, or not by its own',
    ],
    [
      ways.includes('phone') === (phone?.verified === true && !phone.shared),
      'comes in by an unverified phone, or not by its own',
    ],
    [
      ways.includes('password') === (passwordHash !== undefined),
      'comes in by no password, or not by its own',
    ],
    [
      'pseudonym' in item ||
        view.identityWays(item['PK']).toSorted().join() === identityWays.toSorted().join(),
      'has other ways than identities',
    ],
    [
      Object.keys(item)
        .filter((name) => name.startsWith('used:'))
        .every((name) => identityWays.some((way) => name === `used:${way}`)),
      'remembers the use of an identity that it has not',
    ],
  ]
}

/** A merged member names its survivor. Nothing leads to it, and nothing describes the person. */
function tombstoneDemands(item: Scanned, member: Member, view: View): Demands {
  const { id, mergedInto, ways } = member
  const known: readonly string[] = [
    ...['PK', 'SK', 'kind', 'erasedAt'],
    ...fieldsWith('tombstone', 'kept'),
    ...fieldsWith('tombstone', 'rewritten'),
  ]
  const told = Object.keys(item).filter((name) => !known.includes(name))
  const heir = mergedInto === undefined ? undefined : view.member(mergedInto)
  return [
    isAt(item, keys.member(id)),
    [heir !== undefined && heir.id !== id, 'was merged into nobody'],
    [
      told.length === 0 && item['attributes'] === '{}',
      `was merged, and tells of the person by ${told.join()}`,
    ],
    [ways.length === 0 && view.identityWays(item['PK']).length === 0, 'was merged, and has a way in'],
    [view.claims(id) === 0, 'was merged, and something leads to it'],
    [view.nameEntries(id).length === 0, 'was merged, and is found by name'],
    [!('erasedAt' in item && 'externalId' in item), 'was erased, and says what it was called elsewhere'],
  ]
}

/** Of an erased member only an id and a few dates stay. */
function erasedDemands(item: Scanned, { id, status }: Member, view: View): Demands {
  const told = new Set(Object.keys(item))
  for (const name of ['PK', 'SK', 'kind', 'erasedAt']) told.delete(name)
  for (const name of [...fieldsWith('erased', 'kept'), ...fieldsWith('erased', 'rewritten')])
    told.delete(name)
  return [
    isAt(item, keys.member(id)),
    [status === 'withdrawn', 'was erased, and has not left'],
    [told.size === 0 && item['attributes'] === '{}', `was erased, and still has ${[...told].join()}`],
    [view.claims(id) === 0, 'was erased, and something leads to it'],
    [view.nameEntries(id).length === 0, 'was erased, and is found by name'],
  ]
}

/** What somebody typed or a provider said claims nothing. */
const isSaid = (contact: OwnContact<unknown>): boolean => !contact.verified && contact.imported !== true

function memberDemands(item: Scanned, view: View): Demands {
  const member = readRow(memberRow, item)
  // A merge releases everything that led to the account.
  if (member.status === 'merged') return tombstoneDemands(item, member, view)
  const { email, phone, otherEmails = [], otherPhones = [], ci, di, loginId } = member
  const isDue = 'dueAt' in item
  if ('erasedAt' in item) return erasedDemands(item, member, view)
  const shares = (kind: string): boolean => view.shares(member.id).includes(kind)
  const owns = (key: Key): boolean => view.at(key)?.['memberId'] === member.id
  const indexed = view.nameEntries(member.id).map((entry) => String(entry['of']))
  return [
    isAt(item, keys.member(member.id)),
    [
      email === undefined ||
        (email.shared ? shares('email') : isSaid(email) || owns(keys.claim('email', email.value))),
      'has not claimed its email',
    ],
    [
      phone === undefined ||
        (phone.shared ? shares('phone') : isSaid(phone) || owns(keys.claim('phone', phone.value))),
      'has not claimed its phone',
    ],
    [otherEmails.every((value) => owns(keys.claim('email', value))), 'has not claimed another email'],
    [otherPhones.every((value) => owns(keys.claim('phone', value))), 'has not claimed another phone'],
    [otherEmails.length === 0 || email?.verified === true, 'has another email, and none of its own'],
    [otherPhones.length === 0 || phone?.verified === true, 'has another phone, and none of its own'],
    [ci === undefined || owns(keys.claim('ci', ci)), 'has not claimed its CI'],
    [di === undefined || owns(keys.claim('di', di)), 'has not claimed its DI'],
    [
      loginId === undefined || owns(keys.claim('login_id', loginIdKey(loginId))),
      'has not claimed its login ID',
    ],
    [
      view.searched === undefined ||
        nameTexts(member)[view.searched] === undefined ||
        indexed.includes(view.searched),
      'is not found by its name',
    ],
    [indexed.every((of) => Object.hasOwn(nameTexts(member), of)), 'is found by a name that it has not'],
    [member.status !== 'active' || !('deactivationId' in item), 'is active, and deactivated'],
    [isDue === 'duePK' in item, 'is due and not indexed, or the other way round'],
    [!isDue || member.status === 'withdrawn', 'is to be erased, and has not left'],
    [isDue || member.status !== 'withdrawn' || !('deactivationId' in item), 'has left, and is never erased'],
    ...wayDemands(item, member, view),
  ]
}

function nameDemands(item: Scanned, view: View): Demands {
  const { of, memberId } = readRow(nameRow, item)
  const textOf = (id: string): string | undefined => nameTexts(view.member(id) ?? {})[of]
  const own = textOf(memberId)
  return [
    [own !== undefined, 'names nobody'],
    [item['SK'] === `MEMBER#${memberId}`, 'is listed as somebody else'],
    [view.namesakes(item['PK']).every((id) => textOf(id) === own), 'stands among other names'],
  ]
}

function sharedDemands(item: Scanned, view: View): Demands {
  const { of, memberId } = readRow(sharedRow, item)
  // A member with another address by now may still be listed: every match is compared with the member.
  const shared = view
    .sharers(item['PK'])
    .flatMap((entry) => view.member(String(entry['memberId']))?.[of] ?? [])
    .filter((contact) => contact.shared === true)
  return [
    [view.member(memberId) !== undefined, 'names nobody'],
    [item['SK'] === `MEMBER#${memberId}`, 'is listed as somebody else'],
    [new Set(shared.map(({ value }) => value)).size <= 1, 'stands among other values'],
    [view.at({ PK: String(item['PK']), SK: 'SHARED' }) !== undefined, 'is marked nowhere'],
  ]
}

function identityDemands(item: Scanned, view: View): Demands {
  const claim = view.at(keys.identityClaim(readRow(linkedIdentityRow, item)))
  // An erasure frees the identities first, and deletes the rows afterwards.
  const isErased = 'pseudonym' in (view.at({ PK: String(item['PK']), SK: 'MEMBER' }) ?? {})
  return [
    [isErased || `MEMBER#${claim?.['memberId']}` === item['PK'], 'has no claim'],
    [!('endedAt' in item && 'profile' in item), 'has ended, and still has what its provider said'],
  ]
}

/** The row of a provider profile, which an earlier release wrote, ends with its connection. */
function toldDemands(item: Scanned, view: View): Demands {
  const listed = `${item['PK']}`.slice('MEMBER#'.length)
  const identity = readRow(storedProviderProfileRow, item)
  const row = isMemberId(listed) ? view.at(keys.identity(listed, identity)) : undefined
  return [[row !== undefined && !('endedAt' in row), 'outlives its connection']]
}

/** A passkey leads to the member beside it, who lists it. */
function passkeyDemands(item: Scanned, view: View): Demands {
  const passkey = readRow(passkeyRow, item)
  const { credentialId } = passkey
  const owner = `${item['PK']}`.slice('MEMBER#'.length)
  const isErased = 'pseudonym' in (view.at({ PK: String(item['PK']), SK: 'MEMBER' }) ?? {})
  return [
    [view.at(keys.passkeyClaim(credentialId))?.['memberId'] === owner, 'has no claim'],
    [isErased || view.member(owner)?.ways.includes(passkeyMethod(passkey)) === true, 'is no way in'],
  ]
}

function passkeyClaimDemands(item: Scanned, view: View): Demands {
  const { memberId, passkeyId } = readRow(passkeyClaimRow, item)
  return [[view.at(keys.passkey(memberId, passkeyId)) !== undefined, 'leads to no passkey']]
}

function pendingDemands(item: Scanned): Demands {
  const isOpen = readRow(pendingRow, item).state === 'open'
  return [
    [isOpen === 'profile' in item && isOpen !== 'end' in item, 'has ended, and has not'],
    [isOpen || !('question' in item || 'typed' in item), 'has ended, and remembers whom it was about'],
  ]
}

function mergeDemands(item: Scanned): Demands {
  const isOpen = readRow(mergeQuestionRow, item).state === 'open'
  return [[isOpen === 'otherId' in item && isOpen === 'basis' in item, 'is answered, and remembers of whom']]
}

function codeDemands(item: Scanned): Demands {
  const { state } = readRow(codeRow, item)
  const tries = Number(item['tries'])
  return [
    [(state === 'sent') === 'keyId' in item, 'is confirmed, and can still be tried'],
    [(state === 'sent') !== 'tokenId' in item, 'is confirmed, and by no token'],
    [(state === 'used') !== 'address' in item, 'is used, and remembers its address'],
    [tries >= 0 && tries <= maxCodeAttempts, 'was tried too often'],
  ]
}

/** A message that the courier is done with tells nothing any more. */
function messageDemands(item: Scanned): Demands {
  const { id, queue, state } = readRow(messageRow, item)
  const isOpen = state === 'pending'
  return [
    isAt(item, keys.message(queue, id)),
    [isOpen === 'sealed' in item, 'has ended, and still says something'],
    [isOpen || !('dueAt' in item), 'has ended, and is due'],
    ['dueAt' in item === 'duePK' in item, 'is due and not indexed, or the other way round'],
  ]
}

function eventDemands(item: Scanned, view: View): Demands {
  const { type, memberId, externalId } = readEvent(item)
  // Everything that leaves the table comes from this row alone.
  const now = view.member(memberId)?.externalId
  // Before a member took over another one, it may have had no external id.
  const hadNone = externalId === undefined && view.namesTakenOver(memberId).includes(now)
  // During an erasure, the events lose the fields that name the member first.
  const isErased = 'pseudonym' in (view.at(keys.member(memberId)) ?? {})
  const isNamed =
    now === undefined || externalId === now || hadNone || isErased || publicTypeOf(type) === 'internal'
  return [
    [item['PK'] === `MEMBER#${memberId}`, 'is somebody else’s'],
    [isNamed, `(${type}) does not say what its member is called elsewhere`],
  ]
}

/** Items of the other kinds only have to be readable. */
const readable = (read: (item: Scanned) => unknown) => (item: Scanned) => {
  read(item)
  return []
}

/** The rule for each kind of item. */
export const demands: Readonly<Record<RowKind, (item: Scanned, view: View) => Demands>> = {
  member: memberDemands,
  identity: identityDemands,
  profile: toldDemands,
  passkey: passkeyDemands,
  passkey_claim: passkeyClaimDemands,
  identity_claim: identityClaimDemands,
  claim: claimDemands,
  name: nameDemands,
  shared: sharedDemands,
  shared_mark: readable((item) => readRow(sharedMarkRow, item)),
  pending: pendingDemands,
  code: codeDemands,
  message: messageDemands,
  consent_record: (item) => {
    readRow(consentRecordRow, item)
    const leadsBack = ['memberId', 'externalId'].some((name) => name in item)
    return [[!leadsBack, 'leads back to who gave it']]
  },
  rejoin_block: readable((item) => readRow(rejoinBlockRow, item)),
  mail_note: readable((item) => readRow(mailNoteRow, item)),
  health_note: readable((item) => readRow(healthNoteRow, item)),
  rate: ({ emptyAt, lastAt }) => [
    [Number.isSafeInteger(emptyAt) && Number.isSafeInteger(lastAt), 'counts nothing'],
  ],
  session: (item, { member }) => {
    const { memberId, credentialsVersion } = readRow(sessionRow, item)
    // A member's number only grows, so no session is ahead of it.
    return [
      [credentialsVersion <= (member(memberId)?.credentialsVersion ?? 0), 'carries a number that was never'],
    ]
  },
  consent: readable((item) => readRow(consentRow, item)),
  event: eventDemands,
  merge_question: mergeDemands,
  identity_check: (item) => {
    const { state } = readRow(identityCheckRow, item)
    const isWhose =
      (state !== 'used') === 'nonce' in item &&
      (state === 'open') === 'memberId' in item &&
      (state === 'visit') === 'pendingId' in item
    return [[isWhose, 'is used, and remembers whose it was']]
  },
  once: () => [],
}
