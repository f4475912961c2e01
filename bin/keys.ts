import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { calledAs } from '../lib/commands/called-as.ts'
import { faultyOption } from '../lib/commands/calling/faulty-option.ts'
import { givenCredential } from '../lib/commands/given-credential.ts'
import { changeSecrets } from '../lib/commands/keep-secret.ts'
import { saidFault } from '../lib/commands/saying/said-fault.ts'
import { accessAlgorithmOf, requireStageFile } from '../lib/config/stage-file.ts'
import { readStageName } from '../lib/config/stage-name.ts'
import { makeKeys, type StageKeys, withSharedSecret } from '../lib/tokens/make-keys.ts'
import { rotateKeys } from '../lib/tokens/rotate-keys.ts'

const usage = calledAs(`npm run --silent keys -- --stage dev
    prints new keys as JSON for IEUM_SECRETS
npm run keys -- --stage NAME --store
    stores new keys in the stage's two secrets, ieum/NAME/keys and ieum/NAME/lookup; the current keys stay valid
  --drop-older-than DAYS  removes signing and refresh keys replaced at least DAYS days ago;
                          with fewer than 30, members are signed out
  --new-hashing-key       replaces the hashing key: earlier identity checks are no longer recognised
npm run keys -- --stage NAME --store --hs256-secret ACCESS_TOKEN_SECRET
    takes the value of this shell variable (32 bytes or more), which the service has already, as the newest key that
    signs access tokens by HS256
npm run keys -- --stage NAME --credential KAKAO_CLIENT_SECRET
    stores the value of this shell variable in ieum/NAME/keys, beside the keys`)

const options = {
  stage: { type: 'string' },
  store: { type: 'boolean' },
  'drop-older-than': { type: 'string' },
  'new-hashing-key': { type: 'boolean' },
  'hs256-secret': { type: 'string' },
  credential: { type: 'string', multiple: true, default: [] },
  help: { type: 'boolean' },
} satisfies ParseArgsOptionsConfig

async function main(): Promise<void> {
  const faulty = faultyOption(options, process.argv.slice(2))
  if (faulty !== undefined) throw faulty
  // What is left over may be a secret, which Node's own message would show.
  const { values, positionals } = parseArgs({ options, allowPositionals: true })
  if (positionals.length > 0)
    throw new Error('A secret is given in a shell variable, and an option takes its name')
  if (values.help) return console.log(usage)
  const stageName = readStageName(values.stage)
  const stores = values.store || values.credential.length > 0
  if (stores && values.stage === undefined)
    throw new Error('What is stored belongs to a stage: name it by --stage NAME')
  if (stores) requireStageFile(stageName)
  const now = new Date()
  const fresh = await freshKeys(stageName, values['hs256-secret'], now)
  const newCredentials = Object.fromEntries(
    values.credential.map((name) => givenCredential(name, process.env)),
  )
  if (!stores) return console.log(JSON.stringify(fresh))
  const rotation = {
    now,
    dropOlderThanDays: days(values['drop-older-than']),
    newHashingKey: values['new-hashing-key'],
  }
  const keysAfter = (keys: StageKeys) => (values.store ? rotateKeys(keys, fresh, rotation) : keys)
  const stored = await changeSecrets(new SecretsManagerClient({}), stageName, ({ keys, credentials }) => ({
    keys: keysAfter(keys),
    credentials: { ...credentials, ...newCredentials },
  }))
  const what = [...(values.store ? ['new keys'] : []), ...Object.keys(newCredentials)].join(', ')
  console.log(`Stored in ${stored.join(' and ')}: ${what}`)
}

/** New keys for a stage, whose file says the algorithm of access tokens. */
async function freshKeys(
  stageName: string,
  secretVariable: string | undefined,
  now: Date,
): Promise<StageKeys> {
  if (secretVariable === undefined) return makeKeys(now, accessAlgorithmOf(stageName))
  const value = process.env[secretVariable] ?? ''
  if (Buffer.byteLength(value) < 32) {
    throw new Error('--hs256-secret must name a shell variable that holds 32 bytes or more')
  }
  return withSharedSecret(await makeKeys(now), value, now)
}

function days(value: string | undefined): number | undefined {
  if (value === undefined) return undefined
  if (/^\d{1,5}$/.test(value)) return Number(value)
  throw new Error(`--drop-older-than is "${value}"; it must be a whole number of days`)
}

main().catch((error: unknown) => {
  console.error(saidFault(error))
  process.exitCode = 1
})
