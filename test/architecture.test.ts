import { beforeAll, describe, expect, it } from 'vitest'
import { jobs } from '../lib/jobs.ts'
import { listeners } from '../lib/listeners.ts'
import { entryOf, type Route, type RouteId, routes } from '../lib/routes.ts'
import { type Arrow, arrowsFrom, filesIn, importsOf, textOf } from './support/imports.ts'

/**
 * What each room may import: folders (with a slash at the end), files, and packages. A folder whose wall is
 * not told here is not known, and so refused.
 */
const walls: Readonly<Record<string, readonly string[]>> = {
  'lib/domain/': ['lib/domain/'],
  'lib/calendar/': ['lib/calendar/', 'lib/domain/', 'lib/flows/ports/', 'korean-lunar-calendar'],
  'lib/contacts/': ['lib/contacts/', 'lib/domain/', 'libphonenumber-js', 'node:url'],
  'lib/flows/': ['lib/flows/', 'lib/domain/'],
  'lib/store/': [
    'lib/store/',
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
  'lib/providers/': [
    'lib/providers/',
    'lib/domain/',
    'lib/contacts/',
    'lib/flows/ports/',
    'jose',
    'lossless-json',
    'valibot',
    'node:crypto',
    'node:http',
    'node:https',
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
    'lib/passwords/stored-hash.ts',
    'cli-progress',
    'csv-parse',
    'csv-stringify',
    'valibot',
    'node:crypto',
    'node:fs',
    'node:readline',
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
    'lib/domain/',
    'lib/flows/ports/',
    '@aws-sdk/client-s3',
    '@aws-sdk/s3-presigned-post',
  ],
  'lib/attributes/': ['lib/attributes/', 'lib/domain/', 'ajv', 'node:fs'],
  'lib/events/': ['lib/events/', 'lib/domain/', 'lib/flows/ports/', '@aws-sdk/client-eventbridge'],
  'lib/sms/': ['lib/sms/', 'lib/domain/', 'lib/contacts/', 'lib/flows/ports/', '@aws-sdk/client-sns'],
  'lib/passwords/': ['lib/passwords/', 'lib/domain/', 'lib/flows/ports/', 'bcryptjs', 'node:crypto'],
  'lib/http/': [
    'lib/http/',
    'lib/domain/',
    'lib/contacts/',
    'lib/flows/',
    'lib/stage.ts',
    'lib/runtime.ts',
    'lib/config.ts',
    'lib/clock.ts',
    'lib/routes.ts',
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
    'lib/routes.ts',
    'lib/runtime.ts',
    'lib/publishing.ts',
    'lib/stage.ts',
    'aws-lambda',
    'valibot',
  ],
  'lib/cloud/': [
    'lib/cloud/',
    'lib/routes.ts',
    'lib/route.ts',
    'lib/jobs.ts',
    'lib/domain/identity.ts',
    'lib/listeners.ts',
    'lib/events/schemas.ts',
    'lib/store/schema.ts',
    'lib/attributes/compile.ts',
    'aws-cdk-lib',
    'constructs',
    'esbuild',
    'node:crypto',
    'node:fs',
    'node:path',
    'node:url',
  ],
}

/** Rooms at the edge, which stand around everything else and have no wall of their own. */
const edge = ['lib/local/', 'bin/']

/** What only some may import. */
const keptTo: Readonly<Record<string, readonly string[]>> = {
  'lib/local/': ['lib/local/', 'bin/', 'test/'],
  'lib/cloud/': ['lib/cloud/', 'bin/', 'test/'],
  'functions/': ['functions/', 'test/'],
  'bin/': ['bin/', 'test/'],
  'test/': ['test/'],
  'lib/publishing.ts': ['functions/', 'lib/runtime.ts', 'lib/local/', 'test/'],
  'lib/runtime.ts': ['functions/', 'lib/http/', 'lib/local/', 'bin/', 'test/'],
  // A Lambda has the compiled schema, and no compiler.
  ajv: ['lib/attributes/compile.ts', 'test/'],
  esbuild: ['lib/cloud/'],
  'lib/attributes/compile.ts': ['lib/stage-attributes.ts', 'lib/cloud/', 'lib/local/', 'test/'],
  '#stage-attributes': ['lib/runtime.ts'],
  'lib/operators/': ['lib/operators/', 'bin/', 'test/'],
  jose: ['lib/tokens/', 'lib/providers/', 'test/'],
  '@middy/': ['lib/http/'],
  '@aws-sdk/': [
    'lib/store/',
    'lib/runtime.ts',
    'lib/mail/',
    'lib/sms/',
    'lib/events/',
    'lib/uploads/',
    'lib/local/',
    'bin/',
    'test/',
  ],
  'libphonenumber-js': ['lib/contacts/', 'test/'],
  'korean-lunar-calendar': ['lib/calendar/'],
  'aws-cdk-lib': ['lib/cloud/', 'bin/', 'test/'],
}

const isUnder = (name: string, place: string): boolean =>
  name === place || (place.endsWith('/') && name.startsWith(place))
const isUnderAny = (name: string, places: readonly string[]): boolean =>
  places.some((place) => isUnder(name, place))
const drawn = ({ from, to }: Arrow): string => `${from} → ${to}`

/** The arrows that go through a wall. */
const throughWalls = (arrows: readonly Arrow[]): readonly string[] =>
  arrows
    .filter(({ from, to }) =>
      Object.entries(walls).some(([room, allowed]) => isUnder(from, room) && !isUnderAny(to, allowed)),
    )
    .map(drawn)

/** The arrows to something that is kept to others. */
const toWhatIsKept = (arrows: readonly Arrow[]): readonly string[] =>
  arrows
    .filter(({ from, to }) =>
      Object.entries(keptTo).some(([what, allowed]) => isUnder(to, what) && !isUnderAny(from, allowed)),
    )
    .map(drawn)

let arrows: readonly Arrow[] = []
beforeAll(async () => {
  arrows = await arrowsFrom('bin', 'functions', 'lib', 'test')
})

describe('the walls', () => {
  it.each(Object.keys(walls))('keep %s to what it may import', (room) => {
    expect(throughWalls(arrows.filter(({ from }) => isUnder(from, room)))).toEqual([])
  })

  it.each(Object.keys(keptTo))('keep %s from whoever has no business with it', (what) => {
    expect(toWhatIsKept(arrows.filter(({ to }) => isUnder(to, what)))).toEqual([])
  })

  it('stand around every room', async () => {
    const known = [...Object.keys(walls), ...edge]
    const inRooms = (await filesIn('lib')).filter((file) => file.split('/').length > 2)
    expect(inRooms.filter((file) => !isUnderAny(file, known))).toEqual([])
  })

  it('name the arrow that goes through one', () => {
    const text = `import { world } from '../runtime.ts'\nconst jose = await import('jose')`
    const bad = importsOf('lib/domain/name.ts', text).map((to) => ({ from: 'lib/domain/name.ts', to }))
    expect(throughWalls(bad)).toEqual(['lib/domain/name.ts → lib/runtime.ts', 'lib/domain/name.ts → jose'])
    expect(toWhatIsKept(bad)).toEqual(['lib/domain/name.ts → lib/runtime.ts', 'lib/domain/name.ts → jose'])
  })
})

const isRouteId = (id: string): id is RouteId => id in routes
const routeIds = Object.keys(routes).filter(isRouteId)
const doorKeysOf = (id: RouteId): readonly string[] => {
  const { doors }: Route = routes[id]
  return doors.map(({ method, path }) => `${method} ${path}`)
}

describe('doors and routes', () => {
  it('are the same: each route, job and listener has its function, and each function is one of them', async () => {
    const others = Object.keys({ ...jobs, ...listeners }).map((id) => `functions/${id}.ts`)
    const called = [...routeIds.map(entryOf), ...others]
    expect(await filesIn('functions')).toEqual(called.sort())
  })

  it.each(routeIds)('name %s the same as its key', (id) => {
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

/** A list is as long as what it lists. */
const lists = ['lib/routes.ts', 'lib/local/demo/words-en.js', 'lib/local/demo/words-ko.js']

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
