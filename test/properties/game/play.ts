import { hasLastingLead } from '../../../lib/domain/leads/opens.ts'
import { identityMethod, type LoginMethod, type Member } from '../../../lib/domain/member/member.ts'
import { type ProviderId, sameIdentity } from '../../../lib/domain/values/identity.ts'
import type { Address } from '../../../lib/domain/values/verification.ts'
import { sweep } from '../../../lib/flows/jobs/sweep.ts'
import { webhooks } from '../../../lib/flows/jobs/webhooks.ts'
import { judgedAt } from '../../../lib/flows/steps/judged-at.ts'
import type { Action, Addition, Game } from './actions.ts'
import {
  type Account,
  accountKey,
  accountOf,
  mailbox,
  mailboxes,
  number,
  numbers,
  type Player,
  passwords,
  playedProviders,
  players,
  residents,
} from './cast.ts'
import { type GameWorld, hashed, openGame } from './game-world.ts'
import { membersIn } from './members.ts'
import { Person, type Reply } from './person.ts'

const day = 86_400

const other = (player: Player): Player => (player === 'vera' ? 'mallory' : 'vera')

/** The state of a game: the world, the two people, and who has which number and account now. */
export class Table {
  readonly world: GameWorld = openGame()
  readonly people: Readonly<Record<Player, Person>>
  /** The present owner of the number that was once a player's. */
  readonly holders: Record<Player, Player> = { mallory: 'mallory', vera: 'vera' }
  /** Accounts of Vera's that Mallory has stolen after she had ended the connection there. */
  readonly stolen = new Set<string>()
  #imported = 0

  constructor({ said }: Pick<Game, 'said'>) {
    this.people = { mallory: new Person(this.world, 'mallory'), vera: new Person(this.world, 'vera') }
    for (const owner of players) {
      for (const provider of playedProviders) {
        const account = accountOf(owner, provider, said[owner][provider])
        this.world.accounts.set(accountKey(account), account)
      }
    }
  }

  /** The accounts at providers that a player controls now. */
  accountsOf(player: Player): readonly Account[] {
    return [...this.world.accounts.values()].filter((account) => this.controls(player, account))
  }

  controls(player: Player, account: Account): boolean {
    return (this.stolen.has(accountKey(account)) ? 'mallory' : account.owner) === player
  }

  accountAt(player: Player, provider: ProviderId): Account | undefined {
    return this.accountsOf(player).find(({ profile }) => profile.identity.provider === provider)
  }

  /** The numbers that a player holds now. */
  numbersOf(player: Player): readonly Address[] {
    return players.filter((first) => this.holders[first] === player).map(number)
  }

  addresses(player: Player, kinds: readonly ('mailbox' | 'number')[]): readonly Address[] {
    const own = this.numbersOf(player).slice(0, 1)
    return kinds.flatMap((kind) => (kind === 'mailbox' ? [mailbox(player)] : own))
  }

  /** Imports a member of the old system. Only its owner could have verified something there. */
  async imports(action: Extract<Action, { does: 'imports' }>): Promise<void> {
    const { who, email, phone, password, account: provider, isChecked } = action
    const account = provider && this.accountAt(who, provider)
    this.#imported += 1
    const identity = account?.profile.identity
    const verified = (value: string): boolean => value === 'own, verified'
    const contact = (isVerified: boolean) => ({
      verified: isVerified,
      ...(!isVerified && { imported: true as const }),
    })
    const ways: LoginMethod[] = [
      ...(identity ? [identityMethod(identity)] : []),
      ...(password ? (['password'] as const) : []),
      ...(verified(email) ? (['email'] as const) : []),
      ...(verified(phone) ? (['phone'] as const) : []),
    ]
    if (identity === undefined && email === 'none' && phone === 'none') return
    const at = this.world.clock.now()
    const member: Member = {
      id: this.world.ids.member(),
      externalId: `old-${this.#imported}`,
      status: 'active',
      version: 1,
      name: '김다은',
      ...(email !== 'none' && {
        email: { value: mailboxes[email === "the other's" ? other(who) : who], ...contact(verified(email)) },
      }),
      ...(phone !== 'none' && { phone: { value: numbers[who], ...contact(verified(phone)) } }),
      ways,
      ...(isChecked && { ci: residents[who], identityVerifiedAt: at }),
      imported: true,
      neverProven: true,
      attributes: {},
      locale: 'ko',
      credentialsVersion: 0,
      createdAt: at,
    }
    await this.world.imports.add({
      member,
      ...(password && { passwordHash: hashed(who === 'vera' ? passwords.leaked : passwords.mallory) }),
      identities: identity ? [{ ...identity, linkedAt: at }] : [],
      consents: [],
      event: { id: this.world.ids.record(), type: 'member.imported', at },
    })
  }
}

type Of<Does extends Action['does']> = Extract<Action, { does: Does }>

async function comes(table: Table, { who, by, answer, types }: Of<'comes'>): Promise<void> {
  const person = table.people[who]
  const account = table.accountAt(who, by)
  if (account === undefined) return
  let reply = await person.come(account)
  for (let steps = 0; steps < 3; steps += 1) reply = await answered(table, person, reply, answer, types)
}

async function answered(
  table: Table,
  person: Person,
  reply: Reply,
  answer: 'agrees' | 'is new',
  types: readonly ('mailbox' | 'number')[],
): Promise<Reply> {
  switch (reply.outcome) {
    case 'registration_required':
      return person.signUp(reply, table.addresses(person.player, types))
    case 'link_confirmation_required':
    case 'link_proof_required':
      return answer === 'agrees' ? person.agree(reply) : person.sayNew(reply)
    default:
      return reply
  }
}

const passwordOf = (player: Player): string => passwords[player]

async function adds(table: Table, who: Player, what: Addition): Promise<void> {
  const person = table.people[who]
  switch (what) {
    case 'password':
      return person.change({ password: passwordOf(who) })
    case 'check':
      return person.check()
    case 'passkey':
      return person.addPasskey()
    case 'mailbox':
    case 'number': {
      const [contact] = table.addresses(who, [what])
      return contact && person.change({ contact })
    }
    default: {
      const account = table.accountAt(who, what)
      if (account !== undefined && person.last !== undefined) {
        await person.agree(await person.come(account, person.last))
      }
    }
  }
}

/** Vera sees that her old word has leaked, and chooses a new one. Meanwhile Mallory may be at the door with it. */
async function changesLeaked(table: Table, action: Of<'changes the leaked password'>): Promise<void> {
  const { vera, mallory } = table.people
  const names = [mailbox('vera'), ...table.numbersOf('vera')]
  const change = async (): Promise<void> => {
    for (const name of names) await vera.usePassword(name, passwords.leaked)
    await vera.change({ password: passwords.vera })
  }
  if (action.while === 'alone') return change()
  table.world.duringComparison = change
  const before = mallory.held.length
  const attempts = names.map((name) => () => mallory.usePassword(name, passwords.leaked))
  for (const attempt of attempts) await attempt()
  table.world.duringComparison = undefined
  // With the leaked word Mallory is rightly let in until it is changed. Those sessions are no part of the game.
  const leaked = new Set(
    membersIn(table).flatMap(({ member: { id }, passwordHash }) =>
      passwordHash === hashed(passwords.leaked) ? [id] : [],
    ),
  )
  mallory.held.push(...mallory.held.splice(before).filter(({ memberId }) => !leaked.has(memberId)))
}

async function endsAtProvider(
  table: Table,
  { who, what, isStolen }: Of<'ends at the provider'>,
): Promise<void> {
  const account = table.accountAt(who, what)
  if (account === undefined) return
  const key = accountKey(account)
  table.world.ended.add(key)
  const { provider, subject } = account.profile.identity
  await webhooks(table.world, provider, { authorization: 'yes', parameters: { subject } })
  table.world.ended.delete(key)
  if (isStolen && account.owner === 'vera' && hasEndedBesideOthers(table, account)) steal(table, key, account)
}

/** Whether Vera has removed us from an account at its provider, and has a way in that lasts. */
const hasEndedBesideOthers = (table: Table, { profile: { identity } }: Account): boolean =>
  membersIn(table).some(
    ({ member }) =>
      (member.endedIdentities ?? []).some(
        (ended) => ended.endedBy !== 'closing' && sameIdentity(ended, identity),
      ) && hasLastingLead(member, judgedAt(table.world)),
  )

/** Mallory has got hold of the account, but neither of the mailbox nor of the number. */
function steal(table: Table, key: string, { owner, profile: { identity, name } }: Account): void {
  table.stolen.add(key)
  table.world.accounts.set(key, {
    owner,
    profile: { identity, refused: [], terms: [], ...(name !== undefined && { name }) },
  })
}

/** Lets time pass with its sweeps. An erasure that meets the end of a connection is done by the next one. */
async function passes(table: Table, seconds: number): Promise<void> {
  table.world.pass(seconds)
  await sweep(table.world)
  table.world.pass(120)
  await sweep(table.world)
}

/** A number goes to the other player, after the time that every phone company waits. Kakao notices it. */
async function changesHands(table: Table, first: Player): Promise<void> {
  await passes(table, 91 * day)
  table.holders[first] = other(table.holders[first])
  for (const [key, account] of table.world.accounts) {
    const { phone, ...profile } = account.profile
    if (phone?.value === numbers[first] && phone.trust !== 'unverified') {
      table.world.accounts.set(key, { ...account, profile })
    }
  }
}

/** Plays one move. A move that makes no sense now does nothing. */
export async function play(table: Table, action: Action): Promise<void> {
  switch (action.does) {
    case 'imports':
      return table.imports(action)
    case 'comes':
      return comes(table, action)
    case 'joins': {
      const [address] = table.addresses(action.who, [action.by])
      const continueAs = action.isNew ? 'new' : undefined
      if (address) await table.people[action.who].join(address, passwordOf(action.who), continueAs)
      return
    }
    case 'uses a code': {
      const [address] = table.addresses(action.who, [action.by])
      if (address) await table.people[action.who].useCode(address)
      return
    }
    case 'uses a passkey': {
      const key = table.world.keys[action.who].at(-1)
      if (key) await table.people[action.who].usePasskey(key)
      return
    }
    case 'uses the password': {
      const name = action.by === 'mailbox' ? mailbox(action.named) : number(action.named)
      const words = action.who === 'vera' ? [passwords.vera, passwords.leaked] : [passwords.mallory]
      for (const word of words) await table.people[action.who].usePassword(name, word)
      return
    }
    case 'adds':
      for (const what of action.what) await adds(table, action.who, what)
      return
    case 'gives up': {
      const person = table.people[action.who]
      if (action.what === 'password') return person.change({ password: null })
      if (action.what === 'passkeys') return person.removePasskeys()
      const account = table.accountAt(action.who, action.what)
      return account && person.unlink(account)
    }
    case 'pauses':
      return table.people[action.who].pause()
    case 'closes':
      return table.people[action.who].close()
    case 'opens the link':
      return table.people[action.who].openLink([mailbox(action.who), ...table.numbersOf(action.who)])
    case 'ends at the provider':
      return endsAtProvider(table, action)
    case 'changes the leaked password':
      return changesLeaked(table, action)
    case 'time passes':
      return passes(table, action.days * day)
    case 'the number changes hands':
      return changesHands(table, action.first)
    default:
      return action satisfies never
  }
}
