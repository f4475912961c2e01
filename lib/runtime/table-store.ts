import { optional, required, type Variables } from '../config/variables.ts'
import type { Store } from '../flows/ports/world.ts'
import { createStore, type StoreSettings } from '../store/store.ts'
import { tableClient } from './table-client.ts'

/**
 * The store on the stage's table. This module is `#table-store`, but for functions whose routes touch no table. Throws
 * `ConfigurationError` if `IEUM_TABLE` is not set.
 */
export const storeOnTable = (
  variables: Variables,
  rules: Pick<StoreSettings, 'hashes' | 'nameIndexes' | 'maxSessions'>,
): Store =>
  createStore({
    client: tableClient(),
    tableName: required(variables, 'IEUM_TABLE'),
    ledgerName: optional(variables, 'IEUM_LEDGER'),
    ...rules,
  })
