import { beforeAll, describe, expect, it } from 'vitest'
import { edge, keptTo, walls } from './architecture/walls.ts'
import { type Arrow, arrowsFrom, filesIn, importsOf } from './support/imports.ts'

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
  arrows = await arrowsFrom('bench', 'bin', 'client', 'functions', 'lib', 'test')
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
