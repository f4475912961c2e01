import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { importFile } from '../../lib/operators/importing/import-file.ts'
import { world } from '../../lib/runtime/world.ts'
import { createOperatorStore } from '../../lib/store/operators/operator-store.ts'
import { tableClient } from './database.ts'
import { plainOptions } from './import-options.ts'
import type { TestStack } from './test-stack.ts'

/** Imports members of an old system into a local stack, by a file in the folder. Gives the counts. */
export async function bringTo({ tableName }: TestStack, folder: string, members: readonly object[]) {
  const { hashes, ids, clock } = await world()
  const { imports } = createOperatorStore({ client: tableClient(), tableName, hashes })
  const file = join(folder, `${ids.record()}.jsonl`)
  await writeFile(file, members.map((member) => `${JSON.stringify(member)}\n`).join(''))
  const by = {
    imports,
    hashes,
    record: ids.record,
    tableId: tableName,
    timeZone: 'Asia/Seoul',
    now: clock.now,
  }
  const { counts } = await importFile(by, { ...plainOptions, file, atOnce: 8 })
  return counts
}
