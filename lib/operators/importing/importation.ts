import { importedMemberId } from '../../contacts/imported-member-id.ts'
import { agreementsLeft } from '../../domain/consent/agreement.ts'
import type { Member } from '../../domain/member/member.ts'
import type { CiHash, DiHash } from '../../domain/values/evidence.ts'
import { loginIdKey } from '../../domain/values/login-id.ts'
import type { Importation } from '../../flows/ports/store/operators/imports.ts'
import type { KeyedHashes } from '../../flows/ports/tokens.ts'
import type { Person } from './understanding/field-reader.ts'
import type { OldMember } from './understanding/old-member.ts'

const isHash = (text: string): boolean => /^[A-Za-z0-9_-]{43}$/.test(text)
const isCiHash = (text: string): text is CiHash => isHash(text)
const isDiHash = (text: string): text is DiHash => isHash(text)

/** What building a member needs besides the file. */
export interface MemberRow {
  readonly hashes: KeyedHashes
  /** Creates the ids of records. */
  readonly record: () => string
  /** The start of the import. A resumed import keeps it. */
  readonly startedAt: Date
  /** The id of the import. A resumed import keeps it. */
  readonly importId: string
}

/**
 * Builds the member to write from a record of the old system, and of the line of a file where there is one. Hashes CI and DI with
 * the stage's key.
 */
export function importationOf(
  old: OldMember,
  { hashes, record, startedAt, importId }: MemberRow,
  line?: number,
): Importation {
  const { identities, consents, password: _, joinedAt, ci: ownCi, di: ownDi, ...known } = old
  const hashOf = (kind: 'ci' | 'di', person: Person | undefined): string =>
    person === undefined ? '' : 'hash' in person ? person.hash : hashes.hash(kind, person.plain)
  const [ci, di] = [hashOf('ci', ownCi), hashOf('di', ownDi)]
  const isUnproven = (ci !== '' || di !== '') && known.identityVerifiedAt === undefined
  const member: Member = {
    ...known,
    imported: true,
    importId,
    asImported: 1,
    neverProven: true,
    ...(isUnproven && { identityUnproven: true }),
    id: importedMemberId(old.externalId),
    version: 1,
    ...(isCiHash(ci) && { ci }),
    ...(isDiHash(di) && { di }),
    agreements: agreementsLeft(consents),
    credentialsVersion: 0,
    createdAt: joinedAt,
  }
  return {
    member,
    identities,
    consents,
    event: {
      id: record(),
      type: 'member.imported',
      at: startedAt,
      ...(line !== undefined && { source: `line ${line}` }),
    },
  }
}

/**
 * The values that another record may share. Records with a value in common are written one after the other.
 */
export function queueKeysOf({ member, identities }: Importation): readonly string[] {
  const { id, email, phone, ci, di, loginId } = member
  return [
    `id ${id}`,
    ...(email === undefined ? [] : [`email ${email.value}`]),
    ...(phone === undefined ? [] : [`phone ${phone.value}`]),
    ...(loginId === undefined ? [] : [`login ${loginIdKey(loginId)}`]),
    ...(ci === undefined ? [] : [`ci ${ci}`]),
    ...(di === undefined ? [] : [`di ${di}`]),
    ...identities.map(({ provider, subject }) => `identity ${provider} ${subject}`),
  ]
}
