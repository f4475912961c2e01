import type { Environment } from '../stand-ins/host/environment.ts'

/** The endpoints of the local services, and the stage's settings. */
export interface LocalEndpoints {
  readonly databaseEndpoint: string
  readonly mailEndpoint: string
  readonly busEndpoint: string
  readonly smsEndpoint: string
  readonly uploadEndpoint: string
  /** All settings of the stage, as JSON. */
  readonly stage: string
  /** Both secrets of the stage in one, as JSON. */
  readonly secrets: string
}

/** The SDK's credentials, which work on this machine only. */
export const localCredentials = { accessKeyId: 'local', secretAccessKey: 'local' }
/** The bucket of uploads. */
export const localBucket = 'ieum-local-uploads'

/** The table of erased members' ids. */
const localLedger = 'ieum-local-erased'

/** The topic of messages that the courier gives up. */
export const localFailureTopic = 'arn:aws:sns:ap-northeast-2:000000000000:ieum-local-failures'

/** The default of every variable that the functions read. */
export function localDefaults(surroundings: LocalEndpoints) {
  const { databaseEndpoint, mailEndpoint, smsEndpoint, busEndpoint, uploadEndpoint, stage, secrets } =
    surroundings
  return {
    AWS_REGION: 'ap-northeast-2',
    AWS_ACCESS_KEY_ID: localCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: localCredentials.secretAccessKey,
    AWS_ENDPOINT_URL_DYNAMODB: databaseEndpoint,
    AWS_ENDPOINT_URL_SES: mailEndpoint,
    AWS_ENDPOINT_URL_EVENTBRIDGE: busEndpoint,
    AWS_ENDPOINT_URL_SNS: smsEndpoint,
    AWS_ENDPOINT_URL_S3: uploadEndpoint,
    IEUM_STAGE: 'local',
    IEUM_TABLE: 'ieum-local',
    IEUM_LEDGER: localLedger,
    IEUM_BUS: 'ieum-local',
    IEUM_UPLOAD_BUCKET: localBucket,
    IEUM_FAILURE_TOPIC: localFailureTopic,
    IEUM_STAGE_JSON: stage,
    IEUM_SECRETS: secrets,
  } satisfies Record<string, string>
}

/** Sets variables of this process; `undefined` removes one. Gives a function that restores the old values. */
export function setEnvironment(values: Environment): () => void {
  const before = Object.keys(values).map((name) => [name, process.env[name]] as const)
  assign(Object.entries(values))
  return () => assign(before)
}

function assign(values: readonly (readonly [string, string | undefined])[]): void {
  for (const [name, value] of values) {
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
  }
}
