import { originSecretsIn } from '../../config/credentials.ts'
import { settings } from '../../config/current-stage.ts'
import { required, type Variables } from '../../config/variables.ts'
import { noteHealth } from '../../flows/health/note-health.ts'
import { log } from '../../http/log/log.ts'
import { healthNotesIn } from '../../store/health/health-notes.ts'
import { defaultRetryPolicy } from '../../store/table/retry.ts'
import { accessTable } from '../../store/table/table-access.ts'
import { readKeyRing, readLookupRing } from '../../tokens/key-ring.ts'
import { secrets } from '../../tokens/secrets.ts'
import { clock } from '../clock.ts'
import { readSecrets, type SecretTexts, secretTexts } from '../stage-secrets.ts'
import { tableClient } from '../table-client.ts'
import { reportFailedCheck } from './report-failed-check.ts'

/** The composition root of the courier's look at the stage. It needs less than the courier, so a fault there stops no look. */

/** Each reading of a secret costs money, so one that worked holds for five minutes. */
const secretMaxAgeMs = 5 * 60_000

let known: { readonly texts: SecretTexts; readonly until: number } | undefined

/** Notes what works of the stage. Throws `ConfigurationError` without a table, and nothing else. */
export function noteStageHealth(variables: Variables = process.env): Promise<void> {
  const tableName = required(variables, 'IEUM_TABLE')
  const table = accessTable({ client: tableClient(), tableName, retryPolicy: defaultRetryPolicy })
  let origins: readonly string[] | undefined
  return noteHealth({
    clock,
    healthNotes: healthNotesIn(table),
    async openSecrets() {
      const texts = await textsNow(variables)
      return {
        async readKeys() {
          const { keys, credentials } = readSecrets(texts)
          origins = originSecretsIn(credentials).map(secrets.hash)
          readLookupRing(keys)
          await readKeyRing(keys, new Date(), settings().tokens.algorithm)
        },
      }
    },
    originHashes: () => origins,
    reportFailedCheck,
    report: (notice) => log({ level: 'warn', ...notice }),
  })
}

async function textsNow(variables: Variables): Promise<SecretTexts> {
  const now = performance.now()
  if (known !== undefined && now < known.until) return known.texts
  const texts = await secretTexts(variables)
  known = { texts, until: now + secretMaxAgeMs }
  return texts
}
