import { beforeAll, describe, expect, it } from 'vitest'
import { jobs } from '../lib/routes/jobs.ts'
import { listeners } from '../lib/routes/listeners.ts'
import { entryOf, type Route, type RouteId, routes } from '../lib/routes/routes.ts'
import { type Arrow, arrowsFrom, filesIn, importsOf, textOf } from './support/imports.ts'

/** The parts that provider adapters use. */
const providerPackages = ['jose', 'lossless-json', 'valibot', 'node:crypto', 'node:http', 'node:https']
/** The parts that stand-ins use. */
const standInPackages = ['lossless-json', 'valibot', 'node:crypto', 'node:events', 'node:http']

/** Each provider knows the shared parts, and no other provider. */
const providerWalls = (ids: readonly string[]): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    ids.map((id) => [
      `lib/providers/${id}/`,
      [
        `lib/providers/${id}/`,
        'lib/providers/oidc/',
        'lib/providers/wire/',
        'lib/providers/configured-provider.ts',
        'lib/domain/',
        'lib/contacts/',
        'lib/flows/ports/',
        'jose',
        'valibot',
        'node:crypto',
      ],
    ]),
  )

/**
 * The allowed imports of each room: folders (with a slash at the end), files, and packages. A folder without a wall
 * here is unknown, and so refused.
 */
const walls: Readonly<Record<string, readonly string[]>> = {
  'lib/domain/values/': ['lib/domain/values/'],
  'lib/domain/limits/': ['lib/domain/limits/', 'lib/domain/values/'],
  'lib/domain/history/': ['lib/domain/history/', 'lib/domain/values/'],
  'lib/domain/consent/': ['lib/domain/consent/', 'lib/domain/values/'],
  'lib/domain/leads/': ['lib/domain/leads/', 'lib/domain/member/member.ts', 'lib/domain/values/'],
  'lib/domain/member/': [
    'lib/domain/member/',
    'lib/domain/leads/',
    'lib/domain/values/',
    'lib/domain/consent/',
    'lib/domain/history/',
  ],
  'lib/domain/session/': ['lib/domain/session/', 'lib/domain/member/', 'lib/domain/values/'],
  'lib/domain/visit/': [
    'lib/domain/visit/',
    'lib/domain/leads/',
    'lib/domain/member/',
    'lib/domain/values/',
    'lib/domain/consent/',
  ],
  'lib/domain/merge/': [
    'lib/domain/merge/',
    'lib/domain/visit/',
    'lib/domain/leads/',
    'lib/domain/member/',
    'lib/domain/values/',
  ],
  'lib/domain/message/': ['lib/domain/message/', 'lib/domain/leaving/reactivation.ts', 'lib/domain/values/'],
  'lib/domain/': ['lib/domain/'],
  'lib/aws/': ['lib/aws/'],
  'lib/calendar/': ['lib/calendar/', 'lib/domain/', 'lib/flows/ports/', 'korean-lunar-calendar'],
  'lib/contacts/': ['lib/contacts/', 'lib/domain/', 'libphonenumber-js', 'node:url'],
  'lib/flows/ports/': ['lib/flows/ports/', 'lib/domain/'],
  'lib/flows/visit/': ['lib/flows/visit/', 'lib/flows/steps/', 'lib/flows/ports/', 'lib/domain/'],
  'lib/flows/linking/': [
    'lib/flows/linking/',
    'lib/flows/visit/',
    'lib/flows/steps/',
    'lib/flows/ports/',
    'lib/domain/',
  ],
  'lib/flows/': ['lib/flows/', 'lib/domain/'],
  'lib/store/table/': [
    'lib/store/table/',
    'lib/aws/',
    'lib/domain/',
    '@aws-sdk/client-dynamodb',
    '@aws-sdk/lib-dynamodb',
    'node:crypto',
    'node:timers',
  ],
  'lib/store/rows/': ['lib/store/rows/', 'lib/store/table/', 'lib/domain/', 'lib/flows/ports/', 'valibot'],
  'lib/store/transactions/': [
    'lib/store/transactions/',
    'lib/store/rows/',
    'lib/store/table/',
    'lib/domain/',
    'lib/flows/ports/',
  ],
  'lib/store/': [
    'lib/store/',
    'lib/aws/',
    'lib/domain/',
    'lib/contacts/',
    'lib/flows/ports/',
    '@aws-sdk/client-dynamodb',
    '@aws-sdk/lib-dynamodb',
    '@aws-sdk/util-dynamodb',
    'valibot',
    'node:crypto',
    'node:timers',
  ],
  ...providerWalls(['kakao', 'naver', 'google', 'github']),
  'lib/providers/wire/': [
    'lib/providers/wire/',
    'lib/domain/',
    'lossless-json',
    'valibot',
    'node:http',
    'node:https',
  ],
  'lib/providers/oidc/': [
    'lib/providers/oidc/',
    'lib/providers/wire/',
    'lib/domain/',
    'jose',
    'valibot',
    'node:crypto',
  ],
  'lib/providers/': [
    'lib/providers/',
    'lib/domain/',
    'lib/contacts/',
    'lib/flows/ports/',
    ...providerPackages,
  ],
  'lib/identity-gateway/': [
    'lib/identity-gateway/',
    'lib/providers/wire/',
    'lib/domain/',
    'lib/contacts/',
    'lib/flows/ports/',
    'valibot',
  ],
  'lib/tokens/': [
    'lib/tokens/',
    'lib/domain/',
    'lib/contacts/',
    'lib/flows/ports/',
    'jose',
    'valibot',
    'node:crypto',
  ],
  'lib/operators/': [
    'lib/operators/',
    'lib/domain/',
    'lib/contacts/',
    'lib/flows/',
    'lib/passwords/imported/',
    'cli-progress',
    'csv-stringify',
    'iconv-lite',
    'sax',
    'valibot',
    'yauzl',
    'node:crypto',
    'node:fs',
    'node:stream',
    'node:timers',
  ],
  'lib/mail/': [
    'lib/mail/',
    'lib/domain/',
    'lib/contacts/',
    'lib/flows/ports/',
    '@aws-sdk/client-ses',
    'valibot',
  ],
  'lib/uploads/': [
    'lib/uploads/',
    'lib/aws/',
    'lib/domain/',
    'lib/flows/ports/',
    '@aws-sdk/client-s3',
    '@aws-sdk/s3-presigned-post',
  ],
  'lib/attributes/': ['lib/attributes/', 'lib/domain/', 'ajv', 'node:fs'],
  'lib/events/': ['lib/events/', 'lib/domain/', 'lib/flows/ports/', '@aws-sdk/client-eventbridge'],
  'lib/failures/': ['lib/failures/', '@aws-sdk/client-sns'],
  'lib/sms/': ['lib/sms/', 'lib/domain/', 'lib/contacts/', 'lib/flows/ports/', '@aws-sdk/client-sns'],
  'lib/passwords/': ['lib/passwords/', 'lib/domain/', 'lib/flows/ports/', 'bcryptjs', 'node:crypto'],
  'lib/config/': [
    'lib/config/',
    'lib/domain/',
    'lib/attributes/',
    'lib/contacts/email.ts',
    'lib/flows/ports/',
    'lib/identity-gateway/',
    'lib/passwords/dummy-hash.ts',
    'lib/providers/',
    'valibot',
    'node:fs',
    'node:path',
  ],
  'lib/routes/': ['lib/routes/', 'lib/domain/'],
  'lib/runtime/': [
    'lib/runtime/',
    'lib/attributes/',
    'lib/calendar/',
    'lib/config/',
    'lib/contacts/phone.ts',
    'lib/domain/',
    'lib/events/',
    'lib/failures/',
    'lib/flows/ports/',
    'lib/http/',
    'lib/mail/',
    'lib/passwords/',
    'lib/providers/',
    'lib/sms/',
    'lib/store/',
    'lib/tokens/',
    'lib/uploads/',
    '#stage-attributes',
    '@aws-sdk/client-dynamodb',
    '@aws-sdk/client-secrets-manager',
    '@aws-sdk/lib-dynamodb',
    'node:timers',
    'uuid',
  ],
  'lib/http/': [
    'lib/http/',
    'lib/aws/',
    'lib/domain/',
    'lib/contacts/',
    'lib/flows/',
    'lib/config/current-stage.ts',
    'lib/runtime/',
    'lib/routes/',
    'node:async_hooks',
    '@middy/core',
    'aws-lambda',
    'lossless-json',
    'valibot',
  ],
  'functions/': [
    'lib/http/',
    'lib/flows/',
    'lib/domain/',
    'lib/routes/routes.ts',
    'lib/runtime/world.ts',
    'lib/runtime/publishing.ts',
    'lib/runtime/courier.ts',
    'lib/config/current-stage.ts',
    'aws-lambda',
    'valibot',
  ],
  'lib/cloud/': [
    'lib/cloud/',
    'lib/config/',
    'lib/routes/',
    'lib/domain/values/',
    'lib/events/schemas.ts',
    'lib/store/table/schema.ts',
    'lib/attributes/compile.ts',
    'aws-cdk-lib',
    'constructs',
    'esbuild',
    'node:crypto',
    'node:fs',
    'node:path',
    'node:url',
  ],
  'lib/stand-ins/host/': ['lib/stand-ins/host/', 'lib/domain/values/', ...standInPackages],
  'lib/stand-ins/': ['lib/stand-ins/', 'lib/domain/values/', ...standInPackages],
  'lib/demo/': ['lib/demo/'],
}

/** Rooms at the edge, around everything else, without a wall of their own. */
const edge = ['lib/local/', 'lib/commands/', 'bin/']

/** Files and packages that only some may import. */
const keptTo: Readonly<Record<string, readonly string[]>> = {
  'lib/local/': ['lib/local/', 'lib/commands/', 'bin/', 'bench/', 'test/'],
  'lib/cloud/': ['lib/cloud/', 'lib/commands/', 'bin/', 'test/'],
  'lib/stand-ins/': ['lib/stand-ins/', 'lib/local/', 'lib/commands/', 'test/'],
  'lib/commands/': ['bin/', 'test/'],
  'bench/': ['bench/', 'test/'],
  'functions/': ['functions/', 'test/'],
  'bin/': ['bin/', 'test/'],
  'test/': ['test/'],
  'lib/runtime/publishing.ts': ['functions/', 'lib/runtime/world.ts', 'lib/local/', 'test/'],
  // No door can send.
  'lib/runtime/courier.ts': ['functions/courier.ts'],
  'lib/runtime/world.ts': [
    'functions/',
    'lib/runtime/courier.ts',
    'lib/http/',
    'lib/local/',
    'lib/commands/',
    'bin/',
    'bench/',
    'test/',
  ],
  // A Lambda has the compiled schema, and no compiler.
  ajv: ['lib/attributes/compile.ts', 'test/'],
  esbuild: ['lib/cloud/'],
  'lib/attributes/compile.ts': ['lib/config/', 'lib/cloud/', 'test/'],
  '#stage-attributes': ['lib/runtime/world.ts'],
  'lib/operators/': ['lib/operators/', 'bin/', 'bench/', 'test/'],
  jose: ['lib/tokens/', 'lib/providers/', 'test/'],
  '@middy/': ['lib/http/'],
  '@aws-sdk/': [
    'lib/store/',
    'lib/runtime/',
    'lib/mail/',
    'lib/sms/',
    'lib/events/',
    'lib/failures/',
    'lib/uploads/',
    'lib/local/',
    'lib/commands/',
    'bin/',
    'bench/',
    'test/',
  ],
  'libphonenumber-js': ['lib/contacts/', 'test/'],
  // Only operators' commands read files of old systems, and no Lambda does.
  'iconv-lite': ['lib/operators/importing/reading/', 'test/'],
  sax: ['lib/operators/importing/reading/sheet/'],
  yauzl: ['lib/operators/importing/reading/sheet/'],
  'korean-lunar-calendar': ['lib/calendar/'],
  'aws-cdk-lib': ['lib/cloud/', 'bin/', 'test/'],
}

const isUnder = (name: string, place: string): boolean =>
  name === place || (place.endsWith('/') && name.startsWith(place))
const isUnderAny = (name: string, places: readonly string[]): boolean =>
  places.some((place) => isUnder(name, place))
const drawn = ({ from, to }: Arrow): string => `${from} → ${to}`

/** The arrows through a wall. */
const throughWalls = (arrows: readonly Arrow[]): readonly string[] =>
  arrows
    .filter(({ from, to }) =>
      Object.entries(walls).some(([room, allowed]) => isUnder(from, room) && !isUnderAny(to, allowed)),
    )
    .map(drawn)

/** The arrows to a restricted file or package. */
const toWhatIsKept = (arrows: readonly Arrow[]): readonly string[] =>
  arrows
    .filter(({ from, to }) =>
      Object.entries(keptTo).some(([what, allowed]) => isUnder(to, what) && !isUnderAny(from, allowed)),
    )
    .map(drawn)

let arrows: readonly Arrow[] = []
beforeAll(async () => {
  arrows = await arrowsFrom('bench', 'bin', 'functions', 'lib', 'test')
})

describe('the walls', () => {
  it.each(Object.keys(walls))('limit %s to its allowed imports', (room) => {
    expect(throughWalls(arrows.filter(({ from }) => isUnder(from, room)))).toEqual([])
  })

  it.each(Object.keys(keptTo))('keep %s to its allowed importers', (what) => {
    expect(toWhatIsKept(arrows.filter(({ to }) => isUnder(to, what)))).toEqual([])
  })

  it('stand around every room', async () => {
    const known = [...Object.keys(walls), ...edge]
    const inRooms = (await filesIn('lib')).filter((file) => file.split('/').length > 2)
    expect(inRooms.filter((file) => !isUnderAny(file, known))).toEqual([])
  })

  it('name the arrow that breaks through', () => {
    const text = `import { world } from '../../runtime/world.ts'\nconst jose = await import('jose')`
    const bad = importsOf('lib/domain/values/name.ts', text).map((to) => ({
      from: 'lib/domain/values/name.ts',
      to,
    }))
    expect(throughWalls(bad)).toEqual([
      'lib/domain/values/name.ts → lib/runtime/world.ts',
      'lib/domain/values/name.ts → jose',
    ])
    expect(toWhatIsKept(bad)).toEqual([
      'lib/domain/values/name.ts → lib/runtime/world.ts',
      'lib/domain/values/name.ts → jose',
    ])
  })
})

const isRouteId = (id: string): id is RouteId => id in routes
const routeIds = Object.keys(routes).filter(isRouteId)
const doorKeysOf = (id: RouteId): readonly string[] => {
  const { doors }: Route = routes[id]
  return doors.map(({ method, path }) => `${method} ${path}`)
}

describe('doors and routes', () => {
  it('agree: each route, job and listener has its function, and each function is one of them', async () => {
    const others = Object.keys({ ...jobs, ...listeners }).map((id) => `functions/${id}.ts`)
    const called = [...routeIds.map(entryOf), ...others]
    expect(await filesIn('functions')).toEqual(called.sort())
  })

  it.each(routeIds)('give %s the name of its key', (id) => {
    expect(routes[id].id).toBe(id)
  })

  it.each(routeIds)('give %s one action for each of its doors, and no other', async (id) => {
    const actions = (await textOf(entryOf(id))).matchAll(/'([A-Z]+ \/[^']*)':/g)
    expect([...actions].map(([, key]) => key)).toEqual(doorKeysOf(id))
  })

  it('have no door twice', () => {
    const all = routeIds.flatMap(doorKeysOf)
    expect(all.filter((key, index) => all.indexOf(key) !== index)).toEqual([])
  })
})

/** The files that a file reaches by its imports, including imports of types. */
function reachedFrom(file: string, next: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const reached = new Set<string>()
  const queue = [...(next.get(file) ?? [])]
  for (let to = queue.pop(); to !== undefined; to = queue.pop()) {
    if (reached.has(to)) continue
    reached.add(to)
    queue.push(...(next.get(to) ?? []))
  }
  return reached
}

/** Rooms that are lists by design: words in two languages, views, the casts of stand-ins. */
const listRooms = ['lib/demo/words', 'lib/demo/views']
const mostInARoom = 16

describe('rooms', () => {
  it('have no circle of imports, not even of types', () => {
    const next = new Map<string, string[]>()
    for (const { from, to } of arrows) next.set(from, [...(next.get(from) ?? []), to])
    const sources = [...next.keys()].filter((file) => !file.startsWith('test/'))
    expect(sources.filter((file) => reachedFrom(file, next).has(file))).toEqual([])
  })

  it(`hold at most ${mostInARoom} source files each`, async () => {
    const files = await filesIn('lib')
    const sizes = new Map<string, number>()
    for (const file of files) {
      const room = file.slice(0, file.lastIndexOf('/'))
      sizes.set(room, (sizes.get(room) ?? 0) + 1)
    }
    const full = [...sizes].filter(([room, size]) => size > mostInARoom && !listRooms.includes(room))
    expect(full).toEqual([])
  })
})

/** A list is as long as its subject. */
const lists = ['lib/routes/routes.ts', 'lib/demo/words/en.js', 'lib/demo/words/ko.js']

describe('files', () => {
  it.each([
    ['lib', 220],
    ['bin', 220],
    ['functions', 60],
  ])('of %s stay below %i lines', async (folder, most) => {
    const files = await Promise.all(
      (await filesIn(folder)).map(async (file) => ({ file, lines: (await textOf(file)).split('\n').length })),
    )
    expect(files.filter(({ file, lines }) => lines - 1 > most && !lists.includes(file))).toEqual([])
  })
})

/** Spreads that leave out an undefined key in their own way. */
const spellings = [
  // ...(name === undefined ? {} : { name }) and ...(condition ? { name } : {})
  /\.\.\.\([^()]*\? \{\} : \{/,
  /\.\.\.\((?:[^()]|\([^()]*\))*\? \{[^{}]*\} : \{\}\)/,
  // ...(name !== undefined && { name }) and ...(name && { name: name })
  /\.\.\.\(([\w.]+)(?: !== undefined)? && \{ (?:[\w']+: )?\1 \}\)/,
]

describe('absent keys', () => {
  it.each(['bin', 'functions', 'lib'])('of %s are left out by `defined` alone', async (folder) => {
    const texts = (await filesIn(folder)).filter((file) => file.endsWith('.ts'))
    const found = await Promise.all(
      texts.map(async (file) => {
        const lines = (await textOf(file)).split('\n')
        return lines
          .filter((line) => spellings.some((spelling) => spelling.test(line)))
          .map((line) => `${file}: ${line.trim()}`)
      }),
    )
    expect(found.flat()).toEqual([])
  })
})

describe('flows', () => {
  it('take the ports that they use, and never the whole world', async () => {
    const files = (await filesIn('lib/flows')).filter((file) => !file.startsWith('lib/flows/ports/'))
    const found = await Promise.all(
      files.map(async (file) =>
        ((await textOf(file)).match(/.*\w\)?\??: World\b.*|.*\}: World\b.*|.*<World>.*/g) ?? []).map(
          (line) => `${file}: ${line.trim()}`,
        ),
      ),
    )
    expect(found.flat()).toEqual([])
  })
})
