import { RemovalPolicy } from 'aws-cdk-lib'
import { RetentionDays } from 'aws-cdk-lib/aws-logs'
import { attributesModule, readAttributeSchema } from '../../attributes/compile.ts'
import { readProviderSettings } from './provider-settings.ts'
import { type Environment, httpsAddress, httpsOrigin, json, optional, required } from './settings.ts'
import { defaultStageName, readStageName } from './stage-name.ts'

/** All that differs from stage to stage. */
export interface DeployedStage {
  readonly name: string
  /** Our own origin. Absent: the address that API Gateway gives. */
  readonly origin: string | undefined
  /** A certificate for the origin's host, in the stack's region. Absent: somebody else answers for the host. */
  readonly certificateArn: string | undefined
  /** The registered clients, as JSON. */
  readonly clients: string
  /** The terms in force, as JSON. */
  readonly terms: string
  /** The match policy, as JSON. Absent: the built-in one. */
  readonly policy: string | undefined
  /** The compiled schema of members' attributes, as the source of a module. Absent: there are none. */
  readonly attributes: string | undefined
  /** How long sessions live, as JSON. Absent: as long as the built-in rule says. */
  readonly sessions: string | undefined
  /** To whom texts go, and how many, as JSON. Absent: to Korea, within the built-in budget. */
  readonly sms: string | undefined
  /** What the password hashes of an old system cost. Absent: there were none. */
  readonly oldPasswords: string | undefined
  /** How members leave, as JSON. Absent: as the built-in rule says. */
  readonly closing: string | undefined
  /** The client's page that a reactivation mail leads to. Absent: where the first web client signs in. */
  readonly reactivationUrl: string | undefined
  /** The address that our mails come from. */
  readonly mailFrom: string
  /** Who is told when an alarm goes off. */
  readonly alarmMail: string | undefined
  readonly providers: Readonly<Record<string, string>>
  readonly logRetention: RetentionDays
  readonly logRemovalPolicy: RemovalPolicy
}

const placeholderTerm = (tag: string, required: boolean, ko: string, en: string) => ({
  tag,
  version: '1',
  title: { ko, en },
  required,
  url: `https://app.example.com/terms/${tag}`,
})

/** Nobody's addresses (RFC 2606), so that a clean clone can be synthesised. */
const placeholders = {
  IEUM_CLIENTS: JSON.stringify([
    {
      id: 'web',
      type: 'web',
      redirectUris: ['https://app.example.com/signed-in'],
      origins: ['https://app.example.com'],
    },
  ]),
  IEUM_TERMS: JSON.stringify([
    placeholderTerm('service', true, '이용약관', 'Terms of service'),
    placeholderTerm('privacy', true, '개인정보 수집 및 이용', 'Privacy'),
    placeholderTerm('marketing', false, '마케팅 정보 수신', 'Marketing'),
  ]),
  IEUM_MAIL_FROM: 'no-reply@example.com',
} as const

/**
 * Takes the stage's name and the variables of the shell that deploys, and gives the stage's settings. Throws with
 * the name of the variable, what it was and what is allowed. Only the stage "dev" has placeholders.
 */
export function readDeployedStage(givenName: unknown, environment: Environment): DeployedStage {
  const name = readStageName(givenName)
  const isDevelopment = name === defaultStageName
  const value = (variable: keyof typeof placeholders) =>
    required(environment, variable, isDevelopment ? placeholders[variable] : undefined)
  return {
    name,
    ...readAddress(environment, isDevelopment),
    clients: json('IEUM_CLIENTS', value('IEUM_CLIENTS'), 'list'),
    terms: json('IEUM_TERMS', value('IEUM_TERMS'), 'list'),
    policy: optionalJson(environment, 'IEUM_POLICY'),
    attributes: readAttributes(environment),
    sessions: optionalJson(environment, 'IEUM_SESSIONS'),
    sms: optionalJson(environment, 'IEUM_SMS'),
    oldPasswords: optional(environment, 'IEUM_OLD_PASSWORDS'),
    closing: optionalJson(environment, 'IEUM_CLOSING'),
    reactivationUrl: optionalAddress(environment, 'IEUM_REACTIVATION_URL'),
    mailFrom: mailAddress('IEUM_MAIL_FROM', value('IEUM_MAIL_FROM')),
    alarmMail: optional(environment, 'IEUM_ALARM_MAIL'),
    providers: readProviderSettings(environment),
    // Records of signing in are kept for at least three months (통신비밀보호법 시행령 제41조).
    logRetention: isDevelopment ? RetentionDays.ONE_WEEK : RetentionDays.SIX_MONTHS,
    logRemovalPolicy: isDevelopment ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
  }
}

function optionalJson(environment: Environment, name: string): string | undefined {
  const value = optional(environment, name)
  return value === undefined ? undefined : json(name, value, 'object')
}

/** The origins of the registered clients. */
export function originsOf({ clients }: Pick<DeployedStage, 'clients'>): readonly string[] {
  const list: unknown = JSON.parse(clients)
  const origins = Array.isArray(list) ? list.flatMap((client) => Object(client).origins ?? []) : []
  return [...new Set(origins.map(String))]
}

function readAttributes(environment: Environment): string | undefined {
  const given = optional(environment, 'IEUM_ATTRIBUTES')
  if (given === undefined) return undefined
  try {
    return attributesModule(readAttributeSchema(given))
  } catch (cause) {
    throw new Error(`IEUM_ATTRIBUTES: ${cause instanceof Error ? cause.message : 'not a schema'}`, { cause })
  }
}

function optionalAddress(environment: Environment, name: string): string | undefined {
  const value = optional(environment, name)
  return value === undefined ? undefined : httpsAddress(name, value)
}

/** Tokens name their issuer by the origin, so it is only left to API Gateway where nothing is meant to last. */
function readAddress(environment: Environment, isDevelopment: boolean) {
  const certificateArn = optional(environment, 'IEUM_CERTIFICATE_ARN')
  const given = optional(environment, 'IEUM_ORIGIN')
  if (given === undefined && (!isDevelopment || certificateArn !== undefined)) {
    throw new Error(
      'IEUM_ORIGIN is not set; it may be absent on the stage "dev" without IEUM_CERTIFICATE_ARN only',
    )
  }
  return { origin: given === undefined ? undefined : httpsOrigin('IEUM_ORIGIN', given), certificateArn }
}

function mailAddress(name: string, value: string): string {
  if (/^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(value)) return value
  throw new Error(`${name} is ${JSON.stringify(value)}; allowed is one address, such as no-reply@example.com`)
}
