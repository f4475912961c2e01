import type { MemberId } from '../../../domain/values/ids.ts'
import { type Importation, type Shareable, shareable } from '../../../flows/ports/store/operators/imports.ts'
import type { KeyedHashes } from '../../../flows/ports/tokens.ts'
import { claimRow } from '../../rows/claim.ts'
import { sharedHash, sharedMarkRow } from '../../rows/member/shared.ts'
import { readRow } from '../../rows/row.ts'
import { gathering } from '../../table/gathering.ts'
import { type Key, keys } from '../../table/schema.ts'
import type { TableAccess } from '../../table/table-access.ts'
import type { Found, FoundValue } from './import-writes.ts'

/** A BatchGetItem has at most 100 keys, and a member has at most five. */
const maxMembers = 20

const attributes = [
  'PK',
  'SK',
  'kind',
  ...Object.keys({ ...claimRow.schema.entries, ...sharedMarkRow.schema.entries }),
]

const textOf = ({ PK, SK }: Key): string => `${PK} ${SK}`

interface Asked {
  readonly of: Shareable
  readonly claim: Key
  readonly mark: Key
}

interface LookedForMember {
  readonly id: MemberId
  readonly asked: readonly Asked[]
  readonly found: PromiseWithResolvers<Found | undefined>
}

const askedOf = ({ member }: Importation, hashes: KeyedHashes): readonly Asked[] =>
  shareable.flatMap((of) => {
    const value = member[of]?.value
    if (value === undefined) return []
    return [{ of, claim: keys.claim(of, value), mark: keys.sharedMark(of, sharedHash(hashes, of, value)) }]
  })

/**
 * Reads whether members are there and who owns their contacts, for several members together. What is found only spares a refused transaction: the writes check it again. Undefined for a member who is there.
 */
export function findOwners(
  table: TableAccess,
  hashes: KeyedHashes,
): (of: Importation) => Promise<Found | undefined> {
  async function read(members: readonly LookedForMember[]): Promise<void> {
    const wanted = new Map(
      members.flatMap(({ id, asked }) =>
        [keys.member(id), ...asked.flatMap(({ claim, mark }) => [claim, mark])].map(
          (key) => [textOf(key), key] as const,
        ),
      ),
    )
    const items = await table.getAll([...wanted.values()], attributes)
    const byKey = new Map(
      items.map((item) => [textOf({ PK: String(Object(item)['PK']), SK: String(Object(item)['SK']) }), item]),
    )
    for (const { id, asked, found } of members) {
      const isThere = byKey.has(textOf(keys.member(id)))
      found.resolve(
        isThere ? undefined : Object.fromEntries(asked.map((one) => [one.of, foundIn(byKey, one)])),
      )
    }
  }

  let gathered = 0
  const queue = gathering<LookedForMember>(1, (members) => {
    gathered = 0
    return read(members).catch((error: unknown) => {
      for (const { found } of members) found.reject(error)
    })
  })

  return (importation) => {
    const found = Promise.withResolvers<Found | undefined>()
    queue.add({ id: importation.member.id, asked: askedOf(importation, hashes), found })
    gathered += 1
    if (gathered === maxMembers) queue.flush()
    return found.promise
  }
}

function foundIn(items: ReadonlyMap<string, unknown>, { claim, mark }: Asked): FoundValue {
  const [held, shared] = [items.get(textOf(claim)), items.get(textOf(mark))]
  return {
    ...(held !== undefined && { claim: readRow(claimRow, held) }),
    ...(shared !== undefined && { share: readRow(sharedMarkRow, shared) }),
  }
}
