import { claimRow } from '../../../rows/claim.ts'
import { identityClaimRow } from '../../../rows/identity/identity-claim.ts'
import { sharedMarkRow } from '../../../rows/member/shared.ts'
import { gathering } from '../../../table/gathering.ts'
import type { Key } from '../../../table/schema.ts'
import type { TableAccess } from '../../../table/table-access.ts'

/** DynamoDB's limit of one BatchGetItem. */
const maxKeys = 100

/** A provider's token and what a token tells are nobody's business here. */
const { kept: _kept, claims: _claims, ...identityEntries } = identityClaimRow.schema.entries

const attributes = [
  ...new Set([
    'PK',
    'SK',
    'kind',
    ...Object.keys({ ...claimRow.schema.entries, ...sharedMarkRow.schema.entries, ...identityEntries }),
  ]),
]

export const keyText = ({ PK, SK }: Key): string => `${PK} ${SK}`

interface AskedKeys {
  readonly keys: readonly Key[]
  readonly resolve: (items: ReadonlyMap<string, unknown>) => void
  readonly reject: (error: unknown) => void
}

/** Reads claims and marks for several records together, by the texts of their keys. */
export function gatheredReads(
  table: TableAccess,
): (keys: readonly Key[]) => Promise<ReadonlyMap<string, unknown>> {
  let count = 0

  async function read(asked: readonly AskedKeys[]): Promise<void> {
    const wanted = new Map(asked.flatMap(({ keys }) => keys.map((key) => [keyText(key), key] as const)))
    const items = await table.getAll([...wanted.values()], attributes)
    const found = new Map(
      items.map((item) => [
        keyText({ PK: String(Object(item)['PK']), SK: String(Object(item)['SK']) }),
        item,
      ]),
    )
    for (const { resolve } of asked) resolve(found)
  }

  const queue = gathering<AskedKeys>(2, (asked) => {
    count = 0
    return read(asked).catch((error: unknown) => {
      for (const { reject } of asked) reject(error)
    })
  })

  return (keys) => {
    const { promise, resolve, reject } = Promise.withResolvers<ReadonlyMap<string, unknown>>()
    if (count + keys.length > maxKeys) queue.flush()
    queue.add({ keys, resolve, reject })
    count += keys.length
    return promise
  }
}
