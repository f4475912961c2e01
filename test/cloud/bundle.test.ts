import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, isAbsolute, join, relative } from 'node:path'
import { App, Stack } from 'aws-cdk-lib'
import { Runtime } from 'aws-cdk-lib/aws-lambda'
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs'
import { afterAll, describe, expect, it } from 'vitest'
import { compileAttributes } from '../../lib/attributes/compile.ts'
import { bundlingOf } from '../../lib/cloud/functions/bundling.ts'
import { environmentOf } from '../../lib/cloud/functions/door-environment.ts'
import { stageFiles } from '../../lib/cloud/functions/stage-files.ts'
import { stageText } from '../../lib/cloud/stage/deployed-stage.ts'
import { stageIn } from '../../lib/config/bundled/stage.ts'
import { readStage } from '../../lib/config/read-stage.ts'
import { ConfigurationError } from '../../lib/config/variables.ts'
import { listeners } from '../../lib/routes/listeners.ts'
import { entryOf, type RouteId, routes } from '../../lib/routes/routes.ts'
import { makeKeys } from '../../lib/tokens/make-keys.ts'
import { profileWithPhotos, wholeProfile } from '../attributes/schemas.ts'
import { bundlesWith } from '../support/bundles.ts'
import { production, quick, stageNamed } from './synth.ts'

const folder = mkdtempSync(join(tmpdir(), 'ieum-bundles-'))
afterAll(() => rmSync(folder, { recursive: true }))

const bundles = new Map<string, string>()

const ofStageDev = await bundlesWith(mkdtempSync(join(folder, 'dev')), stageNamed('dev'))

/** The path of a function's bundle beside the files of a stage. With settings it is bundled by the CDK, once. */
function bundle(id: RouteId | 'courier', settings?: object): string {
  if (settings === undefined) return ofStageDev(id)
  const key = JSON.stringify([id, settings])
  const path = bundles.get(key) ?? bundleNow(id, settings)
  bundles.set(key, path)
  return path
}

function bundleNow(id: RouteId | 'courier', settings: object): string {
  const app = new App({ ...quick, outdir: mkdtempSync(join(folder, id)) })
  const stack = new Stack(app, 'bundle')
  const files = stageFiles(stack, stageNamed('dev', settings))
  new NodejsFunction(stack, id, {
    entry: entryOf(id),
    runtime: Runtime.NODEJS_24_X,
    bundling: bundlingOf(id === 'courier' ? listeners.courier : routes[id], files),
  })
  const { directory } = app.synth()
  const asset = readdirSync(directory).find((name) => name.startsWith('asset.'))
  return join(directory, asset ?? '', 'index.js')
}

/** The environment of a deployed function, with the additions of Lambda. */
const deployedEnvironment = (id: RouteId, path: string) => ({
  ...environmentOf(routes[id], {
    stage: stageNamed('dev'),
    origin: 'https://auth.example.com',
    tableName: 'table',
    ledgerName: 'erased',
    keysArn: 'arn:aws:secretsmanager:ap-northeast-2:123456789012:secret:ieum/dev/keys-AbCdEf',
    lookupArn: 'arn:aws:secretsmanager:ap-northeast-2:123456789012:secret:ieum/dev/lookup-AbCdEf',
    busName: 'bus',
    uploadBucket: 'uploads',
  }),
  LAMBDA_TASK_ROOT: dirname(path),
  AWS_REGION: 'ap-northeast-2',
  AWS_ACCESS_KEY_ID: 'access-key',
  AWS_SECRET_ACCESS_KEY: 'secret-key',
})

/** Runs a script that loads the bundle as `bundle`, in an own process. Gives all that it prints. */
function output(
  id: RouteId,
  path: string,
  script: string,
  extra: Readonly<Record<string, string>> = {},
): string {
  const source = `const bundle = require(${JSON.stringify(path)}); ${script}`
  const env = { ...deployedEnvironment(id, path), ...extra }
  return execFileSync(process.execPath, ['-e', source], { env, encoding: 'utf8' })
}

/** The last line that a script prints. */
const run = (...script: Parameters<typeof output>): string =>
  output(...script)
    .trimEnd()
    .split('\n')
    .at(-1) ?? ''

/** What API Gateway gives a function (payload format 2.0). */
function gatewayEvent(routeKey: string, request: string, body?: object) {
  const [method, rawPath] = request.split(' ')
  return {
    version: '2.0',
    routeKey,
    rawPath,
    rawQueryString: '',
    headers: { host: 'auth.example.com', 'content-type': 'application/json' },
    requestContext: {
      requestId: 'request',
      routeKey,
      stage: '$default',
      time: '01/Jan/2026:00:00:00 +0000',
      timeEpoch: 0,
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' },
    },
    body: body && JSON.stringify(body),
    isBase64Encoded: false,
  }
}

/** Calls a bundled handler as API Gateway does. Gives status and media type of the response. */
function ask(id: RouteId, path: string, routeKey: string, request: string, extra = {}): string {
  const event = gatewayEvent(routeKey, request)
  const script = `bundle.handler(${JSON.stringify(event)}, { awsRequestId: 'request' })
    .then(({ statusCode, headers }) => console.log('\\n' + statusCode + ' ' + new Map(Object.entries(headers)
      .map(([name, value]) => [name.toLowerCase(), value])).get('content-type')))`
  return run(id, path, script, extra)
}

describe('a bundled function', () => {
  const path = bundle('callback')

  it('loads as CommonJS and exports its handler', () => {
    expect(run('callback', path, 'console.log(typeof bundle.handler)')).toBe('function')
  })

  it('loads without undici, which costs every cold start some 30 ms', () => {
    const loaded = run('callback', path, 'console.log(process.moduleLoadList.join())')
    expect(loaded).toContain('NativeModule http')
    expect(loaded).not.toContain('undici/undici')
  })

  it.each([
    ['SES', 'SendEmail'],
    ['SNS', '2010-03-31'],
    ['the texts of mails', '인증번호를 알려 드립니다'],
  ])('contains the client of %s only where it is the courier', (_, mark) => {
    expect(readFileSync(path, 'utf8')).not.toContain(mark)
    for (const id of ['verification', 'unlink', 'password-login', 'me'] as const) {
      expect(readFileSync(bundle(id), 'utf8')).not.toContain(mark)
    }
    expect(readFileSync(bundle('courier'), 'utf8')).toContain(mark)
  })

  it('contains the client of S3 only where its route touches uploads', () => {
    const mark = 'x-amz-checksum-crc32'
    expect(readFileSync(path, 'utf8')).not.toContain(mark)
    expect(readFileSync(bundle('uploads'), 'utf8')).toContain(mark)
    expect(readFileSync(bundle('register'), 'utf8')).toContain(mark)
  })

  it('contains the reader of what authenticators say only where passkeys are added or used', () => {
    const mark = 'Unexpected registration response'
    for (const id of ['callback', 'me', 'passkey', 'passkey-options'] as const) {
      expect(readFileSync(bundle(id), 'utf8')).not.toContain(mark)
    }
    for (const id of ['passkeys', 'passkey-login'] as const) {
      expect(readFileSync(bundle(id), 'utf8')).toContain(mark)
      expect(readFileSync(bundle(id), 'utf8')).not.toContain('Cannot get schema for')
    }
  })

  it('contains the client of the identity gateway only where its route asks it', () => {
    const mark = 'api.portone.io'
    expect(readFileSync(bundle('identity-verification'), 'utf8')).toContain(mark)
    for (const id of ['callback', 'register', 'me'] as const) {
      expect(readFileSync(bundle(id), 'utf8')).not.toContain(mark)
    }
  })

  it('contains the readers of old passwords only where passwords are compared', () => {
    const mark = 'Invalid salt version'
    expect(readFileSync(path, 'utf8')).not.toContain(mark)
    expect(readFileSync(bundle('password-login'), 'utf8')).toContain(mark)
  })

  it('contains what it needs of the SDK, and no more', () => {
    const text = readFileSync(path, 'utf8')
    expect(text).not.toMatch(/require\("@(aws-sdk|smithy)\//)
    expect(text).not.toMatch(/sso_start_url|middlewareStack|endpointRuleSet/)
  })

  it('contains the store only where its route touches the table', () => {
    const mark = 'TransactWriteItems'
    expect(readFileSync(path, 'utf8')).toContain(mark)
    expect(readFileSync(bundle('login'), 'utf8')).not.toContain(mark)
  })

  it.each([
    'phone-numbers.cjs',
    'lunar-calendar.cjs',
    'problem-page.cjs',
    'problem-texts.cjs',
    'fault-texts.cjs',
  ])('loads %s when it is first used', (name) => {
    const file = join(dirname(path), name)
    expect(existsSync(file)).toBe(true)
    expect(run('callback', path, 'console.log(Object.keys(require.cache).join())')).toBe(path)
  })
})

describe('the hooks of a service', () => {
  const module = join(folder, 'hooks.ts')
  writeFileSync(module, "export default { tokenClaims: (member: { id: string }) => ({ plan: 'gold' }) }")
  const hookless = ['me', 'health'] as const

  it('lie beside the bundle of a door that calls any, and nowhere else', () => {
    const beside = (id: RouteId) => readdirSync(dirname(bundle(id, { hooks: module })))
    expect(beside('token')).toContain('hooks.cjs')
    for (const id of hookless) expect(beside(id)).not.toContain('hooks.cjs')
    expect(readdirSync(dirname(bundle('token')))).not.toContain('hooks.cjs')
    // Four functions are bundled.
  }, 120_000)

  it('change no byte of a bundle: not of a door that calls none, nor of one that calls some', () => {
    const empty = join(folder, 'no-hooks.ts')
    writeFileSync(empty, 'export default {}')
    for (const id of [...hookless, 'token'] as const) {
      const [without, withNone, withSome] = [undefined, { hooks: empty }, { hooks: module }].map((settings) =>
        readFileSync(bundle(id, settings)),
      )
      expect(withNone?.equals(without ?? Buffer.of())).toBe(true)
      expect(withSome?.equals(without ?? Buffer.of())).toBe(true)
    }
  }, 120_000)

  it('are told to a function without a path of the machine that deploys', () => {
    const file = join(dirname(bundle('token', { hooks: module })), 'stage.json')
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ hooks: 'hooks.cjs' })
  })

  it.each(hookless)('cost %s, which calls none, no code at all', (id) => {
    expect(readFileSync(bundle(id), 'utf8')).not.toContain('timed_out')
    expect(readFileSync(bundle('token'), 'utf8')).toContain('timed_out')
  })

  it('are loaded by the bundle', async () => {
    const IEUM_SECRETS = JSON.stringify(await makeKeys(new Date()))
    const path = bundle('token', { hooks: module })
    writeFileSync(join(dirname(path), 'hooks.cjs'), 'console.log("loaded"); module.exports = { default: {} }')
    const event = JSON.stringify(gatewayEvent('POST /token', 'POST /token', { refreshToken: 'none' }))
    const script = `bundle.handler(${event}, { awsRequestId: 'request' })`
    expect(output('token', path, script, { IEUM_SECRETS })).toMatch(/^loaded$/m)
  })
})

describe('a schema of attributes in a bundle', () => {
  const settings = { attributes: profileWithPhotos }

  const path = bundle('register', settings)
  const file = join(dirname(path), 'attributes.cjs')

  it('lies beside it as compiled code: there is no compiler, and nothing is evaluated', () => {
    const text = readFileSync(file, 'utf8')
    expect(text).toContain('techStack')
    expect(text).not.toMatch(/new Function\(|\beval\(|json-schema\.org/)
  })

  it('leaves the bundle the same as of any other stage', () => {
    const other = bundle('register')
    expect(readFileSync(path, 'utf8')).toBe(readFileSync(other, 'utf8'))
    expect(existsSync(join(dirname(other), 'attributes.cjs'))).toBe(false)
  })

  it('agrees with the schema that is compiled at start', () => {
    const loaded: typeof import('../../lib/config/attributes.ts') = createRequire(file)(file)
    const [built, atStart] = [loaded.stageAttributes(), compileAttributes(profileWithPhotos)]
    expect(built.required).toEqual(atStart.required)
    expect(built.uploads).toEqual(['photos'])
    for (const value of [wholeProfile, {}, { ...wholeProfile, roles: ['admin'], techStack: ['x', 'x'] }]) {
      expect(built.validate(value)).toBe(atStart.validate(value))
      expect(built.validate.errors).toEqual(atStart.validate.errors)
    }
  })
})

describe('the settings of a stage', () => {
  const terms = Array.from({ length: 10 }, (_, index) => ({
    tag: `terms${index}`,
    version: '1',
    title: { ko: '약'.repeat(200), en: 'Terms' },
    required: true,
    url: 'https://www.example.com/terms',
  }))

  it('lie beside each bundle, with the implied values of the stage dev', () => {
    const file = join(dirname(bundle('terms', { terms })), 'stage.json')
    const told: unknown = JSON.parse(readFileSync(file, 'utf8'))
    expect(told).toMatchObject({ terms, closing: { graceDays: 30, rejoinAfterDays: 0 } })
  })

  it.each([
    ['dev', {}],
    ['dev', { terms, attributes: profileWithPhotos, oldPasswords: 'bcrypt:12' }],
    ['production', production],
  ] as const)(
    'of %s are written as the schema reads them, since a function does not check them again',
    (name, settings) => {
      const written: unknown = JSON.parse(stageText(stageNamed(name, settings)))
      const { $schema: _, ...read } = readStage(
        written,
        { implies: name === 'dev', loopback: false },
        { file: 'stage.json' },
      )
      expect(read).toEqual(written)
      expect(stageIn(JSON.stringify(written), 'stage.json')).toEqual(read)
    },
  )

  it.each(['', '[]', 'null', '{}'])(
    'are refused by a function where they are not what synth wrote: %j',
    (text) => {
      expect(() => stageIn(text, 'stage.json')).toThrow(ConfigurationError)
    },
  )

  it('are found by a relative folder of the CDK, as its command gives one', () => {
    const outdir = relative(process.cwd(), mkdtempSync(join(folder, 'relative')))
    const stack = new Stack(new App({ ...quick, outdir }), 'relative')
    const files = Object.values(stageFiles(stack, stageNamed('dev', { attributes: profileWithPhotos })))
    expect(files.length).toBeGreaterThan(1)
    expect(files.every(isAbsolute)).toBe(true)
  })

  it('reach a function, however large they are', () => {
    const key = 'GET /terms'
    expect(ask('terms', bundle('terms', { terms }), key, key)).toMatch(/^200 application\/json/)
  })
})

describe('a bundled function in the environment that it is deployed with', () => {
  const health = bundle('health')

  it('reports that it is up', () => {
    expect(ask('health', health, 'GET /health', 'GET /health')).toMatch(/^200 application\/json/)
  })

  it('answers an unknown path with our own problem', () => {
    const answer = ask('openapi', bundle('openapi'), '$default', 'GET /wp-login.php')
    expect(answer).toMatch(/^404 application\/problem\+json/)
  })

  it('finds everything that working with keys needs', async () => {
    const IEUM_SECRETS = JSON.stringify(await makeKeys(new Date()))
    const key = 'GET /.well-known/jwks.json'
    expect(ask('jwks', bundle('jwks'), key, key, { IEUM_SECRETS })).toMatch(/^200 application\//)
  })
})
