import { linkedIdentities } from '../../../lib/domain/leads/leads.ts'
import type { Member } from '../../../lib/domain/member/member.ts'
import { type Identity, sameIdentity } from '../../../lib/domain/values/identity.ts'
import type { MemberId } from '../../../lib/domain/values/ids.ts'
import { eventRow } from '../../../lib/store/rows/member/history.ts'
import { passkeyRow } from '../../../lib/store/rows/passkey.ts'
import { mailbox, mailboxes, number, type Player, passwords, players, residents } from './cast.ts'
import { hashed } from './game-world.ts'
import { membersIn, ofKind, type Stored } from './members.ts'
import { Person, type Reply } from './person.ts'
import type { Table } from './play.ts'

const isOwn = (table: Table, player: Player, identity: Identity): boolean =>
  table.accountsOf(player).some(({ profile }) => sameIdentity(profile.identity, identity))

const holdsNumber = (table: Table, player: Player, value: string | undefined): boolean =>
  table.numbersOf(player).some((own) => own.value === value)

/** Whether a member has a passkey of a player's authenticator. */
const hasKey = (table: Table, player: Player, { id }: Pick<Member, 'id'>): boolean =>
  ofKind(table, passkeyRow.kind)
    .filter((item) => item['memberId'] === id)
    .some((item) => table.world.keys[player].some((key) => key.id === item['credentialId']))

/** Whether anything that Vera has verified leads to a member. Written without the rule that it tests. */
function isVeras(table: Table, { email, phone, ci, otherEmails = [], ...member }: Member): boolean {
  const recycledAfter = table.world.stage.sms.recycledAfterSeconds * 1000
  const isFresh =
    phone?.provenAt && table.world.clock.now().getTime() - phone.provenAt.getTime() <= recycledAfter
  return (
    (email?.verified === true && email.value === mailboxes.vera) ||
    otherEmails.includes(mailboxes.vera) ||
    (phone?.verified === true && isFresh === true && holdsNumber(table, 'vera', phone.value)) ||
    // Until somebody proves something here, an imported CI is no more than the old system's word.
    (ci === residents.vera && member.identityUnproven !== true && member.neverProven !== true) ||
    linkedIdentities(member).some((identity) => isOwn(table, 'vera', identity)) ||
    hasKey(table, 'vera', member)
  )
}

/** Whether the table has anything at a member by which Mallory might come in. */
function hasTraces(table: Table, { member, passwordHash }: Stored): boolean {
  const { email, phone, ci, otherEmails = [], otherPhones = [], endedIdentities = [] } = member
  return (
    ci === residents.mallory ||
    passwordHash === hashed(passwords.mallory) ||
    [email?.value, ...otherEmails].includes(mailboxes.mallory) ||
    [phone?.value, ...otherPhones].some((value) => holdsNumber(table, 'mallory', value)) ||
    [...linkedIdentities(member), ...endedIdentities].some((identity) => isOwn(table, 'mallory', identity)) ||
    hasKey(table, 'mallory', member) ||
    table.people.mallory.held.some(({ memberId }) => memberId === member.id)
  )
}

/** All ways in that a player can try, each as a step of a fresh person. */
function attemptsOf(table: Table, player: Player): readonly ((person: Person) => Promise<Reply>)[] {
  const own = [mailbox(player), ...table.numbersOf(player)]
  const named = players.flatMap((name) => [mailbox(name), number(name)])
  const words = player === 'vera' ? [passwords.vera, passwords.leaked] : [passwords.mallory]
  return [
    ...table.accountsOf(player).map((account) => async (person: Person) => {
      const reply = await person.come(account)
      return reply.outcome === 'link_confirmation_required' ? person.agree(reply) : reply
    }),
    ...own.map((address) => (person: Person) => person.useCode(address)),
    ...table.world.keys[player].map((key) => (person: Person) => person.usePasskey(key)),
    ...named.flatMap((name) => words.map((word) => (person: Person) => person.usePassword(name, word))),
  ]
}

/** Tries something, and takes it back. */
async function trying<Result>(table: Table, attempt: () => Promise<Result>): Promise<Result> {
  const restore = table.world.table.snapshot()
  try {
    return await attempt()
  } finally {
    restore()
  }
}

/** The members whom a player gets into now. A paused account counts: its holder may open the mail. */
async function entered(table: Table, player: Player): Promise<ReadonlySet<MemberId>> {
  const ids = new Set<MemberId>()
  for (const attempt of attemptsOf(table, player)) {
    const reply = await trying(table, () => attempt(new Person(table.world, player)))
    if (reply.outcome === 'signed_in') ids.add(reply.member.id)
  }
  for (const { memberId, sessionId } of table.people[player].held) {
    if (ids.has(memberId)) continue
    const record = await table.world.members.findBySession(memberId, sessionId, table.world.clock.now())
    if (record !== undefined) ids.add(memberId)
  }
  return ids
}

/** Whether Mallory has got into an account that anything of Vera's leads to. Undefined if not. */
export async function robbery(table: Table): Promise<string | undefined> {
  const veras = membersIn(table).filter(
    (stored) =>
      stored.passwordHash !== hashed(passwords.leaked) &&
      isVeras(table, stored.member) &&
      hasTraces(table, stored),
  )
  if (veras.length === 0) return undefined
  const ids = await entered(table, 'mallory')
  const robbed = veras.find(({ member }) => ids.has(member.id))
  return robbed && `Mallory is in an account of Vera's: ${shown(robbed.member)}`
}

/** Whether an identity that its provider has ended signs in beside something that lasts. Undefined if not. */
export async function silentReturn(table: Table): Promise<string | undefined> {
  for (const { member } of membersIn(table)) {
    const lasts =
      member.email?.verified === true ||
      linkedIdentities(member).length > 0 ||
      players.some((player) => hasKey(table, player, member))
    for (const ended of member.endedIdentities ?? []) {
      const account = [...table.world.accounts.values()].find(({ profile }) =>
        sameIdentity(profile.identity, ended),
      )
      if (!lasts || ended.endedBy === 'closing' || account === undefined) continue
      const reply = await trying(table, () => new Person(table.world, account.owner).come(account))
      if (reply.outcome === 'signed_in' && reply.member.id === member.id) {
        return `an ended identity signs in beside others: ${shown(member)}`
      }
    }
  }
  return undefined
}

/** Whether Vera is kept from her own mailbox: she neither signs in by it nor signs up with it. Undefined if not. */
export const lockedOut = (table: Table): Promise<string | undefined> =>
  trying(table, async () => {
    const vera = new Person(table.world, 'vera')
    const reply = await home(vera)
    if (reply.outcome === 'refused') {
      return reply.code === 'rejoin_not_allowed_yet' || isOnlyNameOfSomebodyChecked(table)
        ? undefined
        : reply.code
    }
    if (reply.outcome !== 'signed_in') return reply.outcome
    const { id } = reply.member
    if (!membersIn(table).some((stored) => stored.member.id === id && hasTraces(table, stored)))
      return undefined
    const ids = await entered(table, 'mallory')
    return ids.has(id) ? "Mallory is in the account that Vera's own mailbox leads to" : undefined
  }).then((why) => why && `Vera does not come home: ${why}`)

/**
 * Whether Vera's address is the only name of an imported member who has shown here to be somebody else. It stays
 * that member's: nobody takes the only name of an imported member, and whom a check has named is not recovered.
 */
const isOnlyNameOfSomebodyChecked = (table: Table): boolean =>
  membersIn(table).some(
    ({ member: { email, phone, ci, imported, identityVerifiedAt, ...member } }) =>
      imported === true &&
      email?.verified === false &&
      email.value === mailboxes.vera &&
      phone === undefined &&
      identityVerifiedAt !== undefined &&
      member.neverProven !== true &&
      ci !== residents.vera &&
      linkedIdentities(member).length === 0,
  )

async function home(vera: Person): Promise<Reply> {
  const own = mailbox('vera')
  const reply = await vera.useCode(own)
  if (reply.outcome !== 'refused') return reply
  if (reply.code === 'not_found') {
    const joined = await vera.join(own, passwords.vera)
    // The address is the only name of her own account, which opens by the password that she has chosen.
    const isHers = joined.outcome === 'refused' && joined.code === 'email_taken'
    return isHers ? vera.usePassword(own, passwords.vera) : joined
  }
  await vera.openLink([own])
  return vera.useCode(own)
}

/**
 * Whether a member could be left outside: without a verified address and a linked identity. A number goes stale by
 * itself, and a shared contact comes from the old system.
 */
const mayBeForgotten = ({ status, phone, email, ...member }: Member): boolean =>
  status === 'active' &&
  phone === undefined &&
  email?.shared !== true &&
  email?.verified !== true &&
  linkedIdentities(member).length === 0

/** Whether a member is left without any way in, and nobody was told. Undefined if not. */
export async function forgotten(table: Table): Promise<string | undefined> {
  const doubtful = membersIn(table).filter(({ member }) => mayBeForgotten(member))
  if (doubtful.length === 0) return undefined
  const ids = new Set([...(await entered(table, 'mallory')), ...(await entered(table, 'vera'))])
  const told = new Set(
    ofKind(table, eventRow.kind)
      .filter((item) => item['type'] === 'member.unreachable')
      .map((item) => String(item['PK'])),
  )
  const lost = doubtful.find(({ member: { id } }) => !ids.has(id) && !told.has(`MEMBER#${id}`))
  return lost && `nobody gets in, and nobody was told: ${shown(lost.member)}`
}

const shown = ({ email, phone, ways, status, endedIdentities, ci }: Member): string =>
  JSON.stringify({ status, email, phone, ways, endedIdentities, hasCi: ci !== undefined })
