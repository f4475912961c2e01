import { defaultPolicy } from '../domain/visit/match-policy.ts'
import type { Environment } from '../stand-ins/host/environment.ts'
import { localAttributes } from './local-attributes.ts'

/** Where the parts of a laptop's house are. */
export interface Surroundings {
  readonly origin: string
  readonly databaseEndpoint: string
  readonly mailEndpoint: string
  readonly busEndpoint: string
  readonly smsEndpoint: string
  readonly uploadEndpoint: string
  readonly secrets: string
}

/** The registered clients of a laptop: the demo page, and an app that a test or a phone can play. */
export const localClients = (origin: string) => [
  { id: 'web', type: 'web', redirectUris: [`${origin}/demo/`], origins: [origin] },
  {
    id: 'app',
    type: 'mobile',
    redirectUris: ['http://127.0.0.1:53682/done', 'com.example.ieum:/done'],
    origins: [],
    allowPrivateUseScheme: true,
  },
]

/**
 * So that every row can be seen: a small member base can afford to ask on a name alone (row 8), and a sibling
 * service shares the Kakao app (row 11). Because of the sibling, signing out leaves Kakao alone, and unlinking
 * takes back our own terms there and nothing else.
 */
export const localPolicy = {
  ...defaultPolicy,
  consider: [...defaultPolicy.consider, 'name'],
  siblingTags: ['sibling_service'],
}

const localTerms = (origin: string) => [
  {
    tag: 'service',
    version: '2026-01',
    title: { ko: '모꼬지 이용약관', en: 'Terms of service' },
    required: true,
    url: `${origin}/demo/terms.html#service`,
  },
  {
    tag: 'privacy',
    version: '2026-01',
    title: { ko: '개인정보 수집·이용 동의', en: 'Collection and use of personal data' },
    required: true,
    url: `${origin}/demo/terms.html#privacy`,
  },
  {
    tag: 'marketing',
    version: '2026-01',
    title: { ko: '새 소식 받기', en: 'News by mail' },
    required: false,
    url: `${origin}/demo/terms.html#marketing`,
  },
]

/** What the SDK signs with; nothing outside this machine knows it. */
export const localCredentials = { accessKeyId: 'local', secretAccessKey: 'local' }
export const localBucket = 'ieum-local-uploads'

/** Everything that the functions read, as it is unless somebody says otherwise. */
export function localDefaults(surroundings: Surroundings) {
  const { origin, databaseEndpoint, mailEndpoint, smsEndpoint, busEndpoint, uploadEndpoint, secrets } =
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
    IEUM_BUS: 'ieum-local',
    IEUM_UPLOAD_BUCKET: localBucket,
    IEUM_ORIGIN: origin,
    IEUM_SECRETS: secrets,
    IEUM_CLIENTS: JSON.stringify(localClients(origin)),
    IEUM_POLICY: JSON.stringify(localPolicy),
    IEUM_TERMS: JSON.stringify(localTerms(origin)),
    IEUM_ATTRIBUTES: JSON.stringify(localAttributes),
    IEUM_MAIL_FROM: 'ieum@example.com',
  } satisfies Record<string, string>
}

/** Sets variables of this process and gives what puts the old values back; `undefined` removes one. */
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
