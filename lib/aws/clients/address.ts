/** The DNS suffixes of AWS's partitions, by the start of a region's name. All other regions are in the first partition. */
const suffixes = [
  ['cn-', 'amazonaws.com.cn'],
  ['eusc-', 'amazonaws.eu'],
  ['us-iso-', 'c2s.ic.gov'],
  ['us-isob-', 'sc2s.sgov.gov'],
  ['us-isof-', 'csp.hci.ic.gov'],
  ['eu-isoe-', 'cloud.adc-e.uk'],
] as const

/** A service's names. */
export interface Service {
  /** In its address. */
  readonly prefix: string
  /** In the variable of another address (AWS SDKs and Tools Reference, service-specific endpoints). */
  readonly variable: string
  /** In GovCloud, its usual endpoint is the one of FIPS. */
  readonly plainFipsInGovCloud?: true
}

/** Where a request goes. */
export interface RequestTarget {
  readonly protocol: string
  readonly hostname: string
  readonly port?: number
  readonly path: string
}

/** What an address is made from. `bucket` is part of the host at AWS, and of the path at a named endpoint. */
export interface TargetParts {
  readonly region: string
  /** Absent: the one that the environment names, else AWS's own. */
  readonly endpoint?: string | undefined
  readonly bucket?: string | undefined
  readonly path?: string | undefined
}

/** The address of a request to a service, as the SDK resolves it from the environment of a function. */
export function addressOf(
  service: Service,
  { region, endpoint, bucket, path = '/' }: TargetParts,
): RequestTarget {
  const named = endpoint ?? namedEndpoint(service)
  if (named) return namedAddress(new URL(named), bucket === undefined ? path : `/${bucket}${path}`)
  const host = awsHost(service, region)
  return { protocol: 'https:', hostname: bucket === undefined ? host : `${bucket}.${host}`, path }
}

const namedEndpoint = ({ variable }: Service): string | undefined =>
  process.env[`AWS_ENDPOINT_URL_${variable}`] || process.env['AWS_ENDPOINT_URL']

function namedAddress({ protocol, hostname, port, pathname }: URL, path: string): RequestTarget {
  return {
    protocol,
    hostname,
    ...(port !== '' && { port: Number(port) }),
    path: pathname.replace(/\/$/, '') + path,
  }
}

function awsHost({ prefix, plainFipsInGovCloud }: Service, region: string): string {
  const [, suffix] = suffixes.find(([start]) => region.startsWith(start)) ?? ['', 'amazonaws.com']
  const named = plainFipsInGovCloud !== true || !region.startsWith('us-gov-')
  const fips = named && process.env['AWS_USE_FIPS_ENDPOINT'] === 'true' ? '-fips' : ''
  return `${prefix}${fips}.${region}.${suffix}`
}
